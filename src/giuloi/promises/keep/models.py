"""The tables of this app, each defined in the file of its idea."""

from __future__ import annotations

from giuloi.promises.keep.erasure.rows import ErasedPerson, ErasureLeaf, ErasureRow, PartnerTask
from giuloi.promises.keep.retention.rows import RetentionLine, RetentionRun

__all__ = ["ErasedPerson", "ErasureLeaf", "ErasureRow", "PartnerTask", "RetentionLine", "RetentionRun"]
