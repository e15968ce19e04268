"""VI.1: what was corrected stands before and after in the vault, and nowhere else; nothing reads it by chance."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.terms import Channel, RetentionClass
from giuloi.promises.answer.asking import Asking, NotAsked, TakenIn
from giuloi.promises.answer.on_behalf import write_down
from giuloi.promises.answer.proving import prove_identity
from giuloi.promises.answer.rights import stages
from giuloi.promises.answer.rights.carrying_out import carry_out_due
from giuloi.promises.collect.correction import Correction, correct
from giuloi.records import traces, vault
from giuloi.records.corrections import pairs_about, pairs_of
from giuloi.records.credentials import Staff, hold_as_staff, hold_in_code
from giuloi.records.database import durable
from giuloi.records.facts import Ask
from giuloi.records.request_kinds import RequestState
from giuloi.records.requests import SOFTWARE, request_of
from giuloi.records.reveal import Revealed, reveal
from tests.records.conftest import Shop

RIGHT = "An Nguyễn Thị"


def _told(shop: Shop, an: int, clerk: int, name: str = "name", text: str = RIGHT) -> TakenIn:
    """Hà writes down by telephone what An wants corrected."""
    who = Staff.objects.get(id=clerk).pseudonym
    return write_down(an, Asking("rectify", "", "phone", correct=(name, text)), shop.now(), who)


def _proven(shop: Shop, taken: TakenIn, clerk: int) -> None:
    prove_identity(taken.request, shop.now(), Staff.objects.get(id=clerk).pseudonym, "seen")
    shop.clock += timedelta(minutes=1)
    carry_out_due(shop.now())


def _value(shop: Shop, an: int, name: str, record: int) -> str | None:
    answer = reveal(hold_in_code("show_own_data"), [name], Ask(an, record=record), shop.now())
    assert isinstance(answer, Revealed)
    found = answer.records.get(record, {}).get(name)
    return found.open() if found else None


def test_what_was_asked_on_behalf_is_put_right_once_it_is_known_who_asks(
    shop: Shop, an: int, ha: int, khoa: int
) -> None:
    """Not before; then by software, with what stood there beside what stands there now."""
    former = _value(shop, an, "name", 0)
    taken = _told(shop, an, ha)
    carry_out_due(shop.now())
    assert _value(shop, an, "name", 0) == former
    _proven(shop, taken, khoa)
    [pair] = pairs_of(taken.request)
    assert pair.before is not None
    assert pair.after is not None
    assert _value(shop, an, "name", 0) == RIGHT
    assert _value(shop, an, "name", pair.after) == RIGHT
    assert _value(shop, an, "name", pair.before) == former
    row = request_of(taken.request)
    assert row is not None
    assert (row.state, row.finished_by) == (RequestState.DONE, SOFTWARE)


def test_both_stand_in_the_class_of_the_field(shop: Shop, an: int, ha: int, khoa: int) -> None:
    """They go when the contact data goes."""
    taken = _told(shop, an, ha)
    _proven(shop, taken, khoa)
    below = {place for place in vault.places_of([an]) if place[1] < 0}
    assert {klass for _, _, klass in below} == {RetentionClass.CONTACT}
    assert len(below) == 2
    with durable():
        traces.erase_people([an])
    assert not pairs_of(taken.request)


def test_a_new_telephone_waits_until_its_owner_has_proven_it(shop: Shop, an: int, ha: int, khoa: int) -> None:
    """A clerk's word redirects nobody's messages: the request stays with a person."""
    former = _value(shop, an, "phone", 0)
    taken = _told(shop, an, ha, "phone", "+84594000077")
    _proven(shop, taken, khoa)
    assert _value(shop, an, "phone", 0) == former
    right = stages.right_of(taken.request)
    assert right is not None
    assert right.due_at is None
    assert request_of(taken.request).state in ("received", "in_hand")  # type: ignore[union-attr]


def test_what_the_customer_corrects_keeps_its_pair_too(shop: Shop, an: int) -> None:
    """Done at once on their own page."""
    former = _value(shop, an, "name", 0)
    correct(Correction(an, "name", RIGHT), shop.now())
    [pair] = pairs_about(an)
    assert pair.before is not None
    assert _value(shop, an, "name", pair.before) == former


def test_nobody_is_written_to_at_an_address_of_the_past(shop: Shop, an: int) -> None:
    """Whoever does not name the former value gets the one that is right, and no other."""
    correct(Correction(an, "email", "an.moi@example.vn", proven=True), shop.now())
    answer = reveal(hold_in_code("tell_of_correction"), ["email"], Ask(an), shop.now(), Channel.EMAIL)
    assert isinstance(answer, Revealed)
    assert set(answer.records) == {0}
    assert answer.fields["email"].open() == "an.moi@example.vn"


def test_an_unproven_request_opens_what_was_told_and_not_what_is_held(shop: Shop, an: int, ha: int) -> None:
    """Nobody reads somebody's name by asking to have it changed."""
    taken = _told(shop, an, ha)
    [pair] = pairs_of(taken.request)
    row = request_of(taken.request)
    assert row is not None
    answer = reveal(
        hold_as_staff(ha, "rights", row.case_id), ["name"], Ask(an, row.case_id, pair.after), shop.now()
    )
    assert isinstance(answer, Revealed)
    assert set(answer.records) == {pair.after}


def test_what_cannot_stand_there_is_not_taken(shop: Shop, an: int, ha: int) -> None:
    """An e-mail that is none, a field that nobody corrects, a correction that is another right."""
    who = Staff.objects.get(id=ha).pseudonym
    for kind, name, text in (
        ("rectify", "email", "không phải"),
        ("rectify", "invoice", "x"),
        ("copy", "name", "x"),
    ):
        with pytest.raises(NotAsked):
            write_down(an, Asking(kind, "", "phone", correct=(name, text)), shop.now(), who)
