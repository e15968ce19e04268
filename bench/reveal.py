"""Protected and plain reads per second, one at a time and a thousand at once, with the sequencer running.

    uv run python -m bench.reveal [--people 10000] [--seconds 4]

Plain: the same four fields of the same people from an unprotected table of the same database, one statement
for each call. Protected: `reveal_many` as it stands: gate, pending use committed durably, last check, keys
unwrapped, fields decrypted. Both in one process and one run; the sequencer is a process of its own. Also told:
how many bytes a customer takes, and that every answer has its leaf.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

from bench.machine import described, house

FIELDS = ("name", "phone", "email", "address")


def main() -> None:
    """Run on both databases, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--here", action="store_true", help="on the database of GIULOI_DATABASE_URL only")
    options = parser.parse_args()
    if options.here:
        measure(options.people, options.seconds)
        return
    print(described())
    again = [
        sys.executable,
        "-m",
        "bench.reveal",
        "--here",
        f"--people={options.people}",
        f"--seconds={options.seconds}",
    ]
    for runner in ([], [sys.executable, "-m", "tests.harness.postgresql"]):
        with house() as environment:
            subprocess.run([*runner, *again], env=environment, check=True)


def measure(people: int, seconds: float) -> None:
    """All figures on the database that is configured."""
    import django

    Path(os.environ["GIULOI_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from django.db import connection

    asks, holding = populate(people)
    sequencer = subprocess.Popen([sys.executable, "-m", "giuloi", "sequencer"])
    try:
        print(f"\n{connection.vendor}, {people} customers, four fields each")
        _compare("one at a time", 1, asks, holding, seconds)
        _compare("1,000 at once", 1000, asks, holding, seconds)
        _all_integrated()
    finally:
        sequencer.send_signal(signal.SIGTERM)
        sequencer.wait()
    _space(people)


def populate(people: int):
    from datetime import UTC, date, datetime
    from importlib.resources import files

    from django.core.management import call_command
    from django.db import connection, transaction

    from giuloi.core.crypto.primitives import random_id
    from giuloi.core.terms import CaseKind, Standing
    from giuloi.records import cases, credentials, installation, published, subjects, vault
    from giuloi.records.facts import Ask
    from giuloi.records.keyring import keyring
    from giuloi.records.keyring.allowances import Allowance
    from giuloi.records.keyring.indexes import Entry

    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    installation.create(now)
    folder = files("giuloi.policies")
    sources = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
    policy = published.publish(sources, date.today(), now)  # noqa: DTZ011
    values = [
        {
            "name": f"Nguyễn Thị Khách {n:06d}",
            "phone": f"+8459{n:07d}",
            "email": f"khach{n:06d}@example.vn",
            "address": f"{n} Hàng Bạc, Phường Hoàn Kiếm, Thành phố Hà Nội",
        }
        for n in range(people)
    ]
    begun, ids = monotonic(), []
    for start in range(0, people, 1000):
        some = values[start : start + 1000]
        with transaction.atomic():
            new = subjects.new_subjects(len(some), Standing.GUEST, policy.id, now)
            vault.seal_many([vault.Sealing(s, v) for s, v in zip(new, some, strict=True)], now)
            keyring().index(
                [Entry(f, v[f], s, s) for s, v in zip(new, some, strict=True) for f in ("phone", "email")]
            )
        ids += new
    print(f"sealed and indexed: {people / (monotonic() - begun):,.0f} customers/s")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE plain (id BIGINT PRIMARY KEY, name TEXT, phone TEXT, email TEXT, address TEXT)"
        )
        cursor.executemany(
            "INSERT INTO plain VALUES (%s, %s, %s, %s, %s)",
            [(s, *(v[f] for f in FIELDS)) for s, v in zip(ids, values, strict=True)],
        )
        cursor.execute("ANALYZE")
    orders = [
        cases.Case(id=random_id(), kind=CaseKind.ORDER, subject_id=s, policy_id=policy.id, opened_at=now)
        for s in ids
    ]
    cases.Case.objects.bulk_create(orders)
    asks = [Ask(case.subject_id, case.id) for case in orders]
    # Nobody opens that many in earnest: the budget is counted as always, only its limit is out of the way.
    keyring().allow("fulfilment", "", Allowance(10**8, 10**8), now)
    return asks, credentials.hold_as_staff(credentials.add_staff("Hà", "fulfilment"), "supply")


def _compare(name: str, size: int, asks: list, holding, seconds: float) -> None:
    from datetime import UTC, datetime

    from giuloi.records.reveal import Revealed, reveal_many

    def plain(some: list) -> int:
        return len(_plain([ask.subject for ask in some]))

    def protected(some: list) -> int:
        answers = reveal_many(holding, FIELDS, some, datetime.now(UTC))
        return sum(isinstance(one, Revealed) and len(one.fields) == len(FIELDS) for one in answers)

    rates: dict[str, list[float]] = {"plain": [], "protected": []}
    for _ in range(3):  # in turn, so that a machine that slows down slows both
        rates["plain"].append(_rate(plain, size, asks, seconds / 3))
        rates["protected"].append(_rate(protected, size, asks, seconds / 3))
    middle = {kind: sorted(found)[1] for kind, found in rates.items()}
    print(
        f"  {name:<14} plain {middle['plain']:>10,.0f}/s   protected {middle['protected']:>9,.0f}/s   "
        f"ratio {middle['protected'] / middle['plain']:.3f}"
    )


def _plain(ids: list[int]) -> list[tuple[str, ...]]:
    from giuloi.records.database import IDS, dialect, id_list, rows

    return rows(
        f"SELECT id, name, phone, email, address FROM plain WHERE id IN ({IDS[dialect()]})", (id_list(ids),)
    )


def _rate(read: Callable[[list], int], size: int, asks: list, seconds: float) -> float:
    done, begun = 0, monotonic()
    while (passed := monotonic() - begun) < seconds:
        wanted = random.sample(asks, size)
        assert read(wanted) == size, "an answer is missing"
        done += size
    return done / passed


def _all_integrated() -> None:
    from giuloi.records.uses import pending

    begun = monotonic()
    while pending.backlog():
        sleep(0.05)
    print(f"  every answer has its leaf; the sequencer's backlog was gone after {monotonic() - begun:.2f} s")


def _space(people: int) -> None:
    from django.db import connection

    from giuloi.records.database import rows
    from giuloi.records.places import places

    keys = places().keys.stat().st_size / people
    if connection.vendor == "postgresql":
        of = "SELECT pg_total_relation_size(%s)"
        plain, vault, subject = (
            rows(of, (table,))[0][0] / people for table in ("plain", "records_vaultrow", "records_subject")
        )
    else:
        of = "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = %s)"
        plain, vault, subject = (
            rows(of, (table,))[0][0] / people for table in ("plain", "records_vaultrow", "records_subject")
        )
    print(
        f"  space: plain {plain:.0f} B, vault {vault:.0f} B, subject {subject:.0f} B, key store {keys:.0f} B; "
        f"together {(vault + subject + keys) / plain:.1f} x plain"
    )


if __name__ == "__main__":
    main()
