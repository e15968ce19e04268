"""A customer at their own pages, in a real browser: what is held, choosing, correcting, who used it, the proof."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from giuloi.core.ledger.verify import verify_bundle
from giuloi.core.terms import Channel
from giuloi.promises.collect.lifecycle import close_order
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE
from giuloi.records.access.sessions import Visitor
from giuloi.records.cases import Case
from giuloi.records.consents import states_of
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN
from tests.doors.portal.own.conftest import Customer, an, mail, member, now
from tests.harness.browser import axe, sign_in, too_wide
from tests.records.conftest import Shop, shop

__all__ = ["an", "mail", "member", "shop"]  # fixtures

SHOWN = (
    "/me",
    "/me/policy",
    "/me/choices",
    "/me/uses",
    "/me/uses?show=refused",
    "/me/uses/proofs",
    "/me/orders",
)
FORMS = ("/me/correct/name", "/me/correct/phone", "/me/correct/address", "/me/correct/birth_year")


@pytest.fixture
def lived(shop: Shop, an: Customer) -> Customer:
    """An, after a day at the shop: one order done, looked at, and asked for by marketing in vain."""
    case = Case.objects.get(record_id=an.orders[0]).id
    shop.open(shop.staff("fulfilment", "supply", case), ["delivery_name", "delivery_phone"], an.subject)
    shop.open(
        shop.staff("marketing", "promotion", shop.campaign()), ["phone"], an.subject, channel=Channel.SMS
    )
    close_order(an.orders[1], now())
    integrate()
    return an


def arrive(page: Page, site: str, customer: Customer) -> None:
    """With a session of their own."""
    sign_in(page, site, CUSTOMER_COOKIE, sessions.begin(Visitor.CUSTOMER, customer.subject, now()))


def every(customer: Customer) -> tuple[str, ...]:
    """All pages, those of an open and of a closed order too."""
    return (*SHOWN, *FORMS, *(f"/me/orders/{order}" for order in customer.orders))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_easy_to_use_on_a_desktop(
    open_page: Any, site: str, lived: Customer, language: str, scheme: str
) -> None:
    """axe finds nothing, in both languages, light and dark."""
    page = open_page(locale={"vi": "vi-VN", "en": "en-GB"}[language], color_scheme=scheme)
    arrive(page, site, lived)
    for path in every(lived):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        assert axe(page) == [], path


def test_every_page_fits_a_phone(phone: Page, site: str, lived: Customer) -> None:
    """Nothing beyond the edge, and axe finds nothing there either."""
    arrive(phone, site, lived)
    for path in every(lived):
        phone.goto(path)
        assert too_wide(phone) == [], path
        assert axe(phone) == [], path


def test_a_consent_is_taken_back_and_given_by_one_click_each(
    scripts_off: Page, site: str, lived: Customer
) -> None:
    """Without JavaScript; the page says at once how it stands."""
    arrive(scripts_off, site, lived)
    scripts_off.goto("/me/choices")
    row = scripts_off.locator(".choice", has_text="Qua email").first
    row.get_by_role("button", name="Rút lại").click()
    expect(scripts_off.get_by_role("status")).to_contain_text("có hiệu lực ngay")
    assert states_of(lived.subject)["promotion", "email", ""] == "withdrawn"
    row.get_by_role("button", name="Đồng ý", exact=True).click()
    expect(scripts_off.get_by_role("status")).to_contain_text("Đã ghi nhận sự đồng ý")
    assert states_of(lived.subject)["promotion", "email", ""] == "given"


def test_a_receipt_can_be_taken_away(desktop: Page, site: str, lived: Customer) -> None:
    """Signed, as a file."""
    arrive(desktop, site, lived)
    desktop.goto("/me/choices")
    with desktop.expect_download() as started:
        desktop.get_by_role("link", name=re.compile("Biên nhận")).first.click()
    assert "giuloi:proof" in json.loads(Path(started.value.path()).read_text("utf-8"))


def test_a_telephone_is_put_right_with_a_code(phone: Page, site: str, lived: Customer, mail: Any) -> None:
    """On a phone: wrong number, kind word, right number, code, done; the back button changes nothing twice."""
    arrive(phone, site, lived)
    phone.goto("/me")
    phone.get_by_role("link", name="Sửa điện thoại").click()
    phone.get_by_label("Nội dung đúng").fill("12")
    phone.get_by_role("button", name="Gửi mã").click()
    expect(phone.locator("#why")).to_contain_text("số điện thoại")
    expect(phone.get_by_label("Nội dung đúng")).to_have_value("12")
    assert axe(phone) == []
    phone.get_by_label("Nội dung đúng").fill("0594 000 088")
    phone.get_by_role("button", name="Gửi mã").click()
    expect(phone.get_by_role("heading", name="Nhập mã")).to_be_visible()
    assert (axe(phone), too_wide(phone)) == ([], [])
    code = next(found[0] for one in mail.messages() if (found := re.search(r"\b\d{6}\b", one.text.vi)))
    phone.get_by_label("Mã", exact=True).fill(code)
    phone.get_by_role("button", name="Xác nhận").click()
    expect(phone.locator(".told")).to_contain_text("Đã sửa và xác minh")
    expect(phone.locator("main")).to_contain_text("0594 000 088")
    assert mail.messages()[0].to == AN.phone
    assert "0594" not in phone.url


def test_who_used_it_is_read_filtered_and_proven(desktop: Page, site: str, lived: Customer) -> None:
    """The refusal is marked in words; the proof that is taken away verifies."""
    arrive(desktop, site, lived)
    desktop.goto("/me/uses")
    expect(desktop.locator(".proof")).to_contain_text("Sổ sử dụng nguyên vẹn")
    desktop.get_by_role("link", name="Bị từ chối").click()
    expect(desktop.locator(".uses tbody tr")).to_have_count(1)
    expect(desktop.locator(".uses tbody tr")).to_contain_text("Bộ phận tiếp thị")
    desktop.get_by_role("link", name="Tự kiểm chứng").click()
    with desktop.expect_download() as started:
        desktop.get_by_role("button", name="Tải bằng chứng").click()
    assert verify_bundle(Path(started.value.path()).read_bytes()).ok


def test_a_guest_sees_their_order_and_no_other(scripts_off: Page, site: str, lived: Customer) -> None:
    """Somebody else's is a plain "not found"."""
    guest = sessions.begin(Visitor.GUEST, lived.subject, now(), record=lived.orders[0])
    sign_in(scripts_off, site, CUSTOMER_COOKIE, guest)
    scripts_off.goto("/me/orders")
    expect(scripts_off.locator("tbody tr")).to_have_count(1)
    answer = scripts_off.goto(f"/me/orders/{lived.orders[1]}")
    assert answer is not None
    assert answer.status == 404
