"""Wrapped keys: what a key is for is part of how it is stored."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.crypto import keys
from giuloi.core.crypto.keys import Context, new_key, unwrap, wrap
from giuloi.core.crypto.seal import RowPlace, seal_row
from giuloi.core.terms import RetentionClass, Undecryptable

KEK, DATA_KEY = new_key(), new_key()
AN: Context = ("data", 11, RetentionClass.CONTACT, 1, 7)  # purpose of the key, subject, class, version, epoch


@given(
    st.binary(min_size=16, max_size=64),
    st.lists(st.integers(0, 9) | st.text("ab", max_size=3), min_size=1, max_size=5),
)
def test_what_was_wrapped_unwraps_in_its_own_context(key: bytes, context: list[Any]) -> None:
    """The key comes back, and only in this length."""
    assert unwrap(KEK, wrap(KEK, key, tuple(context)), tuple(context)) == key


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("ledger", 11, "contact", 1, 7),
        ("data", 12, "contact", 1, 7),
        ("data", 11, "order", 1, 7),
        ("data", 11, "contact", 2, 7),
        ("data", 11, "contact", 1, 8),
        ("data", 11, "contact", 1),
        ("data", 11, "contact", "1", 7),
        ("data", 1, 1, "contact", 1, 7),
        (),
    ],
    ids=["purpose", "subject", "class", "version", "epoch", "shorter", "type", "border", "empty"],
)
def test_a_wrapped_key_put_elsewhere_does_not_come_out(elsewhere: Context) -> None:
    """Whoever can write the key store cannot give An's key to Bình."""
    with pytest.raises(Undecryptable):
        unwrap(KEK, wrap(KEK, DATA_KEY, AN), elsewhere)


def test_another_kek_does_not_unwrap() -> None:
    """After an epoch key is gone, what it wrapped is gone."""
    with pytest.raises(Undecryptable):
        unwrap(new_key(), wrap(KEK, DATA_KEY, AN), AN)


def test_every_single_bit_counts() -> None:
    """Version, nonce, ciphertext and tag: one bit turned anywhere, and the key stays inside."""
    wrapped = wrap(KEK, DATA_KEY, AN)
    assert len(wrapped) == 61
    for bit in range(8 * len(wrapped)):
        turned = bytearray(wrapped)
        turned[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Undecryptable):
            unwrap(KEK, bytes(turned), AN)


@given(st.binary(max_size=80))
def test_nothing_but_undecryptable_is_raised_on_any_bytes(garbage: bytes) -> None:
    """Whatever stands in the column."""
    with pytest.raises(Undecryptable):
        unwrap(KEK, garbage, AN)


def test_a_cell_never_passes_for_a_wrapped_key() -> None:
    """Even under one and the same key, the two formats do not meet."""
    sealed = seal_row(KEK, RowPlace(11, RetentionClass.CONTACT, "person", 1, 1), {0: "An"})
    with pytest.raises(Undecryptable):
        unwrap(KEK, sealed.cells[5:], AN)


@pytest.mark.parametrize(
    ("key", "context"), [(b"short", AN), (bytes(65), AN), (DATA_KEY, ())], ids=["short", "long", "unbound"]
)
def test_what_is_no_key_or_bound_to_nothing_is_not_wrapped(key: bytes, context: Context) -> None:
    """Mistakes of ours are refused when they are made."""
    with pytest.raises(ValueError, match="key"):
        wrap(KEK, key, context)


def test_keys_are_new_and_the_caps_are_those_documented() -> None:
    """Independent keys; 2^20 rows a data key, 2^28 wraps an epoch key."""
    assert len({new_key() for _ in range(100)}) == 100
    assert (keys.ROWS_PER_DATA_KEY, keys.WRAPS_PER_EPOCH_KEY) == (1 << 20, 1 << 28)
