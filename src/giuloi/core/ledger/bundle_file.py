"""The form of a customer's bundle: one JSON file with all their uses and all it takes to verify them.

docs/bundle.md describes it for those who write a verifier of their own.

    {"format": "giuloi/bundle@v1",
     "origin": which log,
     "log_keys": [vkey, …],                      the log's public keys, the newest last
     "ledger_key": base64,                       the customer's own: tells their leaves from all others
     "entries": [                                in the order of counters: the first is number 1
        {"leaf": the leaf's text, "hash": base64 leaf hash, "index": place in the log, "proof": [base64, …],
         "batch": null, or {"code": base64, "position": …, "proof": [base64, …]}}],
     "heads": [                                  growing; the last one is the tree all proofs are for
        {"checkpoint": signed note, "proof": [base64, …] consistency with the last}],
     "receipt_key": signed note introducing the key of receipts,
     "receipt": signed note: counter and tree size of the last entry, the leaf of this very export}

Reading is strict: a key more or less, another type, a number written as 1.0, or base64 in a second spelling
is no bundle. Who holds a bundle holds the ledger key: it shows which leaves are this customer's, no more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from giuloi.core.canonical import GREATEST, canonical
from giuloi.core.ledger.entry import CODE_BYTES, LEDGER_KEY_BYTES
from giuloi.core.ledger.merkle import HASH_BYTES
from giuloi.core.ledger.note import VerifierKey, from_base64, to_base64
from giuloi.core.ledger.proof import LONGEST_PROOF
from giuloi.core.terms import BadEvidence

FORMAT = "giuloi/bundle@v1"
LARGEST_BUNDLE = 64 * 2**20  # bytes
MOST_ENTRIES = 100_000
MOST_HEADS = 10_000
MOST_KEYS = 100


class TooLarge(BadEvidence):
    """A bundle beyond the limits of this module."""


@dataclass(frozen=True, slots=True)
class Member:
    """One customer's place in a batch: their code, and the hashes from it to the leaf's `sc`."""

    code: bytes
    position: int
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Proven:
    """One leaf with its place in the log. The hash is stated, to tell an altered leaf from a bad proof."""

    leaf: bytes
    hash: bytes
    index: int
    proof: tuple[bytes, ...]
    batch: Member | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A checkpoint with its consistency proof to the bundle's last one."""

    checkpoint: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as values. Nothing in it is verified."""

    origin: str
    log_keys: tuple[VerifierKey, ...]
    ledger_key: bytes
    entries: tuple[Proven, ...]
    heads: tuple[Head, ...]
    receipt_key: bytes
    receipt: bytes


def encode_bundle(bundle: Bundle) -> bytes:
    """The file of a bundle."""
    return canonical(
        {
            "format": FORMAT,
            "origin": bundle.origin,
            "log_keys": [str(key) for key in bundle.log_keys],
            "ledger_key": to_base64(bundle.ledger_key),
            "entries": [_written_entry(entry) for entry in bundle.entries],
            "heads": [
                {"checkpoint": head.checkpoint.decode(), "proof": _written_proof(head.proof)}
                for head in bundle.heads
            ],
            "receipt_key": bundle.receipt_key.decode(),
            "receipt": bundle.receipt.decode(),
        }
    )


def _written_entry(entry: Proven) -> dict[str, Any]:
    batch = entry.batch and {
        "code": to_base64(entry.batch.code),
        "position": entry.batch.position,
        "proof": _written_proof(entry.batch.proof),
    }
    return {
        "leaf": entry.leaf.decode(),
        "hash": to_base64(entry.hash),
        "index": entry.index,
        "proof": _written_proof(entry.proof),
        "batch": batch,
    }


def _written_proof(proof: Sequence[bytes]) -> list[str]:
    return [to_base64(one) for one in proof]


def read_bundle(data: bytes) -> Bundle:
    """Read the file. Raises TooLarge, or BadEvidence with the place that is wrong ("entries[3].proof")."""
    if len(data) > LARGEST_BUNDLE:
        raise TooLarge("file")
    top = _Place("", read_json(data)).object(
        "format", "origin", "log_keys", "ledger_key", "entries", "heads", "receipt_key", "receipt"
    )
    if top["format"].value != FORMAT:
        raise BadEvidence("format")
    return Bundle(
        origin=top["origin"].text(),
        log_keys=top["log_keys"].each(_key, MOST_KEYS),
        ledger_key=top["ledger_key"].raw(LEDGER_KEY_BYTES),
        entries=top["entries"].each(_entry, MOST_ENTRIES),
        heads=top["heads"].each(_read_head, MOST_HEADS),
        receipt_key=top["receipt_key"].text().encode(),
        receipt=top["receipt"].text().encode(),
    )


T = TypeVar("T")


def read_json(data: bytes) -> Any:
    """Values as JSON has them, read so that no two readers see two things. Raises BadEvidence, TooLarge."""
    try:
        # Repeated keys, fractions and NaN are refused: two readers would see two bundles.
        return json.loads(data.decode(), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse)
    except BadEvidence:
        raise
    except RecursionError:
        raise TooLarge("nesting") from None
    except ValueError:  # not UTF-8, not JSON, or a number of thousands of digits
        raise BadEvidence("JSON") from None


@dataclass(frozen=True, slots=True)
class _Place:
    """A JSON value with the path to it, so that an error can say where."""

    path: str
    value: Any

    def object(self, *names: str) -> Mapping[str, _Place]:
        if not isinstance(self.value, dict) or set(self.value) != set(names):
            raise BadEvidence(self.path or "top level")
        return {name: _Place(f"{self.path}.{name}".lstrip("."), self.value[name]) for name in names}

    def each(self, read: Callable[[_Place], T], most: int) -> tuple[T, ...]:
        if not isinstance(self.value, list):
            raise BadEvidence(self.path)
        if len(self.value) > most:
            raise TooLarge(self.path)
        return tuple(read(_Place(f"{self.path}[{number}]", one)) for number, one in enumerate(self.value))

    def text(self) -> str:
        if not isinstance(self.value, str) or not _encodable(self.value):
            raise BadEvidence(self.path)
        return self.value

    def raw(self, length: int) -> bytes:
        try:
            raw = from_base64(self.text())
        except BadEvidence:
            raise BadEvidence(self.path) from None
        if len(raw) != length:
            raise BadEvidence(self.path)
        return raw

    def number(self) -> int:
        if type(self.value) is not int or not 0 <= self.value <= GREATEST:  # a bool is an int too
            raise BadEvidence(self.path)
        return self.value


def _key(place: _Place) -> VerifierKey:
    try:
        return VerifierKey.parse(place.text())
    except BadEvidence:
        raise BadEvidence(place.path) from None


def _entry(place: _Place) -> Proven:
    parts = place.object("leaf", "hash", "index", "proof", "batch")
    batch = parts["batch"]
    return Proven(
        leaf=parts["leaf"].text().encode(),
        hash=parts["hash"].raw(HASH_BYTES),
        index=parts["index"].number(),
        proof=_proof(parts["proof"]),
        batch=None if batch.value is None else _member(batch),
    )


def _member(place: _Place) -> Member:
    parts = place.object("code", "position", "proof")
    return Member(parts["code"].raw(CODE_BYTES), parts["position"].number(), _proof(parts["proof"]))


def _read_head(place: _Place) -> Head:
    parts = place.object("checkpoint", "proof")
    return Head(parts["checkpoint"].text().encode(), _proof(parts["proof"]))


def _proof(place: _Place) -> tuple[bytes, ...]:
    # A consistency proof may be one hash longer than the longest inclusion proof.
    return place.each(lambda one: one.raw(HASH_BYTES), LONGEST_PROOF + 1)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadEvidence("a key stands twice")
    return found


def _refuse(text: str) -> Any:
    raise BadEvidence("a number that is not whole")


def _encodable(text: str) -> bool:
    """Whether it is whole characters: JSON can write half of one (a lone surrogate)."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
