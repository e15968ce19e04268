"""An order by telephone in the browser, at a clerk's speed; then packed, labelled, handed over, closed, and shut."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from giuloi.promises.collect import catalogue
from giuloi.promises.collect.orders import Order
from giuloi.records.access import sessions
from giuloi.records.access.cookies import STAFF_COOKIE
from giuloi.records.access.sessions import Visitor
from tests.cast import BINH
from tests.doors.console.conftest import Desk, binh, desk, now, shop
from tests.harness.browser import DESKTOP, PHONE, Witness, axe, sign_in, too_wide
from tests.house.conftest import say_at_the_end

__all__ = ["binh", "desk", "say_at_the_end", "shop"]  # fixtures: found here by the tests of this file

_ORDER = re.compile(r"/console/orders/[0-9]+$")
KEY = 120  # ms between two keys: 100 words a minute would be 100, a clerk on the telephone is slower
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


class Keyboard:
    """Hands that never leave the keyboard: every key is counted, and takes its time."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def types(self, text: str) -> None:
        """Letter by letter."""
        self.page.keyboard.type(text, delay=KEY)
        self.keys += len(text)

    def presses(self, *names: str) -> None:
        """Enter, arrows."""
        for name in names:
            self.page.wait_for_timeout(KEY)
            self.page.keyboard.press(name)
            self.keys += 1


def _at_work(page: Page, site: str, staff: int) -> Page:
    sign_in(page, site, STAFF_COOKIE, sessions.begin(Visitor.STAFF, staff, now()))
    page.goto("/console/", timeout=60_000)  # the first page of a process waits for all of its modules
    return page


def _list() -> None:
    articles = (("Bánh cốm Hàng Than", 45_000), ("Bánh phu thê", 12_500), ("Chè kho", 20_000))
    catalogue.put([catalogue.Article(*one) for one in articles], now())


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.id"))


def test_somebody_new_orders_by_telephone_in_under_a_minute(
    desktop: Page, site: str, desk: Desk, witness: Witness, say_at_the_end: Callable[[str], None]
) -> None:
    """Number, name, street, ward, two items, note: no mouse, one Enter a field; the order is there."""
    _list()
    witness.expected.append("htmx:")  # a suggestion still on its way when the order was placed
    page = _at_work(desktop, site, desk.staff("Khoa", "fulfilment"))
    page.goto("/console/orders/new")
    began, hands = time.monotonic(), Keyboard(page)
    hands.types("0594 000 055")
    hands.presses("Enter")
    expect(page.locator("#name")).to_be_focused()
    hands.types("Le Thi Ôn")
    hands.presses("Enter")
    hands.types("12 Hang Be")
    hands.presses("Enter")
    hands.types("Hoan Kiem, Ha Noi")
    hands.presses("Enter")
    hands.types("2 banh com")
    hands.presses("Enter")
    hands.types("3 banh phu the 12k")
    hands.presses("Enter", "Enter")  # an empty item: on to payment
    assert _focused(page) == "payment"
    hands.presses("Enter", "Enter")
    hands.types("goi truoc")
    hands.presses("Enter")
    assert _focused(page) == "place-order" or _focused(page) == "step"
    hands.presses("Enter")
    expect(page.locator("main")).to_contain_text("Đơn")
    page.wait_for_url(_ORDER, timeout=30_000)
    seconds = time.monotonic() - began
    order = Order.objects.get()
    assert page.url.endswith(f"/console/orders/{order.id}")
    page.get_by_role("button", name="Hiện để làm đơn này").click()
    expect(page.locator("main")).to_contain_text("Bánh cốm Hàng Than")
    expect(page.locator("main")).to_contain_text("90.000")
    say_at_the_end(
        f"order entry, somebody new: {hands.keys} keys, {seconds:.0f} s at {KEY} ms a key, no mouse"
    )


def test_who_is_known_orders_with_fewer_keys(
    desktop: Page,
    site: str,
    desk: Desk,
    binh: int,
    witness: Witness,
    say_at_the_end: Callable[[str], None],
) -> None:
    """Their number, what they want, Ctrl+Enter: what we hold is used and stays shut; two clicks are one order."""
    _list()
    desk.known(BINH, binh)
    witness.expected.append("htmx:")
    page = _at_work(desktop, site, desk.staff("Khoa", "fulfilment"))
    page.goto("/console/orders/new")
    began, hands = time.monotonic(), Keyboard(page)
    hands.types(BINH.phone)
    hands.presses("Enter")
    expect(page.locator("input[name=who]").first).to_be_focused()
    hands.presses("Enter")
    hands.types("2 banh com")
    hands.presses("Control+Enter")
    page.wait_for_url(_ORDER, timeout=30_000)
    seconds = time.monotonic() - began
    assert Order.objects.get().subject_id == binh
    assert BINH.name not in page.content()
    say_at_the_end(f"order entry, known customer: {hands.keys} keys, {seconds:.0f} s at {KEY} ms a key")


def test_without_scripts_an_order_is_written_down_all_the_same(
    scripts_off: Page, site: str, desk: Desk
) -> None:
    """Enter checks and places nothing; the button places it."""
    page = _at_work(scripts_off, site, desk.staff("Khoa", "fulfilment"))
    page.goto("/console/orders/new")
    page.fill("#phone", "0594000055")
    page.press("#phone", "Enter")
    for name, text in (("name", "Lê Thị Ôn"), ("street", "12 Hàng Bè"), ("line1", "2 bánh cốm 45k")):
        page.fill(f"#{name}", text)
    page.press("#line1", "Enter")
    expect(page.locator("main")).to_contain_text("2 × bánh cốm = 90.000")
    assert Order.objects.count() == 0
    page.click("#place-order")
    expect(page.locator("main")).to_contain_text("Đã nhận đơn")
    assert Order.objects.count() == 1


def test_from_the_board_to_the_door_and_then_nobody(
    open_page: Callable[..., Page], site: str, desk: Desk, binh: int
) -> None:
    """Confirmed, taken, picked, packed, labelled, handed over, delivered, closed: and then it opens for nobody."""
    order = desk.order(binh)
    page = _at_work(open_page(**DESKTOP), site, desk.staff("Khoa", "fulfilment"))

    def tick(column: str, button: str) -> None:
        page.goto("/console/fulfilment")
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.locator(f"#{column}").get_by_role("button", name=button, exact=True).click()

    tick("placed", "Xác nhận")
    expect(page.locator("body")).to_contain_text("Đã xác nhận: 1 đơn.")
    tick("confirmed", "Nhận làm")
    expect(page.locator("#confirmed")).to_contain_text("của bạn")
    tick("confirmed", "Danh sách soạn hàng")
    expect(page.locator("main")).to_contain_text("Bánh cốm")
    assert (axe(page), too_wide(page)) == ([], [])
    page.goto(f"/console/orders/{order}")
    document = pypdfium2.PdfDocument(io.BytesIO(bytes(page.evaluate(_PRINT, str(order)))))
    assert "Nguyễn Thị An" in document[0].get_textpage().get_text_range()
    page.keyboard.press("n")  # packed, and on to the next: there is none
    page.wait_for_url("**/console/fulfilment")
    tick("packed", "Đã giao cho bên vận chuyển")
    tick("handed_over", "Đã giao tới nơi")
    page.goto(f"/console/orders/{order}/close")
    page.get_by_label("đã xong: giao rồi").check()
    page.get_by_role("button", name="Kết thúc đơn").click()
    expect(page.locator("h1")).to_contain_text("đã đóng")
    expect(page.locator(".timeline")).to_contain_text("Đã giao cho bên vận chuyển")
    page.get_by_role("button", name="Hiện để làm đơn này").click()
    expect(page.locator("[role=alert]")).to_contain_text("Không được mở")
    expect(page.locator("main")).not_to_contain_text("Nguyễn Thị An")


# What the button does in a new tab, where Chromium shows a PDF that no test can read.
_PRINT = """async (order) => {
  const csrfmiddlewaretoken = document.querySelector("main input[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({order, csrfmiddlewaretoken});
  const answer = await fetch("/console/fulfilment/labels.pdf", {method: "POST", body});
  return [...new Uint8Array(await answer.arrayBuffer())];
}"""


@SIZES
def test_every_page_of_fulfilment_is_easy_to_use(
    open_page: Callable[..., Page], site: str, desk: Desk, binh: int, size: Any
) -> None:
    """axe finds nothing, nothing reaches beyond the edge, in both languages; the form with faults too."""
    _list()
    desk.known(BINH, binh)
    order = desk.order(binh)
    staff = desk.staff("Hà", "care")
    for locale in ("vi-VN", "en-US"):
        page = _at_work(open_page(**size, locale=locale), site, staff)
        of_one = (f"orders/{order}{more}" for more in ("", "/close", "/pay", "/ask", "/invoice"))
        for where in ("fulfilment", "goods", "goods/import", "orders/new", "doubts", *of_one):
            page.goto(f"/console/{where}")
            assert (where, axe(page), too_wide(page)) == (where, [], [])
        page.goto("/console/orders/new")
        page.fill("#phone", BINH.phone)
        page.keyboard.press("Enter")
        page.click("button[value=check] >> nth=1")
        expect(page.locator("#line1-problem")).to_be_visible()
        assert (axe(page), too_wide(page)) == ([], [])
