"""Order numbers: read back whatever way they are written, and every small slip is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.promises.collect.order_numbers import read_number, spoken_number

IDS = st.integers(1, 2**63 - 1)


@given(IDS, st.sampled_from(["-", " ", "", ".", "–"]))
def test_every_spelling_leads_to_the_order(order: int, between: str) -> None:
    """With dashes, spaces or nothing; the bare id too."""
    assert read_number(spoken_number(order).replace("-", between)) == order
    assert read_number(str(order)) == order


@given(IDS, st.integers(0, 19), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(order: int, place: int, by: int) -> None:
    """Whichever it is."""
    digits = list(spoken_number(order).replace("-", ""))
    digits[place] = str((int(digits[place]) + by) % 10)
    assert read_number("".join(digits)) is None


@given(IDS, st.integers(0, 18))
def test_two_digits_that_changed_places_are_noticed(order: int, place: int) -> None:
    """Neighbours; equal ones are no slip."""
    digits = list(spoken_number(order).replace("-", ""))
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    swapped = "".join(digits)
    assert (read_number(swapped) is None) == (swapped != spoken_number(order).replace("-", ""))


@pytest.mark.parametrize("text", ["", "abc", "12a4", "0", "-", "9" * 21, "٣" * 90, "99999999999999999999"])
def test_what_is_no_number_is_none(text: str) -> None:
    """Too long, nothing at all, or something else among the digits."""
    assert read_number(text) is None
