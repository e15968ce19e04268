"""Processes of our own for races and kills: forked, so that they start in a millisecond, with connections of their own.

No connection crosses a fork: SQLite's locks and PostgreSQL's sockets belong to the process that made them.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from asgiref.local import Local
from django.db import connections

from giuloi.records.keyring import keyring


@dataclass(slots=True)
class Child:
    """A process at work. What it writes to its end of the pipe is read here, until it ends."""

    pid: int
    pipe: int

    def all_it_said(self) -> bytes:
        """Everything it wrote; returns once the pipe is closed, also by a kill."""
        said = bytearray()
        while some := os.read(self.pipe, 1 << 16):
            said += some
        os.close(self.pipe)
        return bytes(said)

    def ended(self) -> int:
        """Wait for its end; its exit code, negative for a signal."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def close_connections() -> None:
    """To the data and to the key store, of this thread."""
    connections.close_all()
    keyring().store.close()
    keyring().watch.close()


def _forget_inherited() -> None:
    """In the child: no connection of the parent's, whichever way it was kept.

    Django keeps connections apart for a running event loop, and a browser's Playwright leaves one running in the
    main thread. A fork has none, so it would find connections from before the browser, still open in the parent:
    two processes on one socket, and locks that outlive the killed one. They are kept, not closed: closing would
    say goodbye to the parent's server.
    """
    _inherited.append(connections._connections)
    connections._connections = Local(connections.thread_critical)


_inherited: list[Any] = []


def fork(work: Callable[[int], None]) -> Child:
    """Run `work(pipe)` in a process of its own; it ends with 0, or with 1 and its traceback on stderr."""
    close_connections()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _work_and_end(work, writing)
    os.close(writing)
    return Child(pid, reading)


def _work_and_end(work: Callable[[int], None], pipe: int) -> NoReturn:
    code = 1
    try:
        _forget_inherited()
        work(pipe)
        close_connections()
        code = 0
    except BaseException:  # nothing of the test runner's own may run in here: it would run twice
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def in_a_fork(work: Callable[[], Any]) -> Callable[[], Any]:
    """Start `work()` elsewhere; calling what is returned waits for its answer, and gives it."""

    def answer(pipe: int) -> None:
        with os.fdopen(pipe, "wb") as file:
            pickle.dump(work(), file)

    child = fork(answer)

    def wait() -> Any:
        said = child.all_it_said()
        code = child.ended()
        assert code == 0, f"a process ended with {code}"
        return pickle.loads(said)  # noqa: S301  our own child's words

    return wait
