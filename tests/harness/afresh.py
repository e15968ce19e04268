"""What one process keeps in memory, forgotten before each test: tests come in any order, and none finds another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest

from giuloi.promises.use.channels import inbox, queue
from giuloi.records.access import key_rates
from giuloi.site import health

_numbers = count()
_now = next(_numbers)


def forget() -> None:
    """As in a process that has just started: no message, no share of a key's rate, no check still fresh."""
    global _now
    _now = next(_numbers)
    inbox.clear()
    key_rates._left.clear()
    health._last = (float("-inf"), {})


@contextmanager
def posts_its_own() -> Iterator[None]:
    """A message that still waits when its test is over is dropped, so that it reaches no other test's inbox."""
    put = queue._waiting.put_nowait

    def marked(waiting: tuple[Any, Callable[[], None]]) -> None:
        kind, send = waiting
        asked = _now
        put((kind, lambda: send() if asked == _now else None))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue._waiting, "put_nowait", marked)
        yield
