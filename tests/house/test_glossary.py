"""The glossary is the only bridge between English code and Vietnamese pages: it must be whole."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from pathlib import Path

import pytest

from giuloi.core import terms
from giuloi.core.fields import FIELDS, Field
from giuloi.core.gate.request import Reason
from giuloi.core.policy.clauses import Unless
from giuloi.core.recognise import Recognised

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
_ROW = re.compile(r"^\| `([^`]+)` \|(.*)\|$", re.MULTILINE)


def enums() -> list[type[Enum]]:
    """Every enumeration of the vocabulary, found by looking, so that a new one cannot be forgotten."""
    of_terms = [
        thing
        for thing in vars(terms).values()
        if isinstance(thing, type) and issubclass(thing, Enum) and thing.__module__ == terms.__name__
    ]
    return [*of_terms, Reason, Unless, Recognised]


def rows() -> list[tuple[str, list[str]]]:
    """Every row: its code name, then [standard term, Vietnamese, English]."""
    found = _ROW.findall(GLOSSARY.read_text(encoding="utf-8"))
    return [(code, [cell.strip() for cell in cells.split("|")]) for code, cells in found]


MEMBERS = [f"{enum.__name__}.{name}" for enum in enums() for name in enum.__members__]
ROWS = dict(rows())


@pytest.mark.parametrize("member", MEMBERS)
def test_every_member_of_the_vocabulary_has_a_row(member: str) -> None:
    """A word that code can say, a customer can read in both languages."""
    assert member in ROWS, f"docs/glossary.md has no row for `{member}`"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_field_is_called_the_same_in_the_data_map_and_in_the_glossary(field: Field) -> None:
    """Pages name fields from the data map; the glossary may not tell another story."""
    _, vietnamese, english = ROWS[f"fields.{field.name}"]
    assert (vietnamese, english) == (field.vi, field.en)


@pytest.mark.parametrize("code", ROWS)
def test_every_row_has_a_standard_term_and_both_languages(code: str) -> None:
    """An empty cell is a word that somebody will invent on the spot."""
    cells = ROWS[code]
    assert len(cells) == 3
    assert all(cells), f"an empty cell in the row of `{code}`"


def test_no_word_has_two_rows() -> None:
    """One idea per word."""
    assert [code for code, times in Counter(code for code, _ in rows()).items() if times > 1] == []


def test_no_row_speaks_of_a_member_or_field_that_is_gone() -> None:
    """A word that left the code leaves the glossary."""
    known = {*MEMBERS, *(f"fields.{field.name}" for field in FIELDS)}
    assert [code for code in ROWS if "." in code and code not in known] == []
