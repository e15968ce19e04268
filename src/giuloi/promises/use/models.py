"""The tables of this app, each defined in the file of its idea."""

from __future__ import annotations

from giuloi.promises.use.channels.receipts import ReceiptRow
from giuloi.promises.use.inbound.once import TakenLetter

__all__ = ["ReceiptRow", "TakenLetter"]
