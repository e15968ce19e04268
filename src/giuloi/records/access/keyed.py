"""Hashes and seals for what is looked up but never read: under a key that lives in the key store, not here.

A phone number has nine unknown digits and a one-time code six: anybody can try them all. So a row holds only
an HMAC under a key that a thief of the database does not have (NIST SP 800-63B §3.1.3.2, ASVS 5.0 V6.6).
"""

from __future__ import annotations

from giuloi.core.crypto.keys import unwrap, wrap
from giuloi.core.crypto.primitives import KEY, hkdf_sha512, hmac_sha256, joined
from giuloi.records.keyring import keyring

NAME = "access"  # of the key in the key store
_DOMAIN = "giuloi/v1/access"

Part = bytes | str | int


def keyed(about: str, *parts: Part) -> bytes:
    """32 bytes that stand for these parts; `about` keeps a phone in one table from being joined with another's."""
    return hmac_sha256(_key("hash"), joined(about, *parts))


def seal_secret(secret: bytes, *place: Part) -> bytes:
    """A secret of 16 to 64 bytes, sealed for its place (whose it is and what for)."""
    return wrap(_key("seal"), secret, place)


def open_secret(sealed: bytes, *place: Part) -> bytes:
    """The secret again; raises Undecryptable at any other place."""
    return unwrap(_key("seal"), sealed, place)


def _key(use: str) -> bytes:
    # One key in the store, one derived key a use: what hashes never seals.
    return hkdf_sha512(keyring().own_secret(NAME), b"", joined(_DOMAIN, use), KEY)
