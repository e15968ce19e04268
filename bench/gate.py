"""How long the gate takes: for one person in memory, and for a whole audience in the database.

    uv run python -m bench.gate [--people 200000]
    uv run python -m tests.harness.postgresql python -m bench.gate

Ratios mean more than times: another machine, other times.
"""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bench.ground import a_database, best, side_by_side
from bench.machine import described
from giuloi.core.fields import mask_of
from giuloi.core.gate.decide import decide, judge
from giuloi.core.gate.decide_many import decide_many
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, Channel, ConsentState, Standing, SubjectState
from giuloi.records.audience import everyone
from giuloi.records.cases import Case
from giuloi.records.consents import ConsentNow
from giuloi.records.database import rows, run
from giuloi.records.published import Published, publish
from giuloi.records.subjects import Subject

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SHIPPED = Path(__file__).parents[1] / "src" / "giuloi" / "policies"
MAILING = UseRequest("promotion", mask_of(["name", "email"]), "marketing", channel=Channel.EMAIL)
WILLING = SubjectFacts(Standing.MEMBER, to_purpose=ConsentState.GIVEN, case=CaseKind.CAMPAIGN)

# What somebody without a gate would write for the same audience.
PLAIN = """
SELECT s.id FROM records_subject s
JOIN records_consentnow c ON c.subject_id = s.id AND c.purpose = 'promotion' AND c.channel = 'email'
     AND c.recipient = '' AND c.state = 'given'
WHERE (s.states & 7) = 0 ORDER BY s.id
"""
FACTS = """
SELECT s.standing, s.states, c.state FROM records_subject s
LEFT JOIN records_consentnow c ON c.subject_id = s.id AND c.purpose = 'promotion' AND c.channel = 'email'
     AND c.recipient = ''
WHERE s.id = %s
"""


def main() -> None:
    """Print the machine, then the figures."""
    options = ArgumentParser(description="How long the gate takes.")
    options.add_argument("--people", type=int, default=200_000)
    people = options.parse_args().people
    with a_database() as database:
        print(f"{described()}\n{database}\n")
        sources = {path.name: path.read_text(encoding="utf-8") for path in SHIPPED.glob("shop.*.md")}
        published = publish(sources, AT.date(), AT)
        one_person(published.policy)
        an_audience(published, people)


def one_person(policy: Policy) -> None:
    """One decision, remembered and not, and the condition of a set."""
    anew = [(replace(MAILING), replace(WILLING)) for _ in range(10_000)]

    def ask_anew() -> None:
        for request, facts in anew:
            decide(policy, request, facts)

    print("one decision, µs (goal ≤ 2)")
    show("remembered, the same request", best(lambda: decide(policy, MAILING, WILLING), 50_000))
    show("remembered, an equal request", best(ask_anew, 5) / len(anew))
    show("not remembered: the rule itself", best(lambda: judge(policy, MAILING, WILLING), 10_000))
    show("the condition of a whole set", best(lambda: decide_many({1: policy}, MAILING), 500))


def an_audience(published: Published, people: int) -> None:
    """The same audience three ways: plain SQL, the gate's condition, one person after the other."""
    ids = settle(published, people)
    condition = decide_many({published.id: published.policy}, MAILING)
    found = list(everyone(condition, AT))
    assert found == [subject for (subject,) in rows(PLAIN)], "the plain SQL finds other people"
    sample = Random(1).sample(ids, min(people, 3_000))
    plain, by_condition, of_sample = side_by_side(
        lambda: [subject for (subject,) in rows(PLAIN)],
        lambda: list(everyone(condition, AT)),
        lambda: [one for one in sample if is_allowed(published, one)],
    )
    one_by_one = of_sample * people / len(sample)
    print(f"\nan audience of {len(found):,} among {people:,} people, µs a person")
    show("plain SQL", plain / people)
    show("the gate's condition", by_condition / people)
    show("one by one: read the facts, decide", one_by_one / people)
    print(f"condition ÷ plain {by_condition / plain:.2f} (goal ≤ 1.5)")
    print(f"one by one ÷ condition {one_by_one / by_condition:.0f} (goal ≥ 30)")


def is_allowed(published: Published, subject: int) -> bool:
    """One person the slow way: a statement for the facts, then a decision."""
    standing, states, state = rows(FACTS, [subject])[0]
    to_purpose = ConsentState(state) if state else None
    facts = SubjectFacts(Standing(standing), SubjectState(states), to_purpose, None, CaseKind.CAMPAIGN)
    return decide(published.policy, MAILING, facts).allowed


def settle(published: Published, people: int) -> list[int]:
    """Fill the tables: four in five are members, three in five agreed to mail, one in fifty is in some state."""
    chance = Random(0)
    ids = sorted(chance.sample(range(1, 1 << 62), people))
    for at in range(0, people, 10_000):
        Subject.objects.bulk_create(a_subject(chance, one, published.id) for one in ids[at : at + 10_000])
        ConsentNow.objects.bulk_create(
            ConsentNow(
                subject_id=subject,
                purpose=purpose,
                channel=channel,
                record_id=1,
                policy_id=published.id,
                state="given" if chance.random() < 0.6 else "withdrawn",
            )
            for subject in ids[at : at + 10_000]
            for purpose, channel in (("promotion", "email"), ("promotion", "sms"), ("supply", "in_house"))
        )
    Case.objects.create(id=1, kind="campaign", role="marketing", opened_at=AT)
    run("ANALYZE")
    return ids


def a_subject(chance: Random, subject: int, policy_id: int) -> Subject:
    return Subject(
        id=subject,
        standing="member" if chance.random() < 0.8 else "guest",
        states=0 if chance.random() < 0.98 else chance.choice((1, 2, 4)),
        policy_id=policy_id,
        created_at=AT,
    )


def show(what: str, seconds: float) -> None:
    """One line, in µs."""
    print(f"  {what:36} {seconds * 1e6:9.2f}")


if __name__ == "__main__":
    main()
