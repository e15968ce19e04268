"""Keys under keys: a key is only ever stored wrapped by the one above it (root, epoch, data, ledger).

What a key is for, whose it is, its class, version and epoch are bound in as associated data, so that a
wrapped key put into another place does not come out.
"""

from __future__ import annotations

from giuloi.core.crypto import primitives

ROWS_PER_DATA_KEY = 2**20  # then the subject's next key version; each row derives a key of its own anyway
WRAPS_PER_EPOCH_KEY = 2**28  # random nonces under one key: collision odds stay below 2^-41 (SP 800-38D: 2^32)
MOST_KEY_VERSION = 2**16 - 1  # a key version is two bytes in every cell

_VERSION = b"\x01"
_LEAST, _MOST = 16, 64  # bytes of a key worth wrapping; a longer one is not a key

Context = tuple[bytes | str | int, ...]


def new_key() -> bytes:
    """A fresh, independent 256-bit key. Keys that must be erasable are never derived from others."""
    return primitives.random_bytes(primitives.KEY)


def wrap(kek: bytes, key: bytes, context: Context) -> bytes:
    """`key` under `kek`: version (1), nonce (12), ciphertext, tag (16); 61 bytes for a 32-byte key.

    `context` says what the key is for: ("data", subject, class, version, epoch). Raises ValueError when it is
    empty, or `key` is shorter than 16 or longer than 64 bytes.
    """
    if not context:
        raise ValueError("say what the key is for: an empty context binds it to nothing")
    if not _LEAST <= len(key) <= _MOST:
        raise ValueError(f"a key to wrap has {_LEAST} to {_MOST} bytes, not {len(key)}")
    return _VERSION + primitives.Aead(kek).seal(key, _aad(context))


def unwrap(kek: bytes, wrapped: bytes, context: Context) -> bytes:
    """The key again; raises Undecryptable under any other `kek` or `context`."""
    if wrapped[:1] != _VERSION:
        raise primitives.undecryptable()
    nonce, ciphertext = wrapped[1 : 1 + primitives.NONCE], wrapped[1 + primitives.NONCE :]
    return primitives.Aead(kek).open(nonce, ciphertext, _aad(context))


def _aad(context: Context) -> bytes:
    """The purpose of these bytes comes first: no cell of seal.py can ever pass for a wrapped key."""
    return primitives.joined("giuloi/v1/wrap", *context)
