"""The line between the invented shop and us: what it sends is read and taken in, one thing after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from giuloi.doors.bridges.signature import fingerprint
from giuloi.doors.bridges.woocommerce.payload import parse
from giuloi.promises.collect.deliveries import Received, receive
from giuloi.promises.collect.from_source import Outcome
from giuloi.promises.collect.orders import Order
from tests.fakes.installation import NOON, Installed
from tests.fakes.opening import PACKING, opened_for
from tests.fakes.shop import SECRET, Sent, Shop


@dataclass
class Wire:
    """The line between the invented shop and us, a second a delivery."""

    installed: Installed
    shop: Shop = field(default_factory=Shop)
    now: datetime = NOON

    def take(self, sent: Sent) -> Outcome:
        """What became of a delivery."""
        return self.received(sent).outcome

    def received(self, sent: Sent) -> Received:
        """The same, with how often it came."""
        self.now += timedelta(seconds=1)
        topic, webhook = sent.headers["X-WC-Webhook-Topic"], sent.headers["X-WC-Webhook-ID"]
        digest = fingerprint(sent.body, SECRET.encode())
        return receive(parse(topic, webhook, digest, sent.body), self.installed.bridge, self.now)

    def opened(self, fields: tuple[str, ...] = PACKING) -> dict[str, str] | str:
        """What fulfilment sees of the only order."""
        return opened_for(Order.objects.get().id, fields, self.now)
