"""The desk in a real browser: on a desktop and a phone, with and without scripts, by keyboard; axe finds nothing."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from giuloi.records.access import sessions, staff_accounts, totp
from giuloi.records.access.cookies import STAFF_COOKIE
from giuloi.records.access.sessions import Visitor
from tests.cast import AN
from tests.doors.console.conftest import PASSWORD, Desk, an, desk, now, shop
from tests.harness.browser import DESKTOP, PHONE, Witness, axe, passkey_device, sign_in, too_wide

__all__ = ["an", "desk", "shop"]  # fixtures: found here by the tests of this file

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


def _fine(page: Page) -> None:
    assert (page.url, axe(page), too_wide(page)) == (page.url, [], [])


def _at_work(page: Page, site: str, staff: int) -> Page:
    sign_in(page, site, STAFF_COOKIE, sessions.begin(Visitor.STAFF, staff, now()))
    return page


@SIZES
def test_every_page_of_the_desk_is_easy_to_use(
    open_page: Callable[..., Page], site: str, desk: Desk, an: int, size: Any
) -> None:
    """Each page a colleague works with, masked, in both languages."""
    desk.known(AN, an)
    order = desk.order(an)
    khoa = desk.staff("Khoa", "fulfilment", administrator=True)
    staff_accounts.new_recovery_codes(khoa)
    for locale in ("vi-VN", "en-US"):
        page = _at_work(open_page(**size, locale=locale), site, khoa)
        for where in (
            *("customers", f"customers/{an}", f"customers/{an}/consent", "orders", f"orders/{order}"),
            *(f"orders/{order}/close", "security", "security/password"),
        ):
            page.goto(f"/console/{where}")
            _fine(page)


@SIZES
def test_an_order_is_shown_and_masked_again(
    open_page: Callable[..., Page], site: str, desk: Desk, an: int, size: Any
) -> None:
    """Found by the telephone number, opened with a word why, gone when the page is left, also by the back button."""
    desk.known(AN, an)
    desk.order(an)
    page = _at_work(open_page(**size), site, desk.staff("Khoa", "fulfilment"))
    page.goto("/console/orders")
    page.keyboard.press("/")
    page.fill("[data-search]", "0594 000 001")
    page.keyboard.press("Enter")
    expect(page.locator("tbody")).to_contain_text("•••")
    _fine(page)
    page.locator("tbody a").last.click()
    expect(page.locator("main")).not_to_contain_text(AN.address)
    page.click("text=Hiện để làm đơn này")
    expect(page.locator("main")).to_contain_text(AN.address)
    expect(page.locator("[role=status]")).to_contain_text("Đã ghi vào sổ")
    _fine(page)
    page.get_by_role("button", name="Che lại").click()
    expect(page.locator("main")).not_to_contain_text(AN.address)
    page.go_back()
    expect(page.locator("body")).not_to_contain_text(AN.address)


def test_the_refused_path_says_the_clause_and_what_would_allow_it(
    desktop: Page, site: str, desk: Desk, an: int
) -> None:
    """Marketing presses the same button."""
    order = desk.order(an)
    page = _at_work(desktop, site, desk.staff("Lan", "marketing"))
    page.goto(f"/console/orders/{order}")
    page.click("text=Hiện để làm đơn này")
    expect(page.locator("[role=alert]")).to_contain_text("mục I.1")
    expect(page.locator("[role=alert]")).to_contain_text("cần có bộ phận chăm sóc khách hàng")
    _fine(page)


def test_a_colleague_comes_in_without_scripts(scripts_off: Page, desk: Desk, an: int) -> None:
    """Password, then an app, then ten codes on paper; afterwards the order is shown and closed."""
    order = desk.order(an)
    desk.staff("Khoa", "fulfilment")
    page = scripts_off
    page.goto("/console/orders")
    page.fill("#login", "khoa")
    page.fill("#password", PASSWORD)
    page.click("text=Tiếp tục")
    page.click("text=Hiện mã QR")
    expect(page.locator("svg")).to_be_visible()
    page.fill("#code", _code_of(page.inner_text(".secret")))
    page.click("text=Xác nhận")
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(f"/console/orders/{order}")
    page.click("text=Hiện để làm đơn này")
    expect(page.locator("main")).to_contain_text(AN.address)
    page.click("text=Đóng hoặc hủy đơn")
    page.check("input[value=closed]")
    page.click("text=Kết thúc đơn")
    expect(page.locator("h1")).to_contain_text("đã đóng")
    page.click("text=Thoát")
    page.wait_for_url("**/console/sign-in**")  # or going back would cross the way out that is still under way
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("…")


def test_a_passkey_is_a_second_factor(desktop: Page, desk: Desk, witness: Witness) -> None:
    """Made at the first sign-in, with codes on paper; asked for at the next."""
    desk.staff("Khoa", "fulfilment")
    passkey_device(desktop)
    _password(desktop)
    desktop.click("text=Thêm khóa truy cập trên máy này")
    expect(desktop.locator(".codes li")).to_have_count(10)
    _fine(desktop)
    desktop.goto("/console/security")
    expect(desktop.locator("main")).to_contain_text("Gỡ")
    desktop.click("text=Thoát")
    _password(desktop)
    desktop.click("text=Dùng khóa truy cập")
    desktop.wait_for_url("**/console/")
    desktop.goto("/console/orders")
    expect(desktop.locator("h1")).to_contain_text("Đơn hàng")


@SIZES
def test_a_consent_at_the_counter_is_read_back_before_it_is_written(
    open_page: Callable[..., Page], site: str, desk: Desk, an: int, size: Any
) -> None:
    """What is wrong is said beside its field; then the exact words; then the history has it."""
    page = _at_work(open_page(**size), site, desk.staff("Ha", "care"))
    page.goto(f"/console/customers/{an}/consent")
    page.select_option("#choice", "promotion/sms")
    page.click("text=Xem lại trước khi ghi")
    expect(page.locator("#answer-problem")).to_be_visible()
    _fine(page)
    page.check("input[value=give]")
    page.select_option("#method", "written")
    page.fill("#evidence", "GIAY-2026/014")
    page.click("text=Xem lại trước khi ghi")
    expect(page.locator("blockquote")).to_contain_text("giới thiệu khuyến mãi qua tin nhắn")
    _fine(page)
    page.click("text=Ghi lại")
    expect(page.locator(".timeline")).to_contain_text("GIAY-2026/014")
    _fine(page)


def test_a_list_is_walked_by_keyboard(desktop: Page, site: str, desk: Desk, an: int) -> None:
    """j goes down, k up, Enter opens; the skip link leads past the menu."""
    orders = [desk.order(an, number) for number in (701, 702)]
    page = _at_work(desktop, site, desk.staff("Khoa", "fulfilment"))
    page.goto("/console/orders")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/console/orders/({'|'.join(map(str, orders))})$"))
    page.keyboard.press("Tab")
    expect(page.locator(".skip").first).to_be_focused()


def _password(page: Page) -> None:
    page.goto("/console/sign-in")
    page.fill("#login", "khoa")
    page.fill("#password", PASSWORD)
    page.click("text=Tiếp tục")


def _code_of(spelled: str) -> str:
    secret = base64.b32decode(spelled.replace(" ", ""))
    return totp.code_at(secret, int(now().timestamp()) // totp.STEP)
