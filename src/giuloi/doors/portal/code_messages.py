"""Issuing a one-time code and handing it over to be sent."""

from __future__ import annotations

from datetime import datetime

from giuloi.core.terms import Secret
from giuloi.doors.portal.coming import spoken_here
from giuloi.promises.use import channels
from giuloi.promises.use.channels import Kind, Message, code_message
from giuloi.records.access.codes import About, Issued, issue
from giuloi.records.published import current


def send_new(about: About, kind: Kind, normalised: str, at: datetime) -> str:
    """A code to an address that somebody typed; returns the code's id. Raises NotDelivered."""
    issued = issue(about, kind, normalised, at)
    send(issued, kind, normalised, at)
    return issued.id


def send(issued: Issued, kind: Kind, address: Secret[str] | str, at: datetime) -> None:
    """Hand a code over to its channel. Raises NotDelivered when that is not set up: for every address alike."""
    channels.deliver(kind, address, written(issued), at)


def written(issued: Issued) -> Message:
    """The message with this code, from this shop, in the language of this page."""
    return code_message(issued.code, str(current().policy.shop.get("shop", "")), spoken_here())
