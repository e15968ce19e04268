"""The rota as people make it: a week that repeats, stretches with dates, days off, the head, and the gaps left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import GiuloiError
from giuloi.promises.answer.assignment import actor_of
from giuloi.records.database import answering, durable
from giuloi.records.holidays import named_days
from giuloi.records.requests import OPEN, CustomerRequest
from giuloi.records.rota import (
    DayOff,
    DepartmentHead,
    Duty,
    Stretch,
    WeeklyDuty,
    answerable_at,
    head_at,
    stretches,
)

LONGEST = timedelta(days=31)
_DAY = timedelta(days=1)


class NotARota(GiuloiError):
    """This cannot stand in a rota; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the rota, in Viet Nam. `holiday` is its name; `off` who is off ("None" is everybody)."""

    day: date
    holiday: Words | None
    off: frozenset[int | None]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """From when until when nobody is on duty; the head of the department answers then."""

    begins: datetime
    ends: datetime


@answering()
def week(at: datetime) -> tuple[Day, ...]:
    """The seven days, Monday first, of the week that `at` is in. A stretch over midnight stands on both days."""
    today = at.astimezone(VIETNAM).date()
    monday = today - timedelta(days=today.weekday())
    return tuple(_day(monday + timedelta(days=number)) for number in range(7))


def _day(day: date) -> Day:
    begins = datetime.combine(day, time(), VIETNAM)
    off = DayOff.objects.filter(day=day).values_list("staff_id", flat=True)
    return Day(day, named_days().get(day), frozenset(off), tuple(stretches(begins, begins + _DAY)))


def gaps(since: datetime, until: datetime) -> tuple[Gap, ...]:
    """When nobody is on duty between these two moments, in order."""
    found, covered = [], since
    for one in sorted(stretches(since, until), key=lambda stretch: stretch.begins):
        if one.begins > covered:
            found.append(Gap(covered, one.begins))
        covered = max(covered, one.ends)
    if covered < until:
        found.append(Gap(covered, until))
    return tuple(found)


def put_duty(staff: int, begins: datetime, ends: datetime, at: datetime) -> int:
    """One stretch with its dates; returns its id. Raises NotARota for one that begins before `at`, which is now (who
    answered then is no longer anybody's to say), that ends before it begins, or lasts longer than a month;
    NotAssigned for somebody who does not work here."""
    actor_of(staff)
    if begins < at:
        raise _mistake(
            "Không xếp ca trực vào lúc đã qua: hãy chọn giờ bắt đầu từ bây giờ trở đi.",
            "Duty is not put into the past: let it begin from now on.",
        )
    if not begins < ends <= begins + LONGEST:
        raise _mistake("Ca trực kết thúc sau khi bắt đầu, nhiều nhất 31 ngày.", "Duty ends after it begins.")
    with durable():
        return int(Duty.objects.create(staff_id=staff, begins_at=begins, ends_at=ends).id)


def put_weekly(
    staff: int, weekdays: Sequence[int], begins: time, ends: time, since: date, *, on_holidays: bool = False
) -> list[int]:
    """A shift on these days of every week (Monday is 0); returns their ids.

    One that ends at or before the hour it begins at reaches into the next day. Raises NotARota, NotAssigned.
    """
    actor_of(staff)
    if not weekdays or not set(weekdays) <= set(range(7)):
        raise _mistake("Hãy chọn ngày trong tuần.", "Choose days of the week.")
    first = begins.hour * 60 + begins.minute
    minutes = (ends.hour * 60 + ends.minute - first) % 1440 or 1440
    with durable():
        made = [
            WeeklyDuty.objects.create(
                staff_id=staff,
                weekday=one,
                begins=first,
                minutes=minutes,
                since=since,
                on_holidays=on_holidays,
            )
            for one in sorted(set(weekdays))
        ]
    return [int(one.id) for one in made]


def remove(duty: int, at: datetime) -> bool:
    """Take a dated stretch away; one that has begun ends now (`at`), and what it was stays known.

    False if it is gone, or over.
    """
    with durable():
        if Duty.objects.filter(id=duty, begins_at__gte=at).delete()[0]:
            return True
        return bool(Duty.objects.filter(id=duty, begins_at__lt=at, ends_at__gt=at).update(ends_at=at))


def end_weekly(shift: int, day: date) -> bool:
    """From that day on the shift of the week does not hold; what was before stays known. False if there is none."""
    with durable():
        return bool(WeeklyDuty.objects.filter(id=shift, until=None).update(until=day))


def put_day_off(day: date, staff: int | None = None) -> None:
    """Shifts of the week do not hold on that day: somebody's, or (None) nobody's. Twice is once. Raises NotAssigned."""
    if staff is not None:
        actor_of(staff)
    with durable():
        DayOff.objects.get_or_create(day=day, staff_id=staff)


def remove_day_off(day: date, staff: int | None = None) -> bool:
    """They hold again; False if they did."""
    with durable():
        return bool(DayOff.objects.filter(day=day, staff_id=staff).delete()[0])


def name_head(staff: int, at: datetime) -> None:
    """From `at` on this person answers when nobody is on duty, and at once for what nobody answered for yet.

    Raises NotAssigned.
    """
    actor_of(staff)
    with durable():
        DepartmentHead.objects.create(staff_id=staff, since=at)
        take_charge(at)


def take_charge(at: datetime) -> int:
    """Open requests that nobody answers for get whoever does now; returns how many. Joins the transaction."""
    orphans = CustomerRequest.objects.filter(state__in=OPEN, answerable_id=None)
    somebody = answerable_at(at) if orphans.exists() else None
    return 0 if somebody is None else int(orphans.update(answerable_id=somebody))


def head(at: datetime) -> int | None:
    """Who heads the department, None while nobody does."""
    return head_at(at)


def _mistake(vi: str, en: str) -> NotARota:
    return NotARota(Words(vi, en))
