"""What the tests of tampering share: An's honest bundle, and ways to change it."""

from __future__ import annotations

import json
from typing import Any

from giuloi.core.ledger.bundle import build_bundle
from giuloi.core.ledger.bundle_file import read_bundle
from giuloi.core.ledger.checkpoint import sign_checkpoint
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.receipt import Receipt, introduce, receipt_name, sign_receipt
from giuloi.core.ledger.verify import Trusted, Verdict, verify_bundle
from tests.core.ledger.history import ORIGIN, Shop, head_of, small_shop

SHOP, BUNDLE = small_shop()
COUNT = len(json.loads(BUNDLE)["entries"])
BATCH = next(at for at, entry in enumerate(json.loads(BUNDLE)["entries"]) if entry["batch"])
PLAIN = 1  # an entry that is no batch
OTHER = Shop(99)


def faults(verdict: Verdict) -> set[str]:
    """The codes of what is wrong."""
    return {finding.code.value for finding in verdict.findings if finding.fault}


def codes(data: bytes, trusted: Trusted | None = SHOP.trusted) -> set[str]:
    """What is wrong with a file, to somebody who has the shop's key."""
    return faults(verify_bundle(data, trusted))


def flip(text: str) -> str:
    """The same base64 with another first letter."""
    return ("B" if text[0] == "A" else "A") + text[1:]


def put(value: dict[str, Any] | list[Any], key: Any, change: Any) -> None:
    """Change one value in its place."""
    value[key] = change(value[key])


def somebody_elses() -> dict[str, Any]:
    """Bình's first entry, well proven in the very tree of An's bundle."""
    theirs = build_bundle(
        SHOP.log,
        log_keys=[SHOP.key],
        ledger_key=SHOP.ledger_keys["Bình"],
        indexes=SHOP.indexes["Bình"],
        heads=SHOP.heads["An"][-1:],
        receipt_key=SHOP.receipt_key,
        receipt_seed=SHOP.receipt_seed,
    )
    entry: dict[str, Any] = json.loads(theirs)["entries"][0]
    return entry


def foreign_head() -> str:
    """The right head, signed with a key that nobody knows."""
    return sign_checkpoint(head_of(SHOP.heads["An"][-1]), OTHER.log_seed).decode()


def foreign_introduction() -> str:
    """A receipt key introduced by a key that nobody knows."""
    return introduce(
        ORIGIN, VerifierKey.of(receipt_name(ORIGIN), OTHER.receipt_seed), OTHER.log_seed
    ).decode()


def receipt(seed: bytes = SHOP.receipt_seed, **values: Any) -> str:
    """A receipt for An's bundle that says something else."""
    head = head_of(SHOP.heads["An"][-1])
    parts = {
        "counter": COUNT,
        "size": head.size,
        "root": head.root,
        "leaf": read_bundle(BUNDLE).entries[-1].hash,
    }
    return sign_receipt(Receipt(ORIGIN, **{**parts, **values}), seed).decode()
