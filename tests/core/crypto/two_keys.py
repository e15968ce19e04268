"""The attack that a key commitment stops: one AES-GCM ciphertext, with one tag, that two keys accept.

GCM's tag is a polynomial in the key's hash point H, so with one free block of ciphertext the two tags can be
made equal by solving a linear equation over GF(2^128) (Dodis et al., "Fast Message Franking", 2018).
"""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from giuloi.core.crypto import primitives, seal
from giuloi.core.crypto.primitives import joined
from giuloi.core.crypto.seal import RowPlace, SealedRow

BIT = 0
NONCE = bytes(12)
SALT = bytes(32)


def row_that_two_keys_fit(first: bytes, second: bytes, place: RowPlace) -> SealedRow:
    """A row with the first key's commitment whose only cell passes AES-GCM under both data keys."""
    sides = [_side(key, place) for key in (first, second)]
    block = bytes(16)  # the first block of ciphertext: any will do
    (h1, tag1), (h2, tag2) = ((h, _tag(key, h, aad, block + bytes(16))) for key, h, aad, _ in sides)
    # In the hash, the free block is multiplied by H²: only the block of lengths comes after it.
    free = _times(tag1 ^ tag2, _inverse(_times(h1, h1) ^ _times(h2, h2)))
    ciphertext = block + free.to_bytes(16, "big")
    key, h, aad, commitment = sides[0]
    tag = _tag(key, h, aad, ciphertext).to_bytes(16, "big")
    cell = bytes([seal.VERSION, seal.SUITE]) + place.key_version.to_bytes(2, "big") + NONCE + ciphertext + tag
    return SealedRow(SALT, commitment, bytes([BIT]) + len(cell).to_bytes(4, "big") + cell)


def row_key(data_key: bytes, place: RowPlace) -> tuple[bytes, bytes]:
    """The row's encryption key and the cell's associated data, from the format's description alone."""
    info = joined("giuloi/v1", seal.SUITE, place.klass.value)
    both = primitives.hkdf_sha512(data_key, SALT, info, 64)
    aad = joined(
        *("giuloi/v1", place.subject, place.klass.value, place.table, place.row),
        *(BIT, seal.VERSION, place.key_version, both[32:]),
    )
    return both[:32], aad


def _side(data_key: bytes, place: RowPlace) -> tuple[bytes, int, bytes, bytes]:
    key, aad = row_key(data_key, place)
    return key, int.from_bytes(_aes(key, bytes(16)), "big"), aad, aad[-32:]


def _aes(key: bytes, block: bytes) -> bytes:
    # One block through AES is what GCM is built of; no message is encrypted in this mode.
    encryptor = Cipher(algorithms.AES256(key), modes.ECB()).encryptor()  # noqa: S305
    return encryptor.update(block)


def _tag(key: bytes, h: int, aad: bytes, ciphertext: bytes) -> int:
    """GCM's tag (NIST SP 800-38D §7.1)."""
    lengths = (8 * len(aad)).to_bytes(8, "big") + (8 * len(ciphertext)).to_bytes(8, "big")
    hashed = 0
    for text in (aad, ciphertext, lengths):
        for at in range(0, len(text), 16):
            hashed = _times(hashed ^ int.from_bytes(text[at : at + 16].ljust(16, b"\0"), "big"), h)
    return hashed ^ int.from_bytes(_aes(key, NONCE + b"\0\0\0\1"), "big")


def _times(a: int, b: int) -> int:
    """Multiplication in GF(2^128) with GCM's reflected bits (SP 800-38D §6.3)."""
    product = 0
    for bit in range(127, -1, -1):
        if a >> bit & 1:
            product ^= b
        b = b >> 1 ^ (0xE1 << 120 if b & 1 else 0)
    return product


def _inverse(a: int) -> int:
    """a^(2^128 - 2)."""
    result, square = 1 << 127, a  # 1, in reflected bits
    for _ in range(127):
        square = _times(square, square)
        result = _times(result, square)
    return result
