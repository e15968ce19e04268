"""Making an installation: root key, key store, signing keys, ledger. Once; nothing is ever overwritten."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import connection

from giuloi.core.crypto.keys import new_key
from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.receipt import introduce, receipt_name
from giuloi.core.signing import PUBLIC_BYTES
from giuloi.core.terms import NotServing
from giuloi.records.access.keyed import NAME as ACCESS
from giuloi.records.database import rows
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
    refuse_half(here)
    create_root_key(here.root_key)
    KeyStore(here.keys).create()
    ring = keyring()
    ring.create(at)
    ring.own_secret(ACCESS)  # at once: a copy of the key store taken later has it
    return _make_signing_keys(ring, origin or f"giuloi.local/{random_bytes(8).hex()}", at)


def public_key() -> str:
    """The log's public key as a vkey line: what a customer pins."""
    return keyring().read_named(LOG)[0].decode()


def check_origin(origin: str) -> None:
    """Raises BadEvidence when a log cannot go by this name: before anything is made, for it cannot be changed."""
    VerifierKey(origin, bytes(PUBLIC_BYTES))


def parts(here: Places) -> tuple[Path, ...]:
    """The files and folders that an installation is made of, but for its database."""
    return here.root_key, here.keys, here.ledger, here.heads


def refuse_half(here: Places) -> None:
    """Raises NotServing if any part of an installation is there already."""
    for path in parts(here):
        if path.exists():
            raise NotServing(f"{path} stands already: an installation is made once and never overwritten")


def refuse_used_database() -> None:
    """Raises NotServing if the data database is another installation's: new keys would open nothing in it."""
    tables = set(connection.introspection.table_names())
    for table, used in _USED.items():
        if table in tables and rows(used):
            raise NotServing(
                f"the data database holds an installation already ({table} is not empty): put back its root key "
                "and data folder, or name an empty database in GIULOI_DATABASE_URL"
            )


_USED = {
    "records_publishedpolicy": "SELECT 1 FROM records_publishedpolicy LIMIT 1",
    "records_subject": "SELECT 1 FROM records_subject LIMIT 1",
    "records_useprogress": "SELECT 1 FROM records_useprogress WHERE size > 0",
}


def _make_signing_keys(ring: Keyring, origin: str, at: datetime) -> str:
    log_seed, receipt_seed = new_key(), new_key()
    log, receipt = VerifierKey.of(origin, log_seed), VerifierKey.of(receipt_name(origin), receipt_seed)
    ring.write_named(LOG, str(log).encode(), log_seed, at)
    # The receipts' key is introduced by the log's: who trusts the one can verify the other.
    ring.write_named(RECEIPT, introduce(origin, receipt, log_seed), receipt_seed, at)
    return str(log)
