"""Blind indexes: found by value, saying nothing of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.crypto.blind_index import SIZE, digest
from giuloi.core.crypto.keys import new_key

KEY, NEXT_QUARTER = new_key(), new_key()
texts = st.text(st.characters(codec="utf-8"), max_size=20)


@given(texts, texts, texts, texts)
def test_equal_digests_mean_equal_field_and_value(
    field: str, text: str, other_field: str, other: str
) -> None:
    """No border between field and value can be moved, no two values meet."""
    same = (field, text) == (other_field, other)
    assert (digest(KEY, field, text) == digest(KEY, other_field, other)) == same


@given(texts)
def test_another_key_gives_another_digest(text: str) -> None:
    """After a quarter's key is gone its digests join nothing."""
    assert digest(KEY, "phone", text) != digest(NEXT_QUARTER, "phone", text)


def test_a_digest_has_sixteen_bytes() -> None:
    """128 bits, never truncated further."""
    assert len(digest(KEY, "phone", "+84912345678")) == SIZE == 16
