"""Posts deliveries to the running server over HTTP, a few at a time as a shop platform does, and counts."""

from __future__ import annotations

import http.client
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from giuloi.doors.cli.demo.platform import Sent

AT_ONCE = 3  # connections
_PATIENCE = 5  # times that "later" is taken for an answer

Outcomes = Counter[tuple[int, str]]  # (status, word) → how many


def post_all(
    groups: Sequence[Sequence[Sent]], port: int, address: str, posted: Callable[[], object]
) -> Outcomes:
    """Post every group, each in its own order on one connection; `posted` is called after each delivery."""
    shares = [groups[start::AT_ONCE] for start in range(AT_ONCE)]
    stop = Event()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        try:
            counts = threads.map(lambda share: _post_share(share, port, address, posted, stop), shares)
            return sum(counts, Outcomes())
        finally:
            stop.set()  # on Ctrl-C: the pool waits for its threads, and they should not post on until the end


def _post_share(
    share: Iterable[Sequence[Sent]], port: int, address: str, posted: Callable[[], object], stop: Event
) -> Outcomes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    outcomes: Outcomes = Counter()
    try:
        for group in share:
            if stop.is_set():
                break
            for sent in group:
                outcomes[_post(connection, address, sent)] += 1
                posted()
    finally:
        connection.close()
    return outcomes


def _post(connection: http.client.HTTPConnection, address: str, sent: Sent) -> tuple[int, str]:
    """The status and word of the answer; "later" is asked again, since nothing was kept then."""
    status, word = 0, ""
    for turn in range(_PATIENCE):
        connection.request("POST", address, sent.body, dict(sent.headers))
        answer = connection.getresponse()
        status, word = answer.status, str(json.loads(answer.read()).get("outcome", ""))
        if status != 503:
            break
        time.sleep(0.1 * (turn + 1))
    return status, word
