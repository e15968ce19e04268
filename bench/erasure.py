"""Erasing: milliseconds for one customer, customers per second in batches, and how the two compare in one run.

    uv run python -m bench.erasure [--customers 10000] [--single 50] [--postgresql]

Nothing is left out: the intent's leaf, keys out with secure_delete, every table that has rows about people, the second
leaf. Each customer has contact data and an order sealed, and a consent.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.machine import described, house


def main() -> None:
    """Run in a house of its own, gone afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--single", type=int, default=50)
    parser.add_argument("--postgresql", action="store_true", help="on a throw-away PostgreSQL")
    parser.add_argument("--here", action="store_true", help="on the database of GIULOI_DATABASE_URL only")
    options = parser.parse_args()
    if options.here:
        measure(options.customers, options.single)
        return
    print(described())
    again = [
        *(sys.executable, "-m", "bench.erasure", "--here"),
        *(f"--customers={options.customers}", f"--single={options.single}"),
    ]
    runner = [sys.executable, "-m", "tests.harness.postgresql"] if options.postgresql else []
    with house() as environment:
        subprocess.run([*runner, *again], env=environment, check=True)


def measure(customers: int, single: int) -> None:
    """Fill, erase some one by one, then all others in batches."""
    import django

    Path(os.environ["GIULOI_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from datetime import UTC, datetime

    from django.db import connection

    from giuloi.promises.keep.erasure.batch import erase_many

    started = perf_counter()
    people = _fill(customers + single, datetime.now(UTC))
    print(
        f"{connection.vendor}: {customers:,} customers filled in {perf_counter() - started:.0f} s", flush=True
    )
    one = _one_by_one(people[:single])
    started = perf_counter()
    many = erase_many(people[single:], datetime.now(UTC), "retention")
    spent = perf_counter() - started
    assert many.whole == customers, many
    each = spent / customers
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{connection.vendor}: one by one {1000 * one:.1f} ms (median of {single}); in batches {customers:,} in "
        f"{spent:.1f} s = {1 / each:,.0f}/s; a batch is {one / each:,.0f} times as fast; memory {memory:.0f} MiB"
    )


def _one_by_one(people: list[int]) -> float:
    """Seconds from the end of the cooling-off until keys and rows are gone, the median."""
    from datetime import UTC, datetime

    from giuloi.core.crypto.primitives import random_id
    from giuloi.promises.keep.erasure.beginning import COOLING, begin
    from giuloi.promises.keep.erasure.plan import outlook
    from giuloi.promises.keep.erasure.sweeping import run_steps
    from giuloi.records.subjects import standing_of

    times = []
    for subject in people:
        now = datetime.now(UTC)
        made = begin(random_id(), subject, now - COOLING, "customer", outlook(subject, now))
        started = perf_counter()
        run_steps(made.id, now)
        times.append(perf_counter() - started)
        assert standing_of(subject) is None
    return median(times)


def _fill(number: int, at: object) -> list[int]:
    from datetime import date
    from importlib.resources import files
    from typing import Any, cast

    from django.core.management import call_command

    from giuloi.core.crypto.primitives import random_id
    from giuloi.core.terms import Standing
    from giuloi.records import installation, published, subjects, vault
    from giuloi.records.database import durable

    moment: Any = at
    call_command("migrate", verbosity=0)
    installation.create(moment, origin="shop.example/bench")
    folder = files("giuloi.policies")
    sources = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
    policy = published.publish(sources, date(2026, 11, 22), moment).id
    people: list[int] = []
    for start in range(0, number, 5000):
        with durable():
            some = subjects.new_subjects(min(5000, number - start), Standing.GUEST, policy, moment)
            vault.seal_many(
                [vault.Sealing(one, _contact(place)) for place, one in enumerate(some, start)], moment
            )
            vault.seal_many(
                [vault.Sealing(one, {"purchases": "2 bánh cốm"}, random_id()) for one in some], moment
            )
        people += some
    return cast(list[int], people)


def _contact(place: int) -> dict[str, str | None]:
    return {"name": f"Khách {place}", "phone": f"+84594{place:06d}", "email": f"khach{place}@example.vn"}


if __name__ == "__main__":
    main()
