"""docs/put-your-shop-behind-it.md does what it says: its blocks are a working shop, and its commands exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from django.test import Client as Browser

from giuloi.promises.collect.orders import Order
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE
from giuloi_client import Client
from giuloi_client.problems import Problem
from tests.doors.api.conftest import machine
from tests.house.source import ROOT
from tests.records.conftest import Shop, an, shop

__all__ = ["an", "shop"]
pytestmark = pytest.mark.once

GUIDE = (ROOT / "docs" / "put-your-shop-behind-it.md").read_text("utf-8")
GOODS = [("Bánh cốm", 2, 85_000), ("Trà sen Tây Hồ", 1, 320_000)]
BINH = {
    "name": "Trần Văn Bình",
    "phone": "0594000002",
    "street": "5 Lê Lợi",
    "place": "Phường Sài Gòn, Hồ Chí Minh",
}


class Storefront:
    """The reader's own shop: what the guide leaves to them, and the guide's functions by name."""

    def __init__(self, address: str, key: str) -> None:
        self.checkouts: dict[str, str] = {}
        self.stock, self.taken = 1, set[str]()
        given = {"ADDRESS": address, "KEY": key, "remember": self.checkouts.__setitem__}
        self.names: dict[str, Any] = {**given, "take_stock": self.take_stock}
        for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL):
            exec(block, self.names)  # noqa: S102  the guide's own code, run as its reader would
        self.client: Client = self.names["shop"]

    def take_stock(self, reference: str, number: str) -> bool:
        """One piece is there; the same reference takes it once."""
        assert re.fullmatch(r"(\d{4}-){4}\d{4}", number)
        if reference not in self.taken and self.stock:
            self.stock -= 1
            self.taken.add(reference)
        return reference in self.taken

    def do(self, function: str, *given: Any) -> Any:
        """Call what the guide defines."""
        return self.names[function](*given)


@pytest.fixture
def storefront(
    shop: Shop, live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Storefront]:
    """A shop made of the guide's blocks, with a key as the guide makes it, on a server that lists it."""
    monkeypatch.setattr("django.middleware.security.SecurityMiddleware.process_request", lambda *_: None)
    monkeypatch.setattr("giuloi_client.patience._FIRST", 0.001)
    settings.GIULOI_SHOP_ORIGINS = ("https://shop.example.vn",)
    made = Storefront(live_server.url, machine("fulfilment", "supply", fields=[]).token)
    yield made
    made.client.close()


def _order(url: str) -> Any:
    """Bình orders where the guide sends the browser."""
    web, path = Browser(), httpx.URL(url).path
    goods = web.get(path, secure=True).context["goods"]
    return web.post(path, {**BINH, "goods": goods}, secure=True)


def test_a_basket_becomes_a_confirmed_order_by_the_guide(storefront: Storefront) -> None:
    """Handed over, ordered, stock taken, settled; coming back again changes nothing."""
    url = storefront.do("hand_over", "basket-1", GOODS)
    checkout = storefront.checkouts["basket-1"]
    assert storefront.do("come_back", checkout) == "open"
    assert _order(url)["Location"] == f"https://shop.example.vn/back?checkout={checkout}"
    assert storefront.do("come_back", checkout) == "settled"
    assert storefront.do("come_back", checkout) == "settled"
    assert (storefront.stock, Order.objects.count()) == (0, 1)
    assert storefront.do("progress", checkout) not in ("", "cancelled")


def test_stock_that_is_gone_and_a_browser_that_never_came_back_are_settled_by_the_guide(
    storefront: Storefront,
) -> None:
    """Two order the last piece and close their browsers: `reconcile` confirms one order and cancels the other."""
    for reference in ("basket-1", "basket-2"):
        _order(storefront.do("hand_over", reference, GOODS))
    storefront.do("reconcile")
    states = [storefront.do("come_back", one) for one in storefront.checkouts.values()]
    assert sorted(states) == ["refused", "settled"]
    progress = [storefront.do("progress", one) for one in storefront.checkouts.values()]
    assert [one == "cancelled" for one in progress] == [state == "refused" for state in states]


def test_a_visitor_is_a_reference_by_the_guide(storefront: Storefront, shop: Shop, an: int) -> None:
    """/enter as the guide writes it brings the shop's own word back, and a token that is good once."""
    to = re.findall(r"https://privacy\.example\.vn(/enter\?to=\S+?)`", GUIDE)[0]
    web = Browser()
    web.cookies[CUSTOMER_COOKIE] = sessions.begin(sessions.Visitor.CUSTOMER, an, shop.now())
    back = web.get(to, secure=True)["Location"]
    token = back.removeprefix("https://shop.example.vn/welcome?state=STATE&visit=")
    reference, standing = storefront.do("welcome", token)
    assert (standing, "An" in reference) == ("member", False)
    with pytest.raises(Problem):
        storefront.do("welcome", token)


def test_the_commands_of_the_guide_exist() -> None:
    """Each `giuloi` command in its shell blocks knows every option that stands there."""
    from giuloi.doors.cli.app import command

    shell = "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL))
    commands = [
        shlex.split(line, comments=True)[1:] for line in shell.splitlines() if line.startswith("giuloi ")
    ]
    assert commands
    for words in commands:
        path = [word for word in words[: words.index("--role")] if not word.startswith("-")]
        told = CliRunner().invoke(command(), [*path, "--help"]).output
        assert {word for word in words if word.startswith("--")} <= set(re.findall(r"--[a-z-]+", told))
    for link in re.findall(r"https://privacy\.example\.vn(/[a-z/]+)", GUIDE):
        assert link in ("/enter", "/me/orders")
