"""A WooCommerce shop that sends what the real one sends: recorded deliveries with other people put in.

It keeps a clock of its own to the second, as WooCommerce does, numbers its orders, and signs each body.
What no recording holds (the ping, an error in place of data, a guest's order, a changed account) is built
from the description in docs/bridges.md.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from giuloi.doors.bridges.woocommerce.signature import SIGNATURE
from tests.cast import Person
from tests.fakes.people import ERASED, billing, shipping

RECORDED = Path(__file__).parents[1] / "doors" / "bridges" / "recorded"
SECRET = "bi-mat-webhook"
_HOOKS = {
    "customer.created": "1",
    "customer.updated": "2",
    "customer.deleted": "3",
    "order.created": "4",
    "order.updated": "5",
    "order.deleted": "6",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One request of the shop: its headers as written, its raw body."""

    headers: Mapping[str, str]
    body: bytes

    def under(self, **headers: str) -> Sent:
        """The same body under other headers: `Topic="order.created"` changes X-WC-Webhook-Topic."""
        return Sent(
            {**self.headers, **{f"X-WC-Webhook-{name.replace('_', '-')}": headers[name] for name in headers}},
            self.body,
        )


@cache
def recorded(topic: str) -> Sent:
    """The real delivery of this topic, byte for byte, under the headers that matter."""
    told = json.loads((RECORDED / f"woocommerce-11.0.1-{topic}.json").read_text("utf-8"))
    kept = {k: v for k, v in told["headers"].items() if k.startswith("X-WC") or k == "Content-Type"}
    return Sent(kept, told["body"].encode())


@dataclass
class Shop:
    """The shop. Each method is something that happens in it, and returns what it sends about it."""

    secret: str = SECRET
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 8, 0, tzinfo=UTC))
    _last_order: int = 700

    def customer_created(self, who: Person) -> Sent:
        """Somebody opened an account over there."""
        return self._customer("customer.created", who)

    def customer_updated(self, who: Person, **changed: str) -> Sent:
        """Somebody changed the billing address of their account: `phone="0594000009"`."""
        return self._customer("customer.updated", who, changed)

    def customer_erased(self, who: Person) -> Sent:
        """The shop erased what it had on an account."""
        body = self._template("customer.created", who.account)
        body.update(first_name="[deleted]", last_name="[deleted]", email="deleted@site.invalid")
        body["billing"], body["shipping"] = dict(ERASED), dict(ERASED) | {"phone": "", "email": ""}
        return self.send("customer.updated", body)

    def customer_deleted(self, who: Person) -> Sent:
        """The shop removed an account: it says the id only."""
        return self.send("customer.deleted", {"id": who.account})

    def order_placed(self, who: Person, *, guest: bool = False, note: str = "", number: int = 0) -> Sent:
        """Somebody ordered, with or without their account; `number` 0 takes the next one."""
        self._last_order = number or self._last_order + 1
        return self._order("order.created", who, self._last_order, guest, "pending", note)

    def order_updated(self, who: Person, number: int, status: str, *, guest: bool = False) -> Sent:
        """The state of an order changed, one second after whatever happened last."""
        return self._order("order.updated", who, number, guest, status, "")

    def order_erased(self, number: int) -> Sent:
        """The shop made an order anonymous: customer 0, markers everywhere, the note as it was."""
        body = json.loads(recorded("order.updated").body)
        body.update(id=number, number=str(number), **self._times())
        return self.send("order.updated", body)

    def order_deleted(self, number: int) -> Sent:
        """The shop removed an order."""
        return self.send("order.deleted", {"id": number})

    def ping(self) -> Sent:
        """What WooCommerce sends first: form-encoded, unsigned."""
        return Sent({"Content-Type": "application/x-www-form-urlencoded"}, b"webhook_id=4")

    def error_body(self, topic: str = "order.updated") -> Sent:
        """Signed, and yet no data: the shop could not read its own order."""
        told = {"code": "woocommerce_rest_invalid_id", "message": "Invalid ID.", "data": {"status": 404}}
        return self.send(topic, told)

    def send(self, topic: str, said: object) -> Sent:
        """A delivery of anything, signed."""
        body = json.dumps(said, separators=(",", ":")).encode()  # non-ASCII as \\uXXXX, as PHP writes it
        return self.send_raw(topic, body)

    def send_raw(self, topic: str, body: bytes) -> Sent:
        """A delivery of any bytes, signed."""
        resource, event = topic.split(".")
        return Sent(
            {
                "Content-Type": "application/json",
                "X-WC-Webhook-Source": "https://shop.example.vn/",
                "X-WC-Webhook-Topic": topic,
                "X-WC-Webhook-Resource": resource,
                "X-WC-Webhook-Event": event,
                "X-WC-Webhook-Signature": SIGNATURE.sign(body, self.secret.encode()),
                "X-WC-Webhook-ID": _HOOKS.get(topic, "9"),
                "X-WC-Webhook-Delivery-ID": "0" * 32,  # repeats within a second over there: worth nothing
            },
            body,
        )

    def _customer(self, topic: str, who: Person, changed: Mapping[str, str] | None = None) -> Sent:
        body = self._template("customer.created", who.account)
        body.update(
            email=who.email,
            first_name=who.given_name,
            last_name=who.family_name,
            billing=billing(who) | dict(changed or {}),
            shipping=shipping(who),
        )
        return self.send(topic, body)

    def _order(self, topic: str, who: Person, number: int, guest: bool, status: str, note: str) -> Sent:
        body = self._template("order.created", number)
        body.update(
            number=str(number),
            status=status,
            customer_id=0 if guest else who.account,
            billing=billing(who),
            shipping=shipping(who),
            customer_note=note,
        )
        return self.send(topic, body)

    def _template(self, topic: str, number: int) -> dict[str, Any]:
        body: dict[str, Any] = copy.deepcopy(json.loads(recorded(topic).body))
        return body | {"id": number} | self._times()

    def _times(self) -> dict[str, str]:
        """Each thing that happens is one second after the last."""
        self.now += timedelta(seconds=1)
        written = self.now.strftime("%Y-%m-%dT%H:%M:%S")
        return {"date_modified": written, "date_modified_gmt": written}
