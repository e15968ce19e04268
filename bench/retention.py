"""The daily retention run: seconds and memory, and one set-based judgement against asking person by person.

    uv run python -m bench.retention [--customers 1000000] [--due 10000] [--singly 2000] [--postgresql]

Each customer has contact data and an order, sealed; `due` of them ordered so long ago that something is over: what is
over of them is really sealed, and really erased or set aside. The others' rows carry the sealed bytes of one of them,
for nothing of theirs is opened. "Singly" judges that many people one by one, and is extrapolated to all.
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
from time import perf_counter

from bench.machine import described, house

AT_ONCE = 20_000


def main() -> None:
    """Run in a house of its own, gone afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--due", type=int, default=2_000)
    parser.add_argument("--singly", type=int, default=1_000)
    parser.add_argument("--postgresql", action="store_true", help="on a throw-away PostgreSQL")
    parser.add_argument("--here", action="store_true", help="on the database of GIULOI_DATABASE_URL only")
    options = parser.parse_args()
    if options.here:
        measure(options.customers, options.due, options.singly)
        return
    print(described(), flush=True)
    again = [
        *(sys.executable, "-m", "bench.retention", "--here", f"--customers={options.customers}"),
        *(f"--due={options.due}", f"--singly={options.singly}"),
    ]
    runner = [sys.executable, "-m", "tests.harness.postgresql"] if options.postgresql else []
    with house() as environment:
        subprocess.run([*runner, *again], env=environment, check=True)


def measure(customers: int, due: int, singly: int) -> None:
    """Fill, judge some one by one, then run."""
    import django

    Path(os.environ["GIULOI_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from django.db import connection

    from giuloi.promises.keep.retention.judging import judge, terms_now
    from giuloi.promises.keep.retention.rows import RetentionLine, RetentionRun
    from giuloi.promises.keep.retention.run import carry_on
    from giuloi.records.database import rows

    now = datetime.now(UTC)
    started = perf_counter()
    _fill(customers, due, now)
    name, number = connection.vendor, customers
    print(f"{name}: {number:,} customers filled in {perf_counter() - started:.0f} s", flush=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    terms = terms_now()
    ids = [one for (one,) in rows("SELECT id FROM records_subject ORDER BY id LIMIT %s", (singly,))]
    started = perf_counter()
    for one in ids:
        judge(terms, one - 1, one, now)
    each = (perf_counter() - started) / len(ids)
    started = perf_counter()
    judged = sum(len(judge(terms, *span, now)) for span in _spans())
    only = perf_counter() - started
    print(
        f"{name}: judging all in sets {only:.1f} s ({judged:,} rows over); one by one {1000 * each:.2f} ms each = "
        f"{each * number:,.0f} s extrapolated; ratio {each * number / only:.0f}",
        flush=True,
    )
    started = perf_counter()
    carry_on(now)
    spent = perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    run = RetentionRun.objects.get()
    assert run.finished_at is not None
    assert run.seen == number, run.seen
    print(
        f"{name}: the run over {number:,} customers {spent:.1f} s, {run.whole:,} people erased whole, lines "
        f"{[(one.rule, one.effect, one.count) for one in RetentionLine.objects.all()]}; "
        f"memory {memory:.0f} MiB (before: {before:.0f})"
    )


def _spans() -> list[tuple[int, int]]:
    from giuloi.promises.keep.retention.run import PEOPLE
    from giuloi.records.database import rows

    ids = [one for (one,) in rows("SELECT id FROM records_subject ORDER BY id")]
    ends = [*ids[PEOPLE - 1 :: PEOPLE], ids[-1]]
    return list(zip([-1, *ends], ends, strict=False))


def _fill(customers: int, due: int, now: datetime) -> None:
    from django.core.management import call_command

    from giuloi.core.crypto.primitives import random_id
    from giuloi.core.terms import Standing
    from giuloi.records import installation, published, subjects
    from giuloi.records.database import durable, moment, rows, run_many
    from giuloi.records.vault import Sealing, seal_many

    call_command("migrate", verbosity=0)
    installation.create(now, origin="shop.example/bench")
    folder = files("giuloi.policies")
    sources = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
    policy = published.publish(sources, date(2026, 11, 22), now).id
    recent, old = now - timedelta(days=20), now - timedelta(days=100)
    ancient = now - timedelta(days=1200)
    for start in range(0, due, 1000):
        many = min(1000, due - start)
        people = subjects.new_subjects(many, Standing.GUEST, policy, ancient)
        orders = [random_id() for _ in people]
        with durable():
            seal_many([Sealing(one, {"name": f"Khách {one}", "phone": "0594000002"}) for one in people], old)
            seal_many(
                [
                    Sealing(one, {"purchases": "2 bánh cốm", "delivery_name": "Bình"}, order)
                    for one, order in zip(people, orders, strict=True)
                ],
                old,
            )
            # Every fourth so long ago that the law lets go of it too: those people go whole.
            closed = [ancient if number % 4 == 0 else old for number in range(many)]
            run_many(
                _ORDER,
                [
                    (order, one, policy, moment(at), moment(at), moment(at))
                    for one, order, at in zip(people, orders, closed, strict=True)
                ],
            )
    _, record, *_ = rows("SELECT subject_id, record_id FROM records_vaultrow WHERE record_id <> 0 LIMIT 1")[0]
    sealed = "SELECT key_version, salt, commitment, cells FROM records_vaultrow WHERE {} LIMIT 1"
    contact = rows(sealed.format("record_id = 0"))[0]
    of_order = rows(sealed.format("record_id = %s"), (record,))[0]
    for start in range(0, customers - due, AT_ONCE):
        people = [random_id() for _ in range(min(AT_ONCE, customers - due - start))]
        orders = [random_id() for _ in people]
        with durable():
            run_many(_SUBJECT, [(one, policy, moment(recent)) for one in people])
            run_many(_ROW, [(one, 0, 1, *contact, moment(recent)) for one in people])
            run_many(
                _ROW,
                [
                    (one, order, 2, *of_order, moment(recent))
                    for one, order in zip(people, orders, strict=True)
                ],
            )
            run_many(
                _ORDER,
                [
                    (order, one, policy, moment(recent), moment(recent), moment(recent))
                    for one, order in zip(people, orders, strict=True)
                ],
            )


_SUBJECT = "INSERT INTO records_subject (id, standing, states, policy_id, created_at) VALUES (%s, 'guest', 0, %s, %s)"
_ROW = """
INSERT INTO records_vaultrow (subject_id, record_id, klass, key_version, salt, commitment, cells, changed_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_ORDER = """
INSERT INTO collect_order (id, subject_id, policy_id, bridge, state, progress, payment, method, placed_at, modified_at,
    closed_at) VALUES (%s, %s, %s, '', 'closed', 'closed', 'paid', 'cod', %s, %s, %s)
"""


if __name__ == "__main__":
    main()
