"""Integrated leaves per second: pending uses → codes, leaves, tree, signed head, look-up, rows gone.

    uv run python -m bench.sequencer [--uses 20000] [--people 2000]

Nothing of it is left out: keys are unwrapped for every code, files and database are flushed at every tick.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from bench.machine import described, house


def main() -> None:
    """Run on both databases, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uses", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--here", action="store_true", help="on the database of GIULOI_DATABASE_URL only")
    options = parser.parse_args()
    if options.here:
        measure(options.uses, options.people)
        return
    print(described())
    again = [
        sys.executable,
        "-m",
        "bench.sequencer",
        "--here",
        f"--uses={options.uses}",
        f"--people={options.people}",
    ]
    for runner in ([], [sys.executable, "-m", "tests.harness.postgresql"]):
        with house() as environment:
            subprocess.run([*runner, *again], env=environment, check=True)


def measure(uses: int, people: int) -> None:
    """Write that many pending uses, then time the sequencer over them."""
    import django

    Path(os.environ["GIULOI_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from datetime import UTC, datetime

    from django.db import connection, transaction

    from bench.reveal import populate
    from giuloi.records.uses.pending import Use, record_uses
    from giuloi.records.uses.sequencer import Sequencer, closing

    asks, holding = populate(people)
    now = datetime.now(UTC)
    with transaction.atomic():
        record_uses(
            [
                Use(
                    now,
                    holding.actor,
                    "reveal",
                    "supply",
                    "I.1",
                    "0" * 64,
                    "allowed",
                    (asks[n % people].subject,),
                    15,
                )
                for n in range(uses)
            ]
        )
    with closing(Sequencer()) as sequencer:
        sequencer.recover()
        begun, done = perf_counter(), 0
        while taken := sequencer.tick():
            done += taken
        passed = perf_counter() - begun
    print(
        f"{connection.vendor}: {done / passed:,.0f} integrated leaves/s ({passed / done * 1e6:.0f} µs each)"
    )


if __name__ == "__main__":
    main()
