"""I.1: what a shop platform says is taken in once, whole, in any order, and overwrites nothing newer."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from giuloi.core.fields import mask_of
from giuloi.core.terms import Standing, SubjectState
from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.deliveries import DeliveryLog
from giuloi.promises.collect.from_source import Outcome
from giuloi.promises.collect.guests import Account, PossibleMatch
from giuloi.promises.collect.lifecycle import close_order
from giuloi.promises.collect.orders import Order
from giuloi.records.cases import Case
from giuloi.records.subjects import Subject, standing_of
from giuloi.records.uses.pending import waiting
from tests.cast import AN, BINH, Person
from tests.fakes.installation import NOON, Installed
from tests.fakes.opening import CONTACT, PACKING, opened_for
from tests.fakes.shop import Sent, Shop, recorded
from tests.promises.collect.wire import Wire

pytestmark = pytest.mark.usefixtures("shop")


def everything() -> tuple[object, ...]:
    """All that stands in the tables of this app and of the records, without times of arrival."""
    return (
        sorted(Subject.objects.values_list("id", "standing", "states")),
        sorted(Account.objects.values_list("id", "subject", "said_at", "said", "state")),
        sorted(Order.objects.values_list("id", "subject", "state", "modified_at")),
        sorted(Case.objects.values_list("id", "kind", "subject", "record_id")),
        sorted(PossibleMatch.objects.values_list("subject", "other", "field")),
    )


def test_an_order_can_be_packed_while_it_is_open(wire: Wire) -> None:
    """Fulfilment sees who, where and what; the buyer's contact too; and nothing once it is closed."""
    assert wire.take(wire.shop.order_placed(BINH, guest=True, note="Gọi trước")) is Outcome.DONE
    packing = wire.opened()
    assert isinstance(packing, dict)
    assert (packing["delivery_name"], packing["delivery_phone"]) == (BINH.name, BINH.phone)
    assert packing["delivery_address"] == BINH.address
    assert packing["order_note"] == "Gọi trước"
    assert "Bánh cốm" in packing["purchases"]
    contact = wire.opened(CONTACT)
    assert contact == {"name": BINH.name, "phone": BINH.phone, "email": BINH.email, "address": BINH.address}
    assert close_order(Order.objects.get().id, wire.now)
    assert wire.opened() == "no open case"


def test_a_buyer_of_a_platform_is_a_guest_and_their_order_is_in_the_ledger(wire: Wire) -> None:
    """Contract and nothing else; one line says that the bridge brought an order, and of which fields."""
    wire.take(wire.shop.order_placed(AN))
    subject = Subject.objects.get()
    assert standing_of(subject.id) == (Standing.GUEST, SubjectState.NONE, wire.installed.policy.id)
    use = waiting(9)[0].use
    assert (use.event, use.actor, use.purpose, use.clause) == ("order", "bridge/shop1", "supply", "I.1")
    assert use.subjects == (subject.id,)
    assert use.fields == mask_of(["purchases", "delivery_name", "delivery_phone", "delivery_address"])


def a_day(shop: Shop) -> list[Sent]:
    """An opens an account, orders, corrects her phone number; the shop works on the order."""
    return [
        shop.customer_created(AN),
        shop.order_placed(AN, number=701),
        shop.customer_updated(AN, phone="0594000009"),
        shop.order_updated(AN, 701, "processing"),
        shop.order_updated(AN, 701, "on-hold"),
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::7])
def test_the_order_of_arrival_changes_nothing(wire: Wire, order: tuple[int, ...]) -> None:
    """Updated before created, the order before its customer: one person, one order, the newest of each."""
    day = a_day(wire.shop)
    for number in order:
        wire.take(day[number])
    assert Subject.objects.count() == Account.objects.count() == Order.objects.count() == 1
    assert Case.objects.filter(closed_at=None).count() == 1
    contact = wire.opened(CONTACT)
    assert isinstance(contact, dict)
    assert contact["phone"] == "0594000009"
    assert contact["name"] == AN.name


def test_the_same_body_twice_changes_nothing(wire: Wire) -> None:
    """Nothing doubled: not the person, not the order, not the case, not the line in the ledger."""
    day = a_day(wire.shop)
    for sent in day:
        wire.take(sent)
    before, lines = everything(), len(waiting(99))
    assert [wire.take(sent) for sent in day] == [Outcome.REPEAT] * len(day)
    assert (everything(), len(waiting(99))) == (before, lines)
    assert set(DeliveryLog.objects.values_list("times", flat=True)) == {2}


def test_the_same_body_under_another_webhook_changes_nothing_either(wire: Wire) -> None:
    """The webhook's id is not signed: whoever replays under another one finds the same state."""
    sent = wire.shop.order_placed(AN)
    wire.take(sent)
    before = everything()
    assert wire.take(sent.under(ID="77")) is Outcome.STALE
    assert everything() == before


def test_older_news_never_overwrites_newer(wire: Wire) -> None:
    """A late delivery of an earlier state is stale."""
    first, second = wire.shop.customer_updated(AN, phone="0594000008"), wire.shop.customer_updated(AN)
    wire.take(wire.shop.order_placed(AN))
    wire.take(second)
    assert wire.take(first) is Outcome.STALE
    contact = wire.opened(CONTACT)
    assert isinstance(contact, dict)
    assert contact["phone"] == AN.phone


def test_a_closed_order_is_no_case_and_may_be_opened_again(wire: Wire) -> None:
    """Completed: nobody opens it. Taken up again over there: it is a case again, the same order."""
    wire.take(wire.shop.order_placed(BINH, guest=True, number=701))
    wire.take(wire.shop.order_updated(BINH, 701, "completed", guest=True))
    assert wire.opened() == "no open case"
    assert Order.objects.get().state == OrderState.CLOSED
    wire.take(wire.shop.order_updated(BINH, 701, "processing", guest=True))
    assert isinstance(wire.opened(), dict)
    assert Case.objects.filter(closed_at=None).count() == 1


def test_two_guest_orders_are_two_people_and_an_equal_phone_is_only_noted(wire: Wire) -> None:
    """Nobody verified that number: the pair is written down as ids, and never merged."""
    wire.take(wire.shop.order_placed(BINH, guest=True))
    wire.take(wire.shop.order_placed(BINH, guest=True))
    assert Subject.objects.count() == 2
    one, other = sorted(Subject.objects.values_list("id", flat=True))
    found = PossibleMatch.objects.values_list("subject_id", "other_id", "field")
    assert sorted(found) == [(one, other, "email"), (one, other, "phone")]


def test_a_guest_who_orders_often_grows_one_pair_an_order(wire: Wire) -> None:
    """All of them hang together, and the table does not grow with the square."""
    for _ in range(5):
        wire.take(wire.shop.order_placed(BINH, guest=True))
    pairs = PossibleMatch.objects.filter(field="phone").values_list("subject_id", "other_id")
    assert len(pairs) == 4
    joined = {min(Subject.objects.values_list("id", flat=True))}
    for _ in pairs:
        joined |= {one for pair in pairs if joined & set(pair) for one in pair}
    assert joined == set(Subject.objects.values_list("id", flat=True))


def test_the_recorded_day_ends_frozen_and_noted(wire: Wire) -> None:
    """The real deliveries: account, order, the order made anonymous, the account removed."""
    topics = ("customer.created", "order.created", "order.updated", "customer.deleted")
    outcomes = [wire.take(recorded(topic)) for topic in topics]
    assert outcomes == [
        Outcome.DONE,
        Outcome.DONE,
        Outcome.ERASED_AT_SOURCE,
        Outcome.GONE_AT_SOURCE,
    ]
    found = standing_of(Subject.objects.get().id)
    assert found is not None
    assert found[1] & SubjectState.FROZEN
    assert Order.objects.get().state == OrderState.ERASED_AT_SOURCE
    assert Order.objects.get().erased_at_source is not None
    assert wire.opened() == "no open case"


@pytest.mark.parametrize("arrival", list(itertools.permutations(range(4))))
def test_in_whatever_order_the_recorded_day_arrives_nothing_comes_back_to_life(
    wire: Wire, arrival: tuple[int, ...]
) -> None:
    """Both states of the order carry the same second; the erased one wins also when it comes first."""
    topics = ("customer.created", "order.created", "order.updated", "customer.deleted")
    for number in arrival:
        wire.take(recorded(topics[number]))
    assert Order.objects.get().state == OrderState.ERASED_AT_SOURCE
    assert not Case.objects.filter(closed_at=None).exists()
    for subject in Subject.objects.all():
        assert subject.states & SubjectState.FROZEN


def test_an_erased_order_freezes_nobody_who_has_another_one_open(wire: Wire) -> None:
    """Shops make old orders anonymous as a routine: the cake that is in the oven is still delivered."""
    wire.take(wire.shop.order_placed(AN, number=701))
    wire.take(wire.shop.order_placed(AN, number=702))
    assert wire.take(wire.shop.order_erased(701)) is Outcome.ERASED_AT_SOURCE
    assert Subject.objects.get().states == SubjectState.NONE
    open_order = Order.objects.get(state=OrderState.PLACED)
    assert isinstance(opened_for(open_order.id, PACKING, wire.now), dict)
    wire.take(wire.shop.order_updated(AN, 702, "completed"))
    assert Subject.objects.get().states & SubjectState.FROZEN


def test_an_erased_account_is_final_for_older_news_and_a_new_start_for_newer(wire: Wire) -> None:
    """Who comes back is a new guest; the former one stays frozen, and the two are not joined."""
    early = wire.shop.customer_updated(AN)
    wire.take(wire.shop.customer_created(AN))
    wire.take(wire.shop.customer_erased(AN))
    former = Subject.objects.get()
    assert former.states & SubjectState.FROZEN
    assert wire.take(early) is Outcome.STALE
    assert wire.take(wire.shop.order_placed(AN)) is Outcome.DONE
    assert Order.objects.get().subject_id != former.id
    assert isinstance(wire.opened(), dict)
    former.refresh_from_db()
    assert former.states & SubjectState.FROZEN


def test_a_removed_order_is_cancelled_and_may_come_back_from_the_bin(wire: Wire) -> None:
    """order.deleted carries only an id: it closes the case each time it comes, and restored opens it again."""
    wire.take(wire.shop.order_placed(AN, number=701))
    for _ in range(2):
        assert wire.take(wire.shop.order_deleted(701)) is Outcome.GONE_AT_SOURCE
        assert Order.objects.get().state == OrderState.CANCELLED
        wire.take(wire.shop.order_updated(AN, 701, "processing"))
        assert Order.objects.get().state == OrderState.PLACED
    assert Case.objects.filter(closed_at=None).count() == 1


def test_what_was_never_known_is_not_made_up_by_its_removal(wire: Wire) -> None:
    """An id alone makes nobody."""
    assert wire.take(wire.shop.order_deleted(999)) is Outcome.NOTHING_HELD
    assert wire.take(wire.shop.customer_deleted(BINH)) is Outcome.GONE_AT_SOURCE
    assert not Subject.objects.exists()
    assert wire.take(wire.shop.customer_created(BINH)) is Outcome.STALE
    assert not Subject.objects.exists()


def test_an_error_of_the_shop_is_kept_to_be_read_again(wire: Wire) -> None:
    """It changes nobody; the log says that there is something to fetch."""
    assert wire.take(wire.shop.error_body()) is Outcome.READ_AGAIN
    assert wire.take(wire.shop.error_body()) is Outcome.READ_AGAIN
    assert DeliveryLog.objects.get().times == 2
    assert not Subject.objects.exists()


def test_a_product_leaves_no_trace(wire: Wire) -> None:
    """Not even in the log: it is about nobody."""
    assert wire.take(wire.shop.send("product.updated", {"id": 1})) is Outcome.OF_NO_CONCERN
    assert not DeliveryLog.objects.exists()


def test_what_is_empty_never_empties_what_we_hold(wire: Wire) -> None:
    """A blank in a later delivery is something not said; what nobody said before fills the gap."""
    wire.take(wire.shop.order_placed(AN))
    wire.take(wire.shop.customer_updated(AN, phone="", address_1="", address_2="", city=""))
    contact = wire.opened(CONTACT)
    assert contact == {"name": AN.name, "phone": AN.phone, "email": AN.email, "address": AN.address}


def test_an_older_word_fills_a_gap_that_a_newer_one_left(wire: Wire) -> None:
    """Nothing is lost because something newer, saying less, came first."""
    early = wire.shop.customer_created(AN)
    late = wire.shop.customer_updated(AN, phone="", address_1="9 Hàng Bông")
    wire.take(late)
    assert wire.take(early) is Outcome.DONE
    wire.take(wire.shop.order_placed(AN, number=701))
    Account.objects.update(said_at=NOON + timedelta(days=1))  # as if the order were older news too
    contact = wire.opened(CONTACT)
    assert isinstance(contact, dict)
    assert contact["phone"] == AN.phone


def test_the_delivery_log_holds_nothing_personal(wire: Wire) -> None:
    """Bridge, webhook, topic, a keyed digest, outcome, counts and times."""
    wire.take(wire.shop.order_placed(AN, note="Gọi trước"))
    row = DeliveryLog.objects.values().get()
    assert (row["bridge"], row["webhook"], row["topic"]) == ("woocommerce/shop1", "4", "order.created")
    assert (row["outcome"], row["times"], row["status"]) == ("done", 1, 200)
    assert row["dropped"] > 40
    shown = repr(row)
    for text in (AN.name, AN.given_name, AN.phone, AN.email, "Hàng Bạc", "Gọi"):
        assert text not in shown


def the_other(person: Person) -> Person:
    """The same account number at another shop is somebody else."""
    return Person(BINH.name, BINH.phone, BINH.email, BINH.address, person.account)


def test_the_same_id_at_two_shops_is_two_people(wire: Wire) -> None:
    """A source id counts together with its shop only."""
    wire.take(wire.shop.customer_created(AN))
    second = Wire(Installed(wire.installed.policy, type(wire.installed.bridge)("woocommerce", "shop2")))
    second.take(second.shop.customer_created(the_other(AN)))
    assert Subject.objects.count() == Account.objects.count() == 2
