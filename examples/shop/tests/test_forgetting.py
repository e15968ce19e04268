"""What leads from the goods to somebody's order at Giữ Lời goes at its signed word, and at nobody else's."""

from __future__ import annotations

import base64
import hmac
import json
import time
from typing import Any

import pytest
from django.test import Client
from oscar.core.loading import get_model
from storefront.models import Handover

from tests.conftest import Giuloi, stock_of
from tests.test_checkout import come_back, hand_over, put_in

KEY = b"k" * 32


@pytest.fixture(autouse=True)
def secret(settings: Any, tmp_path: Any) -> None:
    """As `giuloi webhook add` printed it."""
    (tmp_path / "webhook").write_text("whsec_" + base64.b64encode(KEY).decode())
    settings.WEBHOOK_SECRET_FILE = str(tmp_path / "webhook")


def tell(orders: str, key: bytes = KEY, kind: str = "subject.erased") -> int:
    """What Giữ Lời posts; the status."""
    said = {
        "type": kind,
        "timestamp": "2026-11-22T05:00:00+00:00",
        "data": {"subjects": "7", "orders": orders},
    }
    body, second = json.dumps(said).encode(), int(time.time())
    mac = base64.b64encode(hmac.digest(key, f"erased-1.{second}.".encode() + body, "sha256")).decode()
    signed = {"webhook-id": "erased-1", "webhook-timestamp": str(second), "webhook-signature": f"v1,{mac}"}
    web = Client(enforce_csrf_checks=True)
    return web.post("/giuloi/told", body, content_type="application/json", headers=signed).status_code


@pytest.fixture
def ordered(web: Client, giuloi: Giuloi, com: Any) -> str:
    """Giữ Lời's id of an order that was taken."""
    put_in(web, com, 2)
    checkout = hand_over(web)
    giuloi.order(checkout)
    come_back(web, checkout)
    return Handover.objects.get().privacy_order


def test_an_order_of_somebody_erased_leads_to_nobody(web: Client, ordered: str, com: Any) -> None:
    """Told twice: both are taken. Goods, sum and stock stay; the ids and the number are in no table."""
    number, total = Handover.objects.get().number, get_model("order", "Order").objects.get().total_incl_tax
    assert (tell(ordered), tell(ordered)) == (204, 204)
    order = get_model("order", "Order").objects.get()
    assert (order.total_incl_tax, order.lines.get().quantity, stock_of(com)) == (total, 2, 3)
    assert number not in order.number
    assert not Handover.objects.exists()
    assert web.get("/basket").status_code == 200


def test_what_another_ordered_stays(ordered: str) -> None:
    """Nor does an empty list, or a message of another kind, take anything."""
    assert [tell("12345"), tell(""), tell(ordered, kind="order.closed")] == [204, 204, 204]
    assert Handover.objects.get().privacy_order == ordered


def test_nobody_else_can_have_it_forgotten(ordered: str, settings: Any) -> None:
    """Another secret, none at all, or none set up here."""
    assert tell(ordered, key=b"x" * 32) == 401
    assert Client().post("/giuloi/told", b"{}", content_type="application/json").status_code == 401
    assert Client().get("/giuloi/told").status_code == 405
    settings.WEBHOOK_SECRET_FILE = ""
    assert tell(ordered) == 503
    assert Handover.objects.exists()
