"""Sealed rows: what was sealed at a place opens there, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.crypto.keys import new_key
from giuloi.core.crypto.seal import RowPlace, SealedRow, bits_of, open_row, seal_row
from giuloi.core.terms import RetentionClass, Secret, Undecryptable
from tests.core.crypto.vectors import cells_of, packed

KEY = new_key()
AN = RowPlace(subject=11, klass=RetentionClass.CONTACT, table="person", row=1, key_version=1)
VALUES = {0: "Nguyễn Thị An", 1: "+84912345678", 2: "an@example.vn", 3: "12 Lê Lợi, Huế"}
EVERY = (1 << 256) - 1

texts = st.text(st.characters(codec="utf-8"), max_size=300)
rows = st.dictionaries(st.integers(0, 255), texts, max_size=6)
ids = st.integers(1, 2**63 - 1)
places = st.builds(
    RowPlace,
    ids,
    st.sampled_from(RetentionClass),
    st.sampled_from(["person", "order"]),
    ids,
    st.integers(0, 65535),
)


def opened(sealed: SealedRow, place: RowPlace = AN, mask: int = EVERY) -> dict[int, str]:
    return {bit: secret.open() for bit, secret in open_row(KEY, place, sealed, mask).items()}


@given(places, rows)
def test_what_was_sealed_opens_again(place: RowPlace, values: dict[int, str]) -> None:
    """Every text comes back unchanged, whatever fields a row has and wherever it stands."""
    sealed = seal_row(KEY, place, values)
    assert opened(sealed, place) == values
    assert bits_of(sealed.cells) == sum(1 << bit for bit in values)


def test_the_longest_value_of_the_data_map_is_sealed_too() -> None:
    """64 KiB of care notes."""
    assert opened(seal_row(KEY, AN, {12: "ư" * 32768})) == {12: "ư" * 32768}


def test_values_come_out_wrapped() -> None:
    """What is opened does not print itself."""
    (value,) = open_row(KEY, AN, seal_row(KEY, AN, {0: "An"}), 1).values()
    assert isinstance(value, Secret)
    assert "An" not in f"{value} {value!r}"


@given(rows, st.integers(0, EVERY))
def test_only_what_is_asked_for_is_opened(values: dict[int, str], mask: int) -> None:
    """A field outside the mask, or absent, is not in the answer."""
    expected = {bit: text for bit, text in values.items() if mask >> bit & 1}
    assert opened(seal_row(KEY, AN, values), mask=mask) == expected


def test_only_the_asked_bits_are_decrypted() -> None:
    """A cell nobody asked for may be ruined without anybody noticing: it was never touched."""
    sealed = seal_row(KEY, AN, VALUES)
    ruined = replace(sealed, cells=sealed.cells[:-1] + bytes([sealed.cells[-1] ^ 1]))
    assert opened(ruined, mask=0b0011) == {0: VALUES[0], 1: VALUES[1]}
    with pytest.raises(Undecryptable):
        open_row(KEY, AN, ruined, 0b1000)


@given(places, places)
def test_a_row_moved_to_another_place_never_opens(place: RowPlace, elsewhere: RowPlace) -> None:
    """Another subject, class, table, row or key version: the place is bound in."""
    sealed = seal_row(KEY, place, VALUES)
    if place == elsewhere:
        assert opened(sealed, elsewhere) == VALUES
    else:
        with pytest.raises(Undecryptable):
            open_row(KEY, elsewhere, sealed, EVERY)


@pytest.mark.parametrize(
    "moved",
    [{"subject": 12}, {"klass": RetentionClass.ORDER}, {"table": "order"}, {"row": 2}, {"key_version": 2}],
    ids=lambda moved: next(iter(moved)),
)
def test_no_single_part_of_the_place_can_be_exchanged(moved: dict[str, Any]) -> None:
    """Whoever can write the database cannot show An's address as Bình's."""
    with pytest.raises(Undecryptable):
        open_row(KEY, replace(AN, **moved), seal_row(KEY, AN, VALUES), EVERY)


@given(st.permutations(range(4)))
def test_a_cell_moved_to_another_field_never_opens(order: list[int]) -> None:
    """Name, phone, e-mail and address exchanged in any way: what moved does not open, what stayed does."""
    sealed = seal_row(KEY, AN, VALUES)
    cells = cells_of(sealed)
    exchanged = replace(sealed, cells=packed([(bit, cells[order[bit]]) for bit in range(4)]))
    for bit in range(4):
        if order[bit] == bit:
            assert opened(exchanged, mask=1 << bit) == {bit: VALUES[bit]}
        else:
            with pytest.raises(Undecryptable):
                open_row(KEY, AN, exchanged, 1 << bit)


def test_a_cell_of_an_older_sealing_of_the_same_row_never_opens() -> None:
    """An old address cannot be put back: each sealing has a salt, and so a key, of its own."""
    old, new = seal_row(KEY, AN, VALUES), seal_row(KEY, AN, VALUES)
    with pytest.raises(Undecryptable):
        open_row(KEY, AN, replace(new, cells=old.cells), EVERY)


def test_every_single_bit_of_a_row_counts() -> None:
    """Salt, commitment, packing, header, nonce, ciphertext, tag: one bit turned anywhere, and it stays shut."""
    sealed = seal_row(KEY, AN, {1: "+84912345678"})
    for part in ("salt", "commitment", "cells"):
        raw = getattr(sealed, part)
        for bit in range(8 * len(raw)):
            turned = bytearray(raw)
            turned[bit // 8] ^= 1 << bit % 8
            with pytest.raises(Undecryptable):
                open_row(KEY, AN, replace(sealed, **{part: bytes(turned)}), EVERY)


def test_every_shortening_of_a_row_is_refused() -> None:
    """Cut anywhere but between two cells, the packing does not add up."""
    sealed = seal_row(KEY, AN, {0: "An", 1: "+84912345678"})
    border = 5 + len(cells_of(sealed)[0])
    for end in set(range(1, len(sealed.cells))) - {border}:
        with pytest.raises(Undecryptable):
            bits_of(sealed.cells[:end])


@given(st.binary(max_size=200), st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40))
def test_nothing_but_undecryptable_is_raised_on_any_bytes(
    cells: bytes, salt: bytes, commitment: bytes, key: bytes
) -> None:
    """Whatever stands in the columns, and whatever key: one error."""
    sealed = seal_row(KEY, AN, VALUES)
    for broken in (SealedRow(salt, commitment, cells), replace(sealed, cells=sealed.cells + b"\0" + cells)):
        with pytest.raises(Undecryptable):
            open_row(KEY, AN, broken, EVERY)
    with pytest.raises(Undecryptable):
        open_row(key, AN, sealed, EVERY)


@given(st.binary(max_size=200))
def test_bits_of_any_bytes_is_a_mask_or_undecryptable(cells: bytes) -> None:
    """Reading which fields there are needs no key and trusts nothing."""
    try:
        mask = bits_of(cells)
    except Undecryptable:
        return
    assert 0 <= mask <= EVERY


@given(st.text("ab", max_size=300), st.text("ab", max_size=300))
def test_length_class_hides_exact_length(one: str, other: str) -> None:
    """Two texts of one class (16, 32, 64 … bytes with their length) have cells of one size."""

    def size_class(text: str) -> int:
        size = 16
        while size < 4 + len(text):
            size *= 2
        return size

    sizes = [len(seal_row(KEY, AN, {0: text}).cells) for text in (one, other)]
    assert (sizes[0] == sizes[1]) == (size_class(one) == size_class(other))


def test_all_mobile_numbers_have_cells_of_one_size() -> None:
    """A phone number fits the smallest class exactly; an empty one would look the same."""
    assert {len(seal_row(KEY, AN, {1: text}).cells) for text in ("", "+8491", "+84912345678")} == {
        5 + 4 + 12 + 16 + 16
    }


def test_equal_values_look_different() -> None:
    """Nobody sees in the database that two customers live together."""
    one, other = (seal_row(KEY, AN, {3: "12 Lê Lợi"}) for _ in range(2))
    assert one.cells[21:] != other.cells[21:]
    assert one.salt != other.salt


@pytest.mark.parametrize(
    ("key", "place", "values"),
    [
        (KEY[:31], AN, VALUES),
        (KEY, replace(AN, key_version=65536), VALUES),
        (KEY, AN, {256: "An"}),
        (KEY, AN, {-1: "An"}),
        (KEY, AN, {0: "An\ud800"}),
    ],
    ids=["short key", "version", "bit too great", "negative bit", "half a surrogate"],
)
def test_what_could_not_be_opened_again_is_not_sealed(
    key: bytes, place: RowPlace, values: dict[int, str]
) -> None:
    """Mistakes of ours are refused when they are made, and the error does not carry the value."""
    with pytest.raises(ValueError, match=r"a data key|a field|the text") as refused:
        seal_row(key, place, values)
    assert refused.value.__context__ is None
