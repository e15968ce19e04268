"""The database finds exactly the people the gate would allow one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import pytest

from giuloi.core.gate.condition import ALWAYS, NEVER, CaseOpen, ConsentGiven, Not, VersionIs, any_of, holds
from giuloi.core.gate.decide import decide
from giuloi.core.gate.decide_many import decide_many
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, Channel, ConsentState, Standing, SubjectState
from giuloi.records import audience as module
from giuloi.records.audience import audience, everyone, where
from giuloi.records.cases import Case
from giuloi.records.consents import ConsentNow
from giuloi.records.published import PublishedPolicy
from giuloi.records.subjects import Subject
from tests.core.gate.chance import CHANNELS, KINDS, PURPOSES, RECIPIENTS, ROLES, a_policy, a_request

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KEYS = [
    (purpose, channel, recipient) for purpose in PURPOSES for channel in CHANNELS for recipient in RECIPIENTS
]


@dataclass
class Town:
    """What stands in the database, known in plain Python too: versions, people, consents, cases."""

    policies: dict[int, Policy]
    people: list[Subject]
    consents: dict[tuple[int, str, str, str], str]
    cases: list[Case]

    def facts(self, person: Subject, request: UseRequest) -> SubjectFacts:
        """What the gate must know of this person for this request, read off the plain values."""
        key = (person.id, request.purpose, request.channel.value)
        to_purpose = self.consents.get((*key, ""))
        to_recipient = self.consents.get((*key, request.recipient)) if request.recipient else None
        rule = self.policies[person.policy_id].purposes.get(request.purpose)
        open_kinds = {
            case.kind
            for case in self.cases
            if case.closed_at is None
            and case.staff_id is None
            and case.subject_id in (None, person.id)
            and case.role in ("", request.role)
        }
        return SubjectFacts(
            Standing(person.standing),
            SubjectState(person.states),
            ConsentState(to_purpose) if to_purpose else None,
            ConsentState(to_recipient) if to_recipient else None,
            rule.needs if rule and rule.needs in open_kinds else None,
        )


def a_town(chance: Random, inhabitants: int = 150) -> Town:
    """Three versions; people with consents under this key and many another; cases of each sort, open and closed."""
    policies = {a_version(number): a_policy(chance) for number in range(3)}
    ids = chance.sample(range(1, 1 << 62), inhabitants)
    people = Subject.objects.bulk_create(
        Subject(
            id=subject,
            standing=chance.choice(list(Standing)).value,
            states=chance.choice((0, 0, 0, 0, chance.randrange(8))),
            policy_id=chance.choice(list(policies)),
            created_at=NOW,
        )
        for subject in ids
    )
    consents = {
        (subject, purpose, channel.value, recipient): a_state(chance)
        for subject in ids
        for purpose, channel, recipient in chance.sample(KEYS, len(KEYS) * 3 // 4)
    }
    ConsentNow.objects.bulk_create(
        ConsentNow(
            subject_id=key[0],
            purpose=key[1],
            channel=key[2],
            recipient=key[3],
            state=state,
            policy_id=min(policies),
            record_id=1,
        )
        for key, state in consents.items()
    )
    cases = Case.objects.bulk_create(a_case(chance, number, ids) for number in range(1, inhabitants))
    return Town(policies, people, consents, cases)


def a_version(number: int) -> int:
    published = PublishedPolicy(
        hash=f"{number:064x}", sources="{}", law_as_of=NOW.date(), published_at=NOW, in_force_at=NOW
    )
    published.save()
    return int(published.id)


def a_state(chance: Random) -> str:
    return (ConsentState.GIVEN if chance.random() < 0.7 else chance.choice(list(ConsentState))).value


def a_case(chance: Random, number: int, ids: list[int]) -> Case:
    """Mostly for one person; now and then for everybody, for one role, for one member of staff, or closed."""
    for_everybody = chance.random() < 0.01
    return Case(
        id=number,
        kind=chance.choice(KINDS).value,
        subject_id=None if for_everybody else chance.choice(ids),
        role=chance.choice(("", "", *ROLES)),
        staff_id=7 if chance.random() < 0.2 else None,
        opened_at=NOW,
        closed_at=NOW if chance.random() < 0.3 else None,
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_database_finds_exactly_those_the_gate_allows(seed: int) -> None:
    """SQL, `holds` and `decide` agree about every person, whatever the request and however many versions."""
    chance = Random(seed)
    town = a_town(chance)
    sizes: Counter[bool] = Counter()
    for _ in range(60):
        request = a_request(chance, chance.choice(list(town.policies.values())))
        condition = decide_many(town.policies, request)
        facts = {person: town.facts(person, request) for person in town.people}
        allowed = {p.id for p in facts if decide(town.policies[p.policy_id], request, facts[p]).allowed}
        assert audience(condition, NOW, limit=10_000) == sorted(allowed), request
        assert {p.id for p in facts if holds(condition, p.policy_id, facts[p])} == allowed
        sizes[0 < len(allowed) < len(town.people)] += 1
    assert sizes[True] >= 15, "audiences of all or none prove little"


def test_an_audience_comes_in_order_and_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of any size, put together, are the whole audience: nobody twice, nobody left out."""
    town = a_town(Random(9))
    everybody = sorted(person.id for person in town.people)
    assert audience(ALWAYS, NOW, limit=1000) == everybody
    assert audience(ALWAYS, NOW, after=everybody[9], limit=5) == everybody[10:15]
    assert audience(NEVER, NOW) == list(everyone(NEVER, NOW)) == []
    for page in (1, 7, 150, 151):
        monkeypatch.setattr(module, "PAGE", page)
        assert list(everyone(ALWAYS, NOW)) == everybody
        assert list(everyone(ALWAYS, NOW, after=everybody[99])) == everybody[100:]


def test_an_audience_may_be_left_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has read enough stops, writes what it must between two people, and the rest costs nothing."""
    monkeypatch.setattr(module, "PAGE", 2)
    town = a_town(Random(9))
    reading = everyone(ALWAYS, NOW)
    first = [next(reading), next(reading)]
    Subject.objects.filter(id=first[0]).update(states=1)
    assert [*first, next(reading)] == sorted(person.id for person in town.people)[:3]
    reading.close()
    assert len(audience(ALWAYS, NOW, limit=1000)) == len(town.people)


def test_a_case_for_everybody_covers_everybody_while_it_is_open() -> None:
    """A campaign opens its purpose to a role; closed, or kept for one person of staff, it does not."""
    town = a_town(Random(4))
    Case.objects.all().delete()
    condition = CaseOpen(CaseKind.CAMPAIGN, "marketing")
    campaign = Case.objects.create(id=1, kind="campaign", opened_at=NOW)
    for changes, reached in (
        ({}, True),
        ({"role": "marketing"}, True),
        ({"role": "care"}, False),
        ({"role": "", "staff_id": 7}, False),
        ({"staff_id": None, "kind": "care"}, False),
        ({"kind": "campaign", "closed_at": NOW}, False),
    ):
        Case.objects.filter(id=campaign.id).update(**changes)
        assert len(audience(condition, NOW)) == (len(town.people) if reached else 0), changes


def test_no_value_is_ever_pasted_into_the_statement() -> None:
    """A recipient's name that looks like SQL is a parameter, and finds nobody."""
    name = "x' OR 1=1; DROP TABLE records_subject; -- %s"
    condition = ConsentGiven(name, Channel.EMAIL, name)
    expression, params = where(condition, NOW)
    assert name not in expression
    assert params.count(name) == 2
    town = a_town(Random(5))
    assert audience(condition, NOW) == []
    assert len(audience(Not(condition), NOW)) == len(town.people)


def test_one_condition_is_always_one_text() -> None:
    """A database may prepare the statement once: the order in which a set was filled does not show."""
    parts = [VersionIs(number) for number in range(20)]
    texts = {where(any_of(*Random(seed).sample(parts, len(parts))), NOW)[0] for seed in range(5)}
    assert len(texts) == 1
