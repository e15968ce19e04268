"""From the read of a honey record to its incident file: seconds, with the clock of a server running beside it.

    uv run python -m bench.honey [--reads 20]

The whole way: through the gate, the alarm on disk, the key, and the sweeps as `giuloi serve` runs them in another
process. Each read is by somebody else, so that each opens a file of its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from importlib.resources import files
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
    from giuloi.core.terms import CaseKind, Standing
    from giuloi.records import cases, credentials, subjects, vault
    from giuloi.records.facts import Ask
    from giuloi.records.ids import new_id
    from giuloi.records.keyring import Trap, keyring
    from giuloi.records.published import current
    from giuloi.records.reveal import Revealed, reveal_many

    now = datetime.now(UTC)
    _install(now)
    trap, order = (
        subjects.new_subject(Standing.GUEST, current().id, now),
        new_id(),
    )  # a guest: opens for an order
    vault.seal(trap, {"name": "Tạ Thị Bẫy", "phone": "0594000009"}, now)
    vault.seal(trap, {"purchases": "2 bánh cốm"}, now, order)
    case = cases.open_case(CaseKind.ORDER, now, subject=trap, record=order, policy_id=current().id)
    keyring().set_trap(Trap.SUBJECT, trap, now)
    staff = [credentials.add_staff("Khoa", "fulfilment") for _ in range(reads)]
    clock = subprocess.Popen([sys.executable, "-c", _CLOCK])
    try:
        sleep(5)
        took = []
        for one in staff:
            sleep(Random().uniform(0, 2.5))
            holding = credentials.hold_as_staff(one, "supply", case)
            began = perf_counter()
            [answer] = reveal_many(holding, ["name"], [Ask(trap)], datetime.now(UTC))
            assert isinstance(answer, Revealed)
            took.append(_opened(holding.actor, began))
    finally:
        clock.terminate()
        clock.wait()
    print(f"{reads} reads: median {median(took):.2f} s, longest {max(took):.2f} s, missed 0", flush=True)


def _install(now: datetime) -> None:
    from django.core.management import call_command

    from giuloi.records import installation, published

    call_command("migrate", verbosity=0)
    installation.create(now, origin="shop.example/bench")
    folder = files("giuloi.policies")
    sources = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
    published.publish(sources, date(2026, 11, 22), now)


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
