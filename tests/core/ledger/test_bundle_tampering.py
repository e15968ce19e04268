"""Whatever is done to a customer's bundle or to the log behind it, somebody named catches it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.ledger.history import ORIGIN, PEOPLE, Shop, edited, head_of, small_shop

from giuloi.core.ledger.bundle_file import LARGEST_BUNDLE, MOST_ENTRIES, read_bundle
from giuloi.core.ledger.checkpoint import Checkpoint, sign_checkpoint
from giuloi.core.ledger.entry import Event
from giuloi.core.ledger.findings import Code
from giuloi.core.ledger.note import VerifierKey, to_base64
from giuloi.core.ledger.receipt import Receipt, introduce, receipt_name, sign_receipt
from giuloi.core.ledger.verify import Trusted, Verdict, verify_bundle
from giuloi.core.terms import Outcome

SHOP, BUNDLE = small_shop()
COUNT = len(json.loads(BUNDLE)["entries"])
BATCH = next(at for at, entry in enumerate(json.loads(BUNDLE)["entries"]) if entry["batch"])
OTHER = Shop(99)

Change = Callable[[dict[str, Any]], object]


def faults(verdict: Verdict) -> set[str]:
    return {finding.code.value for finding in verdict.findings if finding.fault}


def codes(data: bytes, trusted: Trusted | None = SHOP.trusted) -> set[str]:
    return faults(verify_bundle(data, trusted))


def flip(text: str) -> str:
    """The same base64 with another first letter."""
    return ("B" if text[0] == "A" else "A") + text[1:]


def relabel(text: str) -> str:
    """The leaf with another purpose: as well-formed as before."""
    return text.replace('"purpose":"supply"', '"purpose":"rights"')


def put(value: dict[str, Any] | list[Any], key: Any, change: Callable[[Any], Any]) -> None:
    value[key] = change(value[key])


NAMED: dict[str, tuple[Change, set[str]]] = {
    "a leaf says another purpose": (
        lambda b: put(b["entries"][2], "leaf", relabel),
        {"altered_leaf"},
    ),
    "a leaf is no leaf": (lambda b: put(b["entries"][2], "leaf", lambda leaf: leaf + " "), {"altered_leaf"}),
    "a leaf and its hash are exchanged for a well-formed pair": (
        lambda b: b["entries"][2].update(leaf=b["entries"][1]["leaf"], hash=b["entries"][1]["hash"]),
        {"bad_inclusion_proof", "repeated_entry", "missing_middle"},
    ),
    "the hash of a leaf": (
        lambda b: put(b["entries"][2], "hash", flip),
        {"altered_leaf", "bad_inclusion_proof"},
    ),
    "the place of a leaf": (
        lambda b: put(b["entries"][2], "index", lambda index: index + 1),
        {"bad_inclusion_proof"},
    ),
    "one hash of an inclusion proof": (
        lambda b: put(b["entries"][2]["proof"], 1, flip),
        {"bad_inclusion_proof"},
    ),
    "an inclusion proof is cut": (lambda b: b["entries"][2]["proof"].pop(), {"bad_inclusion_proof"}),
    "an inclusion proof grows": (
        lambda b: b["entries"][2]["proof"].append(to_base64(b"\0" * 32)),
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
        lambda b: b["entries"][2].update(batch=b["entries"][BATCH]["batch"]),
        {"bad_batch_proof", "repeated_entry", "missing_middle"},
    ),
    "two leaves exchanged": (lambda b: b["entries"].insert(1, b["entries"].pop(2)), {"wrong_order"}),
    "a leaf twice": (lambda b: b["entries"].insert(2, b["entries"][1]), {"repeated_entry"}),
    "the ledger key": (
        lambda b: put(b, "ledger_key", flip),
        {"foreign_entry", "bad_batch_proof", "missing_last"},
    ),
    "the origin": (lambda b: b.update(origin="giuloi.example/khac"), {"other_log"}),
    "the log's keys": (lambda b: b.update(log_keys=[str(OTHER.key)]), set()),  # pinned keys do not care
    "no checkpoint": (lambda b: b.update(heads=[]), {"bad_checkpoint"}),
    "the newest checkpoint is left out": (
        lambda b: b["heads"].pop(),
        {"rolled_back_head", "bad_inclusion_proof"},
    ),
    "the checkpoints exchanged": (lambda b: b["heads"].reverse(), {"rolled_back_head"}),
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


def foreign_head() -> str:
    head = head_of(SHOP.sign())
    return sign_checkpoint(head, OTHER.log_seed).decode()


def foreign_introduction() -> str:
    key = VerifierKey.of(receipt_name(ORIGIN), OTHER.receipt_seed)
    return introduce(ORIGIN, key, OTHER.log_seed).decode()


def receipt(seed: bytes = SHOP.receipt_seed, **values: Any) -> str:
    head = head_of(SHOP.heads["An"][-1])
    parts = {
        "counter": COUNT,
        "size": head.size,
        "root": head.root,
        "leaf": read_bundle(BUNDLE).entries[-1].hash,
    }
    return sign_receipt(Receipt(ORIGIN, **{**parts, **values}), seed).decode()


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
    theirs = json.loads(edited(SHOP_OF_BINH, lambda b: None))["entries"][0]
    found = codes(edited(BUNDLE, lambda b: b["entries"].insert(at, theirs)))
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


class TestADishonestShop:
    """It holds every key, and still contradicts what it signed before."""

    def test_a_use_left_out_leaves_a_hole_before_the_signed_end(self) -> None:
        """Signing a lower counter does not renumber the leaves."""
        shorter = edited(
            BUNDLE, lambda b: (b["entries"].pop(4), b.update(receipt=receipt(counter=COUNT - 1)))
        )
        assert codes(shorter) == {"missing_middle", "beyond_end"}

    def test_an_end_left_out_is_missing_though_the_tree_is_right(self) -> None:
        """The receipt signs the end."""
        shorter = edited(BUNDLE, lambda b: b["entries"].__delitem__(slice(COUNT - 2, COUNT)))
        assert codes(shorter) == {"missing_last", "no_export", "bad_receipt"}

    def test_a_receipt_for_another_leaf_does_not_fit(self) -> None:
        """It names the very leaf of the export."""
        assert codes(edited(BUNDLE, lambda b: b.update(receipt=receipt(leaf=b"\1" * 32)))) == {"bad_receipt"}

    def test_a_receipt_for_a_longer_log_shows_a_rollback(self) -> None:
        """The receipt has seen more than the head tells."""
        assert codes(edited(BUNDLE, lambda b: b.update(receipt=receipt(size=99)))) == {"rolled_back_head"}

    def test_a_receipt_for_another_root_shows_a_fork(self) -> None:
        """One size, two roots, both signed."""
        assert codes(edited(BUNDLE, lambda b: b.update(receipt=receipt(root=b"\1" * 32)))) == {"forked_head"}

    def test_a_receipt_for_an_older_tree_does_not_fit(self) -> None:
        """Its end would not be the end of this tree."""
        older = head_of(SHOP.heads["An"][0])
        data = edited(BUNDLE, lambda b: b.update(receipt=receipt(size=older.size, root=older.root)))
        assert codes(data) == {"bad_receipt"}

    def test_a_last_entry_that_is_no_export_is_named(self) -> None:
        """The bundle has to end with its own export."""
        shop = Shop(3)
        shop.export("An")
        shop.use("An")
        shop.heads["An"].append(shop.sign())
        assert faults(verify_bundle(shop.bundle("An"), shop.trusted)) == {"no_export"}

    def test_a_rewritten_past_contradicts_the_earlier_heads(self) -> None:
        """A leaf is changed in the log itself, every later hash computed anew, and the newest head signed."""
        shop, _ = small_shop()
        shop.log.leaves[0] = shop.log.leaves[0].replace(b'"purpose":"supply"', b'"purpose":"rights"')
        shop.log._tree.size = -1
        shop.heads["An"][-1] = shop.sign()
        assert faults(verify_bundle(shop.bundle("An"), shop.trusted)) == {"inconsistent_head"}

    def test_a_rewritten_past_is_a_fork_to_who_kept_the_head(self) -> None:
        """The customer pins the head they were given last time."""
        shop, honest = small_shop()
        kept = verify_bundle(honest, shop.trusted).head
        shop.log.leaves[0] = shop.log.leaves[0].replace(b'"purpose":"supply"', b'"purpose":"rights"')
        shop.log._tree.size = -1
        shop.heads["An"] = [shop.sign()]
        assert faults(verify_bundle(shop.bundle("An"), Trusted((shop.key,), kept))) == {"forked_head"}

    def test_a_log_shorter_than_the_head_kept_is_rolled_back(self) -> None:
        """An older bundle, however true, is not the newest."""
        shop, _ = small_shop()
        earlier = shop.bundle("An")
        shop.live(5)
        kept = verify_bundle(shop.export("An"), shop.trusted).head
        assert faults(verify_bundle(earlier, Trusted((shop.key,), kept))) == {"rolled_back_head"}

    def test_two_heads_of_one_size_are_a_fork(self) -> None:
        """Both signed, one right."""
        twin = Checkpoint(ORIGIN, head_of(SHOP.heads["An"][0]).size, b"\1" * 32)
        note = sign_checkpoint(twin, SHOP.log_seed).decode()
        data = edited(BUNDLE, lambda b: b["heads"].insert(1, {"checkpoint": note, "proof": []}))
        assert codes(data) == {"forked_head"}

    def test_a_head_that_cannot_be_compared_is_not_passed_over(self) -> None:
        """Who pins a head wants it joined to this log."""
        shop, honest = small_shop()
        between = Checkpoint(ORIGIN, 9, shop.log.tree.root(9))
        assert faults(verify_bundle(honest, Trusted((shop.key,), between))) == {"head_not_compared"}

    def test_a_log_that_grew_from_the_head_kept_is_fine(self) -> None:
        """The earlier export's head is in the next bundle, with its proof."""
        shop, first = small_shop()
        kept = verify_bundle(first, shop.trusted).head
        shop.live(20)
        assert verify_bundle(shop.export("An"), Trusted((shop.key,), kept)).findings == ()

    def test_a_counter_beyond_all_reason_is_refused(self) -> None:
        """A receipt cannot make the verifier count to 2^63."""
        data = edited(BUNDLE, lambda b: b.update(receipt=receipt(counter=2**62)))
        assert codes(data) == {"too_large"}


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
    from giuloi.core.ledger.findings import Finding

    for code in Code:
        vi, en = (Finding(code, "7").say(language) for language in ("vi", "en"))
        assert vi != en
        assert "7" in vi
        assert "7" in en


@pytest.mark.large
def test_honest_histories_never_raise_an_alarm(request: pytest.FixtureRequest) -> None:
    """Each history has four customers with bundles; `--runs N` tells N of them."""
    runs = request.config.getoption("--runs", default=0) or 60
    for seed in range(runs):
        shop = Shop(seed)
        kept: dict[str, Trusted] = {name: shop.trusted for name in PEOPLE}
        for _ in range(shop.chance.randint(1, 3)):
            shop.live(shop.chance.randint(0, 25))
            for name in shop.chance.sample(PEOPLE, shop.chance.randint(1, 4)):
                verdict = verify_bundle(shop.export(name), kept[name])
                assert verdict.findings == (), (seed, name)
                kept[name] = Trusted((shop.key,), verdict.head)


@pytest.mark.large
def test_no_random_tampering_passes(request: pytest.FixtureRequest) -> None:
    """Random removal, repetition, exchange or alteration in random histories; `--runs N` does N of them."""
    runs = request.config.getoption("--runs", default=0) or 60
    for seed in range(runs):
        shop = Shop(seed)
        shop.live(15)
        data = shop.export("An")
        chance = shop.chance

        def tamper(bundle: dict[str, Any]) -> None:
            entries, heads = bundle["entries"], bundle["heads"]
            at = chance.randrange(len(entries))
            match chance.randrange(6):
                case 0:
                    entries.pop(at)
                case 1:
                    entries.insert(chance.randrange(len(entries) + 1), entries[at])
                case 2:
                    put(entries[at], "leaf", lambda leaf: leaf.replace("allowed", "denied"))
                case 3:
                    put(entries[at], "index", lambda index: index + chance.choice((-1, 1, 256)))
                case 4:
                    put(entries[at], "hash", flip)
                case _:
                    put(heads[-1], "checkpoint", lambda note: note.replace(ORIGIN, ORIGIN + "x"))

        assert not verify_bundle(edited(data, tamper), shop.trusted).ok, seed


def test_the_verdict_tells_the_uses_and_the_head() -> None:
    """What a page or a terminal shows afterwards."""
    verdict = verify_bundle(BUNDLE, SHOP.trusted)
    assert verdict.head is not None
    assert verdict.head.size == len(SHOP.log.leaves)
    assert [use.event for use in verdict.uses][-1] is Event.EXPORT
    assert {use.decision for use in verdict.uses} == {Outcome.ALLOWED}


SHOP_OF_BINH = small_shop()[0].export("Bình")
