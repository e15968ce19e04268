"""A warning where somebody's numbers stand in free text, and silence where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.recognise import (
    Recognised,
    is_bank_card,
    is_identity_card,
    is_tax_code,
    recognise,
)

CARD, ID, TAX, PHONE, MAIL = (
    Recognised.BANK_CARD,
    Recognised.IDENTITY_CARD,
    Recognised.TAX_CODE,
    Recognised.PHONE,
    Recognised.EMAIL,
)
# Test numbers of the card schemes, a made-up identity card, the tax codes of two well-known companies.
NAMED: list[tuple[str, list[tuple[Recognised, str]]]] = [
    ("thẻ 4111 1111 1111 1111 hết hạn", [(CARD, "4111 1111 1111 1111")]),
    ("thẻ 4111111111111111.", [(CARD, "4111111111111111")]),
    ("5555-5555-5555-4444", [(CARD, "5555-5555-5555-4444")]),
    ("Amex 3782 822463 10005", [(CARD, "3782 822463 10005")]),
    ("CCCD 079085123456", [(ID, "079085123456")]),
    ("căn cước: 001 302 123456 nhé", [(ID, "001 302 123456")]),
    ("079.085.123.456", [(ID, "079.085.123.456")]),
    ("MST 0100109106", [(TAX, "0100109106")]),
    ("mã số thuế: 0300588569-001", [(TAX, "0300588569-001")]),
    ("xuất cho 0100109106 giúp em", [(TAX, "0100109106")]),
    ("gọi 0594 000 001 sau 5 giờ", [(PHONE, "0594 000 001")]),
    ("gọi 0594.000.001", [(PHONE, "0594.000.001")]),
    ("gọi 0594-000-001, chị An", [(PHONE, "0594-000-001")]),
    ("+84 594 000 001", [(PHONE, "+84 594 000 001")]),
    ("84594000001", [(PHONE, "84594000001")]),
    ("(028) 3822 1234", [(PHONE, "(028) 3822 1234")]),
    ("số cũ 01621234567", [(PHONE, "01621234567")]),
    ("số ０５９４０００００１", [(PHONE, "０５９４０００００１")]),
    ("viết cho an@example.vn nhé", [(MAIL, "an@example.vn")]),
    ("<an.nguyen+shop@mail.example.vn>", [(MAIL, "an.nguyen+shop@mail.example.vn")]),
    ("0594000001 0594000002", [(PHONE, "0594000001"), (PHONE, "0594000002")]),
    ("0594000001 hoặc an@example.vn", [(PHONE, "0594000001"), (MAIL, "an@example.vn")]),
]
QUIET = [
    "đơn hàng 4111111111111111", "đơn #0594000001", "mã vận đơn 079085123456", "giá 1.250.000.000.000",
    "tổng 12.345.678 đ", "chuyển 0901234567đ", "ngày 22.11.2026", "22-11-2026 08.30", "2026-11-22", "2026.11.22",
    "mã vạch 8934563138165", "IMEI 490154203237518", "SPXVN059400000123", "GHN0594000001", "hotline 1900 1234",
    "1800 6601", "size 36 37 38 39 40 41", "4111 1111 1111 1112", "4111 111 111 111 111 1", "thẻ 1234567890123456",
    "079985123456", "079 4 85 123456", "999085123456", "2222222222", "0100109107", "1732262400000",
    "ISBN 978-604-1-23456-7",
    "192.168.100.200", "12345678", "0123", "an@", "@example.vn", "an@example", "3 x 250.000 = 750.000",
    "lô 20261122001", "số lượng 1000000", "0.123456789012", "phiên bản 1.2.3.4.5.6.7.8", "", "bánh mì",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_what_is_somebodys_is_found_where_it_stands(
    text: str, expected: list[tuple[Recognised, str]]
) -> None:
    """In the spellings people use."""
    assert [(one.kind, text[one.start : one.end]) for one in recognise(text)] == expected


@pytest.mark.parametrize("text", QUIET)
def test_what_is_nobodys_raises_no_alarm(text: str) -> None:
    """Order numbers, prices, dates, barcodes, hotlines, sizes."""
    assert recognise(text) == []


def test_each_kind_says_what_to_do_in_both_languages() -> None:
    """Without repeating what it found."""
    for text, _ in NAMED:
        for found in recognise(text):
            assert found.words.vi
            assert found.words.en
            assert text[found.start : found.end] not in found.words.vi + found.words.en


def luhn(body: str) -> str:
    """The body with its check digit, the slow way."""
    for digit in "0123456789":
        total = 0
        for place, character in enumerate(reversed(body + digit)):
            value = int(character) * (2 if place % 2 else 1)
            total += value // 10 + value % 10
        if total % 10 == 0:
            return body + digit
    raise AssertionError


@given(st.from_regex(r"\A4[0-9]{14}\Z"), st.integers(1, 9))
def test_a_card_is_a_card_by_its_check_digit_alone(body: str, by: int) -> None:
    """The right one is found; any other is not."""
    good = luhn(body)
    assert is_bank_card(good)
    assert not is_bank_card(good[:-1] + str((int(good[-1]) + by) % 10))


@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_of_ten_last_digits_at_most_one_makes_a_tax_code(body: str) -> None:
    """And a branch hangs on it."""
    good = [digit for digit in "0123456789" if is_tax_code(body + digit)]
    assert len(good) <= 1
    assert all(is_tax_code(f"{body}{digit}001") and not is_tax_code(f"{body}{digit}000") for digit in good)


@given(st.from_regex(r"\A[0-9]{12}\Z"))
def test_an_identity_card_has_a_province_and_a_year_somebody_can_be_born_in(digits: str) -> None:
    """Of the twelve-digit numbers, few are any."""
    if is_identity_card(digits):
        assert digits[0] == "0"
        assert digits[3] in "0123"


@given(st.text(max_size=200))
def test_findings_stand_in_the_text_in_order_and_apart(text: str) -> None:
    """Whatever the text."""
    places = [place for one in recognise(text) for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@given(
    st.lists(
        st.sampled_from(["0594000001", "an@example.vn", "4111111111111111", " ", ",", "\n", "x"]), max_size=12
    )
)
def test_what_stands_among_words_is_found_however_often(pieces: list[str]) -> None:
    """Each one that stands by itself."""
    text = " ; ".join(pieces)
    expected = sum(piece[0] in "0a4" for piece in pieces)
    assert len(recognise(text)) == expected


def test_a_long_text_of_digits_is_read_once() -> None:
    """No text makes it work for ever."""
    assert recognise("1 " * 50_000) == []
    assert recognise("a" * 50_000 + "@" * 50_000) == []
