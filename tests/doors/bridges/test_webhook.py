"""Clause I.1 at the door: only what the shop signed comes in, whole and once, and every refusal is plain."""

from __future__ import annotations

import json

import pytest
from django.http import HttpRequest
from django.test import Client

from giuloi.core.terms import Unavailable
from giuloi.doors.bridges import answers
from giuloi.doors.bridges.body import DEEPEST, MOST_BYTES
from giuloi.doors.bridges.woocommerce import webhook
from giuloi.doors.bridges.woocommerce.signature import SIGNATURE
from giuloi.promises.collect.connections import NotABridge, connect
from giuloi.promises.collect.delivered import Bridge, OrderState
from giuloi.promises.collect.deliveries import DeliveryLog
from giuloi.promises.collect.orders import Order
from giuloi.records.cases import Case
from giuloi.records.subjects import Subject
from giuloi.records.uses.pending import waiting
from tests.cast import AN, BINH
from tests.fakes.installation import NOON, SHOP1
from tests.fakes.shop import SECRET, Sent, Shop, recorded

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


@pytest.mark.usefixtures("shop")
class TestAShop:
    """One connected shop, and what comes to its address."""

    def test_the_recorded_deliveries_are_taken_as_they_were_signed(self) -> None:
        """Real bodies, real signatures: an account, an order, its erasure, the account's removal."""
        assert [post(recorded(topic)) for topic in TOPICS] == [
            (200, "done"),
            (200, "done"),
            (200, "erased_at_source"),
            (200, "gone_at_source"),
        ]
        assert Order.objects.get().state == OrderState.ERASED_AT_SOURCE

    def test_a_replayed_delivery_is_answered_well_and_changes_nothing(self) -> None:
        """The platform may believe that we never got it."""
        post(recorded("order.created"))
        before = Subject.objects.count(), Order.objects.count(), Case.objects.count(), len(waiting(9))
        assert post(recorded("order.created")) == (200, "repeat")
        assert (
            Subject.objects.count(),
            Order.objects.count(),
            Case.objects.count(),
            len(waiting(9)),
        ) == before

    def test_the_ping_is_answered_with_exactly_200(self) -> None:
        """Without it WooCommerce never activates the webhook; nothing is kept of it."""
        assert post(Shop().ping()) == (200, "ping")
        assert not DeliveryLog.objects.exists()

    def test_a_form_longer_than_the_ping_is_refused(self) -> None:
        """Forms are for the ping alone: nothing unsigned brings anything in."""
        body = b"webhook_id=" + b"4" * 20
        assert post(Sent(Shop().ping().headers, body)) == (415, "content type")

    @pytest.mark.parametrize(
        ("headers", "answer"),
        [
            ({"Content-Type": "application/json"}, (401, "signature")),
            ({"Content-Type": "application/json", SIGNATURE.header: "AAAA"}, (401, "signature")),
            ({"Content-Type": "text/plain"}, (401, "signature")),
            ({"Content-Type": "application/x-www-form-urlencoded"}, (200, "ping")),
        ],
        ids=["no signature", "no signature's shape", "no type either", "the ping"],
    )
    def test_what_carries_no_signature_is_answered_before_its_body_is_read(
        self, headers: dict[str, str], answer: tuple[int, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whoever sends half a body and waits would hold a thread for as long as they like."""

        def waits(_: object) -> bytes:
            raise AssertionError("the body was read")

        monkeypatch.setattr(HttpRequest, "body", property(waits))
        assert post(Sent(headers, b"webhook_id=4")) == answer

    @pytest.mark.parametrize("name", [None, "", "x", "AAAA", "wrong"])
    def test_whatever_is_wrong_with_a_signature_the_answer_is_the_same(self, name: str | None) -> None:
        """Missing, malformed or wrong: one status, one body, nothing read and nothing kept."""
        sent = recorded("order.created")
        signed = Shop(secret="another").send_raw("order.created", sent.body)
        headers = dict(signed.headers)
        if name is None:
            del headers["X-WC-Webhook-Signature"]
        elif name != "wrong":
            headers["X-WC-Webhook-Signature"] = name
        assert post(Sent(headers, sent.body)) == (401, "signature")
        assert not Subject.objects.exists()
        assert not DeliveryLog.objects.exists()

    def test_one_changed_byte_is_no_longer_signed(self) -> None:
        """Also where the change would not matter to a reader of JSON."""
        sent = recorded("order.created")
        assert post(Sent(sent.headers, sent.body + b" ")) == (401, "signature")

    @pytest.mark.parametrize(
        ("body", "answer"),
        [
            (b'{"id": 1', (400, "malformed")),
            (b"\xff\xfe", (400, "malformed")),
            (b"[" * 100_000, (400, "malformed")),
            (b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1), (400, "malformed")),
            (b'{"id": 1, "id": 2}', (400, "malformed")),
            (b"[1]", (422, "not_understood")),
            (b'{"id": "one", "line_items": []}', (422, "not_understood")),
            (b"null", (422, "not_understood")),
        ],
        ids=["cut off", "not UTF-8", "brackets", "too deep", "a key twice", "array", "wrong type", "null"],
    )
    def test_a_signed_body_that_cannot_be_read_is_refused_and_counted(
        self, body: bytes, answer: tuple[int, str]
    ) -> None:
        """Nothing is taken of it; that it came, and how often, is in the log."""
        sent = Shop().send_raw("order.created", body)
        assert [post(sent), post(sent)] == [answer, answer]
        row = DeliveryLog.objects.get()
        assert (row.status, row.outcome, row.times) == (*answer, 2)
        assert not Subject.objects.exists()

    def test_headers_that_lie_do_not_reach_the_log(self) -> None:
        """They are not signed: whoever replays a body could write there what they like."""
        sent = recorded("order.created").under(Topic="0594000001 gọi cho An", ID="x" * 300)
        assert post(sent) == (400, "malformed")
        row = DeliveryLog.objects.get()
        assert (row.topic, row.webhook) == ("", "")

    @pytest.mark.parametrize("written", ["0594000001", "594000001", "84594000001"])
    def test_a_phone_number_as_webhook_id_is_refused_and_not_kept(self, written: str) -> None:
        """Digits enough for a phone number are no webhook's id."""
        assert post(recorded("order.created").under(ID=written)) == (400, "malformed")
        assert DeliveryLog.objects.get().webhook == ""

    def test_a_body_of_more_than_a_mebibyte_is_not_read(self) -> None:
        """Said to be larger, or truly larger."""
        sent = Shop().send_raw("order.created", b" " * (MOST_BYTES + 1))
        response = Client().post(ADDRESS, sent.body, content_type="application/json", secure=True)
        assert response.status_code == 413

    @pytest.mark.parametrize(
        ("headers", "answer"),
        [
            ({"Content-Type": "text/plain"}, (415, "content type")),
            ({"Content-Type": "application/xml"}, (415, "content type")),
            ({"Content-Encoding": "gzip"}, (415, "content type")),
            ({"Content-Type": "application/json; charset=UTF-8"}, (200, "done")),
        ],
    )
    def test_only_plain_json_is_read(self, headers: dict[str, str], answer: tuple[int, str]) -> None:
        """No other type, nothing compressed."""
        sent = recorded("order.created")
        assert post(Sent({**sent.headers, **headers}, sent.body)) == answer

    def test_which_shops_there_are_is_told_to_nobody(self) -> None:
        """An unknown shop answers as a known one does to whoever lacks its secret."""
        placed = recorded("order.created")
        wrong = Shop(secret="another").send_raw("order.created", placed.body)
        for sent in (wrong, Shop().ping(), Sent({"Content-Type": "application/json"}, b"{}")):
            assert post(sent, "/bridges/woocommerce/shop2") == post(sent)
        assert post(placed, "/bridges/woocommerce/shop2") == (401, "signature")

    @pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
    def test_only_post_is_answered(self, method: str) -> None:
        """405, and what would be allowed."""
        response = getattr(Client(), method)(ADDRESS, secure=True)
        assert (response.status_code, response["Allow"]) == (405, "POST")

    def test_a_busy_database_is_503_and_nothing_is_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The shop is told to come again; the delivery is then new."""

        def busy(*_: object) -> None:
            raise Unavailable("the data database cannot do this now")

        with monkeypatch.context() as patch:
            patch.setattr(webhook, "receive", busy)
            assert post(recorded("order.created")) == (503, "later")
        assert not DeliveryLog.objects.exists()
        assert post(recorded("order.created")) == (200, "done")

    def test_a_failure_half_way_leaves_nothing_and_the_next_try_succeeds(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Claims and keys are in the key store already: they are used again, so nobody is doubled."""

        def broken(*_: object, **__: object) -> None:
            raise Unavailable("the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr("giuloi.promises.collect.from_source.note_order", broken)
            assert post(recorded("order.created")) == (503, "later")
        assert not Subject.objects.exists()
        assert not Order.objects.exists()
        assert post(recorded("order.created")) == (200, "done")
        assert post(recorded("customer.created")) == (200, "stale")
        assert Subject.objects.count() == Order.objects.count() == 1

    def test_answers_are_never_stored_and_repeat_nothing(self) -> None:
        """No cache, no cookie, one word."""
        sent = recorded("order.created")
        response = Client().post(
            ADDRESS, sent.body, content_type="application/json", headers=dict(sent.headers), secure=True
        )
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
        assert json.loads(response.content) == {"outcome": "done"}

    def test_answers_are_counted_by_platform_and_word(self) -> None:
        """Numbers only, without the shop's name."""

        def counted() -> float:
            return answers.DELIVERIES.labels("woocommerce", "done")._value.get()

        before = counted()
        post(recorded("order.created"))
        assert counted() == before + 1

    def test_a_new_secret_holds_at_once_and_the_old_one_until_the_next(self) -> None:
        """What is on its way when the shop changes its secret is not lost."""
        connect(SHOP1, "bi-mat-moi", NOON)
        new, old = Shop(secret="bi-mat-moi"), Shop()
        assert post(new.customer_created(AN)) == (200, "done")
        assert post(old.customer_created(BINH)) == (200, "done")
        connect(SHOP1, "bi-mat-moi-nua", NOON)
        assert post(old.customer_updated(BINH)) == (401, "signature")

    def test_a_webhook_says_what_it_said_first(self) -> None:
        """Its id and topic stand in headers that nobody signed: the same id under another topic is a replay."""
        placed = recorded("order.created")
        assert post(placed) == (200, "done")
        assert post(placed.under(Topic="order.updated")) == (409, "other_topic")
        assert post(Shop().order_updated(BINH, 701, "completed").under(ID="4")) == (409, "other_topic")
        row = DeliveryLog.objects.get(outcome="other_topic")
        assert (row.webhook, row.topic, row.status) == ("4", "order.updated", 409)
        assert Order.objects.get().state == OrderState.PLACED

    def test_a_replayed_body_takes_no_webhook_in_advance(self) -> None:
        """Else one signed body under the next ids would shut out the webhooks that the shop adds later."""
        placed = recorded("order.created")
        post(placed)
        post(placed.under(Topic="order.updated", ID="7"))
        assert post(Shop().customer_created(BINH).under(ID="7")) == (200, "done")

    def test_a_new_secret_lets_the_shop_change_what_a_webhook_says(self) -> None:
        """Whoever connects the shop anew has put its webhooks in order."""
        post(recorded("order.created"))
        connect(SHOP1, SECRET, NOON)
        assert post(Shop().customer_created(BINH).under(ID="4")) == (200, "done")

    def test_what_signs_orders_removes_no_customer(self) -> None:
        """A removal says an id and nothing else: only the secret tells a customer's from an order's."""
        connect(SHOP1, "cua-don", NOON, customers="cua-khach")
        connect(SHOP1, "cua-don", NOON, customers="cua-khach")  # the one before is good until the next
        orders, customers = Shop(secret="cua-don"), Shop(secret="cua-khach")
        assert post(customers.customer_created(AN)) == (200, "done")
        removed = orders.order_deleted(AN.account)
        assert post(removed.under(Topic="customer.deleted", ID="8")) == (401, "signature")
        assert post(customers.order_placed(AN)) == (401, "signature")
        assert post(removed) == (200, "nothing_held")
        assert Subject.objects.get().states == 0

    @pytest.mark.parametrize("name", ["", "Shop", "a b", "shop12345", "x" * 25, "../shop", "0912345678"])
    def test_a_name_that_could_be_mistaken_for_a_person_is_no_shops(self, name: str) -> None:
        """It stands in every leaf of the ledger that the bridge causes."""
        with pytest.raises(NotABridge):
            connect(Bridge("woocommerce", name), SECRET, NOON)
