"""Making an installation: root key, key store, signing keys, ledger. Once; nothing is ever overwritten."""

from __future__ import annotations

from datetime import datetime

from giuloi.core.crypto.keys import new_key
from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.receipt import introduce, receipt_name
from giuloi.core.terms import NotServing
from giuloi.records.keyring import Keyring, keyring
from giuloi.records.keyring.root import create_root_key
from giuloi.records.keyring.signing_keys import LOG, RECEIPT
from giuloi.records.keyring.store import KeyStore
from giuloi.records.places import Places, places


def create(at: datetime, origin: str = "") -> str:
    """Make root key, key store and signing keys; returns the log's public key (a C2SP vkey) to publish.

    `origin` names the log, e.g. "tiembanh.example/giuloi"; without one it gets a random name. Raises NotServing
    if any part of an installation is there already.
    """
    here = places()
    _refuse_half(here)
    create_root_key(here.root_key)
    KeyStore(here.keys).create()
    ring = keyring()
    ring.create(at)
    return _make_signing_keys(ring, origin or f"giuloi.local/{random_bytes(8).hex()}", at)


def public_key() -> str:
    """The log's public key as a vkey line: what a customer pins."""
    return keyring().read_named(LOG)[0].decode()


def _refuse_half(here: Places) -> None:
    for path in (here.root_key, here.keys, here.ledger, here.heads):
        if path.exists():
            raise NotServing(f"{path} stands already: an installation is made once and never overwritten")


def _make_signing_keys(ring: Keyring, origin: str, at: datetime) -> str:
    log_seed, receipt_seed = new_key(), new_key()
    log, receipt = VerifierKey.of(origin, log_seed), VerifierKey.of(receipt_name(origin), receipt_seed)
    ring.write_named(LOG, str(log).encode(), log_seed, at)
    # The receipts' key is introduced by the log's: who trusts the one can verify the other.
    ring.write_named(RECEIPT, introduce(origin, receipt, log_seed), receipt_seed, at)
    return str(log)
