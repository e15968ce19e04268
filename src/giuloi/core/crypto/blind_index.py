"""Finding a value without holding it: a keyed digest of its normalised form.

Equal values give equal digests under one key and field, and that is what an index tells whoever holds it
(docs/leakage.md). Whoever holds the key can try every phone number there is, so the key lives in the key
store, and a digest never goes into a leaf, a log or an export.
"""

from __future__ import annotations

from giuloi.core.crypto import primitives

SIZE = 16  # bytes: 128 bits, so that among 10^9 values two meet by chance once in 10^20 installations


def digest(index_key: bytes, field: str, normalised: str) -> bytes:
    """The 16-byte blind index of a value that identifiers.norm_v1 has already normalised.

    Truncating HMAC to its left half is safe (RFC 2104 §5). The field is bound in: a phone number indexed as
    `phone` and as `delivery_phone` gives two digests that nobody can join without the key.
    """
    return primitives.hmac_sha256(index_key, primitives.joined(field, normalised))[:SIZE]


def sealed_digest(quarter_key: bytes, field: str, quarter: int, inner: bytes) -> bytes:
    """A digest as it stands in the index for one quarter (32 bytes). `quarter_key`: 64 bytes; quarter: year, digit.

    Deterministic, so that it is found again; and it opens, so that the next quarter's index is made of this one's
    without any value being there (docs/adr/0019-rotation.md).
    """
    return primitives.siv_seal(quarter_key, inner, _context(field, quarter))


def opened_digest(quarter_key: bytes, field: str, quarter: int, sealed: bytes) -> bytes:
    """The digest again; raises Undecryptable for what does not stand under this key, field and quarter."""
    return primitives.siv_open(quarter_key, sealed, _context(field, quarter))


def _context(field: str, quarter: int) -> bytes:
    return primitives.joined("giuloi/v1/index", field, quarter)
