"""One webhook that is broken, slow or gone keeps nobody else's messages from going."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from giuloi.core.terms import NotServing
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.orders import Placing, place_first_order
from giuloi.promises.share import posting, subscriptions, telling
from giuloi.promises.share.destinations import Destination
from giuloi.promises.share.subscriptions import Subscription, subscribe, unsubscribe
from giuloi.records.happenings import Event
from giuloi.records.keyring import keyring
from tests.promises.share.conftest import Listener
from tests.records.conftest import Shop

_BOUGHT = Purchases((Line("Bánh cốm", "2", "90000"),), "90000")


def _order(shop: Shop) -> None:
    at = Contact("Trần Văn Bình", "0594000002")
    place_first_order(at, Placing(_BOUGHT, at, "Đặt hàng"), shop.now())


def test_a_webhook_without_a_secret_fails_alone(shop: Shop, listener: Listener) -> None:
    """Its attempts are written down until it has failed; the others are told meanwhile."""
    broken = Subscription.objects.create(url=listener.url, events=Event.ORDER_PLACED, made_at=shop.now())
    whole, _ = subscribe(listener.url, [Event.ORDER_PLACED], shop.now())
    _order(shop)
    at = shop.now()
    assert telling.tell(at) == 1
    assert telling.log_of(whole)[0].state == "taken"
    for pause in (*telling.PAUSES, 0):
        telling.tell(at)
        at += timedelta(seconds=pause)
    (told,) = telling.log_of(broken.id)
    assert (told.state, set(told.statuses)) == ("failed", {telling.UNSIGNED})
    assert len(told.statuses) == len(telling.PAUSES) + 1


def test_a_webhook_is_not_there_before_its_secret(
    shop: Shop, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key store that refuses leaves no row."""

    def refuses(*_: object) -> None:
        raise NotServing("no room")

    monkeypatch.setattr(type(keyring()), "write_named", refuses)
    with pytest.raises(NotServing):
        subscribe(listener.url, [Event.ORDER_PLACED], shop.now())
    assert subscriptions.subscriptions() == []


def test_what_waited_for_a_removed_webhook_ends(shop: Shop, listener: Listener) -> None:
    """Neither sent nor kept waiting for ever."""
    number, _ = subscribe(listener.url, [Event.ORDER_PLACED], shop.now())
    _order(shop)
    telling.hand_out(shop.now())
    unsubscribe(number, shop.now())
    telling.tell(shop.now())
    assert [one.state for one in telling.log_of(number)] == ["ended"]
    telling.tell(shop.now() + timedelta(days=31))
    assert telling.log_of(number) == []


def test_who_gives_no_answer_is_asked_once_in_a_knock(
    shop: Shop, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whoever answers gets all that waits for them."""
    subscribe("http://127.0.0.1:9/gone", [Event.ORDER_PLACED], shop.now())
    subscribe(listener.url, [Event.ORDER_PLACED], shop.now())
    asked: list[str] = []

    def post(to: Destination, *_: object) -> int:
        asked.append(to.path)
        return 0 if to.path == "/gone" else 204

    monkeypatch.setattr(posting, "post", post)
    for _ in range(3):
        _order(shop)
    assert telling.tell(shop.now()) == 3
    assert sorted(asked) == ["/gone", "/hook", "/hook", "/hook"]


def test_a_knock_ends_and_the_next_begins_with_the_next_webhook(
    shop: Shop, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six that never answer take eight seconds each: in two knocks each had its turn."""
    for number in range(6):
        subscribe(f"http://127.0.0.1:9/{number}", [Event.ORDER_PLACED], shop.now())
    clock, asked = [0.0], []

    def post(to: Destination, *_: object) -> int:
        clock[0] += posting.IN_ALL
        asked.append(to.path)
        return 0

    monkeypatch.setattr(posting, "post", post)
    monkeypatch.setattr(telling, "monotonic", lambda: clock[0])
    for _ in range(2):
        _order(shop)
    telling.tell(shop.now())
    assert len(asked) == 3
    telling.tell(shop.now())
    assert len(asked) == len(set(asked)) == 6


@pytest.fixture
def dripping() -> Iterator[int]:
    """A server that begins an answer and never ends it, a byte at a time; its port."""
    over = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        there, _ = server.accept()
        with there:
            while not over.wait(0.02):
                try:
                    there.sendall(b"H")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield server.getsockname()[1]
    over.set()
    server.close()
    thread.join()


@pytest.mark.parametrize("tls", [False, True])
def test_an_answer_that_drips_is_cut_off(dripping: int, tls: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every byte comes in time, the whole never does."""
    monkeypatch.setattr(posting, "IN_ALL", 0.3)
    to = Destination(tls, "localhost", dripping, "/")
    assert posting.post(to, "127.0.0.1", {}, b"{}") == 0


def test_nothing_is_begun_once_the_time_is_over() -> None:
    """The connection that came too late is given up before anything is said on it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        late = posting.Pinned(Destination(False, "localhost", server.getsockname()[1], "/"), "127.0.0.1")
        late.cut()
        with pytest.raises(TimeoutError):
            late.connect()
        late.close()
