"""What was written to care and back is its owner's to read and to take away: words and files, and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from giuloi.core.terms import Channel
from giuloi.promises.answer.conversation import conversation
from giuloi.promises.use import cases
from giuloi.records.access.sessions import Visitor
from tests.gates.roles import customer
from tests.records.conftest import Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]  # fixtures: found here by the tests of this file

ASKED, NOTED = "Bánh cốm để được mấy ngày?", "Khách gọi hỏi lúc trưa."
PICTURE = b"\x89PNG\r\n\x1a\n" + b"anh" * 30


@pytest.fixture
def case(shop: Shop, an: int) -> int:
    """An asked, with a picture; the shop noted a call, and closed the case."""
    at = datetime.now(UTC)
    case = cases.begin(an, at)
    cases.came(case, ASKED, at, channel=Channel.EMAIL, files=[cases.File("bánh.png", PICTURE)])
    cases.noted(case, NOTED, at, by="staff/care/x", channel=Channel.PHONE)
    cases.close(case, at)
    return case


def _of(who: int, kind: Visitor = Visitor.CUSTOMER, **more: Any) -> Client:
    return customer(kind, who, **more)


def test_its_owner_reads_all_of_it_also_once_the_case_is_closed(an: int, case: int) -> None:
    """The note of the shop's own too; the picture is not opened for it."""
    page = _of(an).get("/me").content.decode()
    assert ASKED in page
    assert NOTED in page
    assert "Tải tệp 1" in page


def test_its_owner_saves_the_file_and_nobody_else_does(an: int, chi: int, binh: int, case: int) -> None:
    """Its name, its bytes, never shown in a page."""
    where = f"/me/files/{conversation(case)[0].files[0].id}"
    saved = _of(an).post(where)
    assert (saved.content, saved["X-Content-Type-Options"]) == (PICTURE, "nosniff")
    assert saved["Content-Disposition"].startswith("attachment;")
    assert _of(chi).post(where).status_code == 404
    assert _of(binh, Visitor.GUEST, record=1).post(where).status_code == 404


def test_the_copy_holds_words_and_files(an: int, case: int) -> None:
    """Named for what they are."""
    copy = _of(an).post("/me/copy.json").json()
    held = [one for name, one in copy.items() if name.startswith(("message ", "file "))]
    assert {one["care_note"] for one in held if "care_note" in one} == {ASKED, NOTED}
    assert [one["attachment"]["name"] for one in held if "attachment" in one] == ["bánh.png"]


def test_a_guest_sees_what_is_about_the_order_they_came_with(shop: Shop, binh: int) -> None:
    """And of another order nothing."""
    order, _ = shop.order(binh)
    other, _ = shop.order(binh)
    at = datetime.now(UTC)
    cases.came(cases.begin(binh, at, order=order), ASKED, at, channel=Channel.EMAIL)
    assert ASKED in _of(binh, Visitor.GUEST, record=order).get("/me").content.decode()
    assert ASKED not in _of(binh, Visitor.GUEST, record=other).get("/me").content.decode()
