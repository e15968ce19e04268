"""What law keeps, what is open and what is held: the lawful part is done, the rest is explained and comes later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from giuloi.core.terms import RetentionClass, Standing, SubjectState
from giuloi.promises.collect.invoices import Invoice
from giuloi.promises.keep.erasure import starting, telling
from giuloi.promises.keep.erasure.batch import erase_many
from giuloi.promises.keep.erasure.certificate import certificate
from giuloi.promises.keep.erasure.plan import outlook
from giuloi.promises.keep.erasure.rows import State
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records import vault
from giuloi.records.holds import Ground, lift_hold, place_hold
from giuloi.records.keyring import keyring
from giuloi.records.reveal import Revealed
from giuloi.records.subjects import standing_of
from giuloi.records.uses.sequencer import integrate
from tests.cast import BINH
from tests.promises.keep.conftest import (
    after_cooling,
    an_order,
    asked_to_erase,
    close,
    epochs_end,
    erased,
    keys_of,
    sealed_rows,
)
from tests.records.conftest import NOON, Shop

CONTACT, ORDER, CARE, LEGAL = RetentionClass


def test_the_contract_of_an_order_stays_stored_and_the_rest_goes(shop: Shop, binh: int) -> None:
    """Three years for the contract, and nothing but storing it; who it was about is found by nothing any more."""
    order = an_order(shop, binh, "closed")
    shop.clock += timedelta(days=100)
    made = erased(shop, binh)
    assert keys_of(binh) == {ORDER, LEGAL}
    assert {place[1:] for place in vault.places_of([binh])} == {(order, ORDER)}
    states = standing_of(binh)[1]  # type: ignore[index]
    assert states & SubjectState.RESTRICTED
    assert not states & SubjectState.FROZEN
    seen = certificate(made.token, shop.now())
    assert seen is not None
    assert not seen.whole
    [kept] = seen.kept
    assert "Law 122" in kept.cite
    assert kept.until is not None
    assert kept.until.year == NOON.year + 3


def test_an_invoice_stays_for_ten_years_and_the_contract_for_three(shop: Shop, binh: int) -> None:
    """Each with its own law and its own day."""
    order = an_order(shop, binh, "closed")
    vault.seal(binh, {"invoice": "{}"}, shop.now(), order)
    Invoice.objects.create(order_id=order, asked_at=NOON, changed_at=NOON, issued_at=NOON, actor="code/test")
    kept = outlook(binh, shop.now()).law
    assert sorted(one.until.year for one in kept if one.until) == [NOON.year + 3, NOON.year + 11]
    erased(shop, binh)
    assert {place[1:] for place in vault.places_of([binh])} == {(order, ORDER), (order, LEGAL)}


def test_when_the_last_term_is_over_the_rest_goes_too(shop: Shop, binh: int) -> None:
    """The daily run then erases the person whole."""
    an_order(shop, binh, "closed")
    erased(shop, binh)
    assert erase_many([binh], shop.now(), "retention").partly == 1  # the term runs: nothing more is taken
    shop.clock += timedelta(days=3 * 366)
    assert erase_many([binh], shop.now(), "retention").whole == 1
    assert standing_of(binh) is None
    assert keyring().erased([binh]) == {binh}
    assert integrate()


def test_a_declaration_is_kept_three_years_from_the_end_of_the_account_and_not_from_every_look(
    shop: Shop, an: int
) -> None:
    """The account ended when its contact data was erased; looking again does not begin the term anew."""
    vault.seal(an, {"declaration": "Tôi cam đoan."}, shop.now())
    first = erased(shop, an)
    until = certificate(first.id, shop.now()).kept[0].until  # type: ignore[union-attr]
    shop.clock += timedelta(days=400)
    assert outlook(an, shop.now()).law[0].until == until


def test_an_open_order_is_carried_out_first_and_the_rest_goes_when_it_is_closed(
    shop: Shop, binh: int
) -> None:
    """What was written to care goes now; the order is delivered; then the contact data goes."""
    order = an_order(shop, binh)
    vault.seal(binh, {"care_note": "Hỏi về hạn dùng."}, shop.now())
    made = asked_to_erase(shop, binh)
    after_cooling(shop)
    assert keys_of(binh) == {CONTACT, ORDER, LEGAL}
    assert certificate(made.id, shop.now()).state is State.WAITING  # type: ignore[union-attr]
    [case] = [row.id for row in _cases(order)]
    packer = shop.staff("fulfilment", "supply", case)
    assert isinstance(shop.open(packer, ["name", "phone"], binh)[0], Revealed)
    close(order, shop.now())
    shop.clock += timedelta(hours=2)
    erase_due(shop.now())
    assert keys_of(binh) == {ORDER, LEGAL}
    assert certificate(made.id, shop.now()).state in (State.ROWS, State.TOLD)  # type: ignore[union-attr]
    assert integrate()
    epochs_end(shop)
    assert certificate(made.id, shop.now()).state is State.DONE  # type: ignore[union-attr]
    assert integrate()


@pytest.mark.parametrize("by", ["asked", "retention"])
def test_a_hold_placed_after_the_last_look_is_seen_before_anything_is_erased(
    shop: Shop, binh: int, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking and writing a court's order may arrive: nothing of them is gone then, and it waits as told."""
    before = sealed_rows([binh])

    def held_now(*asked: Any) -> Any:
        monkeypatch.undo()
        place_hold(binh, Ground.COURT, shop.clock + timedelta(days=30), shop.clock, "staff/legal")
        return telling.draw(*asked)

    made = asked_to_erase(shop, binh) if by == "asked" else None
    monkeypatch.setattr(starting, "draw", held_now)
    if made:
        after_cooling(shop)
    erasure = made.id if made else erase_many([binh], shop.now(), "retention").erasures[0]
    assert sealed_rows([binh]) == before
    erase_due(shop.now())
    assert sealed_rows([binh]) == before
    seen = certificate(erasure, shop.now())
    assert seen is not None
    assert seen.state is State.WAITING
    assert standing_of(binh)[1] & SubjectState.RESTRICTED  # type: ignore[index]


def test_a_hold_on_a_person_keeps_all_of_them_stored_until_it_is_lifted(shop: Shop, binh: int) -> None:
    """Nothing is erased under a hold; it is explained with its ground and its end, and done when it ends."""
    hold = place_hold(binh, Ground.COURT, shop.clock + timedelta(days=30), shop.now(), "staff/legal")
    before = sealed_rows([binh])
    made = asked_to_erase(shop, binh)
    after_cooling(shop)
    assert sealed_rows([binh]) == before
    seen = certificate(made.id, shop.now())
    assert seen is not None
    assert seen.state is State.WAITING
    assert "court" in seen.kept[0].why.en
    assert standing_of(binh)[1] & SubjectState.RESTRICTED  # type: ignore[index]
    lift_hold(hold, shop.now(), "staff/legal")
    shop.clock += timedelta(hours=2)
    erase_due(shop.now())
    assert standing_of(binh) is None


def test_a_hold_on_one_record_keeps_that_record_and_nothing_else(shop: Shop, binh: int) -> None:
    """The disputed order stays, the other one goes."""
    held, other = shop.order(binh)[0], shop.order(binh)[0]
    place_hold(binh, Ground.DISPUTE, shop.clock + timedelta(days=30), shop.now(), "staff/legal", record=held)
    asked_to_erase(shop, binh)
    after_cooling(shop)
    records = {record for _, record, _ in vault.places_of([binh])}
    assert held in records
    assert other not in records


def test_many_are_erased_in_sets_and_those_under_a_hold_are_left(shop: Shop) -> None:
    """One leaf for each step of a batch; each person's part of it is their own."""
    people = [shop.person(BINH, Standing.GUEST) for _ in range(12)]
    place_hold(people[0], Ground.TAX, shop.clock + timedelta(days=30), shop.now(), "staff/legal")
    many = erase_many(people, shop.now(), "retention")
    assert (many.whole, many.partly, many.waiting, len(many.erasures)) == (11, 0, 1, 1)
    assert sealed_rows(people[1:]) == 0
    assert sealed_rows(people[:1]) > 0
    assert keyring().erased(people) == set(people[1:])
    assert integrate()
    epochs_end(shop)
    assert integrate()
    assert certificate(many.erasures[0], shop.now()).backups_unreadable  # type: ignore[union-attr]
    assert erase_many(people, shop.now(), "retention").whole == 0


def _cases(order: int) -> list[object]:
    from giuloi.records.cases import Case

    return list(Case.objects.filter(record_id=order))
