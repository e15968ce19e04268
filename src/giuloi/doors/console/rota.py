"""The department's week: who answers when, nights, weekends and Tết included, and where nobody is on duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.doors.console.department import leads, serving, who_serve
from giuloi.doors.console.form import Form
from giuloi.doors.console.people import People, people
from giuloi.promises.answer import rota
from giuloi.promises.answer.rota import Day, Gap
from giuloi.records.rota import answerable_at

WEEKDAYS = (
    Words("Thứ Hai", "Monday"),
    Words("Thứ Ba", "Tuesday"),
    Words("Thứ Tư", "Wednesday"),
    Words("Thứ Năm", "Thursday"),
    Words("Thứ Sáu", "Friday"),
    Words("Thứ Bảy", "Saturday"),
    Words("Chủ nhật", "Sunday"),
)
_DAY = timedelta(days=1)
_FARTHEST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class _Shift:
    """One stretch as a day shows it: `begins` and `ends` cut to that day, as "07:00"; "24:00" is its end."""

    id: int
    who: Words
    begins: str
    ends: str
    weekly: bool


@dataclass(frozen=True, slots=True)
class _Shown:
    """One day: its name, whether it is today, its shifts, and when nobody is on duty."""

    day: date
    name: Words
    today: bool
    holiday: Words | None
    off: tuple[tuple[int, Words], ...]
    all_off: bool
    shifts: tuple[_Shift, ...]
    gaps: tuple[tuple[str, str], ...]


@require_GET
@serving
def index(request: HttpRequest) -> HttpResponse:
    """The week of `?week=`, this one if not said."""
    return render(request, "console/rota.html", page_of(request, Form({})))


def page_of(request: HttpRequest, form: Form) -> dict[str, Any]:
    """The whole page, with the form as it was typed."""
    at = datetime.now(UTC)
    within = week_of(request.GET.get("week", ""), at)
    days, known = rota.week(within), people()
    monday = datetime.combine(days[0].day, time(), VIETNAM)
    holes = rota.gaps(max(monday, at), monday + 7 * _DAY) if monday + 7 * _DAY > at else ()
    return {
        "days": [_shown(day, holes, known, at) for day in days],
        "monday": days[0].day,
        "sunday": days[6].day,
        "before": days[0].day - 7 * _DAY,
        "after": days[0].day + 7 * _DAY,
        "gaps": len(holes),
        "now": known.named(answerable_at(at)),
        "head": known.named(rota.head(at)),
        "may": leads(request.staff, at),
        "colleagues": who_serve(),
        "weekdays": list(enumerate(WEEKDAYS)),
        "today": at.astimezone(VIETNAM).date(),
        "form": form,
    }


def week_of(text: str, at: datetime) -> datetime:
    """A moment in the week that the address names; now for anything else."""
    try:
        said = datetime.combine(date.fromisoformat(text[:10]), time(12), VIETNAM)
    except ValueError:
        return at
    return said if abs(said - at) < _FARTHEST else at


def _shown(day: Day, holes: tuple[Gap, ...], known: People, at: datetime) -> _Shown:
    begins = datetime.combine(day.day, time(), VIETNAM)
    ends = begins + _DAY
    shifts = tuple(
        _Shift(one.id, known.named(one.staff), *_clipped(one.begins, one.ends, begins, ends), one.weekly)
        for one in day.stretches
    )
    open_ = tuple(
        _clipped(hole.begins, hole.ends, begins, ends)
        for hole in holes
        if hole.begins < ends and hole.ends > begins
    )
    off = tuple((staff, known.named(staff)) for staff in sorted(one for one in day.off if one is not None))
    today = begins <= at < ends
    return _Shown(
        day.day, WEEKDAYS[day.day.weekday()], today, day.holiday, off, None in day.off, shifts, open_
    )


def _clipped(begins: datetime, ends: datetime, first: datetime, last: datetime) -> tuple[str, str]:
    """The part within one day, as clock times."""
    from_, until = max(begins, first).astimezone(VIETNAM), min(ends, last)
    return f"{from_:%H:%M}", "24:00" if until == last else f"{until.astimezone(VIETNAM):%H:%M}"
