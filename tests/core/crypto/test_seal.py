"""Sealed rows: what was sealed at a place opens there, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.crypto.keys import new_key
from giuloi.core.crypto.seal import RowPlace, SealedRow, bits_of, open_row, seal_row
from giuloi.core.terms import RetentionClass, Undecryptable

KEY = new_key()
AN = RowPlace(subject=11, klass=RetentionClass.CONTACT, table="person", row=1, key_version=1)
VALUES = {0: "Nguyễn Thị An", 1: "+84912345678", 2: "an@example.vn", 3: "12 Lê Lợi, Huế"}
ALL = 0b1111

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
rows = st.dictionaries(st.integers(0, 255), texts, max_size=6)


def opened(sealed: SealedRow, place: RowPlace = AN, mask: int = (1 << 256) - 1) -> dict[int, str]:
    return {bit: secret.open() for bit, secret in open_row(KEY, place, sealed, mask).items()}


@given(rows)
def test_what_was_sealed_opens_again(values: dict[int, str]) -> None:
    """Every text comes back unchanged, whatever fields a row has."""
    sealed = seal_row(KEY, AN, values)
    assert opened(sealed) == values
    assert bits_of(sealed.cells) == sum(1 << bit for bit in values)


def test_only_the_asked_bits_are_decrypted() -> None:
    """A cell nobody asked for may be ruined without anybody noticing: it was never touched."""
    sealed = seal_row(KEY, AN, VALUES)
    ruined = replace(sealed, cells=sealed.cells[:-1] + bytes([sealed.cells[-1] ^ 1]))
    assert opened(ruined, mask=0b0011) == {0: VALUES[0], 1: VALUES[1]}
    with pytest.raises(Undecryptable):
        open_row(KEY, AN, ruined, 0b1000)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(AN, subject=12),
        replace(AN, klass=RetentionClass.ORDER),
        replace(AN, table="order"),
        replace(AN, row=2),
        replace(AN, key_version=2),
    ],
    ids=["subject", "class", "table", "row", "version"],
)
def test_a_row_moved_to_another_place_never_opens(elsewhere: RowPlace) -> None:
    """The place is bound in: whoever can write the database cannot show An's address as Bình's."""
    with pytest.raises(Undecryptable):
        open_row(KEY, elsewhere, seal_row(KEY, AN, VALUES), ALL)
