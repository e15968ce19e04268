"""Opaque ids and tokens for whoever needs one before its row is written: only the records may import the core's
crypto."""

from __future__ import annotations

from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.crypto.primitives import random_id as new_id

__all__ = ["new_id", "new_token"]


def new_token() -> str:
    """64 hex digits that nobody guesses: what a link carries."""
    return random_bytes(32).hex()
