"""The tables of this app, each defined in the file of its idea."""

from __future__ import annotations

from giuloi.promises.answer.alerts import AlertRow
from giuloi.promises.answer.copies.rows import CopyRow
from giuloi.promises.answer.messages import MessageRow
from giuloi.promises.answer.reply_templates import ReplyTemplate
from giuloi.promises.answer.rights.rows import RepresentativeRow, RightPause, RightRow

__all__ = [
    "AlertRow",
    "CopyRow",
    "MessageRow",
    "ReplyTemplate",
    "RepresentativeRow",
    "RightPause",
    "RightRow",
]
