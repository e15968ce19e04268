"""A campaign over real SMTP on loopback, and its numbers by sets against one by one.

    uv run python -m bench.outreach send [--people 100000]
    uv run python -m bench.outreach numbers [--people 1000000]
    uv run python -m tests.harness.postgresql python -m bench.outreach send

`send`: messages a second from the first claim to the last outcome, memory at the beginning and at the end, letters
that came twice (0). `numbers`: the dry run as the database counts it, and a loop that asks about one person after the
other (of a sample, taken for all): both must agree on the sample.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

from bench.ground import _FOLDER, a_database
from bench.machine import described

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def main() -> None:
    """Print the machine, then the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["send", "numbers"])
    parser.add_argument("--people", type=int, default=0)
    options = parser.parse_args()
    with a_database() as database:
        print(f"{described()}\n{database}\n", flush=True)
        policy = installed()
        if options.what == "send":
            send(policy, options.people or 100_000)
        else:
            numbers(policy, options.people or 1_000_000)


def installed() -> int:
    """An installation with the shipped policy; the id of its version."""
    from importlib.resources import files

    from giuloi.records import installation, published

    for name in ("data", "keys"):
        (_FOLDER / name).mkdir(mode=0o700, exist_ok=True)
    installation.create(NOON)
    folder = files("giuloi.policies")
    sources = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
    return published.publish(sources, NOON.date(), NOON).id


# A campaign ---------------------------------------------------------------------------------------------------


def send(policy: int, people: int) -> None:
    """To so many members who agreed."""
    from django.conf import settings

    from giuloi.promises.use.outreach import campaigns, sending, sends

    settle(policy, people)
    port, file = free_port(), _FOLDER / "letters"
    post = subprocess.Popen([sys.executable, "-m", "bench.post", str(port), str(file)])
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": port, "user": "", "password": "", "tls": "off"}
    settings.GIULOI_MAIL_FROM = "Tiệm Bánh Phố Cổ <tiem@example.vn>"
    time.sleep(2)
    try:
        campaign = started()
        begun, before = time.monotonic(), memory()
        while campaigns.find(campaign).state is campaigns.State.RUNNING:
            sending.work(campaign, 20.0, lambda: NOON, lambda _: None)
            took = time.monotonic() - begun
            gone = sends.lately(campaign, NOON - timedelta(days=1))
            print(f"  {gone:>8,} sent, {gone / took:7,.0f}/s, {memory():,.0f} MB", flush=True)
        took = time.monotonic() - begun
    finally:
        post.terminate()
        post.wait()
    letters = Counter(line.split()[0] for line in file.read_bytes().splitlines())
    print(f"{people:,} members: {people / took:,.0f} messages/s in {took:,.0f} s")
    print(f"memory {before:,.0f} MB at the beginning, {memory():,.0f} MB at most")
    print(
        f"letters {sum(letters.values()):,}, to {len(letters):,}; twice: {sum(n > 1 for n in letters.values())}"
    )
    print({" ".join(filter(None, (state, why))): n for (state, why), n in sends.counts(campaign).items()})


def started() -> int:
    """A campaign of promotions by e-mail that runs."""
    from giuloi.core.bilingual import Words
    from giuloi.core.terms import Channel
    from giuloi.promises.use.outreach import campaigns
    from giuloi.promises.use.outreach.drafts import Draft, fingerprint
    from giuloi.records.credentials import add_staff

    staff = add_staff("Lan", "marketing")
    draft = Draft(
        "Bánh cốm",
        "promotion",
        Channel.EMAIL,
        Words("Bánh mới tháng này", "New cakes"),
        Words("Chào {{ten}},\n\nMùa này {{shop}} có bánh cốm mới.\nhttps://tiem.example.vn/banh-com", ""),
    )
    campaign = campaigns.make(draft, staff, NOON)
    campaigns.approve(campaign, staff, fingerprint(draft))
    campaigns.start(campaign, staff, NOON, 0)
    return campaign


def settle(policy: int, people: int) -> None:
    """Members with a name and an e-mail address, sealed, who agreed to promotions by e-mail."""
    from django.db import transaction

    from giuloi.core.terms import Standing
    from giuloi.records import subjects, vault
    from giuloi.records.consents import ConsentNow, ConsentRecord, ConsentWording
    from giuloi.records.database import run

    ConsentWording.objects.create(hash="w", language="vi", text="Đồng ý nhận khuyến mãi qua email")
    begun, done = time.monotonic(), 0
    for first in range(0, people, 2000):
        some = min(2000, people - first)
        with transaction.atomic():
            new = subjects.new_subjects(some, Standing.MEMBER, policy, NOON)
            vault.seal_many(
                [
                    vault.Sealing(
                        one,
                        {"name": f"Nguyễn Thị Khách {first + at}", "email": f"khach{first + at}@example.vn"},
                    )
                    for at, one in enumerate(new)
                ],
                NOON,
            )
            agreed(ConsentRecord, ConsentNow, new, policy)
        done += some
        if done % 20_000 == 0:
            print(f"  settled {done:,} in {time.monotonic() - begun:,.0f} s", flush=True)
    run("ANALYZE")


def agreed(records, now, people, policy: int) -> None:
    """Their consent to promotions by e-mail, as the tables hold it."""
    rows = records.objects.bulk_create(
        records(
            subject_id=one, purpose="promotion", channel="email", state="given", policy_id=policy,
            wording_id="w", method="web", said_by="subject", at=NOON,
        )
        for one in people
    )  # fmt: skip
    now.objects.bulk_create(
        now(
            subject_id=row.subject_id, purpose="promotion", channel="email", state="given",
            policy_id=policy, record_id=row.id,
        )
        for row in rows
    )  # fmt: skip


# The numbers --------------------------------------------------------------------------------------------------


def numbers(policy: int, people: int) -> None:
    """Who may be written to, and why not the others."""
    from tests.promises.use.outreach.one_by_one import reason_of

    from giuloi.promises.use.outreach import campaigns
    from giuloi.promises.use.outreach.reasons import numbers as counted

    ids = populate(policy, people)
    campaign = started()
    draft = campaigns.find(campaign).draft
    took = []
    for _ in range(3):
        begun = time.monotonic()
        found = counted(draft, NOON, campaign)
        took.append(time.monotonic() - begun)
    assert found.total == people
    print({reason.value: count for reason, count in found.counts.items()})
    sample = Random(1).sample(ids, min(people, 2000))
    begun = time.monotonic()
    Counter(reason_of(draft, campaign, one, NOON) for one in sample)
    loop = (time.monotonic() - begun) * people / len(sample)
    print(f"by sets {min(took):.2f} s for {people:,}; one by one {loop:,.0f} s (from {len(sample):,})")
    print(f"one by one ÷ by sets: {loop / min(took):,.0f}")


def populate(policy: int, people: int) -> list[int]:
    """People of every kind: some young, some frozen, some who asked never to be contacted, some written to today."""
    from giuloi.promises.use.outreach.sends import Contact
    from giuloi.records.consents import ConsentNow
    from giuloi.records.database import run
    from giuloi.records.do_not_contact import NotContacted
    from giuloi.records.subjects import Subject

    chance = Random(0)
    ids = sorted(chance.sample(range(1, 1 << 62), people))
    for first in range(0, people, 10_000):
        some = ids[first : first + 10_000]
        Subject.objects.bulk_create(
            Subject(
                id=one,
                standing="member" if chance.random() < 0.8 else "guest",
                states=0 if chance.random() < 0.98 else chance.choice((1, 2, 4)),
                policy_id=policy,
                created_at=NOON,
            )
            for one in some
        )
        ConsentNow.objects.bulk_create(
            ConsentNow(
                subject_id=one, purpose=purpose, channel="email", record_id=1, policy_id=policy,
                state="given" if chance.random() < 0.6 else "withdrawn",
            )
            for one in some
            for purpose in ("promotion", "services")
        )  # fmt: skip
        NotContacted.objects.bulk_create(
            NotContacted(subject_id=one, channel="") for one in some if chance.random() < 0.01
        )
        Contact.objects.bulk_create(
            Contact(subject_id=one, channel="email", at=NOON - timedelta(hours=2), key=f"{one:x}")
            for one in some
            if chance.random() < 0.1
        )
        if first % 200_000 == 0:
            print(f"  {first:,} people", flush=True)
    run("ANALYZE")
    return ids


def memory() -> float:
    """The most this process ever took, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
