"""Labels and notes as documents: every letter comes back as it went in, whatever a name or an address is like."""

from __future__ import annotations

import io
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from giuloi.doors.console.papers.label import Label, Sender, labels
from giuloi.doors.console.papers.lettering import BOLD, NO_GLYPH, REGULAR, broken, fitted, printable
from giuloi.doors.console.papers.note import Note, notes
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.order_numbers import spoken_number

SHOP = Sender(
    "Tiệm Bánh Phố Cổ", "Số 8 phố Hàng Vừng, phường Hoàn Kiếm, thành phố Hà Nội", "chamsoc@example.vn"
)
ORDER = 123_456_789_012_345_678
VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
EVERY_LETTER = "".join(
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in VOWELS
    for tone in ("", *"\u0300\u0309\u0303\u0301\u0323")
)


def _pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [" ".join(document[at].get_textpage().get_text_range().split()) for at in range(len(document))]


def _label(name: str = "An", phone: str = "0594000001", address: str = "Hà Nội") -> str:
    [page] = _pages(labels([Label(ORDER, name, phone, address)], SHOP, "vi"))
    return page


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ngọc Ánh",
        "Đặng Quỳnh Như Ễ Ặ Ữ Ộ Ậ ẫ ỹ ằ ẵ",
        "Công Tằng Tôn Nữ Phương Thảo",
        "Y Wang Niê Kđăm",
        "Dmitri Ли",
        "O'Brien-Muñoz Ł. Ørsted",
        unicodedata.normalize("NFD", "Nguyễn Hữu Đặng"),
    ],
)
def test_a_name_is_on_the_label_as_it_is_written(name: str) -> None:
    """Also one whose tones came apart from their letters: on paper they are joined."""
    assert unicodedata.normalize("NFC", name) in _label(name)


def test_every_letter_of_vietnamese_is_in_both_typefaces() -> None:
    """Twelve vowels, five tones and none, small and capital, and đ: 146 letters, none stands as a box."""
    for font in (REGULAR, BOLD):
        assert broken(EVERY_LETTER + "đĐ", font, 9, 10_000) == [EVERY_LETTER + "đĐ"]
    assert EVERY_LETTER.replace(" ", "") in _label(address=EVERY_LETTER).replace(" ", "")


def test_a_letter_that_the_typeface_lacks_is_a_box_and_nothing_shifts() -> None:
    """Han, a picture; what does not show at all is left out."""
    assert printable("李 An 🎂\u200b!\tx") == f"{NO_GLYPH} An {NO_GLYPH}! x"


def test_an_address_of_any_length_stays_in_its_place() -> None:
    """A long one is smaller, one that no size can hold ends in an ellipsis; the order's number stands beneath."""
    long = "Tầng 12A, số 1234/56/78 đường Xô Viết Nghệ Tĩnh nối dài, khu phố Ấp Đồng, " * 6
    assert long.split(", ")[-2] in _label(address=long)
    endless = _label(address="Đường Dài " * 200)
    assert "…" in endless
    assert spoken_number(ORDER) in endless


@given(st.text(max_size=300), st.floats(20, 300))
@settings(max_examples=60, deadline=None)
def test_no_line_is_wider_than_its_column(text: str, width: float) -> None:
    """Whatever is typed: each line fits, and no letter is lost but blanks."""
    lines = broken(text, REGULAR, 9, width)
    assert all(stringWidth(line, REGULAR, 9) <= width or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(printable(text).split())
    size, some = fitted(text, REGULAR, width, 40, 12, 6)
    assert 6 <= size <= 12
    assert len(some) <= max(1, 40 // (size * 1.25))


def test_a_label_tells_nothing_of_whom_it_is_for_but_on_its_face() -> None:
    """Title, author and the rest of the file name the shop and the kind of paper."""
    document = pypdfium2.PdfDocument(
        io.BytesIO(labels([Label(ORDER, "An", "0594000001", "Hà Nội")], SHOP, "vi"))
    )
    said = " ".join(str(one) for one in document.get_metadata_dict().values())
    assert "Nhãn giao hàng" in said
    assert not any(text in said for text in ("An ", "0594", "Hà Nội"))
    assert [round(side * 25.4 / 72) for side in document[0].get_size()] == [105, 148]


def test_the_languages_differ_and_the_data_do_not() -> None:
    """English for who reads it."""
    [page] = _pages(labels([Label(ORDER, "Nguyễn Thị An", "0594000001", "Hà Nội")], SHOP, "en"))
    assert all(text in page for text in ("TO", "Order number", "Nguyễn Thị An"))


def test_a_long_order_goes_on_to_the_next_page_with_its_sum_at_the_end() -> None:
    """Forty lines: two pages, each with the order's number; amounts with dots."""
    goods = tuple(Line(f"Bánh đậu xanh số {at}", "1", "35000") for at in range(40))
    note = Note(ORDER, datetime(2026, 11, 22, tzinfo=UTC), Purchases(goods, "1400000", payment="cod"), "An")
    pages = _pages(notes([note], SHOP, "vi"))
    assert len(pages) == 2
    assert all(spoken_number(ORDER) in page for page in pages)
    assert all(f"Bánh đậu xanh số {at}" in " ".join(pages) for at in range(40))
    assert "Tổng cộng 1.400.000 ₫" in pages[-1]


def test_documents_made_at_once_do_not_mix() -> None:
    """Eight threads, a label each with letters of its own."""
    names = [f"Người {EVERY_LETTER[at * 9 : at * 9 + 9]}" for at in range(8)]

    pdfs = list(
        ThreadPoolExecutor(8).map(
            lambda name: labels([Label(ORDER, name, "0594000001", "Hà Nội")], SHOP, "vi"), names
        )
    )
    assert all(name in _pages(pdf)[0] for name, pdf in zip(names, pdfs, strict=True))
