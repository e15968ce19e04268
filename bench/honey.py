"""From the read of a honey record to its incident file: seconds, with the clock of a server running beside it.

    uv run python -m bench.honey [--reads 20]

The whole way: through the gate, the alarm on disk, the key, and the sweeps as `giuloi serve` runs them in another
process. Each file is closed before the next read, so that each read opens one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, sleep

from bench.machine import described, house

PATIENCE = 90.0


def main() -> None:
    """Run in a house of its own, gone afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reads", type=int, default=20)
    parser.add_argument("--here", action="store_true", help="on the database of GIULOI_DATABASE_URL only")
    options = parser.parse_args()
    if options.here:
        measure(options.reads)
        return
    print(described(), flush=True)
    with house() as environment:
        again = [sys.executable, "-m", "bench.honey", "--here", f"--reads={options.reads}"]
        subprocess.run(again, env=environment, check=True)


def measure(reads: int) -> None:
    """Install, set the traps, start the clock, read."""
    import django

    Path(os.environ["GIULOI_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from bench.affected import install
    from giuloi.core.terms import CaseKind
    from giuloi.promises.report.detection import honey
    from giuloi.records import cases, credentials
    from giuloi.records.facts import Ask
    from giuloi.records.reveal import reveal_many

    install()
    now = datetime.now(UTC)
    [trap] = honey.add_customers(1, now)
    case = cases.open_case(CaseKind.CARE, now, subject=trap)
    staff = [credentials.add_staff("Hà", "care") for _ in range(reads)]
    clock = subprocess.Popen([sys.executable, "-c", _CLOCK])
    try:
        sleep(5)
        took = []
        for one in staff:
            sleep(Random().uniform(0, 2.5))
            holding = credentials.hold_as_staff(one, "care", case)
            began = perf_counter()
            reveal_many(holding, ["name"], [Ask(trap)], datetime.now(UTC))
            took.append(_opened(holding.actor, began))
    finally:
        clock.terminate()
        clock.wait()
    print(f"{reads} reads: median {median(took):.2f} s, longest {max(took):.2f} s, missed 0", flush=True)


def _opened(actor: str, began: float) -> float:
    from giuloi.promises.report.incidents.rows import IncidentRow

    while perf_counter() - began < PATIENCE:
        if IncidentRow.objects.filter(alarm=f"honey:{actor}").exists():
            return perf_counter() - began
        sleep(0.01)
    raise SystemExit("no incident was opened")


_CLOCK = """
import django, threading
django.setup()
from giuloi.doors.clock.sweep import run_forever
run_forever(threading.Event())
"""

if __name__ == "__main__":
    main()
