"""Canonical bytes: ours and an independent implementation of RFC 8785 write the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.canonical import DEEPEST, GREATEST, canonical
from giuloi.core.terms import BadEvidence, ConsentState

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
scalars = st.none() | st.booleans() | st.integers(-GREATEST, GREATEST) | text
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4)
)


@given(values)
def test_canonical_agrees_with_an_independent_implementation(value: Any) -> None:
    """Two programs that never met write the same bytes."""
    assert canonical(value) == rfc8785.dumps(value)


@given(values)
def test_canonical_reads_back_as_the_same_value(value: Any) -> None:
    """Nothing is lost or merged."""
    assert json.loads(canonical(value)) == value


def test_keys_sort_by_utf16_code_units() -> None:
    """The RFC's own order: U+1F600 stands before U+FB33, although its code point is greater."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    assert list(json.loads(canonical(dict.fromkeys(keys)))) == [
        "\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip


def test_enumerations_and_tuples_are_written_as_what_they_hold() -> None:
    """A member of an enumeration is its value."""
    assert canonical({"state": ConsentState.GIVEN, "bits": (1, 2)}) == b'{"bits":[1,2],"state":"given"}'


def nested(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        GREATEST + 1,
        -GREATEST - 1,
        b"bytes",
        {1: "key"},
        "\ud800",
        {"\udfff": 1},
        {1, 2},
        nested(DEEPEST),
    ],
    ids=[
        "fraction",
        "nan",
        "great",
        "small",
        "bytes",
        "number as key",
        "surrogate",
        "surrogate key",
        "set",
        "deep",
    ],
)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    """Better no signature than one that another program reads differently."""
    with pytest.raises(BadEvidence):
        canonical(value)
