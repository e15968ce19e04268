"""Whatever is done to a customer's bundle, a finding names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giuloi.core.ledger.entry import Event
from giuloi.core.ledger.findings import Code
from giuloi.core.ledger.note import to_base64
from giuloi.core.ledger.verify import verify_bundle
from giuloi.core.terms import Outcome
from tests.core.ledger.history import ORIGIN, edited
from tests.core.ledger.tampering import (
    BATCH,
    BUNDLE,
    COUNT,
    OTHER,
    PLAIN,
    SHOP,
    codes,
    faults,
    flip,
    foreign_head,
    foreign_introduction,
    put,
    receipt,
    somebody_elses,
)

Change = Callable[[dict[str, Any]], object]


def relabel(text: str) -> str:
    """The leaf with another purpose: as well-formed as before."""
    return text.replace('"purpose":"supply"', '"purpose":"rights"')


NAMED: dict[str, tuple[Change, set[str]]] = {
    "a leaf says another purpose": (
        lambda b: put(b["entries"][PLAIN], "leaf", relabel),
        {"altered_leaf"},
    ),
    "a leaf is no leaf": (
        lambda b: put(b["entries"][PLAIN], "leaf", lambda leaf: leaf + " "),
        {"altered_leaf"},
    ),
    "a leaf and its hash are exchanged for a well-formed pair": (
        lambda b: b["entries"][PLAIN].update(leaf=b["entries"][0]["leaf"], hash=b["entries"][0]["hash"]),
        {"bad_inclusion_proof", "repeated_entry", "missing_middle"},
    ),
    "the hash of a leaf": (
        lambda b: put(b["entries"][PLAIN], "hash", flip),
        {"altered_leaf", "bad_inclusion_proof"},
    ),
    "the place of a leaf": (
        lambda b: put(b["entries"][PLAIN], "index", lambda index: index + 1),
        {"bad_inclusion_proof"},
    ),
    "one hash of an inclusion proof": (
        lambda b: put(b["entries"][PLAIN]["proof"], 1, flip),
        {"bad_inclusion_proof"},
    ),
    "an inclusion proof is cut": (lambda b: b["entries"][PLAIN]["proof"].pop(), {"bad_inclusion_proof"}),
    "an inclusion proof grows": (
        lambda b: b["entries"][PLAIN]["proof"].append(to_base64(b"\0" * 32)),
        {"bad_inclusion_proof"},
    ),
    "the place in a batch": (
        lambda b: put(b["entries"][BATCH]["batch"], "position", lambda place: place ^ 1),
        {"bad_batch_proof"},
    ),
    "one hash of a batch's proof": (
        lambda b: put(b["entries"][BATCH]["batch"]["proof"], 0, flip),
        {"bad_batch_proof"},
    ),
    "the code in a batch": (
        lambda b: put(b["entries"][BATCH]["batch"], "code", flip),
        {"bad_batch_proof", "foreign_entry", "missing_middle"},
    ),
    "a batch's proof is left out": (
        lambda b: b["entries"][BATCH].update(batch=None),
        {"bad_batch_proof", "foreign_entry", "missing_middle"},
    ),
    "a leaf that is no batch gets the proof of one": (
        lambda b: b["entries"][PLAIN].update(batch=b["entries"][BATCH]["batch"]),
        {"bad_batch_proof", "repeated_entry", "missing_middle"},
    ),
    "two leaves exchanged": (lambda b: b["entries"].insert(1, b["entries"].pop(2)), {"wrong_order"}),
    "a leaf twice": (lambda b: b["entries"].insert(2, b["entries"][1]), {"repeated_entry"}),
    "the ledger key": (lambda b: put(b, "ledger_key", flip), {"foreign_entry", "missing_last"}),
    "the origin": (lambda b: b.update(origin="giuloi.example/khac"), {"other_log", "unknown_key"}),
    "the log's keys": (lambda b: b.update(log_keys=[str(OTHER.key)]), set()),  # pinned keys do not care
    "no checkpoint": (lambda b: b.update(heads=[]), {"bad_checkpoint"}),
    "the newest checkpoint is left out": (
        lambda b: b["heads"].pop(),
        {"rolled_back_head", "inconsistent_head", "bad_inclusion_proof"},
    ),
    "the checkpoints exchanged": (
        lambda b: b["heads"].reverse(),
        {"rolled_back_head", "bad_inclusion_proof"},
    ),
    "a checkpoint twice": (lambda b: b["heads"].append(b["heads"][-1]), {"rolled_back_head"}),
    "the size in a checkpoint": (
        lambda b: put(b["heads"][-1], "checkpoint", lambda note: note.replace("\n12\n", "\n13\n")),
        {"bad_signature"},
    ),
    "the newest checkpoint is no note": (
        lambda b: put(b["heads"][-1], "checkpoint", lambda note: note.replace("\n\n", "\n")),
        {"bad_checkpoint"},
    ),
    "a checkpoint signed with another key": (
        lambda b: b["heads"][-1].update(checkpoint=foreign_head()),
        {"unknown_key"},
    ),
    "one hash of a consistency proof": (
        lambda b: put(b["heads"][0]["proof"], 0, flip),
        {"inconsistent_head"},
    ),
    "no consistency proof": (lambda b: b["heads"][0].update(proof=[]), {"inconsistent_head"}),
    "the counter in the receipt": (
        lambda b: put(b, "receipt", lambda note: note.replace("counter 9", "counter 8")),
        {"bad_signature"},
    ),
    "the receipt of another key": (
        lambda b: b.update(receipt=receipt(seed=OTHER.receipt_seed)),
        {"unknown_key"},
    ),
    "a receipt key that the log did not introduce": (
        lambda b: b.update(receipt_key=foreign_introduction()),
        {"unknown_key"},
    ),
    "the introduction of the receipt key": (
        lambda b: put(b, "receipt_key", lambda note: note.replace(ORIGIN, "giuloi.example/khac", 1)),
        {"bad_signature"},
    ),
    "a checkpoint in the place of the receipt": (
        lambda b: b.update(receipt=b["heads"][-1]["checkpoint"]),
        {"unknown_key"},
    ),
}


def test_an_honest_bundle_has_nothing_to_find() -> None:
    """No finding at all with the key pinned."""
    assert verify_bundle(BUNDLE, SHOP.trusted).findings == ()


def test_without_a_pinned_key_the_verdict_says_where_the_key_came_from() -> None:
    """A note with the fingerprint to compare, and no fault."""
    verdict = verify_bundle(BUNDLE)
    assert verdict.ok
    assert [(one.code, one.where) for one in verdict.findings] == [
        (Code.KEY_FROM_BUNDLE, SHOP.key.fingerprint)
    ]


@pytest.mark.parametrize("name", NAMED)
def test_every_named_change_is_caught_by_name(name: str) -> None:
    """The finding says what was done, not only that something was."""
    change, expected = NAMED[name]
    assert codes(edited(BUNDLE, change)) == expected


@pytest.mark.parametrize("at", range(COUNT))
def test_a_missing_entry_is_named_for_its_place(at: int) -> None:
    """First, middle or last: each removal says which use is missing."""
    verdict = verify_bundle(edited(BUNDLE, lambda b: b["entries"].pop(at)), SHOP.trusted)
    place = {0: "missing_first", COUNT - 1: "missing_last"}.get(at, "missing_middle")
    assert (place, str(at + 1)) in {(one.code.value, one.where) for one in verdict.findings}
    assert faults(verdict) <= {place, "no_export", "bad_receipt"}


def test_missing_neighbours_are_told_as_one() -> None:
    """A range, not a flood of findings."""
    verdict = verify_bundle(edited(BUNDLE, lambda b: b["entries"].__delitem__(slice(2, 5))), SHOP.trusted)
    assert [(one.code.value, one.where) for one in verdict.findings] == [("missing_middle", "3–5")]


def test_a_bundle_without_entries_is_missing_everything() -> None:
    """Nothing shown is not nothing used."""
    assert codes(edited(BUNDLE, lambda b: b.update(entries=[]))) == {"missing_last", "no_export"}


@pytest.mark.parametrize("at", range(COUNT + 1))
def test_somebody_elses_entry_is_foreign_wherever_it_is_put(at: int) -> None:
    """An entry of Bình's, well proven in the same log, is no entry of An's."""
    found = codes(edited(BUNDLE, lambda b: b["entries"].insert(at, somebody_elses())))
    assert "foreign_entry" in found
    assert found <= {"foreign_entry", "no_export", "bad_receipt"}


@pytest.mark.parametrize("one", range(COUNT))
@pytest.mark.parametrize("other", range(COUNT))
def test_every_exchange_of_two_entries_is_out_of_order(one: int, other: int) -> None:
    """All pairs."""

    def exchange(bundle: dict[str, Any]) -> None:
        entries = bundle["entries"]
        entries[one], entries[other] = entries[other], entries[one]

    assert ("wrong_order" in codes(edited(BUNDLE, exchange))) == (one != other)


def test_every_truncation_of_the_file_is_caught() -> None:
    """A file that ends too early is no bundle."""
    assert all(codes(BUNDLE[:length]) == {"not_a_bundle"} for length in range(0, len(BUNDLE), 37))


@given(at=st.integers(0, len(BUNDLE) - 1), letter=st.integers(0x20, 0x7E))
@settings(max_examples=300, deadline=None)
def test_every_change_of_one_letter_is_caught(at: int, letter: int) -> None:
    """Anywhere in the file; the log's own keys excepted, because the pinned ones are believed instead."""
    changed = BUNDLE[:at] + bytes([letter]) + BUNDLE[at + 1 :]
    keys = range(BUNDLE.index(b'"log_keys"'), BUNDLE.index(b'"origin"'))
    if changed != BUNDLE and at not in keys:
        assert codes(changed)


def test_other_keys_in_the_bundle_convince_nobody_who_has_none_pinned() -> None:
    """Nothing in the bundle is signed by them."""
    assert "unknown_key" in codes(edited(BUNDLE, NAMED["the log's keys"][0]), None)


def test_a_whole_bundle_made_with_another_key_is_unknown_to_who_pins_the_real_one() -> None:
    """Perfect, but not this shop's."""
    forged = OTHER.export("An")
    assert verify_bundle(forged).ok
    assert codes(forged) >= {"unknown_key"}


def test_the_verdict_tells_the_uses_and_the_head() -> None:
    """What a page or a terminal shows afterwards."""
    verdict = verify_bundle(BUNDLE, SHOP.trusted)
    assert verdict.head is not None
    assert verdict.head.size == len(SHOP.log.leaves)
    assert [use.event for use in verdict.uses][-1] is Event.EXPORT
    assert {use.decision for use in verdict.uses} == {Outcome.ALLOWED}
