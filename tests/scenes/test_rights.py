"""A customer uses their rights in a real browser: a copy to open, an erasure cancelled in time, one carried out."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from giuloi.promises.answer.rights.carrying_out import carry_out_due
from giuloi.promises.answer.rights.rows import RightRow
from giuloi.promises.keep.erasure.beginning import COOLING
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE
from giuloi.records.access.sessions import Visitor
from giuloi.records.keyring import keyring
from tests.cast import AN, BINH
from tests.doors.portal.own.conftest import Customer, an, binh, mail, member, now
from tests.harness.browser import axe, reloaded, sign_in, too_wide
from tests.records.conftest import shop

__all__ = ["an", "binh", "mail", "member", "shop"]  # fixtures


def arrive(page: Page, site: str, customer: Customer, *, ago: timedelta = timedelta()) -> None:
    """With a session of their own, by which they proved who they are `ago`."""
    sign_in(page, site, CUSTOMER_COOKIE, sessions.begin(Visitor.CUSTOMER, customer.subject, now() - ago))


def looked(page: Page, name: str) -> None:
    """Easy to use, nothing wider than the screen; a picture where somebody wants to look (PICTURES)."""
    where = os.environ.get("PICTURES")
    if where:
        page.screenshot(path=f"{where}/{name}.png", full_page=True)
    assert axe(page) == [], name
    assert not too_wide(page), name


def asked_to_be_erased(page: Page, name: str) -> None:
    """They read what it comes to, say that they are sure, and send it."""
    page.goto("/me/ask?kind=erase")
    looked(page, f"{name}-erase-ask")
    page.get_by_role("checkbox", name="Tôi hiểu và muốn").check()
    page.get_by_role("button", name="Gửi yêu cầu").click()


def letters_left() -> None:
    """Software came by, the letters went, and it came by again."""
    carry_out_due(now())
    RightRow.objects.filter(due_at__isnull=False).update(due_at=now())
    carry_out_due(now())


def test_an_asks_for_a_copy_and_opens_it(phone: Page, site: str, an: Customer, tmp_path: Path) -> None:
    """Asked, ready when software came by, saved from the page of the request, and readable without any of us."""
    arrive(phone, site, an)
    phone.goto("/me/ask?kind=copy")
    looked(phone, "copy-ask")
    phone.get_by_role("button", name="Gửi yêu cầu").click()
    carry_out_due(now())
    reloaded(phone)
    looked(phone, "copy-ready")
    with phone.expect_download() as waiting:
        phone.get_by_role("button", name="Tải bản sao").click()
    waiting.value.save_as(tmp_path / "copy.zip")
    with ZipFile(tmp_path / "copy.zip") as archive:
        told = json.loads(archive.read("data.json"))
        archive.extract("index.html", tmp_path)
    assert told["person"]["phone"] == AN.phone
    assert len(told["orders"]) == len(an.orders)
    # Shown without an address of its own: the browser of these tests leaves this machine for nothing, a file included.
    phone.goto("about:blank")
    phone.set_content((tmp_path / "index.html").read_text())
    expect(phone.get_by_text(AN.address).first).to_be_visible()
    looked(phone, "copy-page")


def test_a_device_left_open_takes_no_copy_and_erases_nobody(phone: Page, site: str, an: Customer) -> None:
    """Signed in an hour ago: first they show once more that it is they."""
    arrive(phone, site, an, ago=timedelta(hours=1))
    for kind in ("copy", "access", "erase"):
        phone.goto(f"/me/ask?kind={kind}")
        expect(phone.get_by_role("heading", name="Xin xác nhận là quý khách")).to_be_visible()
    looked(phone, "step-up")


def test_an_asks_to_be_erased_and_changes_their_mind(phone: Page, site: str, an: Customer) -> None:
    """They see what it comes to, when it begins, and cancel; then everything is as it was."""
    arrive(phone, site, an)
    asked_to_be_erased(phone, "an")
    letters_left()
    reloaded(phone)
    looked(phone, "erase-cooling")
    phone.get_by_role("button", name="Hủy việc xóa").click()
    expect(phone.get_by_text("Đã hủy yêu cầu xóa")).to_be_visible()
    assert not keyring().erased([an.subject])
    phone.goto("/me")
    expect(phone.get_by_text(AN.address).first).to_be_visible()


def test_somebody_is_erased_and_opens_the_certificate(phone: Page, site: str, an: Customer) -> None:
    """The link they kept opens when nothing of them is left to sign in with."""
    arrive(phone, site, an)
    asked_to_be_erased(phone, "gone")
    letters_left()
    reloaded(phone)
    phone.get_by_role("button", name="Trang theo dõi").click()
    kept = phone.url
    erase_due(now() + COOLING + timedelta(minutes=1))
    phone.context.clear_cookies()
    phone.goto(kept)
    looked(phone, "certificate")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def test_a_guest_asks_with_the_order_they_came_with(phone: Page, site: str, binh: Customer) -> None:
    """Bình came with an order number and a code: the copy is of that order, and followed in the same place."""
    token = sessions.begin(Visitor.GUEST, binh.subject, now(), record=binh.orders[0])
    sign_in(phone, site, CUSTOMER_COOKIE, token)
    phone.goto("/me/ask?kind=copy")
    phone.get_by_role("button", name="Gửi yêu cầu").click()
    carry_out_due(now())
    reloaded(phone)
    with phone.expect_download() as waiting:
        phone.get_by_role("button", name="Tải bản sao").click()
    with ZipFile(waiting.value.path()) as archive:
        told = json.loads(archive.read("data.json"))
    assert len(told["orders"]) == 1
    assert BINH.name in json.dumps(told, ensure_ascii=False)
