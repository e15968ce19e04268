"""The people of the demo are the same everywhere, look real to every check, and do not exist."""

from __future__ import annotations

import phonenumbers
import pytest

from giuloi.core.fields import FIELD
from giuloi.promises.collect.invented import people


def test_equal_seed_equal_people() -> None:
    """Person number 7 is the same whether ten or a thousand are invented; another seed, other people."""
    assert list(people(10)) == list(people(1000))[:10]
    assert list(people(10, seed=2)) != list(people(10))
    first = next(people(1))
    assert (first.name, first.phone) == (first.name, "0590000001")


def test_everybody_has_a_valid_phone_and_mail_of_their_own() -> None:
    """Valid in form, in blocks that no operator has opened; mail ends in example.vn."""
    crowd = list(people(2000))
    assert len({one.phone for one in crowd}) == len({one.email for one in crowd}) == 2000
    for one in crowd:
        assert phonenumbers.is_valid_number(phonenumbers.parse(one.phone, "VN"))
        assert one.phone.startswith(("0590", "0591", "0594", "0595", "0596", "0597"))
        assert one.email.endswith("@example.vn")
        assert one.email.isascii()


def test_what_they_say_fits_the_fields() -> None:
    """Every text is shorter than its field allows."""
    for one in people(500):
        told = {"name": one.name, "address": one.address, "purchases": one.purchases.text()}
        assert all(0 < len(text.encode()) <= FIELD[field].longest for field, text in told.items())


def test_more_people_than_phone_numbers_are_refused() -> None:
    """Six blocks of a million numbers."""
    with pytest.raises(ValueError, match="6,000,000"):
        people(6_000_001)
