"""The tables of this app, each defined in the file of its idea."""

from __future__ import annotations

from giuloi.promises.keep.erasure.rows import ErasedPerson, ErasureLeaf, ErasureRow, PartnerTask

__all__ = ["ErasedPerson", "ErasureLeaf", "ErasureRow", "PartnerTask"]
