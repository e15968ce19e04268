"""A question from the portal to the mailbox, in a real browser: shown, answered, called, closed; desktop and phone."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from giuloi.core.terms import Channel
from giuloi.promises.answer.asking import Asking, ask
from giuloi.promises.use import cases, sending
from giuloi.records.access import sessions
from giuloi.records.access.cookies import STAFF_COOKIE
from giuloi.records.access.sessions import Visitor
from tests.cast import BINH
from tests.doors.console.conftest import Desk, binh, desk, now, shop
from tests.harness.browser import DESKTOP, PHONE, axe, sign_in, too_wide
from tests.harness.smtp import Mailbox
from tests.promises.use.care.conftest import mailbox, post

__all__ = ["binh", "desk", "mailbox", "post", "shop"]  # fixtures: found here by the tests of this file

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
ASKED = "Bánh cốm để được mấy ngày? Em muốn mang về quê biếu bà."
PICTURE = b"\x89PNG\r\n\x1a\n" + b"anh" * 30


def _fine(page: Page, name: str) -> None:
    assert (name, axe(page), too_wide(page)) == (name, [], [])
    folder = os.environ.get("PICTURES")
    if folder:
        size = "phone" if page.viewport_size and page.viewport_size["width"] < 500 else "desktop"
        page.screenshot(path=str(Path(folder) / f"{name}-{size}.png"), full_page=True)


@SIZES
def test_a_question_is_shown_answered_called_about_and_closed(
    open_page: Callable[..., Page],
    site: str,
    desk: Desk,
    binh: int,
    post: int,
    mailbox: Mailbox,
    size: Any,
    tmp_path: Path,
) -> None:
    """Every step without a script of ours being needed; the clerk never meets the address."""
    taken = ask(binh, Asking("question", ASKED, "portal"), datetime.now(UTC))
    assert taken.case is not None
    cases.came(
        taken.case,
        "Em gửi thêm ảnh ạ.",
        now(),
        channel=Channel.EMAIL,
        proven=False,
        files=[cases.File("anh.png", PICTURE)],
    )
    page = open_page(**size, java_script_enabled=size is DESKTOP)
    sign_in(page, site, STAFF_COOKIE, sessions.begin(Visitor.STAFF, desk.staff("Hà", "care"), now()))
    page.goto(f"/console/cases/{taken.case}")
    expect(page.locator("main")).not_to_contain_text("quê biếu bà")
    if size is DESKTOP:
        _fine(page, "case-masked")
    page.check("[name=name]")
    page.click("text=Hiện để giải quyết vụ việc này")
    expect(page.locator("main")).to_contain_text("quê biếu bà")
    expect(page.locator("main")).to_contain_text(BINH.name)
    expect(page.locator("main")).not_to_contain_text(BINH.email)
    page.fill("#reply", "Dạ hai ngày ạ. Nhân dịp Tết, mời quý khách xem khuyến mãi. Gọi 0594000777.")
    page.check("[value=email]")
    page.click("text=Gửi câu trả lời")
    expect(page.locator("main")).to_contain_text("giống số điện thoại")
    page.check("[name=confirmed]")
    page.click("text=Gửi câu trả lời")
    expect(page.locator("main")).to_contain_text("Câu này là quảng cáo")
    page.fill("#reply", "Dạ hai ngày ạ, quý khách cất nơi thoáng mát.")
    page.click("text=Gửi câu trả lời")
    expect(page.locator(".told")).to_contain_text("Đã niêm phong câu trả lời")
    assert sending.send_due(now()) == 2  # the acknowledgement was first
    assert mailbox.letters[0][0] == BINH.email
    with page.expect_download() as saved:
        page.click("text=Tải tệp 1")
    assert Path(saved.value.path()).read_bytes() == PICTURE
    page.click("text=Hiện số để gọi")
    expect(page.locator("main")).to_contain_text(BINH.phone)
    page.check("[value=reached]")
    page.fill("#note", "Đã nói chuyện, khách hài lòng.")
    page.click("text=Niêm phong ghi chú")
    page.click("text=Đóng vụ việc…")
    page.check("[value=done]")
    page.get_by_role("button", name="Đóng vụ việc").click()
    expect(page.locator("main")).to_contain_text("Vụ việc đã đóng")
    expect(page.locator("main")).not_to_contain_text("hài lòng")


@SIZES
def test_every_page_of_a_case_is_easy_to_use(
    open_page: Callable[..., Page], site: str, desk: Desk, binh: int, post: int, size: Any
) -> None:
    """Masked, shown, warned, refused, calling, closing, closed, in both languages: axe finds nothing."""
    ha = desk.staff("Hà", "care")
    for locale in ("vi-VN", "en-US"):
        taken = ask(binh, Asking("question", ASKED, "portal"), datetime.now(UTC))
        assert taken.case is not None
        page = open_page(**size, locale=locale)
        sign_in(page, site, STAFF_COOKIE, sessions.begin(Visitor.STAFF, ha, now()))
        where = f"/console/cases/{taken.case}"
        page.goto(where)
        _fine(page, f"case-{locale}")
        page.click("form[action$='/show'] button")
        _fine(page, f"case-shown-{locale}")
        page.fill("#reply", "Gọi 0594000777. Nhập mã BANHCOM20 khi đặt hàng nhé.")
        page.check("[value=email]")
        page.click("form[action$='/reply'] button")
        _fine(page, f"case-warned-{locale}")
        page.check("[name=confirmed]")
        page.click("form[action$='/reply'] button")
        _fine(page, f"case-advertising-{locale}")
        page.goto(where)
        page.click("form[action$='/call'] button")
        _fine(page, f"case-calling-{locale}")
        page.goto(f"{where}/close")
        _fine(page, f"case-close-{locale}")
        page.check("[value=done]")
        page.click("form[action$='/close'] button")
        _fine(page, f"case-closed-{locale}")
