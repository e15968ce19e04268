"""A small shop with two products, and a Giữ Lời in memory that keeps the contract and can be cut off."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model
from storefront import privacy

from giuloi_client.calls import Call
from giuloi_client.problems import problem

CODE = "TET10"


@dataclass
class Giuloi:
    """Its checkouts and visits. `away`: nobody answers; `lose_answers`: so many calls are done, their answers lost."""

    checkouts: dict[str, dict[str, Any]] = field(default_factory=dict)
    visits: dict[str, str] = field(default_factory=dict)
    away: bool = False
    lose_answers: int = 0

    def send(self, call: Call[Any]) -> Any:
        """As giuloi_client.Client.send."""
        if self.away:
            raise httpx.ConnectError("nobody there")
        answer = self._answer(call)
        if self.lose_answers:
            self.lose_answers -= 1
            raise httpx.ReadTimeout("done, and the answer was lost")
        return answer

    def order(self, checkout: str) -> None:
        """The customer presses the button there."""
        number = f"1111-2222-3333-4444-{checkout:0>4}"
        self.checkouts[checkout] |= {"state": "placed", "order": f"9{checkout}", "number": number}

    def _answer(self, call: Call[Any]) -> Any:
        said = call.body or {}
        match call.method, call.path.strip("/").split("/"):
            case "POST", ["checkouts"]:
                return self._begin(said)
            case "GET", ["checkouts"]:
                found = [one for one in self.checkouts.values() if one["state"] == call.query["state"]]
                return {"checkouts": found}
            case "GET", ["checkouts", which]:
                return self._found(which)
            case "POST", ["checkouts", which, "settle"]:
                return self._settle(which, said)
            case "POST", ["visits"] if said["token"] in self.visits:
                return {"reference": self.visits.pop(said["token"]), "standing": "member"}
            case "POST", ["visits"]:
                raise problem(409, {"code": "no_visit"})
            case "GET", ["orders", which]:
                return {"order": which, "state": "placed"}
        raise problem(404, {"code": "not_found"})

    def _begin(self, said: Any) -> dict[str, str]:
        mine = (said["reference"], "open")
        same = [
            one["checkout"] for one in self.checkouts.values() if (one["reference"], one["state"]) == mine
        ]
        which = same[0] if same else str(len(self.checkouts) + 1)
        made = {"checkout": which, "reference": said["reference"], "state": "open", "said": said}
        self.checkouts[which] = {**made, "order": None, "number": None, "placed_at": None}
        return {"checkout": which, "url": f"http://localhost:8100/checkout/{which}", "expires_at": ""}

    def _found(self, which: str) -> dict[str, Any]:
        if which not in self.checkouts:
            raise problem(404, {"code": "not_found"})
        return self.checkouts[which]

    def _settle(self, which: str, said: Any) -> dict[str, Any]:
        one = self._found(which)
        if one["order"] is None:
            raise problem(409, {"code": "not_placed"})
        first = one["state"] == "placed"
        if first:
            one["state"], one["reason"] = ("settled" if said["accepted"] else "refused"), said["reason"]
        return {"checkout": which, "settled": first, "state": one["state"]}

    def __enter__(self) -> Giuloi:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Oscar's hundred migrations take longer than all of these tests; `prepare` runs them."""
    return False


@pytest.fixture
def giuloi(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any) -> Giuloi:
    """The other side, in place of the network alone."""
    (tmp_path / "key").write_text("a-key")
    settings.PRIVACY_KEY_FILE = str(tmp_path / "key")
    made = Giuloi()
    monkeypatch.setattr(privacy, "Client", lambda *_, **__: made)
    return made


@pytest.fixture
def com(db: Any) -> Any:
    """Bánh cốm, 12,000 đồng, five left."""
    return _product("BCOM", "Bánh cốm | Green rice cake", 12_000, 5)


@pytest.fixture
def tra(db: Any) -> Any:
    """Trà sen, one left."""
    return _product("TSEN", "Trà sen | Lotus tea", 320_000, 1)


@pytest.fixture
def voucher(db: Any) -> str:
    """Ten per cent off everything."""
    everything = get_model("offer", "Range").objects.create(name="everything", includes_all_products=True)
    condition = get_model("offer", "Condition").objects.create(range=everything, type="Count", value=1)
    benefit = get_model("offer", "Benefit").objects.create(range=everything, type="Percentage", value=10)
    offer = get_model("offer", "ConditionalOffer").objects.create(
        name="Tết", offer_type="Voucher", condition=condition, benefit=benefit
    )
    begin, end = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    made = get_model("voucher", "Voucher").objects.create(
        name="Tết", code=CODE, usage="Multi-use", start_datetime=begin, end_datetime=end
    )
    made.offers.add(offer)
    return CODE


@pytest.fixture
def web(db: Any) -> Client:
    """A browser."""
    return Client()


def stock_of(product: Any) -> int:
    """What is left to sell."""
    return int(product.stockrecords.get().net_stock_level)


def _product(sku: str, title: str, price: int, stock: int) -> Any:
    kind, _ = get_model("catalogue", "ProductClass").objects.get_or_create(name="goods", track_stock=True)
    partner, _ = get_model("partner", "Partner").objects.get_or_create(name="Tiệm Bánh Phố Cổ")
    made = get_model("catalogue", "Product").objects.create(product_class=kind, title=title, upc=sku)
    kept = {"partner_sku": sku, "price": Decimal(price), "price_currency": "VND", "num_in_stock": stock}
    get_model("partner", "StockRecord").objects.create(product=made, partner=partner, **kept)
    return made
