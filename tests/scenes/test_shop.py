"""A shop without people at work: from its shelves to our desk, and no trace of the customer in anything it keeps.

The demo itself is started, with the storefront of examples/shop beside it in its own environment. Where that cannot be
made (no package registry), all of it is skipped.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from giuloi.doors.cli.demo.cast import AN
from giuloi.doors.demo.traces import search
from tests.harness.browser import DESKTOP, PHONE, Witness, axe, too_wide
from tests.harness.processes import eventually
from tests.house.source import ROOT
from tests.scenes.canaries import bearer, files_under, found, marked

EXAMPLE = ROOT / "examples" / "shop"
WHO = bearer(41)
_NUMBER = re.compile(r"(?:\d{4}-){4}\d{4}")
_NO_PACKAGES = 77


@dataclass(frozen=True, slots=True)
class Town:
    """Both servers, and the folder with everything either of them keeps."""

    privacy: str
    shop: str
    folder: Path

    @property
    def kept_by_the_shop(self) -> list[Path]:
        """Its data folder and its log."""
        return [self.folder / "storefront", self.folder / "storefront.log"]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo as a process, with the shop open."""
    made = subprocess.run([EXAMPLE / "environment"], capture_output=True, text=True, timeout=600, check=False)
    if made.returncode == _NO_PACKAGES:
        pytest.skip(f"NO SHOP TESTED: {made.stderr.strip()}")
    assert made.returncode == 0, made.stderr
    with _demo(tmp_path_factory.mktemp("town")) as town:
        yield town


@contextmanager
def _demo(folder: Path) -> Iterator[Town]:
    said, house = folder / "said.txt", folder / "house"
    with said.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "giuloi", "demo", "--lang", "vi", "--deliveries", "6", "--data", house],
            env={**os.environ, "TMPDIR": str(folder), "COLUMNS": "100"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
        try:
            assert eventually(lambda: _state(house) in ("open", "away") or process.poll() is not None, 240)
            assert _state(house) == "open", said.read_text("utf-8") + _log(house)
            privacy = re.findall(r"(http://localhost:\d+)/demo/", said.read_text("utf-8"))[0]
            yield Town(privacy, json.loads((house / "storefront.json").read_text())["address"], house)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(40)


def _state(house: Path) -> str:
    file = house / "storefront.json"
    return str(json.loads(file.read_text())["state"]) if file.is_file() else ""


def _log(house: Path) -> str:
    file = house / "storefront.log"
    return file.read_text("utf-8")[-3000:] if file.is_file() else ""


@contextmanager
def _context(browser: Browser, witness: Witness, **options: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="vi-VN", **{**DESKTOP, **options})
    context.set_default_timeout(15_000)
    witness.watch(context)
    yield context
    context.close()


@pytest.fixture
def page(town: Town, browser: Browser, witness: Witness) -> Iterator[Page]:
    """A window at the shop's first page; complaints of any page fail the test."""
    with _context(browser, witness) as context:
        page = context.new_page()
        page.goto(town.shop)
        yield page


def _fill_basket(page: Page, town: Town, sought: str = "tra sen", voucher: str = "") -> None:
    """Search without marks, put the first find into the basket, use a voucher."""
    page.goto(town.shop)
    page.fill("input[name=q]", sought)
    page.press("input[name=q]", "Enter")
    page.click("main a[href^='/goods/'] >> nth=0")
    page.click("form[action^='/basket/add/'] button")
    if voucher:
        page.fill("input[name=code]", voucher)
        page.click("form[action='/basket/voucher'] button")
    assert axe(page) == []


def _order(page: Page) -> str:
    """From the basket to the order, the button pressed twice as people do; gives the number."""
    with page.expect_navigation(url=re.compile("/orders/")):
        page.dblclick("form:has(input[name=goods]) button")
    assert axe(page) == []
    numbers = _NUMBER.findall(page.inner_text("main"))
    assert numbers
    return str(numbers[0])


def _be(page: Page, town: Town, who: str) -> None:
    page.goto(f"{town.privacy}/demo/")
    page.click(f"button[name=who][value={who}]")


def _newest_order_of_the_desk(page: Page, town: Town) -> str:
    """As Khoa: open the newest order and show what it takes to deliver it."""
    _be(page, town, "khoa")
    page.goto(f"{town.privacy}/console/orders")
    page.click("a[data-row] >> nth=0")
    page.click("form[action$='/show'] button >> nth=0")
    return page.inner_text("main")


def test_a_guest_buys_and_the_shop_keeps_no_trace_of_them(page: Page, town: Town) -> None:
    """Search, basket, voucher, our checkout, its status at the shop, the desk; then every byte is searched."""
    _fill_basket(page, town, voucher="TET10")
    page.click("form[action='/checkout'] button")
    assert page.url.startswith(f"{town.privacy}/checkout/")
    street, place = WHO.person.address.split(", ", 1)
    page.fill("#name", WHO.person.name)
    page.fill("#phone", WHO.person.phone)
    page.fill("#email", WHO.person.email)
    page.fill("#street", street)
    page.fill("#place", place)
    page.fill("#note", WHO.note)
    _order(page)
    assert page.url.startswith(town.shop)
    assert WHO.person.name not in page.content()
    assert WHO.person.phone in _newest_order_of_the_desk(page, town)

    left = {path.name for path in _files(town) if found(path.read_bytes(), WHO.canaries)}
    assert left == set()
    assert not [path for path in _files(town) if marked(path.read_bytes())]
    # The search would have seen it: it does see what is planted in the same folder.
    planted = town.folder / "storefront" / "planted"
    planted.write_bytes(b"\0" + WHO.person.phone[1:].encode("utf-16-le"))
    assert any(marked(path.read_bytes()) for path in _files(town))
    planted.unlink()


def _files(town: Town) -> list[Path]:
    return [*files_under(town.kept_by_the_shop[0]), town.kept_by_the_shop[1]]


def test_a_member_buys_with_what_we_hold_and_the_shop_learns_a_reference(page: Page, town: Town) -> None:
    """An signs in with us, comes back without a name, orders by one press, and finds the order in her pages."""
    _be(page, town, "an")
    page.goto(f"{town.shop}/sign-in")
    assert page.url.startswith(town.shop)
    assert "Nguyễn" not in page.content()
    _fill_basket(page, town)
    page.click("form[action='/checkout'] button")
    assert page.input_value("#phone") == AN.phone
    page.fill("#place", page.input_value("#place") or "Phường Hoàn Kiếm, Thành phố Hà Nội")
    _order(page)
    page.goto(f"{town.privacy}/me/orders")
    assert re.search("trà sen", page.inner_text("table.orders"), re.IGNORECASE)
    for sought in (AN.phone, AN.email, f"{AN.family} {AN.given}", "12 Hàng Bạc"):
        assert search(town.kept_by_the_shop, sought).hits == ()
    assert search(town.kept_by_the_shop, "Bánh cốm").hits


def test_who_goes_back_to_the_basket_finds_it_as_it_was(page: Page, town: Town) -> None:
    """Nothing is ordered, nothing is lost."""
    _fill_basket(page, town)
    page.click("form[action='/checkout'] button")
    page.click("a[href*='checkout=']")
    assert page.url == f"{town.shop}/basket"
    assert page.locator("form[action^='/basket/line/']").count()
    assert axe(page) == []


def test_the_demos_card_searches_the_shop_for_whatever_one_types(page: Page, town: Town) -> None:
    """Nowhere, with its control; and what the shop does keep is found."""
    page.goto(f"{town.privacy}/demo/")
    page.fill("#sought", AN.phone)
    page.click("#shop form button")
    assert "Không thấy ở đâu cả" in page.inner_text("main")
    assert axe(page) == []
    page.goto(f"{town.privacy}/demo/")
    page.fill("#sought", "Bánh cốm")
    page.click("#shop form button")
    assert "Có thấy" in page.inner_text("main")


@pytest.mark.parametrize("where", ["/", "/search?q=banh", "/basket", "/goods/1"])
def test_the_shops_pages_fit_a_telephone(town: Town, browser: Browser, witness: Witness, where: str) -> None:
    """Nothing beyond the edge, nothing for axe to find."""
    with _context(browser, witness, **PHONE) as context:
        page = context.new_page()
        page.goto(town.shop + where)
        assert too_wide(page) == []
        assert axe(page) == []


@pytest.mark.parametrize("where", ["/accounts/login/", "/dashboard/", "/wishlists/", "/admin/"])
def test_what_oscar_could_keep_of_people_has_no_address(page: Page, town: Town, where: str) -> None:
    """No accounts, no dashboards, no lists, no reviews."""
    answer = page.goto(town.shop + where)
    assert answer is not None
    assert answer.status == 404
