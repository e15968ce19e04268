"""What one version newly allows or tightens against another: told completely, and never wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from giuloi.core.gate.decide import judge
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Policy, frozen
from giuloi.core.policy.diff import diff
from tests.core.gate import chance as drawn
from tests.core.policy.corpus import compiled, shipped


def edited(*edits: tuple[str, str], file: str = "shop.vi.md") -> Policy:
    """The shipped policy with some of its text replaced, compiled."""
    documents = shipped()
    for old, new in edits:
        assert old in documents[file], old
        documents[file] = documents[file].replace(old, new, 1)
    result = compiled(documents, main="shop.vi.md")
    errors = [str(found) for found in result.diagnostics if found.severity == "error"]
    assert result.policy is not None, errors
    return result.policy


def marks(*edits: tuple[str, str]) -> list[tuple[str, bool | None]]:
    """The clause and mark of each change that these edits make."""
    return [(change.clause, change.looser) for change in diff(edited(), edited(*edits))]


CARE = ('roles    = ["care"]\nneeds    = "care"', 'roles    = ["care", "marketing"]\nneeds    = "care"')
CASES = {
    "a role more": ([CARE], [("I.2", True)]),
    "a role less": (
        [('roles    = ["fulfilment", "care"]', 'roles    = ["fulfilment"]')],
        [("I.1", False)],
    ),
    "a field less": (
        [('uses     = ["contact", "delivery", "purchases", "invoice", "zalo"]',
          'uses     = ["contact", "delivery", "purchases", "invoice"]')],
        [("I.1", False)],
    ),
    "a channel more": (
        [
            (
                'channels = ["email", "sms", "zalo"]\nroles    = ["system"]',
                'channels = ["email", "sms", "zalo", "post"]\nroles    = ["system"]',
            )
        ],
        [("I.2", True)],
    ),
    "a case no longer needed, none in its place": (
        [('needs    = "request"\n', "")],
        [("IV.3", True)],
    ),
    "another case needed": ([('needs    = "care"', 'needs    = "order"')], [("I.2", True), ("I.2", False)]),
    "members by contract": (
        [
            (
                'basis    = { guest = "contract", member = "consent" }\nuses     = ["name", "phone", "email", '
                '"social"',
                'basis    = { guest = "contract", member = "contract" }\nuses     = ["name", "phone", "email", '
                '"social"',
            )
        ],
        [("I.2", True)],
    ),
    "a permit more": (
        [('consent    = "purpose"\n\n[require.stored_in]', 'consent    = "purpose"\n\n[permit.more]\n'
          'purposes = ["supply"]\nrecipients = ["processor"]\nfields = ["address"]\n\n[require.stored_in]')],
        [("III.4", True)],
    ),
    "consent by name instead of consent to the purpose": (
        [('"delivery_address"]\nconsent    = "purpose"', '"delivery_address"]\nconsent    = "recipient"')],
        [("III.3", True), ("III.3", False)],
    ),
    "a prohibition gone": ([('[prohibit.third_party_advertising]\npurposes = ["advertising"]\nunless   = '
                             '"consent(recipient)"\n', "")], [("III.1", True)]),
    "a prohibition with an exception more": (
        [('"notice", "authority_request"]\nunless', '"notice", "authority_request", "care"]\nunless')],
        [("IV.4", True)],
    ),
    "used longer": ([('use      = "180d"', 'use      = "200d"')], [("IV.1", True)]),
    "used for months that are never longer": ([('use      = "180d"', 'use      = "5m"')], [("IV.1", False)]),
    "answered sooner": ([('within = "24h"\nfrom   = "received"\nby     = "care"',
                          'within = "12h"\nfrom   = "received"\nby     = "care"')], [("IV.3", False)] * 14),
    "reported sooner": ([('[report.investigators]\nwithin = "24h"', '[report.investigators]\nwithin = "12h"')],
                        [("IV.7", False)]),
    "called until noon only": ([('["08:00", "17:00"]', '["08:00", "12:00"]')], [("II.2", False)]),
    "mail later in the evening": ([('["08:00", "20:00"]', '["08:00", "21:00"]')], [("II.2", True)]),
    "a measure gone": ([("[require.fail_closed]\n", "")], [("IV.2", True)]),
    "older members only": ([("least_age    = 16", "least_age    = 18")], [("IV.5", False)]),
    "less asked at registration": ([(', address = "supply" }', " }")], [("IV.5", False)]),
    "another recipient": ([("[recipient.carrier]", '[recipient.second]\nrelation = "needed_for_order"\n'
                            'country = "VN"\npurpose = "supply"\nfields = ["name"]\n\n[recipient.carrier]')],
                          [("III.3", True)]),
    "other words": ([("Cảm ơn quý khách đã ghé tiệm.", "Chào quý khách.")], [("", None)]),
    "a sentence reworded": ([("chỉ trong lúc đơn ấy còn mở.", "chỉ khi đơn ấy còn mở.")], [("I.1", None)]),
    "another address": ([("Số 8 phố Hàng Vừng", "Số 9 phố Hàng Vừng")], [("", None)]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_edit_shows_as_the_change_it_is(name: str) -> None:
    """Each edit of the shipped policy is told at its clause, as looser or tighter, and nothing else is."""
    edits, expected = CASES[name]
    assert marks(*edits) == expected


@pytest.mark.parametrize("name", CASES)
def test_the_way_back_is_the_opposite(name: str) -> None:
    """What loosened one way tightens the other way."""
    edits, _ = CASES[name]
    there = sorted(str(change.looser) for change in diff(edited(), edited(*edits)))
    back = sorted(str(change.looser) for change in diff(edited(*edits), edited()))
    flipped = {"True": "False", "False": "True", "None": "None"}
    assert sorted(flipped[mark] for mark in there) == back


def test_a_policy_is_no_different_from_itself() -> None:
    """Compiled twice, or with other line ends, it has no changes."""
    assert diff(edited(), edited()) == ()
    windows = {name: text.replace("\n", "\r\n") for name, text in shipped().items()}
    again = compiled(windows).policy
    assert again is not None
    assert diff(edited(), again) == ()


def test_both_languages_are_watched() -> None:
    """A sentence changed in the translation alone is a change of its clause."""
    other = edited(("Good cake is our trade;", "Cake is our trade;"), file="shop.en.md")
    assert [change.clause for change in diff(edited(), other)] == [""]
    other = edited(("saying\nthank you.", "and thanks."), file="shop.en.md")
    assert [(change.clause, change.what.en) for change in diff(edited(), other)] == [("I.4", "reworded (en)")]


def test_changes_come_in_the_order_of_the_clauses() -> None:
    """A reader goes through the policy once."""
    edits = (('use      = "180d"', 'use      = "200d"'), CARE)
    assert [change.clause for change in diff(edited(), edited(*edits))] == ["I.2", "IV.1"]


def pairs(seed: int) -> Iterator[tuple[Random, Policy, Policy]]:
    """Two random policies that have most of their parts in common."""
    chance = Random(seed)
    while True:
        one, other = with_names(drawn.a_policy(chance)), with_names(drawn.a_policy(chance))
        parts = chance.sample(("purposes", "permits", "prohibitions"), chance.randint(1, 2))
        yield chance, one, replace(one, **{name: mixed(chance, one, other, name) for name in parts})


def with_names(policy: Policy) -> Policy:
    """Its permits and prohibitions told apart by their names, as every compiled policy has them."""
    permits = (replace(each, name=f"permit{n}") for n, each in enumerate(policy.permits))
    prohibitions = (replace(each, name=f"prohibit{n}") for n, each in enumerate(policy.prohibitions))
    return replace(policy, permits=tuple(permits), prohibitions=tuple(prohibitions))


def mixed(chance: Random, one: Policy, other: Policy, part: str) -> object:
    """One part of a policy with one element taken from another policy, dropped, or replaced."""
    if part == "purposes":
        taken = chance.choice(sorted(other.purposes))
        return frozen({**one.purposes, taken: other.purposes[taken]})
    have, add = list(getattr(one, part)), list(getattr(other, part))
    if have and chance.random() < 0.6:
        have.pop(chance.randrange(len(have)))
    if add and chance.random() < 0.6:
        have.insert(chance.randint(0, len(have)), chance.choice(add))
    return tuple({each.name: each for each in have}.values())


def a_question(chance: Random, old: Policy, new: Policy) -> tuple[UseRequest, SubjectFacts]:
    request = drawn.a_request(chance, chance.choice((old, new)))
    return request, drawn.a_person(chance, {1: old, 2: new}, request)[1]


def test_whatever_the_gate_newly_allows_or_refuses_is_told() -> None:
    """Over random pairs: an answer that turned to yes has a looser change, one that turned to no a tighter."""
    turned = {True: 0, False: 0}
    for chance, old, new in islice(pairs(seed=3), 600):
        told = {change.looser for change in diff(old, new)}
        for _ in range(40):
            request, facts = a_question(chance, old, new)
            before, after = judge(old, request, facts).allowed, judge(new, request, facts).allowed
            if before != after:
                turned[after] += 1
                assert after in told, f"{request} for {facts}: {before} → {after}, told {diff(old, new)}"
    assert min(turned.values()) > 100, "too few answers turned to mean anything"


def test_a_looser_purpose_has_somebody_who_is_newly_allowed() -> None:
    """Where nothing is prohibited, a purpose told as looser is looser for some request."""
    seen = 0
    for chance, old, new in islice(pairs(seed=4), 200):
        old, new = (replace(each, permits=(), prohibitions=()) for each in (old, new))
        if not any(change.looser for change in diff(old, new)):
            continue
        asked = (a_question(chance, new, new) for _ in range(3_000))
        found = any(judge(new, *each).allowed and not judge(old, *each).allowed for each in asked)
        held = all(rule.basis and rule.roles for rule in new.purposes.values())
        assert found or not held, diff(old, new)
        seen += found
    assert seen > 20
