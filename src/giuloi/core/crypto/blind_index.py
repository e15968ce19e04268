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
