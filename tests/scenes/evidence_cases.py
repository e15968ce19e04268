"""Files of evidence, honest and tampered with, to be judged by `giuloi verify` and by the browser alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from giuloi.core.consent.receipt import PROOF, sign_receipt
from giuloi.core.ledger.bundle_file import read_bundle
from giuloi.core.ledger.checkpoint import Checkpoint, sign_checkpoint
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.proof import HEADER, LogProof
from giuloi.core.ledger.receipt import receipt_name
from giuloi.core.ledger.signed_report import sign_report
from giuloi.core.signing import public_key, sign
from tests.core.ledger.history import ORIGIN, Shop, edited, small_shop
from tests.core.ledger.tampering import BUNDLE, OTHER, SHOP
from tests.core.ledger.test_bundle_form import NOT_BUNDLES
from tests.core.ledger.test_bundle_tampering import NAMED

MADE = "2026-11-23T04:00:00Z"
VECTORS = Path(__file__).parents[1] / "vectors"


@dataclass(frozen=True, slots=True)
class Case:
    """One file, with what its reader knows: keys as text, a kept checkpoint, an earlier bundle."""

    name: str
    data: bytes
    key: str = str(SHOP.key)
    head: bytes | None = None
    before: bytes | None = None


def vector_bundles() -> Iterator[Case]:
    """tests/vectors/bundle.json, with the pinned key, with another's, and with none."""
    told = json.loads((VECTORS / "bundle.json").read_text("utf-8"))
    for case in told["cases"]:
        data = json.dumps(case["bundle"], ensure_ascii=False).encode()
        for name in ("pinned_key", "another_key"):
            yield Case(f"{case['name']} ({name})", data, told[name])
        yield Case(f"{case['name']} (no key)", data, "")


def not_bundles() -> Iterator[Case]:
    """Other forms, depths and spellings of JSON."""
    for name, data in NOT_BUNDLES.items():
        yield Case(name, data)
    texts = (
        "[" * 500,
        "[" * 5000 + "]" * 5000,
        "{}x",
        "\ufeff{}",
        '{"a":1,"a":2}',
        "01",
        "-0",
        "1.",
        '"\\x"',
        "[1,]",
    )
    for text in (*texts, '"\t"', "1e5", "-Infinity", '"\\ud800"', "nul", " \n5\r\t", '{"a" :1 , }', "- 1"):
        yield Case(f"JSON {text[:20]!r}", text.encode())
    yield Case("an index of -0", BUNDLE.replace(b'"index":0,', b'"index":-0,'))
    yield Case("keys escaped", BUNDLE.replace(b'"format"', b'"\\u0066ormat"'))


def changed(chance: Random, count: int) -> Iterator[Case]:
    """One value of an honest bundle replaced by another, or one byte of the file by another."""
    for number in range(count):
        if number % 2:
            at = chance.randrange(len(BUNDLE))
            data = BUNDLE[:at] + bytes([chance.randrange(256)]) + BUNDLE[at + 1 :]
        else:
            data = edited(BUNDLE, lambda bundle: _replace(bundle, chance))
        yield Case(f"change {number}", data, chance.choice((str(SHOP.key), "")))


_VALUES = (None, True, -1, 0, 3, 2**53, 2**70, "", "A" * 43 + "=", "é😀", [], {}, [[]], "giuloi.example/so")


def _replace(value: Any, chance: Random) -> None:
    """Somewhere inside, one value becomes another, goes away, or stands twice."""
    while True:
        keys = list(value) if isinstance(value, dict) else range(len(value))
        key = chance.choice(list(keys))
        inner = value[key]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.85:
            value = inner
            continue
        deed = chance.randrange(4)
        if deed == 0:
            del value[key]
        elif deed == 1 and isinstance(value, list):
            value.insert(chance.randrange(len(value) + 1), inner)
        elif deed == 2 and isinstance(value, list):
            chance.shuffle(value)
        else:
            value[key] = chance.choice(_VALUES)
        return


def with_memory() -> Iterator[Case]:
    """A later bundle beside an earlier one, and beside kept checkpoints: honest, forked, rolled back, rewritten."""
    shop, first = small_shop()
    kept = shop.heads["An"][0]
    shop.live(9)
    second = shop.export("An")
    other, _ = small_shop(8)
    other.log_seed = shop.log_seed  # the same key has signed another log
    heads = {
        "kept": kept,
        "another size": shop.sign(3),
        "newest": shop.heads["An"][-1],
        "fork": other.sign(5),
    }
    heads["greater"] = sign_checkpoint(Checkpoint(ORIGIN, 10**6, bytes(32)), shop.log_seed)
    for name, head in heads.items():
        yield Case(f"head: {name}", second, head=head)
    rekeyed, _ = small_shop()
    rekeyed.ledger_keys["An"], rekeyed.indexes["An"] = b"\7" * 32, []
    yield Case("before: the last one", second, before=first)
    yield Case("before: no key", second, key="", before=first)
    yield Case("before: itself", second, before=second)
    yield Case("before: a later one", first, before=second)
    yield Case("before: another's", second, before=shop.export("Bình"))
    yield Case("before: another log's", second, before=OTHER.export("An"))
    yield Case("before: another ledger key", rekeyed.export("An"), before=first)
    for name, (change, _) in NAMED.items():
        yield Case(f"before, tampered: {name}", second, before=edited(first, change))
        yield Case(f"later, tampered: {name}", edited(first, change), before=first)


def histories(count: int) -> Iterator[Case]:
    """Honest bundles of shops that did anything."""
    for seed in range(count):
        shop = Shop(seed)
        shop.live(3 + 5 * seed)
        yield Case(f"history {seed}", shop.export("An"), str(shop.key))


def consents() -> Iterator[Case]:
    """Consent receipts: whole, altered in each of their parts, introduced by nobody."""
    told = json.loads((VECTORS / "receipt.json").read_text("utf-8"))
    for case in (*told["good"], *told["bad"]):
        yield Case(f"receipt vector: {case['name']}", _json(case["receipt"]))
        yield from _introduced(case["name"], {k: v for k, v in case["receipt"].items() if k != PROOF})


def _introduced(name: str, body: dict[str, Any]) -> Iterator[Case]:
    seed, note = SHOP.receipt_seed, SHOP.receipt_key.decode()
    signed = sign_receipt(body, lambda message: sign(seed, message), public_key(seed), note)
    yield Case(f"receipt: {name}", _json(signed))
    yield Case(f"receipt with spaces: {name}", json.dumps(signed, indent=1).encode())
    yield Case(f"receipt without key: {name}", _json(signed), "")
    yield Case(f"receipt, another key: {name}", _json(signed), str(OTHER.key))
    for key in body:
        for value in (None, 1, 2**60, "\ud83d", [[[1]]]):
            yield Case(f"receipt {name}, {key} changed", json.dumps({**signed, key: value}).encode())
    for key, value in signed[PROOF].items():
        for other in (
            None,
            5,
            "",
            value + " ",
            value[:-2],
            value.replace("e", "f"),
            value.replace("log ", "lug ", 1),
        ):
            proof = {**signed[PROOF], key: other}
            yield Case(f"receipt {name}, proof {key}", _json({**signed, PROOF: proof}))
    deep: Any = 1
    for _ in range(40):
        deep = [deep]
    yield Case(f"receipt {name}, deep", _json({**signed, "deep": deep}))
    yield Case(f"receipt {name}, no proof", _json({**signed, PROOF: "none"}))


def reports() -> Iterator[Case]:
    """Conformance reports: whole, each of their parts altered, of another log, without a key."""
    content = {"clauses": [{"clause": "I.1", "coverage": "enforced", "vi": "được giữ"}], "made_at": MADE}
    seed, origin = SHOP.log_seed, SHOP.key.name
    whole = json.loads(sign_report(content, policy="ab" * 32, made=MADE, origin=origin, seed=seed))
    yield Case("report", _json(whole))
    yield Case("report with spaces", json.dumps(whole, indent=3).encode())
    yield Case("report without key", _json(whole), "")
    yield Case("report, another key", _json(whole), str(OTHER.key))
    yield Case("report of another log", _json({**whole, "origin": "elsewhere.example/so"}))
    yield Case("report, more in it", _json({**whole, "more": 1}))
    for key in whole:
        for value in (None, 1, 2**60, "\ud83d", [[[1]]], {}, whole["format"], whole["note"]):
            yield Case(f"report, {key} changed", json.dumps({**whole, key: value}).encode())
    polished = {"clauses": [{**content["clauses"][0], "coverage": "Enforced"}], "made_at": MADE}
    yield Case("report, polished", _json({**whole, "report": polished}))
    for line in ("policy ", "made ", "log ", "report "):
        note = whole["note"].replace(line, f"{line}x", 1)
        yield Case(f"report, {line} of its note changed", _json({**whole, "note": note}))


def leaf_proofs() -> Iterator[Case]:
    """Proofs of single leaves, and what is done to them; those of others' vectors too."""
    log, size = SHOP.log, len(SHOP.log.leaves)
    for index, leaf in enumerate(log.leaves):
        proof = LogProof(index, tuple(log.inclusion(index, size)), SHOP.sign(), leaf)
        yield Case(f"proof of leaf {index}", proof.encode())
    whole = proof.encode()
    yield Case("a proof without its leaf", LogProof(index, proof.hashes, proof.checkpoint).encode())
    yield Case("a proof without key", whole, "")
    yield Case("a proof, another key", whole, str(OTHER.key))
    yield Case("a proof of a receipt's key", whole, str(VerifierKey.of(receipt_name(ORIGIN), bytes(32))))
    yield Case("a proof of another log", whole, f"{OTHER.key}\n{SHOP.key}")
    chance = Random(5)
    for number in range(60):
        at = chance.randrange(len(HEADER), len(whole))
        yield Case(f"proof change {number}", whole[:at] + bytes([chance.randrange(256)]) + whole[at + 1 :])
    told = json.loads((VECTORS / "proof.json").read_text("utf-8"))
    for case in (*told["files"], *told["bad_files"]):
        yield Case(f"proof file: {case['name']}", case["file"].encode(), told["vkey"])


def leaves() -> Iterator[Case]:
    """tests/vectors/leaf.json, each in the place of a bundle's leaf and as the leaf of a proof."""
    told = json.loads((VECTORS / "leaf.json").read_text("utf-8"))
    bundle = read_bundle(BUNDLE)
    for case in (*told["good"], *told["bad"]):
        text = case["leaf"]
        yield Case(
            f"leaf: {case['name']}", edited(BUNDLE, lambda b, text=text: b["entries"][1].update(leaf=text))
        )
        proof = LogProof(1, bundle.entries[1].proof, SHOP.sign(), text.encode())
        yield Case(f"leaf in a proof: {case['name']}", proof.encode())
    for at in ("2026-02-29", "2024-02-29", "2026-11-31", "2026-00-10", "2026-13-01", "2026-11-22T24"):
        moved = "2026-11-22".join(BUNDLE.decode().split("2026-11-22")).replace("2026-11-22", at, 1)
        yield Case(f"a leaf of {at}", moved.encode())


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
