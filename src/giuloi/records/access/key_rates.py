"""How many requests a key has left in this minute, over all processes together.

One row for each key and minute. A process takes a few requests at once from it, in one statement, and spends them
from memory: so a key of a thousand requests a second does not write a row for each. The rate is never exceeded;
of a minute's last hundredth, what one process took and did not need is lost to the others.
"""

from __future__ import annotations

import threading
from datetime import datetime

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError
from giuloi.records.credentials import ApiKey
from giuloi.records.database import answering, rows, run

_SHARE = 100  # a process takes a hundredth of the rate at once
_TOO_MANY = Words(
    "Khóa này đã dùng hết số lần gọi trong một phút: hãy đợi rồi gọi lại.",
    "This key has used up its requests of this minute: wait, then try again.",
)


class KeyMinute(models.Model):
    """How many requests of a key were taken in one minute (of the Unix epoch)."""

    pk = models.CompositePrimaryKey("key_id", "minute")
    key_id = models.BigIntegerField()
    minute = models.BigIntegerField()
    taken = models.BigIntegerField()

    class Meta:
        db_table = "records_keyminute"


class KeySpent(GiuloiError):
    """The key's rate is used up; `seconds` until it has requests again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("this key has used up its requests of this minute")
        self.seconds, self.words = seconds, _TOO_MANY


_lock = threading.Lock()
_left: dict[int, tuple[int, int]] = {}  # key → (minute, requests this process has taken and not spent)


def spend(key: ApiKey, at: datetime) -> None:
    """One request of this key. Raises KeySpent, or Unavailable when nobody can count now."""
    second = int(at.timestamp())
    minute = second // 60
    with _lock:
        of, left = _left.get(key.id, (minute, 0))
        if of == minute and left:
            _left[key.id] = (minute, left - 1)
            return
    got = _take(key, minute)
    if not got:
        raise KeySpent(60 - second % 60)
    with _lock:
        of, left = _left.get(key.id, (minute, 0))
        _left[key.id] = (minute, (left if of == minute else 0) + got - 1)


def _take(key: ApiKey, minute: int) -> int:
    """Requests for this process out of the minute's, durable when it returns; 0 when there are none left."""
    share = max(1, key.rate // _SHARE)
    found = rows(_TAKE, (key.id, minute, share, key.rate))
    if not found:
        return 0
    taken = int(found[0][0])
    return min(share, key.rate - (taken - share))


@answering()
def forget_minutes(at: datetime) -> int:
    """Remove the rows of minutes that are over; returns how many. The clock knocks for this."""
    return run("DELETE FROM records_keyminute WHERE minute < %s", (int(at.timestamp()) // 60 - 1,))


# The row of a minute whose rate is used up is not touched, and so not returned.
_TAKE = """
INSERT INTO records_keyminute (key_id, minute, taken) VALUES (%s, %s, %s)
ON CONFLICT (key_id, minute) DO UPDATE SET taken = records_keyminute.taken + excluded.taken
    WHERE records_keyminute.taken < %s
RETURNING taken
"""
