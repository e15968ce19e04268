"""What is copied of a WooCommerce delivery, what is left out, and what it is taken to mean."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giuloi.doors.bridges.body import Malformed, NotUnderstood
from giuloi.doors.bridges.woocommerce.payload import parse
from giuloi.promises.collect import goods
from giuloi.promises.collect.delivered import (
    Contact,
    Content,
    Customer,
    Delivery,
    ErasedAtSource,
    GoneAtSource,
    NotData,
    OfNoConcern,
    Order,
    OrderState,
    Resource,
)
from tests.cast import BINH
from tests.fakes.shop import Sent, Shop, recorded

HOA = Contact(
    "Nguyễn Thị Hoa", "0912345678", "hoa.nguyen@example.vn", "12 Hàng Bạc, Phường Hoàn Kiếm, Hà Nội"
)


def understood(sent: Sent) -> Delivery:
    return parse(sent.headers["X-WC-Webhook-Topic"], sent.headers["X-WC-Webhook-ID"], b"digest", sent.body)


def content(sent: Sent) -> Content:
    return understood(sent).content


def changed(topic: str, change: Callable[[dict[str, Any]], object]) -> Sent:
    body = json.loads(recorded(topic).body)
    change(body)
    return Shop().send(topic, body)


def everything_in(value: object) -> str:
    """All texts of a delivery, also those that its repr hides."""
    return json.dumps(dataclasses.asdict(value), default=str, ensure_ascii=False)  # type: ignore[call-overload]


def test_a_recorded_account_becomes_a_customer_with_four_fields() -> None:
    """Name in Vietnamese order, phone, e-mail, address on one line."""
    told = content(recorded("customer.created"))
    assert told == Customer(2, datetime(2026, 11, 22, 7, 26, 28, tzinfo=UTC), HOA)


def test_a_recorded_order_says_who_where_and_what() -> None:
    """The delivery block has no phone: the buyer's is used; lines, sum and note are kept."""
    told = content(recorded("order.created"))
    assert isinstance(told, Order)
    assert (told.source, told.customer, told.state) == (12, 2, OrderState.PLACED)
    assert told.placed_at == told.modified_at == datetime(2026, 11, 22, 7, 26, 29, tzinfo=UTC)
    assert told.buyer == HOA
    assert told.delivery == dataclasses.replace(HOA, email="")
    assert told.note == "Gọi trước khi giao"
    line = goods.Line("Bánh cốm Hàng Than", "2", "170000.00", "BC-01")
    assert told.purchases == goods.Purchases((line,), "170000.00", "VND", "cod", paid=False)


def test_of_a_recorded_erased_order_nothing_personal_is_read() -> None:
    """WooCommerce leaves the customer's note and the goods in an anonymised order: we do not copy them."""
    told = understood(recorded("order.updated"))
    assert told.content == ErasedAtSource(Resource.ORDER, 12, datetime(2026, 11, 22, 7, 26, 29, tzinfo=UTC))
    assert "Gọi" not in everything_in(told)
    assert "deleted" not in everything_in(told)


def test_a_recorded_removed_account_is_its_id() -> None:
    """Nothing else is said, not even a time."""
    assert content(recorded("customer.deleted")) == GoneAtSource(Resource.CUSTOMER, 2)


SECRETS = {
    "order_key": "wc_order_canary",
    "payment_url": "https://shop.example.vn/checkout/order-pay/12/?key=canary",
    "avatar_url": "https://secure.gravatar.com/avatar/canary",
    "customer_ip_address": "203.0.113.77",
    "customer_user_agent": "canary browser",
    "username": "canary",
    "meta_data": [{"id": 1, "key": "canary", "value": "canary"}],
    "transaction_id": "canary",
    "_links": {"self": [{"href": "https://canary"}]},
    "a_plugin_of_tomorrow": {"deep": {"canary": "canary"}},
}


@pytest.mark.parametrize("topic", ["customer.created", "order.created", "order.updated"])
@pytest.mark.parametrize("key", SECRETS)
def test_what_is_not_on_the_list_is_never_copied_only_counted(topic: str, key: str) -> None:
    """A key added to the delivery changes the count by one and nothing else."""
    without = understood(changed(topic, lambda body: body.pop(key, None)))
    told = understood(changed(topic, lambda body: body.update({key: SECRETS[key]})))
    assert told == dataclasses.replace(without, dropped=without.dropped + 1)
    assert "canary" not in everything_in(told) + repr(told)


def test_keys_inside_addresses_and_lines_are_counted_too() -> None:
    """Plugins put tax numbers and engravings there."""
    plain = understood(recorded("order.created"))

    def add(body: dict[str, Any]) -> None:
        body["billing"]["tax_number"] = "canary"
        body["line_items"][0]["engraving"] = {"text": "canary"}

    told = understood(changed("order.created", add))
    assert told == dataclasses.replace(plain, dropped=plain.dropped + 2)


def test_a_delivery_does_not_show_a_person_in_its_repr() -> None:
    """Tracebacks and logs print reprs."""
    shown = repr(understood(recorded("order.created"))) + repr(understood(recorded("customer.created")))
    for text in (HOA.name, "Hoa", HOA.phone, HOA.email, "Hàng Bạc", "Gọi", "Bánh"):
        assert text not in shown


STATES = {
    "pending": OrderState.PLACED,
    "on-hold": OrderState.PLACED,
    "processing": OrderState.PLACED,
    "shipped-by-a-plugin": OrderState.PLACED,
    "completed": OrderState.CLOSED,
    "refunded": OrderState.CLOSED,
    "cancelled": OrderState.CANCELLED,
    "failed": OrderState.CANCELLED,
    "trash": OrderState.CANCELLED,
}


@pytest.mark.parametrize(("status", "state"), STATES.items())
def test_each_state_of_the_shop_means_one_of_ours(status: str, state: OrderState) -> None:
    """A state that a plugin made up is an order that somebody still works on."""
    told = content(Shop().order_updated(BINH, 701, status))
    assert isinstance(told, Order)
    assert told.state is state


OF_NO_CONCERN = {
    "a product": Shop().send("product.updated", {"id": 11, "name": "Bánh cốm"}),
    "a coupon": Shop().send("coupon.created", {"id": 1}),
    "an action of a plugin": Shop().send("action.woocommerce_add_to_cart", {"arg": 1}),
    "a product that is not even JSON": Shop().send_raw("product.updated", b"\xff"),
    "an event that no shop sends": Shop().send("order.nguyen_thi_an", {"id": 1}),
    "a draft of a checkout": Shop().order_updated(BINH, 701, "checkout-draft"),
}


@pytest.mark.parametrize("sent", OF_NO_CONCERN.values(), ids=OF_NO_CONCERN)
def test_what_is_about_no_order_and_no_customer_is_not_read(sent: Sent) -> None:
    """Somebody who only filled a form has ordered nothing: a draft is not collected (I.1)."""
    assert content(sent) == OfNoConcern()


@pytest.mark.parametrize("topic", ["customer.created", "customer.updated", "order.created", "order.updated"])
def test_an_error_of_the_shop_is_not_data(topic: str) -> None:
    """Signed and well-formed, yet it says nothing about anybody."""
    assert content(Shop().error_body(topic)) == NotData()


def test_a_guest_order_has_no_account() -> None:
    """customer_id 0 is nobody's account, not the account of number 0."""
    told = content(Shop().order_placed(BINH, guest=True))
    assert isinstance(told, Order)
    assert told.customer is None
    assert told.buyer == Contact(BINH.name, BINH.phone, BINH.email, BINH.address)


ERASED_OR_NOT: dict[str, tuple[dict[str, str], bool]] = {
    "all markers": ({}, True),
    "only the mail is left as marker": ({"first_name": "", "last_name": "", "phone": ""}, True),
    "a live phone number": ({"phone": "0594000002"}, False),
    "a live name": ({"last_name": "Trần"}, False),
    "everything empty": ({"first_name": "", "last_name": "", "phone": "", "email": ""}, False),
}


@pytest.mark.parametrize(("change", "erased"), ERASED_OR_NOT.values(), ids=ERASED_OR_NOT)
def test_erased_means_that_no_identifying_text_is_left(change: dict[str, str], erased: bool) -> None:
    """Somebody who types "[deleted]" as a name and gives a phone number is a live person."""
    told = content(changed("order.updated", lambda body: body["billing"].update(change)))
    assert isinstance(told, ErasedAtSource) is erased
    assert "deleted" not in everything_in(told)
    assert "0000000000" not in everything_in(told)


def test_an_erased_account_is_known_as_one() -> None:
    """The same markers, in an account."""
    shop = Shop()
    told = content(shop.customer_erased(BINH))
    assert told == ErasedAtSource(Resource.CUSTOMER, BINH.account, shop.now)


def test_a_name_from_abroad_keeps_its_own_order() -> None:
    """Family name first is how Vietnamese names are written, and only those; abroad needs a postcode too."""
    abroad = {"country": "FR", "first_name": "Anne", "last_name": "Martin", "postcode": "75001"}
    told = content(changed("order.created", lambda body: body["billing"].update(abroad)))
    assert isinstance(told, Order)
    assert told.buyer.name == "Anne Martin"
    assert told.buyer.address.endswith("75001, FR")


NOT_UNDERSTOOD: dict[str, tuple[str, Any]] = {
    "an array": ("order.created", [1]),
    "a text": ("order.created", "12"),
    "null": ("customer.deleted", None),
    "an empty object": ("order.created", {}),
    "an account under an order's topic": ("order.created", json.loads(recorded("customer.created").body)),
    "an order under an account's topic": ("customer.created", json.loads(recorded("order.created").body)),
    "an order under order.deleted": ("order.deleted", json.loads(recorded("order.created").body)),
    "an order under customer.deleted": ("customer.deleted", json.loads(recorded("order.created").body)),
    "an account under customer.deleted": (
        "customer.deleted",
        json.loads(recorded("customer.created").body),
    ),
    "an id and more under order.deleted": ("order.deleted", {"id": 12, "status": "trash"}),
    "an order without a buyer": ("order.created", {"id": 12, "line_items": []}),
    "an account without a role": ("customer.created", {"id": 2, "email": "an@example.vn"}),
    "an id alone under order.updated": ("order.updated", {"id": 12}),
    "id 0": ("customer.deleted", {"id": 0}),
    "a text as id": ("customer.deleted", {"id": "two"}),
    "no time": ("customer.created", {"id": 2}),
}


@pytest.mark.parametrize(("topic", "body"), NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD)
def test_what_does_not_say_what_its_topic_promises_is_not_understood(topic: str, body: Any) -> None:
    """Headers are not signed: a body under another topic than its own must not pass for what it is not."""
    with pytest.raises(NotUnderstood):
        understood(Shop().send(topic, body))


@pytest.mark.parametrize(
    "headers",
    [
        {"Topic": ""},
        {"Topic": "order"},
        {"Topic": "order.created.x"},
        {"ID": ""},
        {"ID": "x"},
        {"ID": "0594000001"},
        {"ID": "594000001"},
    ],
)
def test_headers_that_are_not_woocommerces_are_malformed(headers: dict[str, str]) -> None:
    """Without topic and webhook id a delivery can be neither understood nor known again."""
    with pytest.raises(Malformed):
        understood(recorded("order.created").under(**headers))


def test_an_order_of_any_length_is_taken_and_says_what_it_lacks() -> None:
    """More lines than fit the sealed field are left out from the end and counted in the text itself."""
    line = json.loads(recorded("order.created").body)["line_items"][0]
    told = content(changed("order.created", lambda body: body.update(line_items=[line] * 1200)))
    assert isinstance(told, Order)
    text = told.purchases.text()
    assert len(text.encode()) <= 65536
    kept = len(goods.read(text).lines)
    assert 0 < kept < 1200
    assert json.loads(text)["more"] == 1200 - kept


KEYS = sorted(json.loads(recorded("order.created").body))
ANYTHING = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()) | st.just({"id": -1})


@settings(max_examples=150)
@given(key=st.sampled_from(KEYS), value=ANYTHING)
def test_any_value_under_any_key_is_understood_or_refused(key: str, value: Any) -> None:
    """Theorem: parse ends with a delivery, Malformed or NotUnderstood, whatever one key holds."""
    with contextlib.suppress(Malformed, NotUnderstood):
        understood(changed("order.created", lambda body: body.update({key: value})))


@pytest.mark.parametrize("key", ["status", "total", "customer_id", "customer_note", "line_items"])
def test_a_refusal_repeats_nothing_that_was_sent(key: str) -> None:
    """What is wrong is said with our own words: the operator's log holds no customer's text."""
    with pytest.raises(NotUnderstood, match=key) as refusal:
        understood(changed("order.created", lambda body: body.update({key: [["0594000002 canary"]]})))
    assert "canary" not in str(refusal.value)
