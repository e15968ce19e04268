"""An opaque id for whoever needs one before its row is written: only the records may import the core's crypto."""

from __future__ import annotations

from giuloi.core.crypto.primitives import random_id as new_id

__all__ = ["new_id"]
