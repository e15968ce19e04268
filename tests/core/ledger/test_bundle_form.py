"""What is not of a bundle's form is refused by name; no bytes make the verifier fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giuloi.core.ledger.bundle_file import LARGEST_BUNDLE, MOST_ENTRIES
from giuloi.core.ledger.findings import Code, Finding
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.verify import Trusted, verify_bundle
from tests.core.ledger.history import edited
from tests.core.ledger.tampering import BUNDLE, SHOP, codes, put

NOT_BUNDLES: dict[str, bytes] = {
    "nothing": b"",
    "zeroes": b"\0" * 64,
    "not UTF-8": b"\xff\xfe{}",
    "a number": b"5",
    "a list": b"[]",
    "an empty object": b"{}",
    "a key too many": edited(BUNDLE, lambda b: b.update(extra=1)),
    "a key too few": edited(BUNDLE, lambda b: b.pop("receipt")),
    "a key twice": BUNDLE[:-1] + b',"origin":"x"}',
    "another format": edited(BUNDLE, lambda b: b.update(format="giuloi/bundle@v2")),
    "an index that is a fraction": BUNDLE.replace(b'"index":0,', b'"index":0.0,'),
    "an index that is true": BUNDLE.replace(b'"index":0,', b'"index":true,'),
    "a negative index": BUNDLE.replace(b'"index":0,', b'"index":-1,'),
    "an index beyond 2^53": BUNDLE.replace(b'"index":0,', b'"index":9007199254740992,'),
    "an index of five thousand digits": BUNDLE.replace(b'"index":0,', b'"index":' + b"9" * 5000 + b","),
    "an index that is not a number": BUNDLE.replace(b'"index":0,', b'"index":NaN,'),
    "half a character": BUNDLE.replace(b'"origin":"', b'"origin":"\\ud800'),
    "a ledger key too short": edited(BUNDLE, lambda b: b.update(ledger_key="AAAA")),
    "base64 spelt otherwise": edited(BUNDLE, lambda b: put(b, "ledger_key", lambda key: key.rstrip("="))),
    "a log key copied wrong": edited(BUNDLE, lambda b: put(b["log_keys"], 0, lambda key: key[:-2] + "AA")),
    "entries that are no list": edited(BUNDLE, lambda b: b.update(entries={})),
    "a text where a number belongs": edited(BUNDLE, lambda b: b["entries"][0].update(index="0")),
}


@pytest.mark.parametrize("name", NOT_BUNDLES)
def test_what_is_not_of_the_form_is_not_a_bundle(name: str) -> None:
    """Named, and never an exception."""
    assert codes(NOT_BUNDLES[name]) == {"not_a_bundle"}


def test_what_is_too_large_or_too_deep_is_refused_before_it_is_read() -> None:
    """A limit on bytes, on nesting and on entries."""
    assert codes(b" " * (LARGEST_BUNDLE + 1)) == {"too_large"}
    assert codes(b"[" * 200_000) == {"too_large"}
    assert codes(edited(BUNDLE, lambda b: b.update(entries=[0] * (MOST_ENTRIES + 1)))) == {"too_large"}


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_the_verifier_fail(data: bytes) -> None:
    """Whatever it is given, it answers."""
    assert not verify_bundle(data).ok


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(path=st.lists(st.integers(0, 50), min_size=1, max_size=4), value=_JSON)
@settings(max_examples=200, deadline=None)
def test_no_json_in_any_place_makes_the_verifier_fail(path: list[int], value: Any) -> None:
    """One value of an honest bundle is replaced by any other; it answers, and only the same value passes."""

    def replace(bundle: dict[str, Any]) -> None:
        place: Any = bundle
        for step in path[:-1]:
            keys = list(place) if isinstance(place, dict) else range(len(place))
            inner = place[keys[step % len(keys)]]
            if not isinstance(inner, dict | list) or not inner:
                break
            place = inner
        keys = list(place) if isinstance(place, dict) else range(len(place))
        place[keys[path[-1] % len(keys)]] = value

    data = edited(BUNDLE, replace)
    changed = json.loads(data)
    unpinned = {key: changed.get(key) for key in changed if key != "log_keys"}
    same = unpinned == {key: old for key, old in json.loads(BUNDLE).items() if key != "log_keys"}
    assert verify_bundle(data, SHOP.trusted).ok <= same


def test_every_finding_has_a_sentence_in_both_languages() -> None:
    """And they are not the same one."""
    for code in Code:
        vi, en = (Finding(code, "7").say(language) for language in ("vi", "en"))
        assert vi != en
        assert "7" in vi
        assert "7" in en


VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "bundle.json").read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_the_bundles_that_other_languages_judge_are_judged_as_before(case: dict[str, Any]) -> None:
    """The form and the codes of findings are a promise to other verifiers."""
    trusted = Trusted((VerifierKey.parse(VECTORS["pinned_key"]),))
    data = json.dumps(case["bundle"], ensure_ascii=False).encode()
    assert sorted(codes(data, trusted)) == case["faults"]
