"""The order of Vietnamese words, as a dictionary has it."""

from __future__ import annotations

import random
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.vietnamese import key

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
ORDERED = [
    "An",
    "An Bình",
    "Anh",
    "Ánh",
    "Ăn",
    "Âm",
    "Bình",
    "Chi",
    "Dũng",
    "Đông",
    "Em",
    "Êm",
    "Hà",
    "Khoa",
    "Lan",
    "Oanh",
    "Ôn",
    "Ơn",
    "Thị",
    "Uyên",
    "Ước",
    "Yến",
]
words = st.text(st.sampled_from(ALPHABET + "àảãáạệỡứỷ ĐÂ0189-") | st.characters(), max_size=12)


def test_names_stand_as_in_a_dictionary() -> None:
    """Ă and Â follow A, Đ follows D, Ơ follows Ô; a tone moves nothing to another letter."""
    shuffled = ORDERED[:]
    random.Random(3).shuffle(shuffled)
    assert sorted(shuffled, key=key) == ORDERED


def test_the_letters_stand_in_the_order_of_the_alphabet() -> None:
    """a ă â b c d đ e ê … y."""
    assert sorted(reversed(ALPHABET), key=key) == list(ALPHABET)


def test_tones_stand_in_the_order_of_school() -> None:
    """ngang, huyền, hỏi, ngã, sắc, nặng."""
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(reversed(tones), key=key) == tones


def test_letters_count_before_tones() -> None:
    """ "má b" stands before "mà c": the letter b decides, and the tones are not asked."""
    assert sorted(["mà c", "má b"], key=key) == ["má b", "mà c"]


def test_a_space_stands_before_every_letter() -> None:
    """All called An stand together, before the first Anh."""
    assert sorted(["Anh Ba", "An Yên", "An"], key=key) == ["An", "An Yên", "Anh Ba"]


@given(words)
def test_it_does_not_matter_how_a_text_was_typed(text: str) -> None:
    """Composed and taken apart, a text has one place: only the last resort, the text itself, differs."""
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert key(composed)[:3] == key(apart)[:3]


@given(words, words)
def test_the_order_is_total(one: str, other: str) -> None:
    """Two texts have the same place only if they are the same text."""
    assert (key(one) == key(other)) == (one == other)
    assert (key(one) < key(other)) != (key(other) <= key(one))


@given(words, words)
def test_what_begins_another_stands_before_it(one: str, more: str) -> None:
    """ "An" before "Anh", whatever follows."""
    together = one + "n" + more
    assert key(one) < key(together)
