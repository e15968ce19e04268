"""Ed25519 over canonical bytes. Keys are arguments: nothing here makes, finds or keeps one."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SEED_BYTES = 32
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64


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
