"""Passwords of staff: long, not everybody's, and otherwise whatever they like (ASVS 5.0 V6.2)."""

from __future__ import annotations

import pytest

from giuloi.records.access.passwords import BadPassword, fits, hashed
from tests.records.conftest import Shop

STAFF = 7


@pytest.mark.parametrize(
    "password",
    [
        "1234567890123",
        "password1234!",
        "Password123456",
        "!!dragon2026!!",
        "qwertyuiop123",
        "iloveyouiloveyou",
    ],
)
def test_what_many_people_use_is_refused(shop: Shop, password: str) -> None:
    """As it is, in other letters, with digits and signs around it, several times over."""
    with pytest.raises(BadPassword):
        hashed(STAFF, password)


@pytest.mark.parametrize("password", ["", "ngắn quá", "elevenchars"])
def test_what_is_too_short_is_refused(shop: Shop, password: str) -> None:
    """Fewer than twelve characters."""
    with pytest.raises(BadPassword):
        hashed(STAFF, password)


@pytest.mark.parametrize(
    "password", ["mưa rơi trên mái ngói", "onlysmallletters", "731 824 905 166", "xyz" + "é" * 97]
)
def test_any_long_sentence_is_a_password(shop: Shop, password: str) -> None:
    """Letters, marks, spaces or digits alone; also of a hundred characters."""
    assert fits(hashed(STAFF, password), STAFF, password)


def test_a_password_is_taken_to_the_letter(shop: Shop) -> None:
    """Neither trimmed nor folded nor cut."""
    password = " Mưa rơi trên mái ngói " + "a" * 80
    kept = hashed(STAFF, password)
    for other in (password.strip(), password.lower(), password[:72], password + "a"):
        assert not fits(kept, STAFF, other)
