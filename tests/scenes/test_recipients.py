"""The register of recipients and its pages for customers in a real browser: nothing too wide, axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from giuloi.core import fields
from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import CaseKind, Channel, Relation
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.progress import Progress
from giuloi.promises.share.stopping import finding
from giuloi.records import cases, consents, recipients
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE, STAFF_COOKIE
from giuloi.records.access.sessions import Visitor
from giuloi.records.credentials import add_key, hold_with_key
from giuloi.records.disclosures import disclose_many
from giuloi.records.facts import Ask
from tests.cast import BINH
from tests.doors.console.conftest import Desk, desk, now, shop
from tests.harness.agreements import ALL_TERMS, DOCUMENT, FIRST, bind
from tests.harness.browser import DESKTOP, PHONE, axe, sign_in, too_wide

__all__ = ["desk", "shop"]  # fixtures: found here by the tests of this file

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
BUYER, OVER = "mua-du-lieu", "giao-nhanh"


def _fine(page: Page) -> None:
    assert (page.url, axe(page), too_wide(page)) == (page.url, [], [])


@SIZES
def test_the_register_is_easy_to_use(
    open_page: Callable[..., Page], site: str, desk: Desk, size: Any
) -> None:
    """The list, one whose agreement ended yesterday, its forms, and a form with everything wrong."""
    yesterday = datetime.now(VIETNAM).date() - timedelta(days=1)
    recipients.add(
        OVER, Relation.NEEDED_FOR_ORDER, "VN", ["supply"], fields.mask_of(["name", "phone"]), now()
    )
    recipients.agree(OVER, ALL_TERMS, DOCUMENT, FIRST, yesterday, now())
    page = open_page(**size)
    sign_in(page, site, STAFF_COOKIE, sessions.begin(Visitor.STAFF, _chu(desk), now()))
    at = f"recipients/{OVER}"
    for where in (
        "recipients",
        "recipients/add",
        at,
        f"{at}/agreement",
        f"{at}/switch/on",
        f"{at}/switch/off",
    ):
        page.goto(f"/console/{where}")
        _fine(page)
    for form in ("recipients/add", f"{at}/agreement"):
        page.goto(f"/console/{form}")
        page.locator("main form button").last.click()
        _fine(page)


@SIZES
def test_what_a_customer_sees_of_recipients_is_easy_to_use(
    open_page: Callable[..., Page], site: str, desk: Desk, size: Any
) -> None:
    """The question about a buyer by name, and what the buyer received."""
    subject = desk.shop.person(BINH)
    bind(BUYER, Relation.UNRELATED, now(), paid=True)
    consents.give(subject, [desk.shop.asked("advertising", Channel.IN_HOUSE, BUYER)], now())
    case = cases.open_case(CaseKind.CAMPAIGN, now(), role="partner")
    token = add_key(
        "partner", ["advertising"], fields.FIELD, now() + timedelta(days=9), BUYER, Relation.UNRELATED
    )
    way = hold_with_key(token, "advertising", now(), case)
    assert disclose_many(way, ["email"], [Ask(subject)], now())[0].allowed
    page = open_page(**size)
    sign_in(page, site, CUSTOMER_COOKIE, sessions.begin(Visitor.CUSTOMER, subject, now()))
    for where in ("choices", "recipients"):
        page.goto(f"/me/{where}")
        _fine(page)


@SIZES
def test_telling_a_recipient_to_stop_is_easy_to_do(
    open_page: Callable[..., Page], site: str, desk: Desk, size: Any
) -> None:
    """From the empty list to the letter, a reminder, a paper that is no number, and the confirmation."""
    subject = desk.shop.person(BINH)
    bind(BUYER, Relation.UNRELATED, now())
    page = open_page(**size)
    sign_in(page, site, STAFF_COOKIE, sessions.begin(Visitor.STAFF, _chu(desk), now()))
    page.goto("/console/recipients/stopping")
    assert page.locator(".empty").count() == 1
    _fine(page)
    _handed_over_and_taken_back(desk, subject)
    page.goto("/console/recipients")
    _fine(page)
    page.goto("/console/recipients/stopping")
    _fine(page)
    page.click("th a")
    _fine(page)
    page.locator("main form button").first.click()
    page.click("th a")
    page.fill("#reference", "đã xóa rồi nhé")
    page.locator("main form button").last.click()
    assert page.locator("#reference").get_attribute("aria-invalid") == "true"
    _fine(page)
    page.fill("#reference", "12/2026")
    page.locator("main form button").last.click()
    assert "12/2026" in page.inner_text("main")
    _fine(page)
    sign_in(page, site, CUSTOMER_COOKIE, sessions.begin(Visitor.CUSTOMER, subject, now()))
    page.goto("/me/recipients")
    assert page.locator(".stop").count() == 1
    _fine(page)


def _handed_over_and_taken_back(desk: Desk, subject: int) -> None:
    asked = desk.shop.asked("advertising", Channel.IN_HOUSE, BUYER)
    consents.give(subject, [asked], now())
    case = cases.open_case(CaseKind.CAMPAIGN, now(), role="partner")
    until = now() + timedelta(days=9)
    token = add_key("partner", ["advertising"], fields.FIELD, until, BUYER, Relation.UNRELATED)
    way = hold_with_key(token, "advertising", now(), case)
    assert disclose_many(way, ["email"], [Ask(subject)], now())[0].allowed
    consents.withdraw(subject, [asked], now())
    assert finding.find_stops(now()) == 1


def _chu(desk: Desk) -> int:
    return desk.staff("Chu", "care", administrator=True)


@SIZES
def test_a_link_for_the_carrier_is_made_taken_and_listed(
    open_page: Callable[..., Page], site: str, desk: Desk, size: Any
) -> None:
    """Ticked on the board, shown once, downloaded once by whoever has it, cancelled where it waits."""
    khoa = desk.staff("Khoa", "fulfilment")
    order = desk.order(desk.shop.person(BINH))
    Order.objects.filter(id=order).update(progress=Progress.PACKED.value)
    page = open_page(**size)
    sign_in(page, site, STAFF_COOKIE, sessions.begin(Visitor.STAFF, khoa, now()))
    page.goto("/console/fulfilment/parcels")
    assert page.locator(".empty").count() == 1
    _fine(page)
    links = []
    for _ in range(2):
        page.goto("/console/fulfilment")
        _fine(page)
        page.check(f"input[name=order][value='{order}']")
        page.click("button[formaction='/console/fulfilment/parcels']")
        links.append(page.input_value("#link"))
        _fine(page)
    page.goto(links[0])
    _fine(page)
    with page.expect_download() as taken:
        page.click("main form button")
    assert "k-" in Path(taken.value.path()).read_text("utf-8-sig")
    page.goto(links[0])
    assert page.locator("main form").count() == 0
    _fine(page)
    page.goto("/console/fulfilment/parcels")
    page.click("td a")
    _fine(page)
    page.click("main form button")
    _fine(page)
    page.goto(links[1])
    assert page.locator("main form").count() == 0
