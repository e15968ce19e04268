"""What is written to care is sealed, read by the case alone, and shut to everybody when the case closes."""

from __future__ import annotations

import pytest

from giuloi.core.terms import Channel, Secret
from giuloi.promises.use import cases
from giuloi.promises.use.cases.attachments import read
from giuloi.promises.use.cases.reading import open_file, read_messages
from giuloi.records.credentials import hold_as_staff
from giuloi.records.database import rows
from giuloi.records.facts import Ask
from giuloi.records.reveal import Refusal, Revealed, reveal
from giuloi.records.uses import pending
from tests.promises.use.care.conftest import ASKED, Care
from tests.records.conftest import Shop

PICTURE = b"\x89PNG\r\n\x1a\n" + b"anh banh" * 40
SECOND = "Em gửi ảnh hộp bánh ạ."


def texts(care: Care, case: int) -> list[str]:
    """Everything of a case, opened by Hà."""
    found = cases.care_case(case)
    assert found is not None
    opened = read_messages(
        found, [one.id for one in cases.timeline(case)], care.holding(case), care.shop.now()
    )
    assert opened is not None
    return [opened.texts[one.id].open() for one in cases.timeline(case) if one.id in opened.texts]


def test_what_was_written_is_read_by_its_case_in_order(care: Care, binh: int) -> None:
    """Two messages and a note of the shop's own: one decision, one line in the ledger for all three."""
    case = care.case(binh)
    cases.came(case, SECOND, care.shop.now(), channel=Channel.ZALO)
    cases.noted(case, "Khách gọi lúc trưa.", care.shop.now(), by="staff/care/x", channel=Channel.PHONE)
    before = len(pending.waiting(1000))
    assert texts(care, case) == [ASKED, SECOND, "Khách gọi lúc trưa."]
    [new] = pending.waiting(1000)[before:]
    assert (new.use.subjects, new.use.decision, new.use.clause) == ((binh,), "allowed", "I.2")
    assert [str(one.direction) for one in cases.timeline(case)] == ["in", "in", "note"]


def test_a_case_opens_no_other_case_and_no_order_of_the_same_person(care: Care, binh: int) -> None:
    """Bình's second case says nothing of the first, nor of what he bought."""
    care.case(binh)
    care.shop.order(binh)
    second = care.case(binh, SECOND)
    answer = reveal(care.holding(second), ["care_note", "purchases"], Ask(binh), care.shop.now())
    assert isinstance(answer, Revealed)
    assert {name: value.open() for name, value in answer.fields.items()} == {"care_note": SECOND}


def test_a_case_about_an_order_sees_that_order_and_outlives_it(care: Care, binh: int) -> None:
    """A warranty begins when the order closes: closing the order leaves the case open."""
    from giuloi.records.cases import close_cases_of

    order, _ = care.shop.order(binh)
    other, _ = care.shop.order(binh, "1 bánh nướng")
    case = care.case(binh, order=order)
    close_cases_of(order, care.shop.now())
    answer = reveal(care.holding(case), ["purchases"], Ask(binh), care.shop.now())
    assert isinstance(answer, Revealed)
    assert (set(answer.records), other in answer.records) == ({order}, False)


def test_a_closed_case_shuts_text_and_files_and_a_stranger_never_gets_in(care: Care, binh: int) -> None:
    """No case, no data: the same question before and after, and by somebody of another department."""
    case = cases.begin(binh, care.shop.now())
    cases.came(case, ASKED, care.shop.now(), channel=Channel.EMAIL, files=[cases.File("anh.png", PICTURE)])
    [line] = cases.timeline(case)
    held = cases.attachments.file_of(line.files[0].id)
    assert held is not None
    fulfilment = hold_as_staff(care.shop.staff("fulfilment", "care", case).staff or 0, "care", case)
    assert isinstance(open_file(held, care.holding(case), care.shop.now()), Revealed)
    assert isinstance(open_file(held, fulfilment, care.shop.now()), Refusal)
    assert cases.close(case, care.shop.now())
    assert isinstance(open_file(held, care.holding(case), care.shop.now()), Refusal)
    assert texts(care, case) == []


def test_a_file_comes_back_whole_and_alone(care: Care, binh: int) -> None:
    """Name, type and bytes; the other file of the same message stays shut."""
    case = cases.begin(binh, care.shop.now())
    files = [cases.File("hộp bánh.png", PICTURE), cases.File("hoa-don.pdf", b"%PDF-1.7 x")]
    cases.came(case, ASKED, care.shop.now(), channel=Channel.EMAIL, files=files)
    [line] = cases.timeline(case)
    held = cases.attachments.file_of(line.files[0].id)
    assert held is not None
    answer = open_file(held, care.holding(case), care.shop.now())
    assert isinstance(answer, Revealed)
    assert set(answer.records) == {held.id}
    opened = read(answer.fields["attachment"].open())
    assert (opened.name, opened.type, opened.content) == ("hộp bánh.png", "image/png", PICTURE)


def test_nothing_of_it_stands_in_clear(care: Care, binh: int) -> None:
    """Neither the words, nor the name of the file, nor its type are in any column of these tables."""
    case = cases.begin(binh, care.shop.now())
    cases.came(case, ASKED, care.shop.now(), channel=Channel.EMAIL, files=[cases.File("so-do.png", PICTURE)])
    kept = [rows(f"SELECT * FROM {table}") for table in ("use_care", "use_message", "use_file")]
    assert all(kept)
    assert not [word for word in ("Bánh", "so-do", "image/png") if word in repr(kept)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program", "unknown_type"),
        (b"<html><script>alert(1)</script></html>", "unknown_type"),
        (b"  <svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "unknown_type"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 4_000_000, "too_large"),
    ],
    ids=["empty", "program", "page", "svg", "large"],
)
def test_what_could_do_harm_is_not_taken_and_nothing_is_kept(
    care: Care, binh: int, content: bytes, code: str
) -> None:
    """By how it begins, not by what its name says; the message it came with is not half kept."""
    from django.db import transaction

    case = cases.begin(binh, care.shop.now())
    with pytest.raises(cases.NotTaken) as caught, transaction.atomic():
        cases.came(case, ASKED, care.shop.now(), channel=Channel.EMAIL, files=[cases.File("a.png", content)])
    assert caught.value.code == code
    assert cases.timeline(case) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\An\\anh.png", "anh.png"),
        ('a"\r\nSet-Cookie: x=1.png', "aSet-Cookie x=1.png"),
        ("gnp.\u202eexe", "gnp.exe"),
        ("", "file"),
    ],
)
def test_a_files_name_can_do_nothing(name: str, kept: str) -> None:
    """No folder, no header of its own, no ending turned round."""
    from giuloi.promises.use.cases.attachments import _sealed_as

    assert read(_sealed_as(cases.File(name, PICTURE))).name == kept


def test_an_answer_finds_its_case_by_an_opaque_word(care: Care, binh: int, post: int) -> None:
    """The word in Reply-To names nobody, is found in any case of letters, and a wrong one finds nothing."""
    case = cases.care_case(care.case(binh))
    assert case is not None
    assert cases.reply_address(case) == f"tiem+{case.token}@example.vn"
    assert str(binh) not in case.token
    assert cases.case_of_token(case.token.upper()) == case
    assert cases.case_of_token("0" * len(case.token)) is None


def test_a_message_does_not_print(shop: Shop, care: Care, binh: int) -> None:
    """What was opened shows itself to nobody by accident."""
    case = cases.care_case(care.case(binh))
    assert case is not None
    opened = read_messages(case, [cases.timeline(case.id)[0].id], care.holding(case.id), shop.now())
    assert opened is not None
    assert isinstance(next(iter(opened.texts.values())), Secret)
    assert ASKED not in repr(opened)
    assert "png" not in repr(cases.File("anh.png", PICTURE))
