"""Ed25519 over canonical bytes. Keys are arguments: nothing here makes, finds or keeps one.

Canonical bytes are RFC 8785 (JCS) for the values this project signs: objects, arrays, strings, booleans, null
and whole numbers below 2^53. Fractions are left out on purpose: two readers may print them differently.
"""

from __future__ import annotations

import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from giuloi.core.terms import BadEvidence

SEED_BYTES = 32
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64
LARGEST_INT = 2**53 - 1  # beyond it a JSON number loses its value in other languages
_DEEPEST = 32


def public_key(seed: bytes) -> bytes:
    """The 32-byte public key of a 32-byte private seed (RFC 8032)."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """The 64-byte signature of `message`. Deterministic (RFC 8032): no nonce that could be reused."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def verified(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is this key's over exactly these bytes; a malformed key or signature is a no."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def canonical(value: Any) -> bytes:
    """The one JSON text of a value (RFC 8785), as UTF-8. Raises BadEvidence for what has none."""
    text = json.dumps(_checked(value, 0), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise BadEvidence("a lone surrogate has no canonical bytes: sign whole characters") from None


def _checked(value: Any, depth: int) -> Any:
    """The same value with the keys of every object in order, or BadEvidence."""
    if depth > _DEEPEST:
        raise BadEvidence(f"nested deeper than {_DEEPEST} levels")
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        if abs(value) > LARGEST_INT:
            raise BadEvidence(f"{value} is too large for JSON: write it as a string")
        return int(value)
    if isinstance(value, list | tuple):
        return [_checked(item, depth + 1) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        # RFC 8785 §3.2.3 sorts by UTF-16 code units, which differs from code points above U+FFFF.
        ordered = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {str(key): _checked(value[key], depth + 1) for key in ordered}
    raise BadEvidence(f"{type(value).__name__} has no canonical form here: sign text and whole numbers")
