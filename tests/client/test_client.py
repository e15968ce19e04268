"""The client library against a real server on loopback: typed answers, clauses in exceptions, patience."""

from __future__ import annotations

import asyncio
import re
import textwrap
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from giuloi.core.ledger.note import VerifierKey
from giuloi.core.terms import BadEvidence
from giuloi.promises.collect.orders import Order
from giuloi.records.uses.sequencer import integrate
from giuloi_client import AsyncClient, Client, calls, patience, verify_proof
from giuloi_client.problems import Busy, Invalid, NotFound, Refused, UnknownKey
from tests.doors.api.conftest import ORDER, machine
from tests.house.source import ROOT
from tests.records.conftest import Shop, an, binh, shop

__all__ = ["an", "binh", "shop"]
pytestmark = pytest.mark.once


@pytest.fixture
def address(shop: Shop, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the server listens: plain HTTP, as behind a proxy."""
    monkeypatch.setattr("django.middleware.security.SecurityMiddleware.process_request", lambda *_: None)
    monkeypatch.setattr("giuloi_client.patience._FIRST", 0.001)
    return str(live_server.url)


@pytest.fixture
def care(shop: Shop) -> str:
    """The help desk's key."""
    return machine("care", "supply", "care", "rights").token


def _order(**more: Any) -> calls.Call[Any]:
    said = {name: ORDER[name] for name in ("purchases", "delivery", "wording")}
    return calls.place_order(**said, guest=ORDER["guest"], **more)


def test_an_order_from_its_placing_to_its_proof(address: str, care: str) -> None:
    """Find, place, reveal, verify, close, list."""
    with Client(address, care) as shop:
        placed = shop.send(_order())
        assert shop.send(calls.find(phone="+84 594 000 002"))["found"][0]["subject"] == placed["subject"]
        opened = shop.send(calls.reveal(placed["subject"], "supply", ["delivery_phone"], case=placed["case"]))
        assert opened["records"][0]["fields"] == {"delivery_phone": "0594000002"}
        integrate()
        proof = shop.send(calls.proof(opened["use"]))
        key = VerifierKey.parse(shop.send(calls.checkpoint())["key"])
        assert verify_proof(proof, key, use=opened["use"]).purpose == "supply"
        with pytest.raises(BadEvidence):
            verify_proof(proof, key, use="0" * 32)
        assert shop.send(calls.close_order(placed["order"]))["ended"]
        assert [one["order"] for one in shop.every_order()] == [placed["order"]]
        assert shop.send(calls.order(placed["order"]))["state"] == "closed"


def test_a_refusal_cites_its_clause(address: str, care: str, an: int) -> None:
    """As an exception, with the clause's own words."""
    with Client(address, care) as shop, pytest.raises(Refused) as refused:
        shop.send(calls.reveal(str(an), "promotion", ["email"], channel="email"))
    assert (refused.value.clause, refused.value.reason) == ("I.3", "not_held")
    assert refused.value.wording
    assert refused.value.needed == [{"kind": "hold", "what": "promotion"}]


def test_consents_in_and_out(address: str, care: str, binh: int) -> None:
    """Given, shown, its receipt, withdrawn; a batch says who may be written to."""
    said = {"wording": "Tôi đồng ý.", "language": "vi", "method": "recorded_call"}
    with Client(address, care) as shop:
        written = shop.send(calls.answer(str(binh), "promotion", "sms", "given", **said))
        assert shop.send(calls.consents_of(str(binh)))["consents"][0]["state"] == "given"
        assert shop.send(calls.receipt(written["record"]))
        assert (
            shop.send(calls.answer(str(binh), "promotion", "sms", "withdrawn", **said))["state"]
            == "withdrawn"
        )
        results = shop.send(calls.reveal_many([str(binh), "7"], "supply", ["phone"]))
        assert [one["result"] for one in results["items"]] == ["refused", "refused"]
        assert not shop.send(calls.foretell(str(binh), "supply", ["phone"]))["allowed"]
        assert shop.send(calls.policy())["clauses"]
        assert shop.send(calls.register({"name": "Trần Văn Bình"}))["subject"]


def test_each_problem_has_its_exception(address: str, care: str) -> None:
    """No key, nothing there, not as described."""
    with Client(address, "giuloi_x") as nobody, pytest.raises(UnknownKey):
        nobody.send(calls.policy())
    with Client(address, care) as shop:
        with pytest.raises(NotFound):
            shop.send(calls.order("7"))
        with pytest.raises(Invalid):
            shop.send(calls.find())


def test_the_same_in_asyncio(address: str, care: str) -> None:
    """Every call is sent by either client."""

    async def day() -> list[str]:
        async with AsyncClient(address, care) as shop:
            placed = [await shop.send(_order()) for _ in range(2)]
            assert [one["order"] async for one in shop.every_order()] == [
                one["order"] for one in placed[::-1]
            ]
            with pytest.raises(NotFound):
                await shop.send(calls.order("7"))
            return [one["order"] for one in placed]

    with ThreadPoolExecutor(1) as own_thread:  # a browser's loop may still be running in this one
        assert len(set(own_thread.submit(asyncio.run, day()).result())) == 2


def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(
    address: str, care: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is placed, the answer is lost, the client sends it again: one order."""
    send = httpx.Client.request
    lost = iter([True, True])

    def losing(self: httpx.Client, *args: Any, **kwargs: Any) -> httpx.Response:
        response = send(self, *args, **kwargs)
        if next(lost, False):
            raise httpx.ReadError("the connection was cut")
        return response

    monkeypatch.setattr(httpx.Client, "request", losing)
    with Client(address, care) as shop:
        placed = shop.send(_order())
    assert [one.id for one in Order.objects.all()] == [int(placed["order"])]


def test_it_waits_as_long_as_the_server_says_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry-After is kept to; after five tries it is the caller's."""
    waits: list[float] = []
    monkeypatch.setattr("giuloi_client.client.time.sleep", waits.append)
    busy = httpx.Response(429, headers={"Retry-After": "7"}, json={"code": "rate", "detail": ""})
    monkeypatch.setattr(httpx.Client, "request", lambda *_, **__: busy)
    with Client("https://shop.example.vn", "giuloi_x") as shop, pytest.raises(Busy):
        shop.send(calls.policy())
    assert waits == [7.0] * (patience.TRIES - 1)


def test_the_guide_does_what_it_says(address: str, care: str) -> None:
    """The Python of docs/api.md, run as it stands."""
    said = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text("utf-8"), re.DOTALL)
    begin, later = said[0], said[1]
    with Client(address, care) as shop:
        known: dict[str, Any] = {"address": address, "key": care}
        exec(begin, known)  # noqa: S102 - our own document
        integrate()
        known |= {"shop": shop}
        known["log_key"] = shop.send(calls.proof(known["opened"]["use"]))["key"]
        exec(textwrap.dedent(later), known)  # noqa: S102
    assert known["entry"].purpose == "supply"
    assert known["opened"]["records"][0]["fields"] == {"delivery_phone": "0594000002"}
