"""Receipts: the signed end of what a customer was given. "These are your uses up to 12; there is no 13th."

A receipt is a signed note of its own key. The log's key signs heads and, once for each receipt key, its
introduction. So who trusts the log's key can verify every receipt, and a stolen receipt key signs no head.

    giuloi/receipt@v1                          giuloi/receipt-key@v1
    log giuloi.example/so                      log giuloi.example/so
    counter 12                                 key giuloi.example/so/receipt+0123abcd+AZ…
    size 20852163
    root CsUYapGG…j2jxq2I=
    leaf 5JZQ…=

No line of these is a number alone, so neither can be passed off as a checkpoint.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from giuloi.core.ledger.checkpoint import read_decimal
from giuloi.core.ledger.merkle import HASH_BYTES
from giuloi.core.ledger.note import VerifierKey, from_base64, open_note, sign_note, to_base64
from giuloi.core.terms import BadEvidence

_RECEIPT = "giuloi/receipt@v1"
_INTRODUCTION = "giuloi/receipt-key@v1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """In this tree the customer's last leaf, the export's own, has this counter and this leaf hash."""

    origin: str
    counter: int
    size: int
    root: bytes
    leaf: bytes

    def text(self) -> str:
        """The note text."""
        return (
            f"{_RECEIPT}\nlog {self.origin}\ncounter {self.counter}\nsize {self.size}\n"
            f"root {to_base64(self.root)}\nleaf {to_base64(self.leaf)}\n"
        )


def receipt_name(origin: str) -> str:
    """The name under which a log's receipts are signed."""
    return f"{origin}/receipt"


def sign_receipt(receipt: Receipt, seed: bytes) -> bytes:
    """The receipt as a note, signed with the receipt key (never the log's)."""
    return sign_note(receipt.text(), receipt_name(receipt.origin), seed)


def open_receipt(note: bytes, origin: str, key: VerifierKey) -> Receipt:
    """The receipt, once its signature is verified; raises BadEvidence."""
    log, counter, size, root, leaf = _values(
        open_note(note, [key]), _RECEIPT, "log", "counter", "size", "root", "leaf"
    )
    if log != origin:
        raise BadEvidence(f"a receipt of {log!r}, not of {origin!r}")
    hashes = from_base64(root), from_base64(leaf)
    if any(len(one) != HASH_BYTES for one in hashes):
        raise BadEvidence(f"root and leaf of a receipt have {HASH_BYTES} bytes")
    return Receipt(log, read_decimal(counter), read_decimal(size), *hashes)


def introduce(origin: str, receipt_key: VerifierKey, log_seed: bytes) -> bytes:
    """The log's key says: this is the key of my receipts."""
    return sign_note(f"{_INTRODUCTION}\nlog {origin}\nkey {receipt_key}\n", origin, log_seed)


def introduced(note: bytes, origin: str, log_keys: Iterable[VerifierKey]) -> VerifierKey:
    """The receipt key that one of the log's keys introduces; raises BadEvidence."""
    log, key = _values(open_note(note, log_keys), _INTRODUCTION, "log", "key")
    if log != origin:
        raise BadEvidence(f"a receipt key of {log!r}, not of {origin!r}")
    return VerifierKey.parse(key)


def _values(text: str, first: str, *names: str) -> list[str]:
    """The values of "name value" lines in exactly this order; raises BadEvidence."""
    header, *lines = text.removesuffix("\n").split("\n")
    if header != first or len(lines) != len(names):
        raise BadEvidence(f"not a {first}")
    for name, line in zip(names, lines, strict=True):
        if not line.startswith(f"{name} "):
            raise BadEvidence(f'a {first} has a line "{name} …"')
    return [line.split(" ", 1)[1] for line in lines]
