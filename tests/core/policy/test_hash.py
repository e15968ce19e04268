"""Equal hash: equal meaning, wording and law; any change of one of them changes it."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.compiler import compile_policy
from giuloi.core.policy.coverage import KEEPERS
from giuloi.core.policy.hashing import canonical, hash_of
from giuloi.records.lawbook import lawbook
from tests.core.policy.corpus import KEPT, TODAY, compiled, shipped

SOURCES = shipped()


def policy_of(sources, **options) -> Policy:
    """The policy these sources compile to."""
    result = compiled(sources, **options)
    assert result.policy is not None, result.diagnostics
    return result.policy


SHIPPED = policy_of(SOURCES)


def changed(old: str, new: str, file: str = "shop.vi.md") -> dict[str, str]:
    """The shipped policy with one thing replaced."""
    assert old in SOURCES[file]
    return {**SOURCES, file: SOURCES[file].replace(old, new)}


SAME = {
    "windows line ends": {name: text.replace("\n", "\r\n") for name, text in SOURCES.items()},
    "old line ends": {name: text.replace("\n", "\r") for name, text in SOURCES.items()},
    "decomposed accents": {name: unicodedata.normalize("NFD", text) for name, text in SOURCES.items()},
    "byte order mark": {name: "\ufeff" + text for name, text in SOURCES.items()},
    "other order of files": dict(reversed(SOURCES.items())),
    "spaces at line ends": {name: text.replace("\n\n", "  \n\n") for name, text in SOURCES.items()},
    "a comment": changed("### I.1\n", "### I.1\n<!-- nhắc: rà soát vào tháng Một -->\n"),
    "order of keys": changed('roles    = ["care"]\nneeds    = "care"', 'needs    = "care"\nroles    = ["care"]'),
    "order of words in a set": changed('roles    = ["fulfilment", "care"]', 'roles    = ["care", "fulfilment"]'),
    "lines moved down": changed("# Chính sách bảo mật", "\n\n\n# Chính sách bảo mật"),
}  # fmt: skip

DIFFERENT = {
    "a sentence": changed("quý khách yêu cầu: nhận", "quý khách yêu cầu: ghi nhận"),
    "an accent": changed("Cảm ơn quý khách", "Cám ơn quý khách"),
    "a translation": changed("We collect information", "We gather information", "shop.en.md"),
    "the shop's name": changed('shop                  = "Tiệm Bánh Phố Cổ"', 'shop = "Tiệm Khác"'),
    "the address in English": changed("Hoàn Kiếm Ward", "Hàng Bạc Ward", "shop.en.md"),
    "a role more": changed('roles    = ["care"]', 'roles    = ["care", "legal"]'),
    "a field less": changed('"purchases", "care_note", "attachment"]', '"care_note", "attachment"]'),
    "a shorter term": changed('use      = "180d"', 'use      = "179d"'),
    "a heading": changed("## II. Phạm vi sử dụng thông tin", "## II. Phạm vi dùng thông tin"),
    "a measure": changed("approvers = 2", "approvers = 3"),
    "an hour": changed('hours   = ["08:00", "17:00"]', 'hours   = ["09:00", "17:00"]'),
    "no translation": {"shop.vi.md": SOURCES["shop.vi.md"]},
}


@pytest.mark.parametrize("name", SAME)
def test_what_changes_neither_meaning_nor_wording_keeps_the_hash(name: str) -> None:
    """How a file was typed, saved or listed is not the policy."""
    assert policy_of(SAME[name]).hash == SHIPPED.hash


@pytest.mark.parametrize("name", DIFFERENT)
def test_any_change_of_meaning_or_wording_changes_the_hash(name: str) -> None:
    """A new sentence is a new version, and so is a new rule."""
    assert policy_of(DIFFERENT[name]).hash != SHIPPED.hash


def test_the_day_and_the_keepers_are_not_part_of_the_hash() -> None:
    """The same policy next month, under the same law, kept by more code, is the same policy."""
    later = policy_of(SOURCES, as_of=date(2027, 3, 1))
    assert later.hash == SHIPPED.hash
    announced = dict.fromkeys(KEEPERS, "announced")
    unkept = compile_policy(SOURCES, law=lawbook(), keepers=announced, as_of=TODAY).policy
    assert unkept is not None
    assert unkept.hash == SHIPPED.hash


def test_another_law_is_another_hash() -> None:
    """The law of its day is part of what a policy was held to."""
    stricter = {**lawbook(), "retention": {**lawbook()["retention"]}}
    stricter["retention"]["ecommerce_contract_info"] = {
        **lawbook()["retention"]["ecommerce_contract_info"],
        "min": "2y",
    }
    other = compile_policy(SOURCES, law=stricter, keepers=KEPT, as_of=TODAY).policy
    assert other is not None
    assert other.hash != SHIPPED.hash


def test_a_figure_that_becomes_sure_changes_nothing() -> None:
    """Confirming a figure, or citing it better, publishes no new version."""
    surer = {**lawbook(), "retention": {**lawbook()["retention"]}}
    entry = {
        **lawbook()["retention"]["accounting_direct_vouchers"],
        "status": "P",
        "src": "read in the gazette",
    }
    surer["retention"]["accounting_direct_vouchers"] = entry
    other = compile_policy(SOURCES, law=surer, keepers=KEPT, as_of=TODAY).policy
    assert other is not None
    assert other.hash == SHIPPED.hash


def test_the_canonical_bytes_are_json_that_anybody_can_hash() -> None:
    """One line of UTF-8 JSON, its own hash not inside."""
    plain = json.loads(canonical(SHIPPED))
    assert plain["format"] == "giuloi-policy-v1"
    assert "hash" not in plain
    assert hash_of(SHIPPED) == SHIPPED.hash


@given(st.permutations(sorted(SOURCES)), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["NFC", "NFD"]))
def test_hash_is_stable(order: list[str], ends: str, form: str) -> None:
    """Theorem: order of files × line ends × Unicode form → one hash."""
    files = {name: unicodedata.normalize(form, SOURCES[name]).replace("\n", ends) for name in order}
    assert policy_of(files).hash == SHIPPED.hash
