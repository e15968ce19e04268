"""The tables of this app, each defined in the file of its idea."""

from __future__ import annotations

from giuloi.promises.collect.catalogue import Good
from giuloi.promises.collect.checkouts import Checkout
from giuloi.promises.collect.deliveries import DeliveryLog
from giuloi.promises.collect.guests import Account, PossibleMatch
from giuloi.promises.collect.invoices import Invoice
from giuloi.promises.collect.order_moves import OrderMove
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.untrue import Doubt
from giuloi.promises.collect.verification import Verification
from giuloi.promises.collect.webhooks import Webhook

__all__ = [
    "Account",
    "Checkout",
    "DeliveryLog",
    "Doubt",
    "Good",
    "Invoice",
    "Order",
    "OrderMove",
    "PossibleMatch",
    "Verification",
    "Webhook",
]
