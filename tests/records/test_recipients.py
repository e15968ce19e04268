"""Nothing leaves for a recipient who is not in the register, enabled, and bound by an agreement today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from giuloi.core import fields
from giuloi.core.gate.request import Reason
from giuloi.core.terms import NotATerm, Relation, Undecryptable
from giuloi.records import recipients
from giuloi.records.credentials import Holding, add_key, hold_with_key
from giuloi.records.disclosures import disclose_many
from giuloi.records.facts import Ask
from giuloi.records.reveal import Revealed, reveal
from tests.harness.agreements import ALL_TERMS, DOCUMENT, FIRST, LAST
from tests.records.conftest import Shop

ORDER = Relation.NEEDED_FOR_ORDER
NEW = "giao-nhanh"
TODAY = date(2026, 11, 22)


def _added(shop: Shop, purposes: tuple[str, ...] = ("supply",), mask: int = fields.EVERY) -> None:
    recipients.add(NEW, ORDER, "VN", purposes, mask, shop.now())


def _agreed(shop: Shop, first: date = FIRST, last: date = LAST) -> str:
    return recipients.agree(NEW, ALL_TERMS, DOCUMENT, first, last, shop.now())


def _way(shop: Shop, binh: int, relation: Relation = ORDER) -> tuple[Holding, Ask]:
    _, case = shop.order(binh)
    token = add_key("fulfilment", ["supply"], fields.FIELD, shop.now() + timedelta(days=9), NEW, relation)
    return hold_with_key(token, "supply", shop.now(), case), Ask(binh)


def _both(shop: Shop, way: tuple[Holding, Ask]) -> set[tuple[str, Reason]]:
    """What both ways out say: by being opened, and in other hands."""
    opened = reveal(way[0], ["name"], way[1], shop.now()).decision
    [handed] = disclose_many(way[0], ["name"], [way[1]], shop.now())
    return {(opened.clause, opened.reason), (handed.clause, handed.reason)}


NO = {("III.3", Reason.NO_AGREEMENT)}
YES = {("III.3", Reason.PERMITTED)}


def test_nothing_leaves_for_somebody_nobody_wrote_down(shop: Shop, binh: int) -> None:
    """The policy's permit is not enough."""
    assert _both(shop, _way(shop, binh)) == NO


def test_each_step_is_needed_and_all_together_are_enough(shop: Shop, binh: int) -> None:
    """Written down, agreed, enabled: only then; and disabled is at once again no."""
    way = _way(shop, binh)
    _added(shop)
    assert _both(shop, way) == NO
    _agreed(shop)
    assert _both(shop, way) == NO
    recipients.enable(NEW, shop.now())
    assert _both(shop, way) == YES
    assert isinstance(reveal(way[0], ["name"], way[1], shop.now()), Revealed)
    recipients.disable(NEW, shop.now())
    assert _both(shop, way) == NO
    changes = [change for change, _ in recipients.history(NEW)]
    assert changes == ["added", "agreed", "enabled", "disabled"]


@pytest.mark.parametrize("term", recipients.TERMS)
def test_a_recipient_lacking_any_of_the_seven_cannot_be_enabled(shop: Shop, term: str) -> None:
    """Left out, or blank: the refusal names it."""
    _added(shop)
    for terms in ({**ALL_TERMS, term: "  "}, {one: said for one, said in ALL_TERMS.items() if one != term}):
        recipients.agree(NEW, terms, DOCUMENT, FIRST, LAST, shop.now())
        with pytest.raises(recipients.NotReady) as refused:
            recipients.enable(NEW, shop.now())
        assert refused.value.lacking == (term,)


def test_a_recipient_without_a_document_cannot_be_enabled(shop: Shop) -> None:
    """No agreement at all, and one whose document is empty."""
    _added(shop)
    with pytest.raises(recipients.NotReady):
        recipients.enable(NEW, shop.now())
    with pytest.raises(NotATerm):
        recipients.agree(NEW, ALL_TERMS, b"", FIRST, LAST, shop.now())


def test_an_agreement_that_expired_yesterday_lets_nothing_leave(shop: Shop, binh: int) -> None:
    """Its last day still counts, the next one does not, though nobody disabled it."""
    way = _way(shop, binh)
    _added(shop)
    _agreed(shop, FIRST, TODAY)
    recipients.enable(NEW, shop.now())
    assert _both(shop, way) == YES
    _agreed(shop, FIRST, TODAY - timedelta(days=1))
    assert _both(shop, way) == NO
    with pytest.raises(recipients.NotReady, match="expired"):
        recipients.enable(NEW, shop.now())
    _agreed(shop, FIRST, LAST)  # renewed
    assert _both(shop, way) == YES


def test_an_agreement_of_tomorrow_is_none_today(shop: Shop, binh: int) -> None:
    """It cannot be enabled before its first day."""
    _added(shop)
    _agreed(shop, TODAY + timedelta(days=1), LAST)
    with pytest.raises(recipients.NotReady, match="not_yet_valid"):
        recipients.enable(NEW, shop.now())
    assert _both(shop, _way(shop, binh)) == NO


@pytest.mark.parametrize("less", ["purpose", "fields"])
def test_a_recipient_gets_nothing_it_was_not_registered_for(shop: Shop, binh: int, less: str) -> None:
    """Another purpose, or a field more."""
    purposes = ("notice",) if less == "purpose" else ("supply",)
    _added(shop, purposes, fields.mask_of(["phone"]) if less == "fields" else fields.EVERY)
    _agreed(shop)
    recipients.enable(NEW, shop.now())
    assert _both(shop, _way(shop, binh)) == NO


def test_how_a_recipient_stands_to_the_shop_is_the_registers_word(shop: Shop, binh: int) -> None:
    """A processor whose key says it is a carrier gets nothing."""
    recipients.add(NEW, Relation.PROCESSOR, "VN", ["supply"], fields.EVERY, shop.now())
    _agreed(shop)
    recipients.enable(NEW, shop.now())
    assert _both(shop, _way(shop, binh)) == NO


def test_the_signed_document_is_sealed_and_comes_back_as_it_was(shop: Shop) -> None:
    """Its text stands nowhere in the table; an altered one does not open."""
    _added(shop)
    _agreed(shop)
    row = recipients.RecipientAgreement.objects.get(recipient=NEW)
    assert DOCUMENT not in bytes(row.document)
    assert recipients.signed_document(NEW) == DOCUMENT
    row.document = bytes(row.document)[:-1] + bytes([bytes(row.document)[-1] ^ 1])
    row.save()
    with pytest.raises(Undecryptable):
        recipients.signed_document(NEW)


@pytest.mark.parametrize(("name", "country", "purposes", "mask"), [
    (" ", "VN", ["supply"], 1), (NEW, "Vietnam", ["supply"], 1), (NEW, "VN", [], 1), (NEW, "VN", ["supply"], 0),
    ("carrier", "VN", ["supply"], 1),
])  # fmt: skip
def test_a_careless_entry_is_refused(
    shop: Shop, name: str, country: str, purposes: list[str], mask: int
) -> None:
    """Without a name, a country, a purpose or a field, or one that is there already."""
    with pytest.raises(NotATerm):
        recipients.add(name, ORDER, country, purposes, mask, shop.now())


def test_an_authority_is_no_recipient(shop: Shop) -> None:
    """It has its own file for each request (III.2)."""
    with pytest.raises(NotATerm):
        recipients.add("cong-an", Relation.AUTHORITY, "VN", ["supply"], 1, shop.now())
