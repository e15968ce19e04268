"""The list of the affected over a whole ledger: seconds, memory, and precision and recall against the run's truth.

    uv run python -m bench.affected [--leaves 1000000] [--people 50000] [--share 0.1] [--postgresql]

Many actors opened somebody's data, each leaf one person; one actor of them is the attacker, in one window of time. The
truth is kept beside the ledger while it is filled; the list must be exactly it. Filling goes through the sequencer.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random
from time import perf_counter

from bench.machine import described, house

AT_ONCE = 2_000
ATTACKER = "key/care/00000000000000aa"


def main() -> None:
    """Run in a house of its own, gone afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leaves", type=int, default=50_000)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--share", type=float, default=0.1, help="of the leaves, how many are the attacker's")
    parser.add_argument("--postgresql", action="store_true", help="on a throw-away PostgreSQL")
    parser.add_argument("--here", action="store_true", help="on the database of GIULOI_DATABASE_URL only")
    options = parser.parse_args()
    if options.here:
        measure(options.leaves, options.people, options.share)
        return
    print(described(), flush=True)
    again = [
        *(sys.executable, "-m", "bench.affected", "--here", f"--leaves={options.leaves}"),
        *(f"--people={options.people}", f"--share={options.share}"),
    ]
    runner = [sys.executable, "-m", "tests.harness.postgresql"] if options.postgresql else []
    with house() as environment:
        subprocess.run([*runner, *again], env=environment, check=True)


def measure(leaves: int, people: int, share: float) -> None:
    """Fill, then list."""
    import django

    Path(os.environ["GIULOI_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from giuloi.promises.report.incidents.affected import each, list_affected
    from giuloi.promises.report.incidents.kinds import IncidentKind
    from giuloi.promises.report.incidents.opening import open_incident
    from giuloi.records.database import dialect
    from giuloi.records.uses.affected import Wanted

    now = datetime.now(UTC)
    started = perf_counter()
    truth, codes = _fill(leaves, people, share, now)
    print(
        f"{dialect()}: {leaves:,} leaves of {people:,} people, filled in {perf_counter() - started:.0f} s",
        flush=True,
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    incident = open_incident(IncidentKind.STOLEN, now, now, "code/bench", {})
    wanted = Wanted(frozenset({ATTACKER}), frozenset(), now - timedelta(hours=1), now + timedelta(hours=1))
    started = perf_counter()
    found = list_affected(incident, wanted, now, "code/bench")
    spent = perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    listed = {subject: (mask, uses) for subject, mask, _, uses in each(incident)}
    right = len([one for one in listed if one in truth])
    precision, recall = right / max(1, len(listed)), right / max(1, len(truth))
    exact = listed == truth
    print(
        f"{dialect()}: {found.people:,} affected by {codes:,} of {found.size:,} leaves in {spent:.1f} s; precision "
        f"{precision:.6f}, recall {recall:.6f}, fields and uses exact: {exact}; memory {memory:.0f} MiB (before: "
        f"{before:.0f})"
    )
    assert exact


def _fill(leaves: int, people: int, share: float, now: datetime) -> tuple[dict[int, tuple[int, int]], int]:
    """(subject → (fields, uses) of the attacker in the window, how many leaves those are)."""
    from contextlib import closing

    from django.core.management import call_command

    from giuloi.core.terms import Standing
    from giuloi.records import installation, published, subjects
    from giuloi.records.database import durable
    from giuloi.records.uses.pending import Use, record_uses
    from giuloi.records.uses.sequencer import Sequencer

    call_command("migrate", verbosity=0)
    installation.create(now, origin="shop.example/bench")
    folder = files("giuloi.policies")
    sources = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
    policy = published.publish(sources, date(2026, 11, 22), now).id
    known: list[int] = []
    for start in range(0, people, 1000):
        known += subjects.new_subjects(min(1000, people - start), Standing.GUEST, policy, now)
    chance, truth, codes = Random(7), dict[int, tuple[int, int]](), 0
    with closing(Sequencer()) as sequencer:
        sequencer.recover()
        for start in range(0, leaves, AT_ONCE):
            uses = []
            for number in range(start, min(start + AT_ONCE, leaves)):
                subject, mask = chance.choice(known), chance.choice([1, 3, 7])
                theirs, outside = chance.random() < share, chance.random() < 0.1
                at = now - timedelta(days=2) if outside else now
                actor = ATTACKER if theirs else f"staff/care/{number % 50:016x}"
                uses.append(Use(at, actor, "reveal", "care", "I.2", "0" * 64, "allowed", (subject,), mask))
                if theirs and not outside:
                    held = truth.get(subject, (0, 0))
                    truth[subject] = (held[0] | mask, held[1] + 1)
                    codes += 1
            with durable():
                record_uses(uses)
            sequencer.tick()
    return truth, codes


if __name__ == "__main__":
    main()
