"""The owner's half of the console in a real browser: every page, both widths, both languages, and three journeys."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from giuloi.core.terms import Channel
from giuloi.doors.console.drafts import keep
from giuloi.promises.collect.connections import connect
from giuloi.promises.collect.delivered import Bridge, Delivery, ErasedAtSource, Resource
from giuloi.promises.collect.deliveries import note_refused, receive
from giuloi.records import published
from giuloi.records.access.cookies import STAFF_COOKIE
from giuloi.records.credentials import add_key, working_keys, working_staff
from giuloi.records.uses.sequencer import Sequencer
from tests.cast import CHI
from tests.doors.console.owner import staff, token_of
from tests.harness.browser import PHONE, axe, sign_in, too_wide
from tests.records.conftest import Shop, an, shop

__all__ = ["an", "shop"]  # fixtures of the tests below
PAGES = (
    "/console/",
    "/console/staff",
    "/console/staff/add",
    "/console/staff/{colleague}",
    "/console/staff/{colleague}/leave",
    "/console/keys",
    "/console/keys/add",
    "/console/keys/revoke?key={key}",
    "/console/bridges",
    "/console/bridges/connect",
    "/console/bridges/woocommerce/tiem",
    "/console/bridges/woocommerce/tiem/renew",
    "/console/ledger",
    "/console/ledger?decision=gap",
    "/console/ledger/0",
    "/console/policy",
    "/console/policy/explain?purpose=promotion&role=care&channel=sms&fields=phone",
    "/console/policy/draft",
    "/console/policy/diff",
    "/console/policy/publish",
    "/console/policy/forms",
    "/console/policy/forms/purpose/care",
    "/console/policy/forms/retain/orders",
    "/console/policy/forms/contact/phone",
)  # fmt: skip


@pytest.fixture
def busy(shop: Shop, an: int) -> dict[str, object]:
    """A shop some days old: uses allowed and refused, consents, a connected platform in trouble, a key, a draft."""
    now = datetime.now(UTC)
    shop.clock = now - timedelta(days=12)
    chi = shop.person(CHI)
    for day in range(11):
        shop.clock = now - timedelta(days=11 - day)
        for turn in range(1 + day % 4):
            _, case = shop.order(an, f"{turn + 1} bánh cốm")
            shop.open(shop.staff("fulfilment", "supply", case), ["name", "phone"], an)
        shop.open(shop.staff("care", "promotion"), ["email"], an, channel=Channel.EMAIL)
        if day % 3 == 0:
            shop.open(shop.staff("care", "care"), ["birth_year"], an)
            shop.give(chi, ("promotion", Channel.SMS))
        if day % 4 == 0:
            shop.withdraw(chi, ("promotion", Channel.SMS))
    with closing(Sequencer()) as sequencer:
        sequencer.recover()
        while sequencer.tick():
            pass
    bridge = Bridge("woocommerce", "tiem")
    connect(bridge, "bi-mat", now, customers="bi-mat-2")
    gone = Delivery("3", "customer.deleted", b"1" * 32, ErasedAtSource(Resource.CUSTOMER, 7, now))
    receive(gone, bridge, now)
    note_refused(bridge, "5", "order.updated", b"2" * 32, 422, "not_understood", now)
    add_key("care", ["care"], ["name", "phone"], now + timedelta(days=90), networks=["203.0.113.0/24"])
    owner, colleague = staff("Lan", "marketing", administrator=True), staff("Hà", "care")
    staff("Khoa", "fulfilment")
    texts = published.documents(shop.policy_id)
    texts["shop.vi.md"] = texts["shop.vi.md"].replace('use      = "180d"', 'use      = "120d"', 1)
    texts["shop.vi.md"] = texts["shop.vi.md"].replace(
        'roles    = ["care"]', 'roles    = ["care", "marketing"]', 1
    )
    keep(texts, 0, "staff/marketing/0123456789abcdef", now)
    return {"colleague": colleague, "key": working_keys(now)[0].pseudonym, "token": token_of(owner)}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_every_page_can_be_used_by_everybody(
    busy: dict[str, object], open_page: Callable[..., Page], site: str, language: str, width: str
) -> None:
    """axe finds nothing on any page, nothing is too wide for the window, nothing breaks the page's own policy."""
    page = open_page(**(PHONE if width == "phone" else {}), locale="vi-VN" if language == "vi" else "en-GB")
    sign_in(page, site, STAFF_COOKIE, str(busy["token"]))
    found = []
    for path in PAGES:
        answer = page.goto(path.format(**busy))
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        found += [f"{path}: {fault}" for fault in (*axe(page), *too_wide(page))]
    assert found == []


def test_a_term_is_shortened_by_form_compared_and_published_without_scripts(
    shop: Shop, scripts_off: Page, site: str
) -> None:
    """From the list of rules to the version in force, with what changes shown twice on the way."""
    page = scripts_off
    sign_in(page, site, STAFF_COOKIE, token_of(staff("Lan", "marketing", administrator=True)))
    page.goto("/console/policy/forms/retain/care")
    page.get_by_label("Dùng trong").fill("120d")
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_text("180 ngày → 120 ngày")).to_be_visible()
    page.get_by_role("button", name="Giữ vào bản nháp").click()
    expect(page.get_by_text("Chặt hơn trước")).to_be_visible()
    page.get_by_role("button", name="Công bố…").click()
    page.get_by_label("Gõ số của bản mới").fill("7")
    page.get_by_role("button", name="Công bố: có hiệu lực ngay").click()
    expect(page.locator("#number-problem")).to_be_visible()
    page.get_by_label("Gõ số của bản mới").fill(str(shop.policy_id + 1))
    page.get_by_role("button", name="Công bố: có hiệu lực ngay").click()
    expect(page.get_by_text("có hiệu lực từ bây giờ")).to_be_visible()
    assert {str(one.use) for one in published.current().policy.retentions if one.name == "care"} == {"120d"}


def test_somebody_new_is_invited_and_let_go_on_a_phone(shop: Shop, phone: Page, site: str) -> None:
    """The link is shown once; letting go asks first."""
    sign_in(phone, site, STAFF_COOKIE, token_of(staff("Lan", "marketing", administrator=True)))
    phone.goto("/console/staff/add")
    phone.get_by_label("Tên (chỉ đồng nghiệp thấy)").fill("Hà")
    phone.get_by_label("Vai trò").select_option("care")
    phone.get_by_label("Tên đăng nhập").fill("ha")
    phone.get_by_role("button", name="Thêm và lấy đường dẫn mời").click()
    expect(phone.locator("#link")).to_have_value(re.compile(r"/console/invite/[0-9a-f]{64}$"))
    phone.get_by_role("button", name="Xong").click()
    phone.get_by_role("button", name="Cho thôi việc…").click()
    phone.get_by_role("button", name="Cho thôi việc", exact=True).click()
    expect(phone.get_by_text("Đã cho thôi việc")).to_be_visible()
    assert [one.name for one in working_staff()] == ["Lan"]
