"""I.1: information is collected to supply goods and carry out the transactions the customer asks for.

Staff see only what an open order needs, and only while that order is open.
"""

from __future__ import annotations

from dataclasses import replace

from giuloi.core.terms import CaseKind
from giuloi.records import cases
from giuloi.records.reveal import Refusal, Revealed
from tests.clauses.way import (
    MEMBER,
    Way,
    agreed,
    outcome,
    shut_unless_whole,
    without_consent,
    would_be_noticed,
)
from tests.clauses.wording import ENFORCED, block, kept, text_with
from tests.records.conftest import Shop

PACKING = ("name", "phone", "address", "purchases", "delivery_address", "order_note", "invoice")
GUEST_ORDER = Way("supply", "fulfilment", PACKING, CaseKind.ORDER)
MEMBER_ORDER = replace(GUEST_ORDER, standing=MEMBER, consents=(agreed("supply"),))


def test_a_guest_is_served_by_their_order_alone(shop: Shop) -> None:
    """Bình's contract is the ground; take the order, the role or the quiet away and nothing opens."""
    shut_unless_whole(shop, GUEST_ORDER, "I.1", {})


def test_a_member_is_served_by_order_and_consent(shop: Shop) -> None:
    """An's consent to supply is needed beside the order (IV.4)."""
    shut_unless_whole(shop, MEMBER_ORDER, "I.1", without_consent("supply", "IV.4 prohibited"))


def test_customer_care_may_work_on_an_order_too(shop: Shop) -> None:
    """Cancelling, returning and refunding are care's part of the same transaction."""
    shut_unless_whole(shop, replace(GUEST_ORDER, role="care"), "I.1", {})


def test_only_what_an_order_needs_is_seen(shop: Shop) -> None:
    """A year of birth, a declaration or what was written to care packs no cake."""
    for field in ("birth_year", "declaration", "care_note", "messenger"):
        assert outcome(shop, replace(GUEST_ORDER, fields=("name", field))) == "II.1 field"


def test_the_view_ends_with_the_order(shop: Shop, binh: int) -> None:
    """The very next opening after the order is closed is refused, for the same person at the same desk."""
    order, case = shop.order(binh)
    desk = shop.staff("fulfilment", "supply", case)
    assert isinstance(shop.open(desk, ["name"], binh)[0], Revealed)
    assert cases.close_cases_of(order, shop.now()) == 1
    [answer] = shop.open(desk, ["name"], binh)
    assert isinstance(answer, Refusal)
    assert (answer.decision.clause, answer.decision.reason) == ("I.1", "no_case")


def test_an_order_shows_no_other_order(shop: Shop, binh: int) -> None:
    """What Bình bought last month is not needed for what he bought today."""
    today, case = shop.order(binh, "2 bánh cốm")
    shop.order(binh, "9 bánh dẻo")
    [answer] = shop.open(shop.staff("fulfilment", "supply", case), ["purchases"], binh)
    assert isinstance(answer, Revealed)
    assert set(answer.records) == {today}


def test_a_policy_that_lets_staff_look_without_an_order_would_be_noticed(shop: Shop) -> None:
    """Take `needs = "order"` out of the clause, and the same idle look opens."""
    supply = block("purpose.supply")
    loose = text_with((supply, supply.replace('needs    = "order"\n', "")))
    would_be_noticed(shop, loose, replace(GUEST_ORDER, case=None), "I.1 no_case", "I.1 permitted")


def test_the_clause_is_kept_by_the_gate() -> None:
    """What everybody is shown."""
    assert kept("I.1") == {"purpose.supply": ENFORCED}
