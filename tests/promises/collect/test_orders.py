"""I.1, IV.4: an order opens a case for those who work on it, rests on consent or contract, and closes."""

from __future__ import annotations

import pytest

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, ConsentState, Standing, SubjectState
from giuloi.promises.collect.delivered import Contact, Delivery, ErasedAtSource, OrderState, Resource
from giuloi.promises.collect.deliveries import receive
from giuloi.promises.collect.from_source import Outcome
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.guests import Account, welcome_guest
from giuloi.promises.collect.lifecycle import close_order
from giuloi.promises.collect.members import accept_as_member, register_member
from giuloi.promises.collect.orders import NotPlaced, Order, Placing, place_order
from giuloi.records.cases import Case
from giuloi.records.consents import Asked, states_of, withdraw
from giuloi.records.freezing import set_states
from giuloi.records.subjects import standing_of
from tests.cast import AN, BINH, Person
from tests.fakes.forms import form_of, yes
from tests.fakes.installation import NOON, Installed
from tests.fakes.opening import PACKING, opened_for
from tests.fakes.shop import Shop
from tests.promises.collect.test_deliveries import Wire

CAKES = Purchases((Line("Bánh cốm Hàng Than", "2", "170000.00", "BC-01"),), "170000.00", "VND", "cod")
ORDERING = "Đặt hàng: tiệm dùng thông tin của đơn này để giao đơn này."


def placing(person: Person, **changed: object) -> Placing:
    return Placing(CAKES, Contact(person.name, person.phone, "", person.address), ORDERING, **changed)  # type: ignore[arg-type]


def member(shop: Installed, person: Person = AN) -> int:
    return register_member(form_of(person, shop.policy.policy), NOON).subject


def test_a_member_consents_by_ordering_to_the_fulfilment_of_the_order(shop: Installed) -> None:
    """In the house, and on the channels chosen for this order; nothing else comes with it."""
    subject = member(shop)
    order = place_order(subject, placing(AN, contact_by=[Channel.PHONE], note="Gọi trước"), NOON)
    assert states_of(subject) == {
        ("supply", "in_house", ""): ConsentState.GIVEN,
        ("supply", "phone", ""): ConsentState.GIVEN,
    }
    packing = opened_for(order, PACKING, NOON)
    assert isinstance(packing, dict)
    assert packing["order_note"] == "Gọi trước"


def test_a_guest_is_served_on_contract_and_consents_to_nothing(shop: Installed) -> None:
    """No consent is recorded for a guest: the order itself is the ground."""
    guest = welcome_guest(Contact(BINH.name, BINH.phone), NOON)
    order = place_order(guest, placing(BINH), NOON)
    assert states_of(guest) == {}
    assert isinstance(opened_for(order, PACKING, NOON), dict)


def test_a_withdrawal_stops_the_open_order_and_a_new_order_is_a_new_consent(shop: Installed) -> None:
    """Uses stop at once (VI.7); ordering afresh is consenting afresh."""
    subject = member(shop)
    first = place_order(subject, placing(AN), NOON)
    withdraw(subject, [Asked("supply", Channel.IN_HOUSE, "Rút lại", "vi", Method.WEB)], NOON)
    assert isinstance(opened_for(first, PACKING, NOON), str)
    second = place_order(subject, placing(AN), NOON)
    assert isinstance(opened_for(second, PACKING, NOON), dict)


def test_a_case_opens_its_own_order_and_no_other(shop: Installed) -> None:
    """Two orders of one person are two cases."""
    guest = welcome_guest(Contact(BINH.name, BINH.phone), NOON)
    place_order(guest, placing(BINH, note="đơn một"), NOON)
    second = place_order(guest, placing(BINH, note="đơn hai"), NOON)
    packing = opened_for(second, PACKING, NOON)
    assert isinstance(packing, dict)
    assert packing["order_note"] == "đơn hai"


@pytest.mark.parametrize("state", [OrderState.CLOSED, OrderState.CANCELLED])
def test_a_closed_order_closes_its_case_once(shop: Installed, state: OrderState) -> None:
    """Closing twice is closing once."""
    order = place_order(member(shop), placing(AN), NOON)
    assert close_order(order, NOON, state)
    assert not close_order(order, NOON)
    assert Order.objects.get().state == state
    assert not Case.objects.filter(closed_at=None).exists()


@pytest.mark.parametrize("state", [SubjectState.FROZEN, SubjectState.RESTRICTED])
def test_whose_data_is_frozen_or_restricted_cannot_order(shop: Installed, state: SubjectState) -> None:
    """The order could not be worked on: better said before than found out after."""
    subject = member(shop)
    set_states(subject, state, NOON)
    with pytest.raises(NotPlaced, match="frozen or restricted"):
        place_order(subject, placing(AN), NOON)
    assert not Order.objects.exists()


def test_a_member_is_told_what_ordering_consents_to(shop: Installed) -> None:
    """Without words there is nothing to consent to."""
    with pytest.raises(NotPlaced, match="words"):
        place_order(member(shop), Placing(CAKES, Contact(AN.name), " "), NOON)


def test_nobody_orders_for_somebody_who_does_not_exist(shop: Installed) -> None:
    """An id that leads to no one."""
    with pytest.raises(NotPlaced, match="no such customer"):
        place_order(1, placing(AN), NOON)


# A member who also has an account at the platform ---------------------------------------------------------


@pytest.fixture
def wire(shop: Installed) -> Wire:
    return Wire(shop, Shop())


def accepted(wire: Wire, *choices: object) -> int:
    """An, known from the platform, accepts our policy."""
    wire.take(wire.shop.customer_created(AN))
    subject = int(Account.objects.get().subject_id)
    accept_as_member(subject, form_of(AN, wire.installed.policy.policy, choices=list(choices)), wire.now)
    return subject


def test_what_a_platform_believes_never_touches_a_members_own_data(wire: Wire) -> None:
    """Changed or erased over there: ours stays, and the account says so."""
    subject = accepted(wire)
    assert wire.take(wire.shop.customer_updated(AN, phone="0594000009")) is Outcome.OURS_STAYS
    assert wire.take(wire.shop.customer_erased(AN)) is Outcome.OURS_STAYS
    assert standing_of(subject) == (Standing.MEMBER, SubjectState.NONE, wire.installed.policy.id)
    assert Account.objects.get().state == "erased_at_source"


def test_an_order_of_a_member_that_a_platform_erased_is_flagged_and_stays(wire: Wire) -> None:
    """It goes on: the member asked us, too, to deliver it."""
    accepted(wire, yes("supply"))
    wire.take(wire.shop.order_placed(AN, number=701))
    assert wire.take(wire.shop.order_erased(701)) is Outcome.OURS_STAYS
    order = Order.objects.get()
    assert order.state == OrderState.PLACED
    assert order.erased_at_source is not None
    assert isinstance(opened_for(order.id, PACKING, wire.now), dict)


def test_a_platform_does_not_consent_for_a_member(wire: Wire) -> None:
    """An order from over there rests on the consent the member gave us; without one it waits for care."""
    subject = accepted(wire)
    wire.take(wire.shop.order_placed(AN, number=701))
    assert states_of(subject) == {}
    assert isinstance(opened_for(Order.objects.get().id, PACKING, wire.now), str)


def test_an_erasure_of_an_unknown_order_is_remembered_without_anybody(shop: Installed) -> None:
    """Only the id is remembered, in the key store's index, so that older news finds it erased."""
    erased = ErasedAtSource(Resource.ORDER, 701, NOON)
    receive(Delivery("5", "order.updated", b"x" * 32, erased), shop.bridge, NOON)
    assert Order.objects.get().subject_id is None


def test_a_guest_needs_no_words_of_consent(shop: Installed) -> None:
    """Their ground is the contract: an order without any wording is an order."""
    guest = welcome_guest(Contact(AN.name, AN.phone), NOON)
    assert place_order(guest, Placing(CAKES, Contact(AN.name), ""), NOON)
    assert not states_of(guest)
