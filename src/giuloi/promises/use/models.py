"""The tables of this app, each defined in the file of its idea."""

from __future__ import annotations

from giuloi.promises.use.cases.attachments import CareFile
from giuloi.promises.use.cases.case import CareRow
from giuloi.promises.use.cases.messages import CareMessage
from giuloi.promises.use.channels.receipts import ReceiptRow
from giuloi.promises.use.contact.outgoing import Outgoing
from giuloi.promises.use.inbound.once import TakenLetter
from giuloi.promises.use.notices.telling import NoticeRow

__all__ = [
    "CareFile",
    "CareMessage",
    "CareRow",
    "NoticeRow",
    "Outgoing",
    "ReceiptRow",
    "TakenLetter",
]
