"""Chance, AES-256-GCM, HKDF and HMAC: the only file that draws random bytes or names an algorithm.

No function takes a nonce: whoever cannot pass one cannot repeat one.
"""

from __future__ import annotations

import os
from struct import Struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import constant_time, hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from giuloi.core.terms import Undecryptable

KEY = 32  # bytes of every symmetric key
NONCE = 12  # bytes: the 96 bits for which GCM needs no extra hashing (NIST SP 800-38D §8.2.2)
TAG = 16  # bytes: never truncated
OVERHEAD = NONCE + TAG

_NUMBER = Struct(">cIq")  # type, length and bytes of a number in joined()
_SHA256 = hashes.SHA256()
_SHA512 = hashes.SHA512()


def random_bytes(size: int) -> bytes:
    """`size` bytes from the operating system: the one place in the project that asks for chance."""
    return os.urandom(size)


def random_id() -> int:
    """An opaque id: uniform over 1 … 2^63 - 1, so that it fits a signed 64-bit column and is never falsy."""
    while True:
        if number := int.from_bytes(random_bytes(8), "big") >> 1:
            return number


def joined(*parts: bytes | str | int) -> bytes:
    """Several values as one byte string that can be taken apart in one way only.

    Each part is its type (`b`, `s` or `i`), its length (4 bytes, big-endian) and its bytes; text is UTF-8, a
    number 8 bytes, signed, big-endian. So ("ab", "c") and ("a", "bc") differ, and so do 1 and "1".
    """
    out = []
    for part in parts:
        if isinstance(part, int):
            out.append(_NUMBER.pack(b"i", 8, part))
        else:
            kind, raw = (b"b", part) if isinstance(part, bytes) else (b"s", part.encode())
            out.append(kind + len(raw).to_bytes(4, "big") + raw)
    return b"".join(out)


def undecryptable() -> Undecryptable:
    """The one error of everything that does not open: always the same words, whatever the cause."""
    return Undecryptable("a sealed value does not open: its key is gone or it was moved or altered")


class Aead:
    """AES-256-GCM under one key. A sealed text is nonce (12), ciphertext, tag (16)."""

    __slots__ = ("_gcm",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY:
            raise ValueError(f"a key has {KEY} bytes, not {len(key)}")
        self._gcm = AESGCM(key)

    def seal(self, plaintext: bytes, aad: bytes) -> bytes:
        """Seal under a fresh random nonce.

        Random 96-bit nonces are safe up to 2^32 texts a key (SP 800-38D §8.3); keys.py caps far below that.
        """
        nonce = random_bytes(NONCE)
        return nonce + self._gcm.encrypt(nonce, plaintext, aad)

    def open(self, nonce: bytes, ciphertext: bytes, aad: bytes) -> bytes:
        """The plaintext; `ciphertext` ends with its tag. Raises Undecryptable for all it did not seal."""
        try:
            return self._gcm.decrypt(nonce, ciphertext, aad)
        except (InvalidTag, ValueError):  # ValueError: a nonce or a ciphertext of an impossible size
            raise undecryptable() from None


def siv_seal(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Tag (16) and ciphertext under AES-256-SIV (RFC 5297): the same text gives the same bytes. `key`: 64 bytes.

    Only for what is random to everybody without its key already, such as a digest: equal texts can be told.
    """
    return AESSIV(key).encrypt(plaintext, [aad])


def siv_open(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """The text again; raises Undecryptable for all that `siv_seal` did not make under this key and `aad`."""
    try:
        return AESSIV(key).decrypt(sealed, [aad])
    except (InvalidTag, ValueError):
        raise undecryptable() from None


def hkdf_sha512(key: bytes, salt: bytes, info: bytes, size: int) -> bytes:
    """`size` bytes derived from `key` (RFC 5869). Up to 64 bytes cost one step of expansion."""
    return HKDF(_SHA512, size, salt, info).derive(key)


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """The 32-byte code of `message` under `key` (RFC 2104)."""
    mac = hmac.HMAC(key, _SHA256)
    mac.update(message)
    return mac.finalize()


def equal(left: bytes, right: bytes) -> bool:
    """Compare in a time that does not tell where two values of one length part."""
    return constant_time.bytes_eq(left, right)
