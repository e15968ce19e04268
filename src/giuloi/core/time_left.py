"""How a deadline is told: as the time that is left, or by how much it was missed; in words, never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from giuloi.core.bilingual import Words

SOON = timedelta(hours=4)
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """A countdown as it is shown. `tone` is "ok", "warn" or "late" ("" where nothing is promised)."""

    words: Words
    tone: str

    @property
    def late(self) -> bool:
        """Whether the promise is missed."""
        return self.tone == "late"


def time_left(due: datetime | None, at: datetime, finished: datetime | None = None) -> TimeLeft:
    """What is left of a deadline at this moment; of what is finished, whether it was in time.

    The very moment it falls due is still in time, as the promise is "within".
    """
    if due is None:
        return TimeLeft(Words("không hẹn giờ", "no time promised"), "")
    if finished is not None:
        return _ended(due, finished)
    if at > due:
        by = spelled(at - due)
        return TimeLeft(Words(f"quá hạn {by.vi}", f"overdue by {by.en}"), "late")
    left = spelled(due - at)
    if due - at <= SOON:
        return TimeLeft(Words(f"sắp hết hạn: còn {left.vi}", f"due soon: {left.en} left"), "warn")
    return TimeLeft(Words(f"còn {left.vi}", f"{left.en} left"), "ok")


def _ended(due: datetime, finished: datetime) -> TimeLeft:
    if finished <= due:
        return TimeLeft(Words("đúng hẹn", "in time"), "ok")
    by = spelled(finished - due)
    return TimeLeft(Words(f"lỡ hẹn, muộn {by.vi}", f"missed, {by.en} late"), "late")


def spelled(span: timedelta) -> Words:
    """A span in its two largest units; what is left over is cut off, so that no minute too many is promised."""
    if span < _MINUTE:
        return Words("chưa đầy 1 phút", "less than a minute")
    if span >= 2 * _DAY:
        days, rest = divmod(span, _DAY)
        return _joined((days, "ngày", "day"), (rest // _HOUR, "giờ", "hour"))
    hours, rest = divmod(span, _HOUR)
    return _joined((hours, "giờ", "hour"), (rest // _MINUTE, "phút", "minute"))


def _joined(*parts: tuple[int, str, str]) -> Words:
    said = [part for part in parts if part[0]]
    vi = " ".join(f"{number} {unit}" for number, unit, _ in said)
    en = " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, _, unit in said)
    return Words(vi, en)
