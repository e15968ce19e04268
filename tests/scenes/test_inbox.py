"""The 24 hours in a real browser: An asks, Hà takes it by keyboard and ends it, An sees it; also without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from giuloi.promises.answer import reply_templates, rota
from giuloi.promises.answer.asking import Asking, ask
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE, STAFF_COOKIE
from giuloi.records.access.sessions import Visitor
from giuloi.records.requests import CustomerRequest
from tests.cast import AN
from tests.doors.console.conftest import Desk, an, desk, now, shop
from tests.doors.console.test_reply_templates import GOOD
from tests.harness.browser import DESKTOP, PHONE, axe, reloaded, sign_in, too_wide

__all__ = ["an", "desk", "shop"]  # fixtures: found here by the tests of this file
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
WORDS = "Bánh cốm để được mấy ngày ạ?"


def _fine(page: Page) -> None:
    assert (page.url, axe(page), too_wide(page)) == (page.url, [], [])


def _customer(page: Page, site: str, subject: int) -> Page:
    sign_in(page, site, CUSTOMER_COOKIE, sessions.begin(Visitor.CUSTOMER, subject, now()))
    return page


def _at_work(page: Page, site: str, staff: int) -> Page:
    sign_in(page, site, STAFF_COOKIE, sessions.begin(Visitor.STAFF, staff, now()))
    return page


def _asks(page: Page) -> None:
    page.goto("/me/requests")
    page.get_by_role("button", name="Yêu cầu mới").click()
    page.get_by_role("link", name="Một câu hỏi").click()
    page.fill("#text", WORDS)
    page.get_by_role("button", name="Gửi yêu cầu").click()
    expect(page.locator("[role=status]")).to_contain_text("Sẽ thực hiện trước")


def test_a_question_from_asking_to_its_answer(
    open_page: Callable[..., Page], site: str, desk: Desk, an: int
) -> None:
    """On An's phone, at Hà's desk by keyboard, and on An's phone again, with one clock on both."""
    ha = desk.staff("Hà", "care")
    rota.name_head(ha, now())
    phone = _customer(open_page(**PHONE), site, an)
    _asks(phone)
    expect(phone.locator("main")).to_contain_text("Bộ phận chăm sóc khách hàng: Hà")
    _fine(phone)
    at_desk = _at_work(open_page(**DESKTOP), site, ha)
    at_desk.goto("/console/inbox")
    expect(at_desk.locator("tbody tr").first).to_contain_text("còn 23 giờ")
    at_desk.keyboard.press("j")
    at_desk.keyboard.press("a")
    expect(at_desk.locator("[role=status]")).to_contain_text("Bạn đã nhận 1 yêu cầu")
    at_desk.keyboard.press("j")
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_url(re.compile(r"/console/inbox/\d+$"))
    at_desk.click("text=Hiện để làm việc này")
    expect(at_desk.locator("main")).to_contain_text(WORDS)
    at_desk.fill("#note", "Lò bánh nói: ba ngày.")
    at_desk.get_by_role("button", name="Ghi chú").click()
    expect(at_desk.locator("main")).not_to_contain_text(WORDS)
    at_desk.get_by_role("button", name="Kết thúc…").click()
    at_desk.check("input[value=done]")
    at_desk.get_by_role("button", name="Xem lại trước khi kết thúc").click()
    expect(at_desk.locator("blockquote")).to_contain_text("Yêu cầu của quý khách đã được thực hiện.")
    _fine(at_desk)
    at_desk.get_by_role("button", name="Kết thúc yêu cầu").click()
    expect(at_desk.locator("h1")).to_contain_text("đúng hẹn")
    reloaded(phone)
    expect(phone.locator("main")).to_contain_text("Yêu cầu của quý khách đã được thực hiện.")
    expect(phone.locator("main")).not_to_contain_text("Lò bánh nói")
    _fine(phone)


def test_a_form_that_is_sent_twice_makes_one_request(scripts_off: Page, site: str, an: int) -> None:
    """Without scripts nothing holds back a second click but the request itself."""
    page = _customer(scripts_off, site, an)
    page.goto("/me/ask?kind=question")
    page.fill("#text", WORDS)
    page.get_by_role("button", name="Gửi yêu cầu").dblclick()
    there = re.compile(r"/me/requests/\d+")
    with suppress(
        Error
    ):  # the second click ends the first one's journey, at times in the middle of its answer
        page.wait_for_url(there)
    page.wait_for_url(there)
    page.goto("/me/requests")
    expect(page.locator("article.request")).to_have_count(1)


def test_what_is_overdue_is_shown_as_missed_to_both(
    open_page: Callable[..., Page], site: str, desk: Desk, an: int
) -> None:
    """In words, at the desk and to the customer, who reads where it is counted."""
    request = ask(an, Asking("question", WORDS, "portal"), now()).request
    CustomerRequest.objects.filter(id=request).update(due_at=now() - timedelta(minutes=65))
    phone = _customer(open_page(**PHONE), site, an)
    phone.goto(f"/me/requests/{request}")
    expect(phone.locator("article.attention")).to_contain_text("Chúng tôi đã lỡ hẹn với quý khách")
    _fine(phone)
    at_desk = _at_work(open_page(**DESKTOP), site, desk.staff("Hà", "care"))
    at_desk.goto("/console/inbox?show=overdue")
    expect(at_desk.locator("tbody tr")).to_contain_text("quá hạn 1 giờ 5 phút")


@SIZES
def test_every_page_of_the_inbox_is_easy_to_use(
    open_page: Callable[..., Page], site: str, desk: Desk, an: int, size: Any
) -> None:
    """In both languages, with requests of several kinds, a template, a rota with gaps, and Tết."""
    desk.known(AN, an)
    order = desk.order(an)
    staff = desk.staff("Hà", "care", administrator=True)
    client = desk.signed_in(staff)
    client.post("/console/templates/add", {**GOOD, "once": "a" * 32})
    template = reply_templates.templates()[0].id
    asked = ask(an, Asking("return", WORDS, "phone", order=order), now()).request
    right = ask(an, Asking("erase", WORDS, "email"), now() - timedelta(hours=26)).request
    for locale in ("vi-VN", "en-US"):
        page = _at_work(open_page(**size, locale=locale), site, staff)
        for where in (
            *("inbox", "inbox?show=ended", f"inbox/{asked}", f"inbox/{right}", f"inbox/{asked}/finish"),
            *("inbox/new", f"inbox/new?customer={an}", "templates", f"templates/{template}"),
            *(f"templates/{template}/remove", "rota", "rota?week=2027-02-06"),
        ):
            page.goto(f"/console/{where}")
            _fine(page)


@SIZES
def test_every_page_of_asking_is_easy_to_use(
    open_page: Callable[..., Page], site: str, desk: Desk, an: int, size: Any
) -> None:
    """The empty list, each form, a warning, one's own request and the page that takes it back."""
    order = desk.order(an)
    for locale in ("vi-VN", "en-US"):
        page = _customer(open_page(**size, locale=locale), site, an)
        asked = ask(an, Asking("question", WORDS, "portal", repeat=locale), now()).request
        for where in ("ask", f"ask?kind=return&order={order}", "ask?kind=erase", "requests"):
            page.goto(f"/me/{where}")
            _fine(page)
        page.goto("/me/ask?kind=complain")
        page.fill("#text", "Thẻ 4111 1111 1111 1111 bị trừ hai lần")
        page.locator("main form button").first.click()
        expect(page.locator("#text-warning")).to_be_visible()
        _fine(page)
        for where in (f"requests/{asked}", f"requests/{asked}/take-back", f"orders/{order}"):
            page.goto(f"/me/{where}")
            _fine(page)
