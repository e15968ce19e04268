"""The tables of this app, each defined in the file of its idea."""

from __future__ import annotations

from giuloi.promises.share.authority.rows import (
    Authority,
    AuthorityAlert,
    AuthorityApproval,
    AuthorityCall,
    AuthorityFile,
    AuthorityNumber,
    AuthorityPaper,
    AuthorityStep,
    AuthoritySubject,
    AuthorityUnit,
)
from giuloi.promises.share.parcels.rows import Alias, Parcel, ParcelOrder
from giuloi.promises.share.stopping.rows import StopLook, StopNotice
from giuloi.promises.share.subscriptions import Subscription
from giuloi.promises.share.telling import Attempt, Message

__all__ = [
    "Alias",
    "Attempt",
    "Authority",
    "AuthorityAlert",
    "AuthorityApproval",
    "AuthorityCall",
    "AuthorityFile",
    "AuthorityNumber",
    "AuthorityPaper",
    "AuthorityStep",
    "AuthoritySubject",
    "AuthorityUnit",
    "Message",
    "Parcel",
    "ParcelOrder",
    "StopLook",
    "StopNotice",
    "Subscription",
]
