"""II.1: information is used only for the purposes of this policy and in the way it says; each look is ledgered."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from giuloi.core.fields import FIELD
from giuloi.core.ledger.entry import decode
from giuloi.core.terms import CaseKind, Channel
from giuloi.records import credentials
from giuloi.records.facts import Ask
from giuloi.records.reveal import reveal
from giuloi.records.uses.bundle import export_bundle
from tests.clauses.way import Way, outcome, would_be_noticed
from tests.clauses.wording import ENFORCED, block, codes, kept, text_with, the_policy, without
from tests.records.conftest import Shop

DESK = Way("supply", "fulfilment", ("name",), CaseKind.ORDER)

NOT_SAID = {
    "a purpose that is not in the policy": (replace(DESK, purpose="profiling"), "II.1 unknown_purpose"),
    "a field that the purpose does not name": (replace(DESK, fields=("name", "birth_year")), "II.1 field"),
    "a channel that the purpose does not name": (replace(DESK, channel=Channel.MESSENGER), "II.1 channel"),
}


@pytest.mark.parametrize("use", NOT_SAID)
def test_what_the_policy_does_not_speak_of_is_not_done(shop: Shop, use: str) -> None:
    """Refused, citing this clause."""
    way, ends = NOT_SAID[use]
    assert outcome(shop, DESK) == "I.1 permitted"
    assert outcome(shop, way) == ends


def test_a_field_that_the_policy_begins_to_speak_of_is_used(shop: Shop) -> None:
    """Write the year of birth into the purpose, and the refusal is gone: it was the text that spoke."""
    supply = block("purpose.supply")
    more = text_with((supply, supply.replace('"zalo"]', '"zalo", "birth_year"]', 1)))
    would_be_noticed(shop, more, replace(DESK, fields=("birth_year",)), "II.1 field", "I.1 permitted")


def test_a_purpose_cannot_be_claimed(shop: Shop, binh: int) -> None:
    """A key made for orders says that it comes for customer care, with a care case in hand: no."""
    _, order = shop.order(binh)
    until = shop.now().replace(year=2027)
    token = credentials.add_key("care", ["supply"], FIELD, until)
    claimed = credentials.hold_with_key(token, "care", shop.now(), order)
    answer = reveal(claimed, ["name"], Ask(binh), shop.now())
    assert (answer.decision.clause, answer.decision.reason) == ("I.2", "not_held")
    as_made = credentials.hold_with_key(token, "supply", shop.now(), order)
    assert reveal(as_made, ["name"], Ask(binh), shop.now()).decision.allowed


def test_every_look_is_in_the_ledger_with_its_clause(shop: Shop, binh: int) -> None:
    """Allowed, denied, or not spoken of: the leaves of Bình's own bundle say which, and by which clause."""
    _, case = shop.order(binh)
    shop.open(shop.staff("fulfilment", "supply", case), ["name"], binh)
    shop.open(shop.staff("fulfilment", "supply"), ["name"], binh)
    shop.open(shop.staff("fulfilment", "supply", case), ["birth_year"], binh)
    bundle = json.loads(export_bundle(binh, shop.now()))
    leaves = [decode(entry["leaf"].encode()) for entry in bundle["entries"]]
    assert [(leaf.event, leaf.decision, leaf.clause) for leaf in leaves] == [
        ("reveal", "allowed", "I.1"),
        ("refuse", "denied", "I.1"),
        ("refuse", "gap", "II.1"),
        ("export", "allowed", "IV.3"),
    ]
    assert {leaf.policy for leaf in leaves} == {the_policy().hash}


def test_a_policy_without_the_catch_all_is_none() -> None:
    """Without [otherwise] nothing would say what happens to what is not said."""
    assert codes(without("otherwise")) == {"no-otherwise"}
    assert the_policy().otherwise == "II.1"


def test_the_clause_is_kept_by_the_gate_and_the_ledger() -> None:
    """What everybody is shown; and item b of Decree 248/2026 article 5.1 is said here."""
    assert kept("II.1") == {"otherwise": ENFORCED, "require.use_ledger": ENFORCED}
    assert the_policy().says["b"] == "II.1"
