"""The shop's WooCommerce, played: the deliveries it would send, signed as it signs them.

The bodies are recorded ones with other people put in. The signature is made here once more, and not with the
code that checks it, so that the two can disagree.
"""

from __future__ import annotations

import base64
import copy
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from giuloi.doors.cli.demo.cast import Customer

RECORDED = (
    "customer.created",
    "order.created",
    "order.updated",
    "customer.deleted",
)  # in the order they came
RECORDED_SECRET = "bi-mat-webhook"  # noqa: S105  of the shop they were recorded in: it was made for that
_HOOKS = {"customer.created": "1", "order.created": "4"}


@dataclass(frozen=True, slots=True)
class Sent:
    """One request of the shop platform."""

    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def recorded() -> list[Sent]:
    """Deliveries of a real WooCommerce 11.0.1, byte for byte, under their own signatures."""
    told = [_recorded(topic) for topic in RECORDED]
    return [Sent(_meant(one["headers"]), one["body"].encode()) for one in told]


@dataclass(slots=True)
class Platform:
    """One shop. Its clock starts an hour ago and goes on by a second with each thing that happens."""

    secret: str
    now: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(hours=1))

    def everything_of(self, who: Customer) -> list[Sent]:
        """Their account, if they have one, and their order."""
        return [*([self.account_opened(who)] if who.account else []), self.order_placed(who)]

    def account_opened(self, who: Customer) -> Sent:
        """Somebody opened an account over there."""
        said = {"email": who.email, "first_name": who.given, "last_name": who.family}
        return self._send("customer.created", who.account, {**said, **_addresses(who)})

    def order_placed(self, who: Customer) -> Sent:
        """Somebody ordered."""
        bought = who.purchases
        lines = [
            {"name": line.name, "sku": line.sku, "quantity": int(line.quantity), "total": line.total}
            for line in bought.lines
        ]
        said = {
            "number": str(who.order),
            "status": "processing",
            "customer_id": who.account,
            "customer_note": who.note,
            "total": bought.total,
            "payment_method": bought.payment,
            "line_items": lines,
        }
        return self._send("order.created", who.order, {**said, **_addresses(who)})

    def _send(self, topic: str, number: int, said: Mapping[str, Any]) -> Sent:
        self.now += timedelta(seconds=1)
        written = self.now.strftime("%Y-%m-%dT%H:%M:%S")
        times = {f"date_{what}{zone}": written for what in ("created", "modified") for zone in ("", "_gmt")}
        whole = copy.deepcopy(json.loads(_recorded(topic)["body"])) | {"id": number, **times, **said}
        body = json.dumps(whole, separators=(",", ":")).encode()
        signature = base64.b64encode(hmac.digest(self.secret.encode(), body, "sha256")).decode()
        resource, event = topic.split(".")
        return Sent(
            {
                "Content-Type": "application/json",
                "X-WC-Webhook-Topic": topic,
                "X-WC-Webhook-Resource": resource,
                "X-WC-Webhook-Event": event,
                "X-WC-Webhook-Signature": signature,
                "X-WC-Webhook-ID": _HOOKS[topic],
            },
            body,
        )


@cache
def _recorded(topic: str) -> dict[str, Any]:
    told = files("giuloi.doors.cli.demo") / "recorded" / f"woocommerce-11.0.1-{topic}.json"
    recording: dict[str, Any] = json.loads(told.read_text("utf-8"))
    return recording


def _meant(headers: Mapping[str, str]) -> dict[str, str]:
    """Without what belongs to the connection it came over."""
    return {name: value for name, value in headers.items() if name.startswith(("X-WC", "Content-Type"))}


def _addresses(who: Customer) -> dict[str, Any]:
    street, ward, province = who.address.rsplit(", ", 2)
    billing = {
        "first_name": who.given,
        "last_name": who.family,
        "address_1": street,
        "address_2": ward,
        "city": province,
        "state": "",
        "postcode": "",
        "country": "VN",
        "email": who.email,
        "phone": who.phone,
    }
    return {"billing": billing, "shipping": {**billing, "email": "", "phone": ""}}
