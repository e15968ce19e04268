"""The tables of this app, each defined in the file of its idea."""

from __future__ import annotations

from giuloi.promises.use.cases.attachments import CareFile
from giuloi.promises.use.cases.case import CareRow
from giuloi.promises.use.cases.messages import CareMessage
from giuloi.promises.use.channels.receipts import ReceiptRow
from giuloi.promises.use.contact.outgoing import Outgoing
from giuloi.promises.use.inbound.mailbox import LeftLetter, Reached
from giuloi.promises.use.inbound.once import TakenLetter
from giuloi.promises.use.notices.telling import NoticeRow
from giuloi.promises.use.outreach.campaigns import CampaignRow
from giuloi.promises.use.outreach.opinions import OpinionCount, OpinionLink
from giuloi.promises.use.outreach.sends import Contact, Send, Suppression

__all__ = [
    "CampaignRow",
    "CareFile",
    "CareMessage",
    "CareRow",
    "Contact",
    "LeftLetter",
    "NoticeRow",
    "OpinionCount",
    "OpinionLink",
    "Outgoing",
    "Reached",
    "ReceiptRow",
    "Send",
    "Suppression",
    "TakenLetter",
]
