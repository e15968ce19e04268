"""Two-level addresses of 2025: found however they are typed, and no address is refused for not being among them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.promises.collect.places import known, places, search


def test_there_are_34_provinces_with_3321_units_of_three_kinds() -> None:
    """As the decision counts them: 2,621 communes, 687 wards, 13 special zones, each code once."""
    kinds = Counter("Đặc khu" if one.ward.startswith("Đặc khu") else one.ward.split()[0] for one in places())
    assert kinds == {"Xã": 2621, "Phường": 687, "Đặc khu": 13}
    assert len({one.province for one in places()}) == 34
    assert len({one.code for one in places()}) == 3321


@pytest.mark.parametrize(
    "typed",
    [
        "Hoàn Kiếm",
        "hoan kiem",
        "HOAN  KIEM ha noi",
        "phường hoàn kiếm",
        "Hoa\u0300n Kie\u0302\u0301m",
        "hoan ki",
    ],
)
def test_a_ward_is_found_however_it_is_typed(typed: str) -> None:
    """With or without marks, composed or not, whole or begun."""
    assert str(search(typed)[0]) == "Phường Hoàn Kiếm, Thành phố Hà Nội"


def test_what_begins_with_the_words_comes_first() -> None:
    """So that a short name is not drowned by long ones that hold it."""
    assert search("long xuyên")[0].ward == "Phường Long Xuyên"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("12 Hàng Bạc, Phường Hoàn Kiếm, Thành phố Hà Nội", True),
        ("12 Hàng Bạc, P. Hoàn Kiếm, TP. Hà Nội", True),
        ("12 hang bac, hoan kiem, ha noi", True),
        ("12 Hàng Bạc, Phường Hàng Bạc, Quận Hoàn Kiếm, Hà Nội", False),
        ("1 Main Street, Springfield", False),
        ("", False),
    ],
)
def test_an_address_says_which_ward_it_is_in(address: str, found: bool) -> None:
    """Where it is one of today's; an old or foreign one is simply not among them."""
    assert (known(address) is not None) is found


@given(st.text(max_size=60))
def test_no_text_makes_the_search_fail(text: str) -> None:
    """Whatever is typed gives at most as many places as were asked for."""
    assert len(search(text, 5)) <= 5
    known(text)
