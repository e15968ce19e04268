"""The papers are filled in, in Vietnamese, as offices lay them out; what software does not know is left to a hand."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest

from giuloi.core.fields import mask_of
from giuloi.promises.report.documents.docx import docx
from giuloi.promises.report.documents.filled import filled
from giuloi.promises.report.documents.model import BLANK, MOTTO, STATE
from giuloi.promises.report.documents.papers import FORM, MINUTES, NAMES, POLICE_REPORT, paper
from giuloi.promises.report.documents.pdf import pdf
from giuloi.promises.report.incidents.containment import Action, contain
from giuloi.promises.report.incidents.evidence import freeze_evidence
from giuloi.promises.report.incidents.kinds import Stage
from giuloi.promises.report.incidents.opening import data_affected
from giuloi.promises.report.incidents.rows import AffectedRow
from giuloi.promises.report.incidents.writing import assess, write_parts
from tests.cast import AN
from tests.promises.report.conftest import BY, later, opened, parts
from tests.records.conftest import Shop


@pytest.fixture
def whole(shop: Shop, an: int) -> int:
    """A file with everything in it."""
    incident = opened(shop)
    write_parts(incident, parts(), shop.now(), BY)
    assess(incident, 4, 3, parts()["risk"], shop.now(), BY)
    data_affected(incident, shop.now(), shop.now(), BY)
    AffectedRow.objects.create(
        incident_id=incident, subject_id=an, fields=mask_of(["name", "phone"]), purposes="care", uses=2
    )
    contain(incident, Action.STOP_EXPORTS, "", shop.now(), BY)
    freeze_evidence(incident, [], later(shop, timedelta(minutes=5)), BY)
    return incident


def text_of_pdf(data: bytes) -> str:
    """What stands on its pages, on one line."""
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def text_of_docx(data: bytes) -> str:
    """The words of its body."""
    import docx as library

    document = library.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(one.text for one in document.paragraphs), *cells]).split())


@pytest.mark.parametrize("which", NAMES)
def test_each_paper_says_the_same_as_pdf_and_as_docx(shop: Shop, whole: int, which: str) -> None:
    """The head of state, the shop, what happened, how much of whose data, the measures; and nobody's name."""
    made = paper(which, filled(whole, shop.now()))
    for text in (text_of_pdf(pdf(made)), text_of_docx(docx(made))):
        for words in (
            STATE,
            MOTTO,
            "TIỆM BÁNH PHỐ CỔ",
            made.title,
            "họ tên: 1 người",
            "ngừng xuất và sao chép",
        ):
            assert words in text, words
        assert "Có người lạ dùng một khóa máy để đọc hồ sơ khách." in text
        assert AN.phone not in text


def test_form_08_has_every_field_of_the_decree(shop: Shop, whole: int) -> None:
    """In its order; what the policy's head does not name is a dotted line, and is listed as missing."""
    made = paper(FORM, filled(whole, shop.now()))
    text = text_of_pdf(pdf(made))
    asked = (
        *("Mẫu số 08", "Kính gửi: Cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an"),
        *(
            "Tên tổ chức",
            "trụ sở chính",
            "trụ sở giao dịch",
            "đăng ký doanh nghiệp",
            "Mã số thuế",
            "Điện thoại",
        ),
        *(
            "Website",
            "Người phụ trách bảo vệ dữ liệu cá nhân",
            "Thời gian",
            "Địa điểm",
            "Hành vi",
            "có liên quan",
        ),
        *(
            "Loại dữ liệu cá nhân và số lượng",
            "Hậu quả",
            "Biện pháp",
            "Tài liệu kèm theo",
            "Cam kết",
            "đóng dấu",
        ),
    )
    places = [text.index(words) for words in asked]
    assert places == sorted(places)
    assert f"Mã số thuế: {BLANK}" in text
    assert "Mã số thuế" in made.missing
    assert "Tên tổ chức" not in made.missing


def test_the_police_read_which_report_it_is_and_the_hash_of_the_evidence(shop: Shop, whole: int) -> None:
    """Initial, full or final."""
    known = filled(whole, shop.now())
    text = text_of_pdf(pdf(paper(POLICE_REPORT, known, Stage.INITIAL)))
    assert "(báo cáo ban đầu)" in text
    assert known.evidence[0].split()[-1] in text.replace(" ", "")


def test_the_minutes_name_both_moments_and_the_timeline(shop: Shop, whole: int) -> None:
    """And two people sign them."""
    made = paper(MINUTES, filled(whole, shop.now()))
    text = text_of_pdf(pdf(made))
    assert "Thời điểm biết sự cố: 12 giờ 00 phút" in text
    assert "niêm giữ bằng chứng" in text
    assert len(made.signers) == 2


def test_an_empty_file_still_makes_whole_papers(shop: Shop, file: int) -> None:
    """Dotted lines where nobody wrote anything yet: the first report is due before everything is known."""
    for which in NAMES:
        made = paper(which, filled(file, shop.now()))
        assert BLANK in text_of_pdf(pdf(made))
        assert BLANK in text_of_docx(docx(made))


def test_whatever_somebody_writes_stays_text(shop: Shop, file: int) -> None:
    """Neither markup nor controls break a paper."""
    write_parts(file, {"act": "<b>x</b> & \x01 ]]> " + "dài " * 900}, shop.now(), BY)
    made = paper(FORM, filled(file, shop.now()))
    assert "<b>x</b> &" in text_of_pdf(pdf(made))
    assert "<b>x</b> &" in text_of_docx(docx(made))


def test_two_runs_make_the_same_bytes(shop: Shop, whole: int) -> None:
    """A paper is not traced from another by when it was made."""
    made = paper(FORM, filled(whole, shop.now()))
    assert pdf(made) == pdf(made)
    with zipfile.ZipFile(io.BytesIO(docx(made))) as archive:
        assert archive.testzip() is None


@pytest.mark.parametrize("letter", ["\ufffe", "\uffff", "\ud800", "\x0b"])
def test_no_letter_keeps_a_paper_from_being_made(shop: Shop, file: int, letter: str) -> None:
    """Whoever writes one into a part would else keep the whole file from the police and from its export."""
    if letter != "\ud800":  # no database keeps half a letter
        write_parts(file, {"act": f"Có người lạ{letter} đọc hồ sơ."}, shop.now(), BY)
    made = paper(MINUTES, filled(file, shop.now()))
    assert docx(replace(made, title=f"{made.title}{letter}"))
    assert pdf(made)
