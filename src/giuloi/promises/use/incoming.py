"""Where everything that people write goes: to the cases, by one call for every door."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from giuloi.core.terms import Unavailable
from giuloi.promises.use.inbound.letter import Inbound

_CASES = "giuloi.promises.use.cases"


def take(inbound: Inbound, at: datetime) -> None:
    """Keep it, in the transaction that is open. Raises Unavailable when it cannot be kept: it comes again."""
    if find_spec(_CASES) is None or find_spec(f"{_CASES}.incoming") is None:
        raise Unavailable("this installation keeps no cases: letters stay where they are")
    import_module(f"{_CASES}.incoming").take(inbound, at)
