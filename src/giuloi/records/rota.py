"""Who of the shop answers for what is asked, and when: the customer-care department's rota (IV.3).

Three layers, the first that names somebody counts: stretches of duty that were written down with their dates,
the pattern of the week, the head of the department. The week's pattern pauses on public holidays, except for
shifts that say otherwise, and on days off. Where nobody is named at all, requests say so (`None`), and the
console asks its administrator to name a head.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models

from giuloi.core.deadline import VIETNAM
from giuloi.records.database import answering
from giuloi.records.holidays import named_days

_DAY = timedelta(days=1)


class Duty(models.Model):
    """One stretch of duty of one person, from `begins_at` until before `ends_at`. Stretches may overlap."""

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey("records.Staff", models.CASCADE, related_name="+")
    begins_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "records_duty"


class WeeklyDuty(models.Model):
    """One shift of every week: Monday is 0; `begins` in minutes since midnight in Viet Nam, `minutes` long.

    It may reach into the next day. `on_holidays`: worked on public holidays too. It holds from the day `since`
    until before the day `until`.
    """

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey("records.Staff", models.CASCADE, related_name="+")
    weekday = models.SmallIntegerField()
    begins = models.SmallIntegerField()
    minutes = models.SmallIntegerField()
    on_holidays = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "records_weeklyduty"


class DayOff(models.Model):
    """A day on which somebody's shifts of the week do not hold; without a person: nobody's do."""

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey("records.Staff", models.CASCADE, related_name="+", null=True)
    day = models.DateField(db_index=True)

    class Meta:
        db_table = "records_dayoff"


class DepartmentHead(models.Model):
    """Who answers when nobody is on duty, since when; the newest counts."""

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey("records.Staff", models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        db_table = "records_departmenthead"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody on duty from `begins` until before `ends`. `weekly`: by the pattern; `id` is then the shift's."""

    staff: int
    begins: datetime
    ends: datetime
    id: int
    weekly: bool


@answering()
def stretches(since: datetime, until: datetime) -> list[Stretch]:
    """Everything that touches this time, by when it begins. Of somebody who left, what was until they did."""
    dated = Duty.objects.filter(begins_at__lt=until, ends_at__gt=since).select_related("staff")
    found = [
        Stretch(one.staff_id, one.begins_at, ends, one.id, weekly=False)
        for one in dated
        if (ends := _until_they_left(one.ends_at, one.staff.left_at)) > max(since, one.begins_at)
    ]
    return sorted([*found, *_by_pattern(since, until)], key=lambda one: (one.begins, one.weekly, one.id))


def _until_they_left(ends: datetime, left_at: datetime | None) -> datetime:
    return ends if left_at is None else min(ends, left_at)


def _by_pattern(since: datetime, until: datetime) -> list[Stretch]:
    first, last = since.astimezone(VIETNAM).date() - _DAY, until.astimezone(VIETNAM).date()
    shifts = list(WeeklyDuty.objects.filter(since__lte=last).select_related("staff"))
    off = _days_off(first, last)
    found = []
    day = first
    while day <= last:
        for shift in shifts:
            if shift.weekday == day.weekday() and _holds(shift, day, off):
                begins = datetime.combine(day, time(), VIETNAM) + timedelta(minutes=shift.begins)
                ends = _until_they_left(begins + timedelta(minutes=shift.minutes), shift.staff.left_at)
                if begins < until and ends > max(since, begins):
                    found.append(Stretch(shift.staff_id, begins, ends, shift.id, weekly=True))
        day += _DAY
    return found


def _holds(shift: WeeklyDuty, day: date, off: Mapping[date, set[int | None]]) -> bool:
    if day < shift.since or (shift.until is not None and day >= shift.until):
        return False
    # What is only expected to be a holiday pauses the pattern as well: a gap that is shown harms nobody.
    if not shift.on_holidays and day in named_days():
        return False
    return not {None, shift.staff_id} & off.get(day, set())


def _days_off(first: date, last: date) -> dict[date, set[int | None]]:
    off: dict[date, set[int | None]] = {}
    for one in DayOff.objects.filter(day__gte=first, day__lte=last):
        off.setdefault(one.day, set()).add(one.staff_id)
    return off


@answering()
def answerable_at(at: datetime) -> int | None:
    """Who answers for what comes in then: on duty (dated before weekly, who began last), else the head."""
    on_duty = stretches(at, at + timedelta(microseconds=1))
    if on_duty:
        return max(on_duty, key=lambda one: (not one.weekly, one.begins, one.id)).staff
    return head_at(at)


@answering()
def head_at(at: datetime) -> int | None:
    """The head of the department at that moment, if one that worked here then was named."""
    here = models.Q(staff__left_at=None) | models.Q(staff__left_at__gt=at)
    held = DepartmentHead.objects.filter(here, since__lte=at)
    return held.order_by("-since", "-id").values_list("staff_id", flat=True).first()
