"""A leaf says who opened what under which clause, in one spelling, and has no place for personal data."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.ledger.entry import (
    LARGEST_LEAF,
    Event,
    UseEntry,
    decode,
    encode,
    sequence_code,
    to_base64url,
    utc_second,
)
from giuloi.core.ledger.merkle import leaf_hash
from giuloi.core.terms import BadEvidence, Channel, ClauseRef, Outcome, PolicyHash

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "leaf.json").read_text("utf-8"))

LEAF = UseEntry(
    t="2026-11-22T05:00:00Z",
    actor="staff/fulfilment/3f9c2a7b5d1e8046",
    event=Event.REVEAL,
    purpose="supply",
    clause=ClauseRef("I.1"),
    policy=PolicyHash("5a" * 32),
    decision=Outcome.ALLOWED,
    recipient="",
    channel=Channel.IN_HOUSE,
    fields=7,
    count=1,
    sc=bytes(range(32)),
    id=bytes(range(16)),
)

_FIRST, _LAST = datetime(2020, 1, 1), datetime(2099, 12, 31)  # noqa: DTZ001  # hypothesis adds the zone
_word = st.from_regex(r"[a-z][a-z_.-]{0,23}", fullmatch=True)
_leaves = st.builds(
    UseEntry,
    t=st.datetimes(_FIRST, _LAST, timezones=st.just(UTC)).map(utc_second),
    actor=st.just("customer")
    | st.builds(
        "{}/{}/{}".format,
        st.sampled_from(["staff", "key", "bridge", "code"]),
        _word,
        st.binary(min_size=8, max_size=8).map(bytes.hex),
    ),
    event=st.sampled_from(Event),
    purpose=st.just("") | _word,
    clause=st.from_regex(r"[IVX]{1,6}(\.[1-9][0-9]{0,2}){0,2}", fullmatch=True),
    policy=st.binary(min_size=32, max_size=32).map(bytes.hex),
    decision=st.sampled_from(Outcome),
    recipient=st.just("") | _word | st.binary(min_size=16, max_size=16).map(bytes.hex),
    channel=st.sampled_from(Channel),
    fields=st.integers(0, 2**53 - 1),
    count=st.integers(1, 2**53 - 1),
    sc=st.binary(min_size=32, max_size=32),
    id=st.binary(min_size=16, max_size=16),
    batch=st.booleans(),
)


@given(_leaves)
def test_what_is_written_reads_the_same(entry: UseEntry) -> None:
    """Every leaf there can be."""
    assert decode(encode(entry)) == entry


@given(_leaves)
def test_a_leaf_is_canonical_json_of_at_most_512_ascii_bytes(entry: UseEntry) -> None:
    """RFC 8785, by another's implementation."""
    leaf = encode(entry)
    assert rfc8785.dumps(json.loads(leaf)) == leaf
    assert leaf.isascii()
    assert len(leaf) <= LARGEST_LEAF


@given(_leaves, st.data())
def test_no_other_bytes_say_the_same(entry: UseEntry, data: st.DataObject) -> None:
    """One letter changed is another leaf, or none."""
    leaf = encode(entry)
    at = data.draw(st.integers(0, len(leaf) - 1))
    letter = data.draw(st.integers(0, 255).filter(lambda one: one != leaf[at]))
    with suppress(BadEvidence):
        assert decode(leaf[:at] + bytes([letter]) + leaf[at + 1 :]) != entry


@given(st.binary(max_size=600))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    """It says BadEvidence, and nothing else."""
    with pytest.raises(BadEvidence):
        decode(data)


NO_PLACE: dict[str, dict[str, Any]] = {
    "a telephone number as recipient": {"recipient": "0912345678"},
    "a telephone number in a word": {"recipient": "tel-0912-345-678"},
    "an e-mail address as actor": {"actor": "staff/an@example.vn"},
    "a name as actor": {"actor": "staff/Nguyễn Văn An"},
    "a number of an identity card as pseudonym": {"actor": "staff/care/079203001234"},
    "a subject's id": {"purpose": "subject4611686018427387904"},
    "an IP address": {"recipient": "203.0.113.7"},
    "free text": {"purpose": "call An about order 7"},
    "another key inside a value": {"purpose": 'x","name":"An'},
    "a purpose as long as a sentence": {"purpose": "p" * 25},
    "a clause that is a number": {"clause": "0912345678"},
    "a policy that is no hash": {"policy": "5A" * 32},
    "a time with a fraction": {"t": "2026-11-22T05:00:00.5Z"},
    "a time in another zone": {"t": "2026-11-22T12:00:00+07:00"},
    "the 30th of February": {"t": "2026-02-30T00:00:00Z"},
    "a count of nothing": {"count": 0},
    "a count below nothing": {"count": -1},
    "fields beyond 2^53": {"fields": 2**53},
    "an event that is none": {"event": "delete"},
    "a decision that is none": {"decision": "maybe"},
    "a channel that is none": {"channel": "fax"},
    "a code of 31 bytes": {"sc": bytes(31)},
    "an id of 17 bytes": {"id": bytes(17)},
    "another version": {"v": 2},
}


@pytest.mark.parametrize("name", NO_PLACE)
def test_there_is_no_place_for(name: str) -> None:
    """The schema is closed; the refusal never repeats the value."""
    with pytest.raises(BadEvidence) as refused:
        encode(replace(LEAF, **NO_PLACE[name]))
    assert "0912" not in str(refused.value)


@pytest.mark.parametrize("case", VECTORS["good"], ids=lambda case: case["name"])
def test_the_good_vectors_are_leaves(case: dict[str, Any]) -> None:
    """Bytes, values and hash."""
    leaf = case["leaf"].encode()
    assert encode(decode(leaf)) == leaf
    assert leaf_hash(leaf).hex() == case["hash"]


@pytest.mark.parametrize("case", VECTORS["bad"], ids=lambda case: case["name"])
def test_the_bad_vectors_are_none(case: dict[str, Any]) -> None:
    """Other spellings, other keys, other types."""
    with pytest.raises(BadEvidence):
        decode(case["leaf"].encode())


@pytest.mark.parametrize("case", VECTORS["sequence_codes"], ids=lambda case: str(case["counter"]))
def test_sequence_codes_are_as_the_vectors_say(case: dict[str, Any]) -> None:
    """HMAC-SHA256 of "leaf" and the counter in eight bytes."""
    code = sequence_code(bytes.fromhex(case["ledger_key"]), case["counter"])
    assert to_base64url(code) == case["code"]


def test_a_time_is_told_in_utc_to_the_second() -> None:
    """Whatever the zone it came in; a time without one is refused."""
    hanoi = datetime(2026, 11, 22, 12, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=7)))
    assert utc_second(hanoi) == "2026-11-22T05:00:00Z"
    with pytest.raises(BadEvidence):
        utc_second(datetime(2026, 11, 22))  # noqa: DTZ001  # the very mistake that is refused
