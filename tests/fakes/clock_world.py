"""A shop's requests on an invented clock: who asks when, who works when, when the software is down.

The real tables, rota, inbox and sweeps are driven; beside them a plain list is kept, and at the end the two are
compared. Nothing here looks at how the clock is built: it knows when the software was up, and what each request
is due; from that alone it says what should have been noted, and when.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.conf import settings

from giuloi.core.deadline import VIETNAM
from giuloi.promises.answer import letters, rota
from giuloi.promises.answer.escalation import escalate
from giuloi.promises.answer.inbox import Filter, page
from giuloi.promises.answer.kept import kept
from giuloi.records.access.alert_addresses import set_address
from giuloi.records.credentials import add_staff
from giuloi.records.database import durable
from giuloi.records.ids import new_id
from giuloi.records.request_kinds import Happened, RequestState
from giuloi.records.request_steps import RequestStep
from giuloi.records.requests import finish, receive, take
from giuloi.records.rota import stretches

KINDS = {"order": 60, "question": 12, "call_back": 6, "support": 6, "cancel": 5, "return": 4, "complain": 3,
         "access": 1, "copy": 1, "rectify": 1, "erase": 1}  # fmt: skip
AN_HOUR = 5  # requests that one person carries out in an hour
LEVELS = (Happened.HALF, Happened.THREE_QUARTERS, Happened.LAST_HOUR, Happened.MISSED)


@dataclass(frozen=True, slots=True)
class Plan:
    """From when, how long, how much: `a_day` requests on an ordinary day; `rush` days with eight times as many;
    `tet` the days on which hardly anybody works; `down` when the software is, `deaf` when no mail goes out."""

    begins: datetime
    days: int
    a_day: float
    rush: frozenset[date]
    tet: frozenset[date]
    down: tuple[tuple[datetime, datetime], ...]
    deaf: tuple[tuple[datetime, datetime], ...]
    tick: timedelta = timedelta(minutes=15)
    seed: int = 1


@dataclass(slots=True)
class Plain:
    """One request as the plain list has it."""

    received: datetime
    due: datetime
    ended: datetime | None = None


@dataclass(slots=True)
class World:
    """The shop while its year goes by."""

    plan: Plan
    people: list[int]
    chance: Random = field(init=False)
    requests: dict[int, Plain] = field(default_factory=dict)
    ups: list[datetime] = field(default_factory=list)
    outside: int = 0  # who stands before the door while the software is down
    wrong_numbers: int = 0
    looked: int = 0
    letters: int = 0
    most_open: int = 0
    work: float = 0.0
    _on_duty: dict[date, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = Random(self.plan.seed)

    def staff(self) -> None:
        """A head, two by day, one in the evening, one at weekends, nobody at night; a few hours at Tết."""
        ha, khoa, lan, minh = (add_staff(name, "care") for name in ("Hà", "Khoa", "Lan", "Minh"))
        for number, one in enumerate((ha, khoa, lan, minh)):
            set_address(one, f"nguoi-{number}@example.vn")
        since = self.plan.begins.astimezone(VIETNAM).date()
        rota.name_head(ha, self.plan.begins)
        for one in (khoa, lan):
            rota.put_weekly(one, range(5), time(8), time(17), since)
        rota.put_weekly(minh, range(5), time(17), time(22), since)
        rota.put_weekly(ha, (5, 6), time(9), time(17), since)
        for day in sorted(self.plan.tet)[::3]:
            begins = datetime.combine(day, time(9), VIETNAM)
            rota.put_duty(ha, begins, begins + timedelta(hours=3), self.plan.begins)

    def run(self) -> None:
        """Every tick of the plan: what is due is swept, then people ask, then people work."""
        end = self.plan.begins + timedelta(days=self.plan.days)
        at = self.plan.begins
        while at < end:
            asking = self._arrivals(at)
            if any(begins <= at < ends for begins, ends in self.plan.down):
                self.outside += asking
            else:
                self._tick(at, asking + self.outside)
                self.outside = 0
            at += self.plan.tick

    def _tick(self, at: datetime, asking: int) -> None:
        self.ups.append(at)
        escalate(at)
        settings.GIULOI_DEMO = not any(begins <= at < ends for begins, ends in self.plan.deaf)
        self.letters += letters.send_alerts(at)
        with durable():
            for _ in range(asking):
                self._ask(at)
        with durable():
            self._do(at)
        if self.chance.random() < 0.01:
            self._look(at)

    def _arrivals(self, at: datetime) -> int:
        """How many come in this tick: few at night, eight times as many in a rush, fewer at Tết."""
        local = at.astimezone(VIETNAM)
        factor = 0.25 if local.hour < 7 or local.hour >= 23 else 1.35
        factor *= 8.0 if local.date() in self.plan.rush else 1.0
        factor *= 0.6 if local.date() in self.plan.tet else 1.0
        mean = self.plan.a_day * factor * (self.plan.tick / timedelta(days=1))
        left, number = math.exp(-mean), 0
        drawn = self.chance.random()
        while drawn > left:
            number, drawn = number + 1, drawn * self.chance.random()
        return number

    def _ask(self, at: datetime) -> None:
        kind = self.chance.choices(list(KINDS), list(KINDS.values()))[0]
        subject = self.chance.choice(self.people)
        got = receive(kind, at, subject=subject, source="portal", actor="customer", record=new_id())
        assert got.due_at is not None
        self.requests[got.request] = Plain(at, got.due_at)

    def _do(self, at: datetime) -> None:
        """Whoever is on duty works, the most urgent first; with nobody there, nothing is done."""
        hands = sum(begins <= at < ends for begins, ends in self._shifts(at))
        self.work = (
            min(self.work + hands * AN_HOUR * (self.plan.tick / timedelta(hours=1)), 50) if hands else 0
        )
        number = int(self.work)
        if not number:
            return
        for row in page(Filter(), at, most=number).rows:
            take(row.id, 1, at, "staff/care/0123456789abcdef")
            finish(row.id, RequestState.DONE, at, "staff/care/0123456789abcdef")
            self.requests[row.id].ended = at
            self.work -= 1

    def _shifts(self, at: datetime) -> list[tuple[datetime, datetime]]:
        day = at.astimezone(VIETNAM).date()
        if day not in self._on_duty:
            begins = datetime.combine(day, time(), VIETNAM)
            found = stretches(begins, begins + timedelta(days=1))
            self._on_duty[day] = [(one.begins, one.ends) for one in found]
        return self._on_duty[day]

    def _look(self, at: datetime) -> None:
        """What everybody can read at this moment, against the plain list."""
        told = kept(self.plan.begins, now := at + timedelta(microseconds=1)).whole
        over = sum((one.ended or now) > one.due for one in self.requests.values())
        still = sum(one.ended is None for one in self.requests.values())
        self.looked += 1
        self.most_open = max(self.most_open, still)
        self.wrong_numbers += (told.missed, told.open, told.received) != (over, still, len(self.requests))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the year came to. `silent` overruns and `wrong` notes must be 0."""

    requests: int
    overruns: int
    warned: int  # of these, warned of in their last hour, or earlier where the software then was down
    down_at_last_hour: int  # overruns whose last hour passed while the software was down
    silent: int
    wrong: int
    wrong_numbers: int
    looked: int
    letters: int
    untold: int
    most_open: int


def judge(world: World) -> Verdict:
    """Every level of every request: noted at the first moment the software was up, once, and never otherwise."""
    end = world.plan.begins + timedelta(days=world.plan.days)
    noted: dict[int, list[tuple[Happened, datetime]]] = {}
    for step in RequestStep.objects.filter(what__in=LEVELS).order_by("id").iterator():
        noted.setdefault(step.request_id, []).append((Happened(step.what), step.at))
    count: Counter[str] = Counter()
    for request, one in world.requests.items():
        found = noted.get(request, [])
        count["wrong"] += dict(found) != _expected(world, one) or len(found) != len(dict(found))
        if (one.ended or end) > one.due:
            _overrun(world, one, dict(found), count)
    return Verdict(
        len(world.requests),
        *(count[name] for name in ("overruns", "warned", "down", "silent", "wrong")),
        world.wrong_numbers,
        world.looked,
        world.letters,
        letters.untold(end),
        world.most_open,
    )


def _overrun(world: World, one: Plain, noted: dict[Happened, datetime], count: Counter[str]) -> None:
    count["overruns"] += 1
    up = _first_up(world, one.due - timedelta(hours=1))
    was_up = up is not None and up < one.due
    before = [at for what, at in noted.items() if what is not Happened.MISSED and at < one.due]
    count["warned"] += bool(before)
    count["down"] += not was_up
    loud = noted.get(Happened.MISSED) == _first_up(world, one.due)
    count["silent"] += not loud or (was_up and noted.get(Happened.LAST_HOUR, one.due) >= one.due)


def _expected(world: World, one: Plain) -> dict[Happened, datetime]:
    """Each level at the first tick with the software up, unless the request had ended in an earlier one."""
    span = one.due - one.received
    moments = (
        *(one.received + span / 2, one.received + span * 3 / 4),
        *(one.due - timedelta(hours=1), one.due),
    )
    ups = {what: _first_up(world, moment) for what, moment in zip(LEVELS, moments, strict=True)}
    return {what: up for what, up in ups.items() if up is not None and (one.ended is None or up <= one.ended)}


def _first_up(world: World, moment: datetime) -> datetime | None:
    at = bisect_left(world.ups, moment)
    return world.ups[at] if at < len(world.ups) else None
