"""A line of an order as it is said on the telephone, read: how many, what, how dear."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.promises.collect.quick_lines import NotALine, Typed, read_line, read_price

SAID = {
    "2 banh com 45k": (2, "banh com", 45_000),
    "2x bánh cốm 45.000đ": (2, "bánh cốm", 45_000),
    "bánh cốm x2 45 nghìn": (2, "bánh cốm", 45_000),
    "x3 chè kho 20 ngàn": (3, "chè kho", 20_000),
    "bánh cưới 1tr2": (1, "bánh cưới", 1_200_000),
    "bánh cưới 1tr250": (1, "bánh cưới", 1_250_000),
    "10 bánh phu thê @12.500": (10, "bánh phu thê", 12_500),
    "1 combo 3 món 99k": (1, "combo 3 món", 99_000),
    "bánh số 8": (1, "bánh số 8", None),
    "  2   xôi\tgấc ": (2, "xôi gấc", None),
    "0,5 kg cốm 120000": ("0.5", "kg cốm", 120_000),
}


@pytest.mark.parametrize("text", SAID)
def test_a_line_is_read_as_it_is_said(text: str) -> None:
    """Amount at either end, price in any way it is said."""
    quantity, name, price = SAID[text]
    assert read_line(text) == Typed(Decimal(quantity), name, None if price is None else Decimal(price))


@pytest.mark.parametrize("text", ["2", "45k", "0 bánh 45k", "bánh 2000tr", "x" * 201, "… ?"])
def test_what_is_no_line_is_told_what_to_type(text: str) -> None:
    """No name, none or too many pieces, beyond any price, too long."""
    with pytest.raises(NotALine) as told:
        read_line(text)
    assert told.value.words.vi
    assert told.value.words.en


def test_a_blank_line_is_none() -> None:
    """Fields that nobody filled in are no lines."""
    assert read_line(" \t ") is None


@given(st.text(max_size=220))
def test_total(text: str) -> None:
    """Any text is a line, blank, or told what is wrong: nothing else comes out."""
    try:
        typed = read_line(text)
    except NotALine:
        return
    assert typed is None or (typed.name and 0 < typed.quantity <= 9_999)


@given(st.integers(1, 999), st.integers(1, 9_999))
def test_amount_and_price_come_back(count: int, thousands: int) -> None:
    """However many, however dear."""
    assert read_line(f"{count} bánh cốm {thousands}k") == Typed(
        Decimal(count), "bánh cốm", Decimal(thousands * 1000)
    )


def test_a_price_by_itself() -> None:
    """As it stands in a list of goods; a bare number below a thousand is none, for nothing costs 45 đồng."""
    assert [read_price(one) for one in ("45k", "45.000 ₫", "45000", "45", "a", "bánh 45k")] == [
        *(Decimal(45_000),) * 3,
        *(None,) * 3,
    ]
