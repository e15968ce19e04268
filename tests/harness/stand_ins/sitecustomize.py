"""On PYTHONPATH this gives a process of ours records that always fit together and a sequencer that waits.

So the supervisor and the server are tested for what they do themselves.
"""

from __future__ import annotations

import os
import sys
import threading
from types import ModuleType


def _stand_in(name: str, **members: object) -> None:
    module = ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    parent, _, attribute = name.rpartition(".")
    _attributes.setdefault(parent, {})[attribute] = module


def _run() -> None:
    if os.environ.get("STAND_IN_BROKEN"):
        from giuloi.core.terms import NotServing

        raise NotServing("the root key does not fit the key store")


def _run_forever(stop: threading.Event) -> None:
    stop.wait()


_attributes: dict[str, dict[str, ModuleType]] = {}
_stand_in("giuloi.records.selfcheck", run=_run, ready=lambda: {"database": True, "ledger": True})
_stand_in("giuloi.records.uses.sequencer", run_forever=_run_forever)


class _Fastener:
    """`from giuloi.records import selfcheck` asks the package for it: given on any import."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        package = sys.modules.get("giuloi.records")
        if package is not None:
            package.__dict__.update(_attributes["giuloi.records"])


sys.meta_path.insert(0, _Fastener())  # type: ignore[arg-type]
