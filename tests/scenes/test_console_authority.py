"""Authorities' files in a real browser: both widths, both languages, and the deciding steps without a script."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from giuloi.core.fields import mask_of
from giuloi.promises.share.authority import calls, ending, intake, register, scope
from giuloi.promises.share.authority.approving import approve
from giuloi.promises.share.authority.intake import Intake
from giuloi.promises.share.authority.papers import Letter
from giuloi.promises.share.authority.releasing import release
from giuloi.promises.share.authority.words import Called, Came, Ground, Kind
from giuloi.records.access.cookies import STAFF_COOKIE
from tests.doors.console.owner import staff, token_of
from tests.harness.browser import DESKTOP, PHONE, axe, sign_in, too_wide
from tests.records.conftest import Shop, an, binh, shop

__all__ = ["an", "binh", "shop"]
_PDF = b"%PDF-1.7 Cong van"
_NOTE = "Khoản 1 Điều 88 Bộ luật Tố tụng hình sự; chỉ cần họ tên và điện thoại để liên hệ người mua."
_HERE = "/console/authority"
_PAGES = (
    *(
        _HERE,
        f"{_HERE}?show=all",
        f"{_HERE}/new",
        f"{_HERE}/register",
        f"{_HERE}/register/numbers/{{number}}/end",
    ),
    *(f"{_HERE}/{{fresh}}", f"{_HERE}/{{fresh}}/call", f"{_HERE}/{{unknown}}", f"{_HERE}/{{fresh}}/refuse"),
    *(f"{_HERE}/{{named}}/people", f"{_HERE}/{{named}}/scope", f"{_HERE}/{{named}}/secrecy"),
    *(f"{_HERE}/{{cut}}/approve", f"{_HERE}/{{ready}}", f"{_HERE}/{{ready}}/release"),
    *(f"{_HERE}/{{out}}", f"{_HERE}/{{out}}/receipt", f"{_HERE}/{{refused}}", f"{_HERE}/{{refused}}/letter"),
    *("/trust/release/{token}", "/trust/release/none", "/trust/numbers"),
)


@pytest.fixture
def office(shop: Shop, an: int, binh: int) -> dict[str, object]:
    """One file at each stage, and the people who brought them there."""
    del shop
    at, before = datetime.now(UTC), datetime.now(UTC) - timedelta(days=90)
    authority = register.add_authority("Công an thành phố Hà Nội", before, "staff/care/0000000000000000")
    unit = register.add_unit(
        authority, "Phòng Cảnh sát hình sự (PC02)", before, "staff/care/0000000000000000"
    )
    register.add_authority("Cục Thuế thành phố Hà Nội", before, "staff/care/0000000000000000")
    source = "congan.hanoi.gov.vn, đọc ngày 01/08/2026"
    number = register.enter_number(unit, "0594111222", source, before, "staff/care/0000000000000000")
    ended = register.enter_number(unit, "0594333444", "danh bạ cũ", before, "staff/care/0000000000000000")
    register.end_number(ended, at, "staff/care/0000000000000000")
    ha, khoa, lan = (staff(name, "legal", administrator=name == "Hà") for name in ("Hà", "Khoa", "Lan"))

    def file(minutes: int = 90, **more: object) -> int:
        said = {"person": "Trung tá Nguyễn Văn Bình", "basis": "Khoản 1 Điều 88 BLTTHS", "sender": ""}
        whole = {
            "received_at": at - timedelta(minutes=minutes), "came": Came.PAPER, "unit": unit, "kind": Kind.USER_INFO,
            "urgent": False, "document_number": "12/CV-PC02", "document_on": date(2026, 11, 21),
            "asked": mask_of(["name", "phone", "purchases"]), "wide": False,
            "letter": Letter("cong-van.pdf", _PDF, said), **more,
        }  # fmt: skip
        return intake.take_in(Intake(**whole), ha, at)  # type: ignore[arg-type]

    def named(*people: int) -> int:
        made = file()
        calls.called_back(made, number, Called.NO_ANSWER, ha, at)
        calls.called_back(made, number, Called.CONFIRMED, ha, at)
        scope.name_people(made, [(one, None) for one in people], ha, at)
        return made

    def cut() -> tuple[int, str]:
        made = named(an, binh)
        granted = {one.id: mask_of(["name", "phone"]) for one in scope.people_of(made)}
        return made, scope.prepare(made, granted, _NOTE, ha, at)

    def ready() -> int:
        made, seen = cut()
        for one in (khoa, lan):
            approve(made, seen, one, at, at)
        return made

    out = ready()
    done = release(out, ha, at, at)
    refused = file(wide=True)
    ending.refuse(refused, Ground.TOO_WIDE, ha, at)
    return {
        "fresh": file(urgent=True), "unknown": file(unit=None), "named": named(an, binh), "cut": cut()[0],
        "ready": ready(), "out": out, "refused": refused, "number": number, "token": done.token,
        "ha": ha, "khoa": khoa, "late": file(minutes=60 * 30),
    }  # fmt: skip


def _at_work(page: Page, site: str, who: object) -> Page:
    assert isinstance(who, int)
    sign_in(page, site, STAFF_COOKIE, token_of(who))
    return page


def _looked_at(page: Page, name: str) -> None:
    """A picture of each page, where somebody asks for them."""
    folder = os.environ.get("AUTHORITY_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("options", "language"), [(DESKTOP, "vi-VN"), (DESKTOP, "en-GB"), (PHONE, "vi-VN")])
def test_every_page_is_easy_to_use_and_fits(
    office: dict[str, object],
    open_page: Callable[..., Page],
    site: str,
    options: dict[str, object],
    language: str,
) -> None:
    """axe finds nothing, and nothing reaches beyond the edge."""
    page = _at_work(open_page(**options, locale=language), site, office["ha"])
    faults = []
    for number, path in enumerate(_PAGES):
        page.goto(path.format(**office))
        faults += [f"{path}: {one}" for one in (*axe(page), *too_wide(page))]
        _looked_at(page, f"{number:02d}-{'phone' if options is PHONE else 'desk'}-{language[:2]}")
    assert faults == []


def test_a_file_is_approved_and_released_without_any_script(
    office: dict[str, object], scripts_off: Page, site: str
) -> None:
    """Khoa approves from the list; the ready one is released, and shows its passphrase once."""
    page = _at_work(scripts_off, site, office["khoa"])
    page.goto(f"{_HERE}/{office['cut']}")
    page.get_by_role("button", name="Look and approve…").or_(page.get_by_text("Xem và duyệt…")).click()
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_contain_text("một người đã duyệt")
    page.goto(f"{_HERE}/{office['ready']}/release")
    page.locator("main form button").first.click()
    assert len(page.locator("#passphrase").input_value()) == 29
    _looked_at(page, "90-released")
