"""The same door over a real socket, and by several at the same instant."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.wsgi import get_wsgi_application
from django.test import Client

from giuloi.promises.collect.deliveries import DeliveryLog
from giuloi.promises.collect.orders import Order
from giuloi.records.cases import Case
from giuloi.records.subjects import Subject
from giuloi.records.uses.pending import waiting
from tests.cast import AN
from tests.fakes.installation import Installed
from tests.fakes.shop import Sent, Shop, recorded

ADDRESS = "/bridges/woocommerce/shop1"
TOPICS = ("customer.created", "order.created", "order.updated", "customer.deleted")


def post(sent: Sent, address: str = ADDRESS) -> tuple[int, str]:
    """(status, word) of the answer, through Django's whole stack."""
    response = Client(enforce_csrf_checks=True).post(
        address,
        sent.body,
        content_type=sent.headers.get("Content-Type", ""),
        headers={name: value for name, value in sent.headers.items() if name != "Content-Type"},
        secure=True,
    )
    return response.status_code, json.loads(response.content).get("outcome", "")


@contextmanager
def serving(settings: Any) -> Iterator[int]:
    """A real HTTP server on loopback; yields its port. TLS is a proxy's work, so none is asked for here."""
    settings.SECURE_SSL_REDIRECT = False

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Nothing to the terminal."""

    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def test_over_a_real_socket_the_shop_gets_the_same_answers(settings: Any, shop_for_all: Installed) -> None:
    """Headers and bytes as they travel, not as a test client builds them."""
    with serving(settings) as port:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        words = []
        for sent in (Shop().ping(), *map(recorded, TOPICS), recorded("order.created")):
            line.request("POST", ADDRESS, sent.body, dict(sent.headers))
            response = line.getresponse()
            words.append((response.status, json.loads(response.read())["outcome"]))
        line.close()
    assert words == [
        (200, "ping"),
        (200, "done"),
        (200, "done"),
        (200, "erased_at_source"),
        (200, "gone_at_source"),
        (200, "repeat"),
    ]


def together(sent: list[Sent]) -> list[tuple[int, str]]:
    """All at the same instant, each from a thread and connection of its own."""
    from django.db import connection

    start, answered = threading.Barrier(len(sent)), []

    def send(one: Sent) -> None:
        start.wait()
        answered.append(post(one))
        connection.close()

    threads = [threading.Thread(target=send, args=(one,)) for one in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answered


def test_of_the_same_delivery_at_the_same_instant_one_is_the_first(shop_for_all: Installed) -> None:
    """Two workers of the platform: one person, one order, one case, one line in the ledger."""
    answered = together([recorded("order.created")] * 4)
    assert sorted(answered) == [(200, "done")] + [(200, "repeat")] * 3
    assert Subject.objects.count() == Order.objects.count() == Case.objects.count() == 1
    assert len(waiting(9)) == 1
    assert DeliveryLog.objects.get().times == 4


def test_an_account_and_its_order_at_the_same_instant_are_one_person(shop_for_all: Installed) -> None:
    """Different deliveries, different webhooks, the same somebody."""
    shop = Shop()
    sent = [
        shop.customer_created(AN),
        shop.order_placed(AN),
        shop.customer_updated(AN),
        shop.order_placed(AN),
    ]
    assert all(status == 200 for status, _ in together(sent))
    assert Subject.objects.count() == 1
    assert Order.objects.count() == 2
