"""Until when something is kept (IV.1): two terms, counted from what is known, and said where nothing is yet."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from giuloi.core.fields import FIELD
from giuloi.core.policy.keeping import STARTS, Kept, keeping, said
from giuloi.core.policy.vocabulary import RETENTION_STARTS
from giuloi.core.terms import Standing
from tests.clauses.wording import the_policy

GUEST, MEMBER = Standing.GUEST, Standing.MEMBER
CLOSED = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def rules(name: str, standing: Standing, of_order: bool = False, *agreed: str) -> list[str]:
    """The names of the terms that hold for a field."""
    kept = Kept(FIELD[name].mask, standing, of_order, frozenset(agreed), {})
    return [one.rule.name for one in keeping(the_policy(), kept)]


def english(name: str, of_order: bool, starts: dict[str, datetime], standing: Standing = GUEST) -> str:
    """The first term in words."""
    kept = Kept(FIELD[name].mask, standing, of_order, frozenset(), starts)
    return said(keeping(the_policy(), kept)[0]).en


def test_a_members_contact_stays_with_the_account_and_a_guests_with_the_order() -> None:
    """The same field, two promises."""
    assert rules("phone", MEMBER) == ["account"]
    assert rules("phone", GUEST) == ["guest_contact"]


def test_the_term_of_messages_is_only_theirs_who_agreed() -> None:
    """Supply is no side purpose."""
    assert rules("email", MEMBER, False, "promotion") == ["account", "topics"]
    assert rules("email", MEMBER, False, "supply") == ["account"]
    assert rules("email", GUEST, False, "engagement") == ["guest_contact", "topics"]


@pytest.mark.parametrize("standing", [GUEST, MEMBER])
def test_an_orders_data_have_the_orders_term(standing: Standing) -> None:
    """Whoever ordered."""
    assert rules("delivery_phone", standing, True) == ["orders"]
    assert rules("invoice", standing, True) == ["invoices"]


def test_using_and_storing_are_two_dates() -> None:
    """90 days, and 3 years by law, from the day the order was closed."""
    assert english("purchases", True, {"order_closed": CLOSED}) == (
        "used until 20/02/2027; then only stored, until 22/11/2029"
    )


def test_vouchers_are_stored_from_the_end_of_the_year() -> None:
    """10 years of it."""
    assert english("invoice", True, {"order_closed": CLOSED}).endswith("then only stored, until 01/01/2037")


def test_what_has_not_begun_is_said_in_words() -> None:
    """Also where storing counts from something else than using."""
    assert english("purchases", True, {}) == (
        "used until 90 days after the order is closed; then only stored, until 3 years after the order is closed"
    )
    assert "10 years after the end of the fiscal year" in english("invoice", True, {})


def test_every_field_of_the_shipped_policy_has_a_term() -> None:
    """Nothing is held for ever: whoever it belongs to."""
    of_order = {"purchases", "delivery_name", "delivery_phone", "delivery_address", "order_note", "invoice"}
    for name in FIELD:
        for standing in Standing:
            agreed = ["engagement"] if name == "opinion" else []  # held only of whoever agreed to be asked
            assert rules(name, standing, name in of_order, *agreed), (name, standing)


def test_every_start_has_words() -> None:
    """In both languages."""
    assert set(STARTS) == set(RETENTION_STARTS)
