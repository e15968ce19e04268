"""What was noted to be told (records/notices.py) becomes notices: each row is taken and put in line together."""

from __future__ import annotations

from datetime import datetime

from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.progress import REASON_WORDS, Reason
from giuloi.promises.use import notices
from giuloi.promises.use.notices.texts import slots_of
from giuloi.records.database import durable
from giuloi.records.notices import Due, any_waiting, take_notices

AT_ONCE = 200


def hand_out(at: datetime) -> int:
    """Take what waits; returns how many notices that made. Once more, or after a crash, changes nothing."""
    if not any_waiting():
        return 0
    with durable():
        return sum(_told(one, at) for one in take_notices(AT_ONCE, at))


def _told(due: Due, at: datetime) -> bool:
    """The row that says it is due is its ground where it is about no order or file."""
    kind = notices.Notice(due.kind.value)
    ground = due.id if due.record is None else due.record
    given = {
        "number": spoken_number(due.record or 0),
        "reason_vi": _because(due.reason, "vi"),
        "reason_en": _because(due.reason, "en"),
    }
    about = {name: given[name] for name in slots_of(kind)}
    return notices.tell(kind, due.subject, ground, at, happened=due.at, **about)


def _because(reason: str, language: str) -> str:
    words = REASON_WORDS.get(Reason(reason)) if reason in set(Reason) else None
    if words is None or not words.spoken(language):
        return ""
    return f"{'Lý do' if language == 'vi' else 'The reason'}: {words.spoken(language)}. "
