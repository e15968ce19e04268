"""A year of the 24-hour clock: Tết, weekends, nights, a rush, the software down for hours and days.

    uv run python -m bench.clock_year [--days 365] [--a-day 60] [--tick 15]

An invented clock drives the real tables, rota, inbox and sweeps; a plain list beside them says what should have
happened (tests/fakes/clock_world.py). The claim: no overrun is silent. Each is raised in the hour before it if the
software was up then, else at once when it came back; and each stands in the public numbers from that moment on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic

from bench.machine import described, house

BEGINS = date(2026, 1, 1)
TET = frozenset(date(2026, 2, 14) + timedelta(days=number) for number in range(9))
RUSH = frozenset(
    {date(2026, 2, 5), date(2026, 2, 6), date(2026, 6, 6), date(2026, 11, 11), date(2026, 12, 12)}
)


def main() -> None:
    """Run it in an installation of its own that is gone afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--a-day", type=float, default=60.0)
    parser.add_argument(
        "--tick", type=int, default=15, help="minutes between two sweeps of the invented clock"
    )
    parser.add_argument("--here", action="store_true", help="in the installation that the environment names")
    options = parser.parse_args()
    if options.here:
        measure(options.days, options.a_day, options.tick)
        return
    print(described())
    again = [
        sys.executable,
        "-m",
        "bench.clock_year",
        "--here",
        f"--days={options.days}",
        f"--a-day={options.a_day}",
        f"--tick={options.tick}",
    ]
    with house() as environment:
        subprocess.run(again, env=environment, check=True)


def measure(days: int, a_day: float, tick: int) -> None:
    """The whole simulation, and its figures."""
    import django

    Path(os.environ["GIULOI_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from django.core.management import call_command
    from tests.fakes.clock_world import World, judge
    from tests.fakes.installation import set_up

    from giuloi.core.terms import Standing
    from giuloi.records.subjects import new_subjects

    call_command("migrate", verbosity=0)
    plan = _plan(days, a_day, tick)
    policy = set_up(plan.begins).policy
    world = World(plan, new_subjects(200, Standing.GUEST, policy.id, plan.begins))
    world.staff()
    begun = monotonic()
    world.run()
    took = monotonic() - begun
    found = judge(world)
    down = sum((ends - begins for begins, ends in plan.down), timedelta(0))
    print(
        f"{days} days in {took:,.0f} s: {len(world.ups):,} sweeps, {len(plan.down)} times down, {down} in all"
    )
    print(f"requests {found.requests:,}; most open at once {found.most_open:,}; letters {found.letters:,}")
    print(
        f"overruns {found.overruns:,}, of which warned of beforehand {found.warned:,}, "
        f"software down in their last hour {found.down_at_last_hour:,}"
    )
    print(
        f"silent overruns {found.silent}; levels noted wrongly {found.wrong}; "
        f"public numbers wrong {found.wrong_numbers} of {found.looked} looks; alerts untold at the end {found.untold}"
    )
    sys.exit(bool(found.silent or found.wrong or found.wrong_numbers))


def _plan(days: int, a_day: float, tick: int):  # type: ignore[no-untyped-def]  # its module needs Django's settings
    """Fourteen times down, from two hours to two days, once in the middle of Tết; three days without mail."""
    from tests.fakes.clock_world import Plan

    from giuloi.core.deadline import VIETNAM

    chance, begins = Random(7), datetime.combine(BEGINS, datetime.min.time(), VIETNAM)
    hours = (2, 3, 5, 8, 12, 24, 26, 36, 48, 2, 4, 6, 48)
    at = sorted(begins + timedelta(minutes=chance.randrange(days * 1440)) for _ in hours)
    down = [(one, one + timedelta(hours=long)) for one, long in zip(at, hours, strict=True)]
    tet = datetime(2026, 2, 17, 3, tzinfo=VIETNAM)
    deaf = [(one, one + timedelta(days=1)) for one in (at[2], at[5] + timedelta(days=2), tet)]
    return Plan(
        begins,
        days,
        a_day,
        RUSH,
        TET,
        (*down, (tet, tet + timedelta(hours=30))),
        tuple(deaf),
        timedelta(minutes=tick),
    )


if __name__ == "__main__":
    main()
