"""Who else is told, in the same transaction, when a request came in or ended: how an acknowledgement is queued.

A plain list of functions, filled once when the applications are ready, so that this file need not know by which
channel the customer is told, and nothing runs between two threads.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Told = Callable[
    [int, datetime], None
]  # (request, at); joins the transaction, writes an outbox row, sends nothing

_received: list[Told] = []
_ended: list[Told] = []


def on_received(told: Told) -> Told:
    """Call this with every request that `asking.ask` took in. Once for each function; usable as a decorator."""
    if told not in _received:
        _received.append(told)
    return told


def on_ended(told: Told) -> Told:
    """Call this with every request that `ending.end` ended."""
    if told not in _ended:
        _ended.append(told)
    return told


def tell_received(request: int, at: datetime) -> None:
    """Tell everybody who wants to know; what fails, fails the whole: nothing is asked without its answer queued."""
    for told in _received:
        told(request, at)


def tell_ended(request: int, at: datetime) -> None:
    """As `tell_received`."""
    for told in _ended:
        told(request, at)
