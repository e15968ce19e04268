"""A customer attaches files to what they ask: sealed with it, theirs to save, and never half kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giuloi.promises.answer.conversation import conversation
from giuloi.promises.answer.messages import MessageRow
from giuloi.promises.use.cases.attachments import LONGEST, CareFile
from giuloi.records.access.sessions import Visitor
from giuloi.records.requests import CustomerRequest
from giuloi.records.vault import VaultRow
from tests.doors.console.conftest import Desk
from tests.gates.roles import customer
from tests.records.conftest import Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]  # fixtures: found here by the tests of this file
WORDS, MORE = "Hộp bánh bị móp một góc.", "Đây là góc bên kia."
PICTURE = b"\x89PNG\r\n\x1a\n" + b"anh" * 30
NAME = "hộp bánh móp.png"
HARM = b"<script>alert(1)</script>"


@pytest.fixture
def web(an: int) -> Client:
    """An, signed in."""
    return customer(Visitor.CUSTOMER, an)


def _file(content: bytes = PICTURE, name: str = NAME) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def _ask(web: Client, *files: SimpleUploadedFile, **more: Any) -> Any:
    sent = {"kind": "complain", "text": WORDS, "once": "a" * 32, "files": list(files), **more}
    return web.post("/me/ask", sent)


def _text(answer: Any) -> str:
    return answer.content.decode()


def _kept() -> tuple[int, int, int]:
    return CustomerRequest.objects.count(), MessageRow.objects.count(), CareFile.objects.count()


def test_a_file_is_sealed_with_what_was_asked_and_saved_by_its_owner_alone(web: Client, chi: int) -> None:
    """Under the case of the request; its name stands nowhere until its owner saves it."""
    where = _ask(web, _file())["Location"]
    page = _text(web.get(where))
    assert "Tải tệp 1" in page
    assert NAME not in page
    case = CustomerRequest.objects.get(kind="complain").case_id
    assert case is not None
    [file] = conversation(case)[0].files
    saved = web.post(f"/me/files/{file.id}")
    assert (saved.content, saved["X-Content-Type-Options"]) == (PICTURE, "nosniff")
    assert customer(Visitor.CUSTOMER, chi).post(f"/me/files/{file.id}").status_code == 404


def test_without_a_file_nothing_changes(web: Client) -> None:
    """The field is optional, and its form says what may be sent and what is not needed."""
    form = _text(web.get("/me/ask?kind=complain"))
    assert 'enctype="multipart/form-data"' in form
    assert "Không cần ảnh giấy tờ tùy thân" in form
    assert _ask(web).status_code == 303
    assert _kept() == (1, 1, 0)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([PICTURE + b"x" * LONGEST], "Mỗi tệp nhiều nhất 4 MB"),
        ([PICTURE, HARM], "Chỉ nhận ảnh"),
        ([b""], "Tệp này trống"),
        ([PICTURE] * 10, "Nhiều nhất 5 tệp"),
    ],
)
def test_a_file_that_is_not_taken_is_told_beside_its_field(
    web: Client, files: list[bytes], said: str
) -> None:
    """What was typed stays; nothing at all is kept, not the other file either."""
    before = VaultRow.objects.count()
    answer = _ask(web, *(_file(one) for one in files))
    page = _text(answer)
    assert answer.status_code == 422
    assert said in page.split('id="files-problem">')[1].split("<")[0]
    assert WORDS in page
    assert (_kept(), VaultRow.objects.count()) == ((0, 0, 0), before)


def test_a_form_that_comes_back_for_its_words_says_that_the_file_is_to_be_chosen_again(web: Client) -> None:
    """For no browser keeps it."""
    answer = _ask(web, _file(), text="")
    assert answer.status_code == 422
    assert "xin chọn lại tệp" in _text(answer)
    assert _kept() == (0, 0, 0)


def test_a_form_sent_twice_keeps_its_file_once(web: Client) -> None:
    """The question as well as what is added to it."""
    where = _ask(web, _file())["Location"].split("?")[0]
    _ask(web, _file())
    assert _kept() == (1, 1, 1)
    for _ in range(2):
        web.post(f"{where}/add", {"text": MORE, "once": "c" * 32, "files": [_file()]})
    assert _kept() == (1, 2, 2)


def test_a_picture_alone_is_added_to_a_request(web: Client) -> None:
    """And one that is not taken leaves the words in their field and nothing behind."""
    where = _ask(web)["Location"].split("?")[0]
    refused = web.post(f"{where}/add", {"text": MORE, "once": "b" * 32, "files": [_file(HARM)]})
    assert refused.status_code == 422
    assert "Chỉ nhận ảnh" in _text(refused)
    assert f">{MORE}</textarea>" in _text(refused)
    assert _kept() == (1, 1, 0)
    assert web.post(f"{where}/add", {"once": "c" * 32, "files": [_file()]}).status_code == 303
    assert _kept() == (1, 2, 1)
    assert "không có chữ" in _text(web.get(where))


def test_a_guest_attaches_a_file_about_the_order_they_came_with(shop: Shop, binh: int) -> None:
    """And saves it again on the same page."""
    order = Desk(shop).order(binh)
    web = customer(Visitor.GUEST, binh, record=order)
    where = _ask(web, _file(), about=order)["Location"]
    assert "Tải tệp 1" in _text(web.get(where))
    assert web.post(f"/me/files/{CareFile.objects.get().id}").content == PICTURE


def test_a_body_as_large_as_its_files_is_read_only_from_somebody_who_is_signed_in(web: Client) -> None:
    """Of anybody else no more than a mebibyte is looked at."""
    large = _file(PICTURE + b"x" * 2_000_000)
    assert Client().post("/me/ask", {"files": [large]}, secure=True).status_code == 413
    large.seek(0)
    assert _ask(web, large).status_code == 303
