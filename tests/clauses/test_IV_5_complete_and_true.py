"""IV.5: on registering, a member gives full name, address, phone and e-mail, and answers for their truth.

The policy is accepted before the account opens; who does not want to give it all still buys as a guest.
"""

from __future__ import annotations

from typing import Any

import pytest

from giuloi.core.terms import Standing
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.form import NotRegistered
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.guests import welcome_guest
from giuloi.promises.collect.members import register_member
from giuloi.promises.collect.orders import Placing, place_order
from giuloi.records.consents import states_of
from giuloi.records.credentials import hold_in_code
from giuloi.records.reveal import Ask, Revealed, reveal
from giuloi.records.subjects import Subject, standing_of
from tests.cast import AN, BINH
from tests.fakes.forms import DECLARED, form_of
from tests.fakes.installation import NOON, Installed, set_up


@pytest.fixture
def shop(house: Any, db: None) -> Installed:
    return set_up()


def test_who_gives_it_all_is_a_member_and_their_declaration_is_kept(shop: Installed) -> None:
    """With the words they put their name under, and the version they accepted."""
    subject = register_member(form_of(AN, shop.policy.policy), NOON).subject
    found = standing_of(subject)
    assert found is not None
    assert found[0] is Standing.MEMBER
    answer = reveal(hold_in_code("register_member"), ["declaration"], Ask(subject), NOON)
    assert isinstance(answer, Revealed)
    declared = answer.fields["declaration"].open()
    assert DECLARED["truthful"] in declared
    assert shop.policy.policy.hash in declared


@pytest.mark.parametrize("missing", ["name", "phone", "email", "address", "accepted"])
def test_with_one_thing_missing_nobody_is_a_member(shop: Installed, missing: str) -> None:
    """Nothing is kept of a form that was refused."""
    with pytest.raises(NotRegistered):
        register_member(form_of(AN, shop.policy.policy, **{missing: ""}), NOON)
    assert not Subject.objects.exists()


@pytest.mark.parametrize("declaration", DECLARED)
def test_without_a_declaration_nobody_is_a_member(shop: Installed, declaration: str) -> None:
    """Answering for the truth is said, not assumed."""
    said = {name: text for name, text in DECLARED.items() if name != declaration}
    with pytest.raises(NotRegistered):
        register_member(form_of(AN, shop.policy.policy, declarations=said), NOON)


def test_registering_consents_to_nothing_by_itself(shop: Installed) -> None:
    """IV.4 asks for each purpose by itself."""
    assert states_of(register_member(form_of(AN, shop.policy.policy), NOON).subject) == {}


def test_who_does_not_give_it_all_still_buys_as_a_guest(shop: Installed) -> None:
    """A name and a phone number are enough for this order."""
    guest = welcome_guest(Contact(BINH.name, BINH.phone), NOON)
    goods = Purchases((Line("Bánh cốm", "1", "85000.00"),), "85000.00")
    delivery = Contact(BINH.name, BINH.phone, "", BINH.address)
    assert place_order(guest, Placing(goods, delivery, "Đặt hàng"), NOON)
