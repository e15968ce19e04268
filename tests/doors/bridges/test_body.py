"""Whatever bytes arrive, reading them ends: with values, or with one of two plain refusals."""

from __future__ import annotations

import contextlib
import json
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.doors.bridges.body import DEEPEST, MOST_BYTES, Malformed, NotUnderstood, Part, Tally, read_json


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


BROKEN = {
    "nothing": b"",
    "cut off": b'{"id": 1',
    "two values": b"{} {}",
    "not UTF-8": b'{"name": "\xff"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "NaN": b'{"id": NaN}',
    "Infinity": b'{"id": -Infinity}',
    "a key twice": b'{"id": 1, "id": 2}',
    "a key twice deep inside": b'[{"a": {"b": 1, "\\u0062": 2}}]',
    "a number of 41 digits": b"[" + b"9" * 41 + b"]",
    "a fraction of 41 characters": b"[0." + b"9" * 39 + b"]",
    "an exponent that no decimal can hold": b'{"quantity": 1e99999999999999999999}',
    "the same, written small": b"[1E-99999999999999999999]",
    "33 levels": nested(DEEPEST + 1),
    "a million brackets": b"[" * MOST_BYTES,
    "a million braces with keys": b'{"a":' * (MOST_BYTES // 5),
    "deep behind a string full of brackets": b'["]]]]]]]]]]",' + nested(DEEPEST) + b"]",
    "deep behind an escaped quote": b'["\\"]]]",' + nested(DEEPEST) + b"]",
    "a control character in a string": b'["\x01"]',
    "single quotes": b"{'id': 1}",
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
def test_a_broken_body_is_refused_as_malformed(raw: bytes) -> None:
    """No crash, no other exception, no guess at what was meant."""
    with pytest.raises(Malformed):
        read_json(raw)


@pytest.mark.parametrize("raw", [nested(DEEPEST), b'{"a": "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}'])
def test_brackets_up_to_the_bound_and_inside_strings_are_fine(raw: bytes) -> None:
    """The bound counts levels, not characters."""
    assert read_json(raw) == json.loads(raw)


@pytest.mark.parametrize(
    "raw",
    [b'"' * MOST_BYTES, b'"' + b"\\" * MOST_BYTES, b'\\"' * (MOST_BYTES // 2), b"[]" * (MOST_BYTES // 2)],
)
def test_a_body_made_to_be_slow_is_refused_in_linear_time(raw: bytes) -> None:
    """A quadratic scan of these would take hours: the bound of a minute is no measure of speed."""
    started = time.monotonic()
    with pytest.raises(Malformed):
        read_json(raw)
    assert time.monotonic() - started < 60


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_reading_gives_back_what_was_written(value: Any) -> None:
    """Theorem: read_json(dumps(v)) == v for every value within the bounds."""
    assert read_json(json.dumps(value).encode()) == value


@given(st.from_regex(r"-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,30})?", fullmatch=True))
def test_any_number_is_read_or_refused(written: str) -> None:
    """Theorem: whatever JSON calls a number ends as an amount, an id, Malformed or NotUnderstood."""
    for read in (Part.amount, Part.id):
        with contextlib.suppress(Malformed, NotUnderstood):
            read(part(read_json(f'{{"a": {written}}}'.encode()), "a"), "a")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Theorem: read_json ends with a value or with Malformed."""
    with contextlib.suppress(Malformed):
        read_json(raw)


def test_fractions_stay_exact() -> None:
    """Money never passes through a float."""
    assert read_json(b"[0.1, 85000]") == [Decimal("0.1"), 85000]


def part(said: object, *allowed: str, tally: Tally | None = None) -> Part:
    return Part(said, "order", frozenset(allowed), tally or Tally())


def test_keys_off_the_list_are_counted_and_cannot_be_read() -> None:
    """A left-out subtree counts as one; reading what is not on the list is a slip of ours."""
    tally = Tally()
    one = part({"id": 1, "order_key": "wc_order_x", "meta_data": [{"a": 1}, {"b": 2}]}, "id", tally=tally)
    assert tally.dropped == 2
    with pytest.raises(KeyError):
        one.text("order_key", 10)


WRONG_TYPES = {
    "an array in place of the object": lambda: part([], "id"),
    "a text in place of the object": lambda: part("x", "id"),
    "a number as text": lambda: part({"a": 1}, "a").text("a", 9),
    "true as id": lambda: part({"a": True}, "a").id("a"),
    "a negative id": lambda: part({"a": -1}, "a").id("a"),
    "an id of 2^63": lambda: part({"a": 1 << 63}, "a").id("a"),
    "a fraction as id": lambda: part({"a": Decimal("1.5")}, "a").id("a"),
    "no id": lambda: part({}, "a").id("a"),
    "an object as amount": lambda: part({"a": {}}, "a").amount("a"),
    "false as amount": lambda: part({"a": False}, "a").amount("a"),
    "words as amount": lambda: part({"a": "many"}, "a").amount("a"),
    "an exponent as amount": lambda: part({"a": Decimal("1E+30")}, "a").amount("a"),
    "a number as time": lambda: part({"a": 5}, "a").moment("a"),
    "the 30th of February": lambda: part({"a": "2026-02-30T00:00:00"}, "a").moment("a"),
    "a time with a zone": lambda: part({"a": "2026-02-20T00:00:00+07:00"}, "a").moment("a"),
    "a number as word": lambda: part({"a": 5}, "a").word("a"),
    "an object as array": lambda: part({"a": {"b": 1}}, "a").parts("a", frozenset()),
    "a text inside an array of objects": lambda: part({"a": ["x"]}, "a").parts("a", frozenset()),
    "a text in place of an inner object": lambda: part({"a": "x"}, "a").part("a", frozenset()),
}


@pytest.mark.parametrize("read", WRONG_TYPES.values(), ids=WRONG_TYPES)
def test_a_wrong_type_is_not_understood(read: Any) -> None:
    """The refusal names our own key, and repeats nothing that was sent."""
    with pytest.raises(NotUnderstood, match=r"^order"):
        read()


TEXTS = {
    "as it is": ("Nguyễn Thị An", "Nguyễn Thị An", 0),
    "blanks around": ("  An \t", "An", 0),
    "a Windows line end": ("một\r\nhai", "một\nhai", 0),
    "a NUL inside": ("A\x00n", "A n", 1),
    "half a surrogate pair": ("A\ud800n", "A n", 1),
    "too long": ("đ" * 40, "đ" * 16, 1),
    "cut between letters": ("a" + "đ" * 40, "a" + "đ" * 15, 1),
}


@pytest.mark.parametrize(("said", "fit", "mended"), TEXTS.values(), ids=TEXTS)
def test_a_text_that_does_not_fit_is_mended_and_counted(said: str, fit: str, mended: int) -> None:
    """Customers write these texts: refusing them would let one customer silence the whole webhook."""
    tally = Tally()
    assert part({"a": said}, "a", tally=tally).text("a", 32) == fit
    assert tally.mended == mended


def test_absent_null_and_empty_read_alike() -> None:
    """PHP writes an empty object as an empty array, and plugins leave keys out."""
    empty = part({"b": None, "c": []}, "a", "b", "c")
    assert [empty.text(key, 9) for key in "ab"] == ["", ""]
    assert [empty.word(key) for key in "ab"] == ["", ""]
    assert [empty.amount(key) for key in "ab"] == ["0", "0"]
    assert [empty.moment(key) for key in "ab"] == [None, None]
    assert [empty.parts(key, frozenset()) for key in "abc"] == [[], [], []]
    assert empty.part("c", frozenset({"x"})).text("x", 9) == ""


def test_an_id_may_come_as_its_digits() -> None:
    """WordPress hooks hand over ids now as numbers, now as texts."""
    assert part({"a": "12"}, "a").id("a") == part({"a": 12}, "a").id("a") == 12
