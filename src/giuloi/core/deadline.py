"""When something is due, and when a person may be contacted. The clock and the holidays come in as arguments.

Viet Nam keeps UTC+7 all year and has done so since 1975, so its time is a fixed offset and needs no data.
Deadlines are never later than the law's: where the Civil Code lets a span run to the end of its last day
(art. 148), the promise ends at the hour it began; a span that ends on a holiday is not moved behind it.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta, timezone

from giuloi.core.terms import Duration, NotATerm, Unit

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")
_DAY = timedelta(days=1)


def due(start: datetime, span: Duration, holidays: frozenset[date]) -> datetime:
    """When `span`, counted from `start`, is over; the answer is in Vietnamese time.

    h: hours on the clock, nights and holidays included · wd: working days, Monday to Friday less `holidays`,
    at the same hour; what arrives on a free day has until the end of the last one · d, m, y: the same hour so
    many days, months or years on; a day the month does not have is its last (Civil Code art. 148.3).

    A later start is never due earlier. Raises ValueError for a time without zone, NotATerm past year 9999.
    """
    at = _vietnamese(start)
    try:
        if span.unit is Unit.HOURS:
            return at + timedelta(hours=span.value)
        if span.unit is Unit.WORKING_DAYS:
            return _working_days(at, span.value, holidays)
        if span.unit is Unit.DAYS:
            return at + timedelta(days=span.value)
        return _months(at, span.value * (12 if span.unit is Unit.YEARS else 1))
    except (OverflowError, ValueError):
        raise NotATerm(f"{span} from {at:%Y-%m-%d} reaches past the year 9999") from None


def is_working_day(day: date, holidays: frozenset[date]) -> bool:
    """Monday to Friday, and no holiday (Labour Code art. 111, 112)."""
    return day.weekday() < 5 and day not in holidays


def _working_days(at: datetime, count: int, holidays: frozenset[date]) -> datetime:
    arrived_on = day = at.date()
    while count:
        day += _DAY
        count -= is_working_day(day, holidays)
    if is_working_day(arrived_on, holidays):
        return datetime.combine(day, at.timetz())
    return datetime.combine(day + _DAY, time(), VIETNAM)


def _months(at: datetime, count: int) -> datetime:
    years, month = divmod(at.month - 1 + count, 12)
    year, month = at.year + years, month + 1
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))


def in_quiet_hours(at: datetime, hours: tuple[str, str]) -> bool:
    """Whether contact is not allowed at this moment. `hours` is when it is: ("07:00", "22:00").

    The opening minute is allowed, the closing one is not: at 22:00:00 the day is over.
    """
    opens, closes = _minutes(hours)
    local = _vietnamese(at)
    return not opens <= local.hour * 60 + local.minute < closes


def next_allowed(at: datetime, hours: tuple[str, str]) -> datetime:
    """`at` itself when contact is allowed then, else the next opening, in Vietnamese time."""
    local = _vietnamese(at)
    if not in_quiet_hours(local, hours):
        return local
    opens, _ = _minutes(hours)
    opening = datetime.combine(local.date(), time(opens // 60, opens % 60), VIETNAM)
    return opening if local < opening else opening + _DAY


def _minutes(hours: tuple[str, str]) -> tuple[int, int]:
    """Opening and closing as minutes of the day; raises NotATerm."""
    for text in hours:
        if _CLOCK.fullmatch(text) is None:
            raise NotATerm(f"{text!r} is not a time of day: write hours and minutes, as in 07:00")
    opens, closes = (int(text[:2]) * 60 + int(text[3:]) for text in hours)
    if opens >= closes:
        raise NotATerm(f"contact hours open before they close: {hours[0]!r} to {hours[1]!r} does not")
    return opens, closes


def _vietnamese(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without its zone: pass an aware datetime")
    return at.astimezone(VIETNAM)
