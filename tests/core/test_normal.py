"""Normal forms in time that grows with the text: whoever sends a letter with a million marks keeps nobody busy."""

from __future__ import annotations

import ast
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import giuloi
from giuloi.core.normal import MOST_MARKS, Form, normalized

FORMS: tuple[Form, ...] = ("NFC", "NFD", "NFKC", "NFKD")
MARKS = st.text(alphabet="aăếợ́̀ͅ각ﬁ ", max_size=60)


@given(MARKS, st.sampled_from(FORMS))
def test_text_as_people_write_it_is_as_unicode_says(text: str, form: Form) -> None:
    """Also with as many marks as any language has."""
    marks = longest = 0
    for one in text:
        marks = marks + 1 if unicodedata.combining(one) else 0
        longest = max(longest, marks)
    if longest <= MOST_MARKS:
        assert normalized(form, text) == unicodedata.normalize(form, text)


@given(MARKS, st.integers(0, 400), st.sampled_from(FORMS))
def test_it_is_the_same_twice(text: str, marks: int, form: Form) -> None:
    """A normal form is one."""
    once = normalized(form, text + "\u0301" * marks + text)
    assert normalized(form, once) == once


@pytest.mark.parametrize("form", FORMS)
def test_a_million_marks_on_a_letter_are_read(form: Form) -> None:
    """By comparing each with its neighbours this took hours."""
    assert len(normalized(form, "a" + "\u0301\u0323" * 500_000)) > 1_000_000


def test_nobody_asks_unicode_behind_its_back() -> None:
    """Every other file of the package goes through `normalized`."""
    root = Path(giuloi.__file__).parent
    asking = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr == "normalize"
        and getattr(node.value, "id", "") == "unicodedata"
    }
    assert asking == {"core/normal.py"}
