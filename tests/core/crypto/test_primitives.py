"""The primitives: chance comes from one place, no nonce from outside, and one error for everything."""

from __future__ import annotations

import inspect
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

import giuloi
from giuloi.core.crypto import primitives
from giuloi.core.crypto.primitives import KEY, NONCE, Aead, equal, hkdf_sha512, hmac_sha256, joined, random_id
from giuloi.core.terms import Undecryptable

parts = st.lists(
    st.binary(max_size=9)
    | st.text(st.characters(codec="utf-8"), max_size=9)
    | st.integers(-(2**63), 2**63 - 1)
)


def test_only_primitives_asks_for_chance() -> None:
    """One place draws random bytes: the one the vectors replace, and the one a reviewer reads."""
    root = Path(giuloi.__file__).parent
    asking = {path.name for path in root.rglob("*.py") if "urandom" in path.read_text("utf-8")}
    assert asking == {"primitives.py"}


def test_nobody_can_pass_a_nonce_when_sealing() -> None:
    """Whoever cannot pass a nonce cannot repeat one."""
    assert list(inspect.signature(Aead.seal).parameters) == ["self", "plaintext", "aad"]


def test_every_seal_draws_its_own_nonce() -> None:
    """The same text sealed a thousand times has a thousand nonces."""
    aead = Aead(bytes(KEY))
    assert len({aead.seal(b"An", b"")[:NONCE] for _ in range(1000)}) == 1000


def test_an_id_is_positive_and_never_zero() -> None:
    """Of sixteen draws, the first gives zero and is drawn again."""
    draws = iter([bytes(8), b"\0" * 7 + b"\1", b"\xff" * 8])
    with patch.object(primitives, "random_bytes", lambda size: next(draws)):
        assert random_id() == 2**63 - 1


def test_ids_fill_their_63_bits() -> None:
    """Every bit is set in some ids and clear in others; none is negative or too large for the column."""
    ids = [random_id() for _ in range(500)]
    assert all(0 < number < 2**63 for number in ids)
    assert all({number >> bit & 1 for number in ids} == {0, 1} for bit in range(63))


@given(parts, parts)
def test_joined_reads_one_way_only(one: list[bytes | str | int], other: list[bytes | str | int]) -> None:
    """Two lists of parts have the same bytes only if they are the same, type by type."""
    same = [(type(part), part) for part in one] == [(type(part), part) for part in other]
    assert (joined(*one) == joined(*other)) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [(("ab", "c"), ("a", "bc")), ((1,), ("1",)), ((b"a",), ("a",)), (("",), ()), ((1, ""), (1,))],
)
def test_borders_and_types_are_part_of_joined(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """The named ways in which concatenation would have been ambiguous."""
    assert joined(*one) != joined(*other)


@given(st.binary(max_size=60), st.binary(max_size=60), st.binary(max_size=60))
def test_nothing_but_undecryptable_is_raised_on_any_bytes(
    nonce: bytes, ciphertext: bytes, aad: bytes
) -> None:
    """Garbage of any length: one error, with no cause that would say more."""
    with pytest.raises(Undecryptable) as refused:
        Aead(bytes(KEY)).open(nonce, ciphertext, aad)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_a_key_of_another_size_is_a_mistake_of_ours() -> None:
    """Never silently AES-128."""
    with pytest.raises(ValueError, match="32 bytes"):
        Aead(bytes(16))


def test_hkdf_is_that_of_rfc_5869() -> None:
    """SHA-512 over the RFC's first test input (its own vectors are for SHA-256)."""
    derived = hkdf_sha512(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42)
    assert derived.hex() == (
        "832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c1481579338da362cb8d9f925d7cb"
    )


def test_hmac_is_that_of_rfc_4231() -> None:
    """Test case 2 of the RFC."""
    code = hmac_sha256(b"Jefe", b"what do ya want for nothing?")
    assert code.hex() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_equal_compares_like_equality(left: bytes, right: bytes) -> None:
    """Constant time changes nothing about the answer."""
    assert equal(left, right) == (left == right)
    assert equal(left, left)
