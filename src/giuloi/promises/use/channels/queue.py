"""The short queue before the senders: in memory, bounded, worked off by a few threads of the web process.

Nothing of it is ever on disk. What waits when the process ends is lost, and so is what cannot be sent within
a few tries: whoever asked for a code asks again. Failures are counted and logged without the address.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from queue import Empty, Full, Queue
from time import sleep

import structlog

from giuloi.core.bilingual import Words
from giuloi.promises.use.channels.message import Kind, NotDelivered, NotReady, Permanent, Transient, Unknown

MOST = 500  # messages that may wait
THREADS = 2
# Seconds before each try. The first: the caller has answered by then, so that not even the work of writing a letter
# shows in the time an answer takes.
PAUSES: Sequence[float] = (0.25, 2.0, 10.0)

Send = Callable[[], None]
counts: Counter[tuple[str, str]] = (
    Counter()
)  # (kind, outcome: sent, retried, failed) since the process started

_lock = threading.Lock()
_waiting: Queue[tuple[Kind, Send]] = Queue(MOST)
_workers: dict[int, list[threading.Thread]] = {}  # by process: threads do not survive a fork


def ready() -> None:
    """Raises NotDelivered when too much is waiting already."""
    if _waiting.full():
        raise _busy()


class Again(Transient):
    """Perhaps taken, and tried again all the same: a second copy is known for one and harms nobody."""


def hand_over(kind: Kind, send: Send) -> None:
    """Put a message in the queue, to be sent from there; raises NotDelivered when the queue is full."""
    try:
        _waiting.put_nowait((kind, send))
    except Full:
        raise _busy() from None
    _start()


def wait_until_empty(seconds: float = 5.0) -> bool:
    """Wait until everything handed over was tried; False if that took longer. For whoever ends the process."""
    with _waiting.all_tasks_done:
        return bool(_waiting.all_tasks_done.wait_for(lambda: not _waiting.unfinished_tasks, seconds))


def _start() -> None:
    with _lock:
        alive = [one for one in _workers.get(os.getpid(), []) if one.is_alive()]
        for number in range(len(alive), THREADS):
            # Daemons: a server that does not answer must not keep the process from ending.
            alive.append(threading.Thread(target=_work, name=f"channels-{number}", daemon=True))
            alive[-1].start()
        _workers.clear()
        _workers[os.getpid()] = alive


def _work() -> None:
    while True:
        try:
            kind, send = _waiting.get(timeout=60.0)
        except Empty:
            continue
        try:
            _try(kind, send)
        finally:
            _waiting.task_done()


def _try(kind: Kind, send: Send) -> None:
    for number, pause in enumerate(PAUSES, 1):
        sleep(pause)
        try:
            send()
        # Broad on purpose: no failure of one message may end the thread that sends the others. The error's own
        # text is left out of the log: servers like to repeat the address in it.
        except Exception as error:
            last = number == len(PAUSES) or _for_good(error)
            outcome = "failed" if last else "retried"
            counts[kind, outcome] += 1
            log = structlog.get_logger()
            log.warning("not_delivered", kind=kind, exception=type(error).__name__, outcome=outcome)
            if last:
                return
        else:
            counts[kind, "sent"] += 1
            return


def _for_good(error: Exception) -> bool:
    """The provider said no and meant it, or may have said yes: asking again is no use, or one time too many."""
    return isinstance(error, Permanent | NotReady | Unknown)


def _busy() -> NotDelivered:
    return NotDelivered(
        "too many messages are waiting",
        Words(
            "Đang có nhiều tin chờ gửi. Xin thử lại sau ít phút.",
            "Many messages are waiting. Please try again soon.",
        ),
    )
