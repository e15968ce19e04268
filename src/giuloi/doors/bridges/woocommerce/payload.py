"""A WooCommerce webhook's body to a `Delivery`: the REST v3 resource, read through an allow-list.

Left out on purpose, whatever they hold: `order_key` and `payment_url` open the order's page to whoever has
them, `avatar_url` is a hash of the e-mail address, `customer_ip_address` and `customer_user_agent` are not
needed for an order, `username` is a way in, and `meta_data` may hold anything (of the lines too).

What WooCommerce does, and what follows (seen in WooCommerce 11.0.1):

- a signed body can be an error message (`code`, no `id`): not data, to be read again;
- `deleted` says an id and nothing else (anything more under that topic is somebody's replay);
- after an erasure over there every text reads `[deleted]`, the mail `deleted@site.invalid`, the phone
  `0000000000`, while the customer's note stays as it was: of such an order nothing personal is read;
- times are kept to the second, so two states of an order may carry the same `date_modified_gmt`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from giuloi.core.fields import FIELD
from giuloi.doors.bridges.body import Malformed, NotUnderstood, Part, Tally, read_json
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
from giuloi.promises.collect.goods import Line, Purchases

_WHEN = {"id", "date_created_gmt", "date_modified_gmt"}
_ADDRESSES = {"billing", "shipping"}
_CUSTOMER = frozenset(_WHEN | _ADDRESSES | {"email", "first_name", "last_name"})
_SALE = {"status", "total", "currency", "payment_method", "date_paid_gmt", "line_items"}
_ORDER = frozenset(_WHEN | _ADDRESSES | _SALE | {"customer_id", "customer_note"})
_PERSON = {"first_name", "last_name", "email", "phone"}
_PLACE = {"address_1", "address_2", "city", "state", "postcode", "country"}
_ADDRESS = frozenset(_PERSON | _PLACE)
_LINE = frozenset({"name", "quantity", "sku", "total"})

_NAME, _PHONE, _EMAIL = FIELD["name"].longest, FIELD["phone"].longest, FIELD["email"].longest
_ADDRESS_LINE = FIELD["address"].longest // 4 - 2  # four of them and their commas fit the field
_LINE_NAME = 300
_ERASED = {"[deleted]", "deleted@site.invalid", "0000000000"}

_STATES = {
    "completed": OrderState.CLOSED,
    "refunded": OrderState.CLOSED,
    "cancelled": OrderState.CANCELLED,
    "failed": OrderState.CANCELLED,
    "trash": OrderState.CANCELLED,
}  # everything else is being worked on: shops add states of their own, such as "shipped"
_DRAFTS = {"checkout-draft", "auto-draft", "draft"}  # nobody has ordered anything yet

_TOPIC = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,80}")
_EVENTS = {"created", "updated", "deleted", "restored"}
# At most eight digits and none of them a leading 0: a webhook's number, and nobody's phone number.
_HOOK = re.compile(r"[1-9][0-9]{0,7}")
# What a whole body of each kind always says and the other kind never does: only the body is signed, so a body
# must itself be what the topic says of it.
_MARKS = {Resource.CUSTOMER: {"email", "role"}, Resource.ORDER: {"line_items", "billing"}}


def resources_of(topic: str) -> tuple[Resource, ...]:
    """Whose secret signs a topic: a resource's own; what is about neither may be signed with any."""
    name = topic.split(".")[0]
    return (Resource(name),) if name in set(Resource) else tuple(Resource)


def parse(topic: str, webhook: str, digest: bytes, raw: bytes) -> Delivery:
    """One delivery whose signature is good. Raises Malformed or NotUnderstood."""
    if not _TOPIC.fullmatch(topic) or not _HOOK.fullmatch(webhook):
        raise Malformed("the headers X-WC-Webhook-Topic and X-WC-Webhook-ID are missing or not WooCommerce's")
    tally = Tally()
    content = _content(topic, raw, tally)
    return Delivery(webhook, topic, digest, content, tally.dropped, tally.mended)


def _content(topic: str, raw: bytes, tally: Tally) -> Content:
    name, event = topic.split(".")
    if name not in set(Resource) or event not in _EVENTS:
        return OfNoConcern()
    said = read_json(raw)
    if not isinstance(said, Mapping):
        raise NotUnderstood("the body should be an object")
    if "id" not in said and "code" in said:
        return NotData()
    resource = Resource(name)
    if event == "deleted":
        if said.keys() != {"id"}:
            raise NotUnderstood("the topic says deleted and the body says more than an id")
        return GoneAtSource(resource, _own_id(Part(said, name, frozenset({"id"}), tally)))
    if not said.keys() >= _MARKS[resource]:
        raise NotUnderstood(f"the topic says {name} and the body is none")
    return _customer(said, tally) if resource is Resource.CUSTOMER else _order(said, tally)


def _customer(said: Mapping[str, Any], tally: Tally) -> Content:
    part = Part(said, "customer", _CUSTOMER, tally)
    source, modified = _own_id(part), _modified(part)
    own = {"first_name": part.text("first_name", _NAME), "last_name": part.text("last_name", _NAME)}
    billing, shipping = _address(part, "billing"), _address(part, "shipping")
    email = part.text("email", _EMAIL)
    if _is_erased({**billing, **own, "email": email}):
        return ErasedAtSource(Resource.CUSTOMER, source, modified)
    first = _contact(billing)
    second = _contact(shipping)
    return Customer(
        source,
        modified,
        Contact(
            name=_full_name({**own, "country": billing["country"]}) or first.name or second.name,
            phone=first.phone or second.phone,
            email=_live(email) or first.email,
            address=first.address or second.address,
        ),
    )


def _order(said: Mapping[str, Any], tally: Tally) -> Content:
    part = Part(said, "order", _ORDER, tally)
    source, modified, status = _own_id(part), _modified(part), part.word("status")
    if status in _DRAFTS:
        return OfNoConcern()
    billing, shipping = _address(part, "billing"), _address(part, "shipping")
    if _is_erased(billing):
        return ErasedAtSource(Resource.ORDER, source, modified)
    buyer, delivery = _contact(billing), _contact(shipping)
    return Order(
        source=source,
        modified_at=modified,
        placed_at=part.moment("date_created_gmt") or modified,
        state=_STATES.get(status, OrderState.PLACED),
        customer=part.id("customer_id") or None,
        buyer=buyer,
        delivery=Contact(
            name=delivery.name or buyer.name,
            phone=delivery.phone or buyer.phone,
            address=delivery.address or buyer.address,
        ),
        note=part.text("customer_note", FIELD["order_note"].longest),
        purchases=_purchases(part),
    )


def _purchases(order: Part) -> Purchases:
    return Purchases(
        lines=tuple(
            Line(
                name=line.text("name", _LINE_NAME),
                quantity=line.amount("quantity"),
                total=line.amount("total"),
                sku=line.text("sku", 64),
            )
            for line in order.parts("line_items", _LINE)
        ),
        total=order.amount("total"),
        currency=order.word("currency"),
        payment=order.word("payment_method"),
        paid=order.moment("date_paid_gmt") is not None,
    )


def _own_id(part: Part) -> int:
    own = part.id("id")
    if own == 0:
        raise NotUnderstood("the body's own id is 0, which is nobody and nothing")
    return own


def _modified(part: Part) -> datetime:
    """When the source last changed it; an account that was never changed has only its creation."""
    modified = part.moment("date_modified_gmt") or part.moment("date_created_gmt")
    if modified is None:
        raise NotUnderstood("the body says neither date_modified_gmt nor date_created_gmt")
    return modified


def _address(part: Part, key: str) -> dict[str, str]:
    block = part.part(key, _ADDRESS)
    longest = {"first_name": _NAME // 2, "last_name": _NAME // 2, "phone": _PHONE, "email": _EMAIL}
    return {name: block.text(name, longest.get(name, _ADDRESS_LINE)) for name in sorted(_ADDRESS)}


def _is_erased(said: Mapping[str, str]) -> bool:
    """Every text that identifies is one of the markers, and there is at least one.

    Somebody who types "[deleted]" as a name and still gives a phone number is a live person.
    """
    identifying = {said[key] for key in _PERSON} - {""}
    return bool(identifying) and identifying <= _ERASED


def _contact(said: Mapping[str, str]) -> Contact:
    return Contact(_full_name(said), _live(said["phone"]), _live(said["email"]), _postal(said))


def _full_name(said: Mapping[str, str]) -> str:
    """Vietnamese order, family name first, unless the address is abroad."""
    first, last = _live(said["first_name"]), _live(said["last_name"])
    abroad = said["country"] not in ("", "VN")
    return " ".join((first, last) if abroad else (last, first)).strip()


def _postal(said: Mapping[str, str]) -> str:
    """One line: street, ward, province; postcode and country only abroad, where they are needed."""
    keys = ["address_1", "address_2", "city", "state"]
    if said["country"] not in ("", "VN"):
        keys += ["postcode", "country"]
    return ", ".join(live for key in keys if (live := _live(said[key])))


def _live(text: str) -> str:
    """A marker of erasure is not a value: it never overwrites one."""
    return "" if text in _ERASED else text
