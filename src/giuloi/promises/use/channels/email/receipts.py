"""Bounces: the report a mail server sends back when it could not deliver a letter of ours (RFC 3464, RFC 3462)."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from giuloi.core.terms import Channel
from giuloi.promises.use.channels.email.tangled import is_tangled
from giuloi.promises.use.channels.receipts import Became, Receipt

_MOST = 1 << 20  # bytes of a report that are read: it holds a head, not our letter
_MOST_LINES = 5_000
_OUR_ID = re.compile(r"(?im)^message-id\s*:\s*<([A-Za-z0-9_-]{1,64})@([A-Za-z0-9.-]+)>")
_STATUS = re.compile(r"^([245])\.(\d{1,3})\.(\d{1,3})")
# RFC 3463: mailbox full, and what is about the way there, may pass; 5.7 is somebody who does not want it.
_FOR_NOW = {("2", "2"), ("2", "1"), ("4", "1"), ("4", "2"), ("4", "4"), ("4", "7"), ("3", "1"), ("3", "2")}


def report_of(raw: bytes, domain: str) -> list[Receipt] | None:
    """What a report says about the letter of ours (its Message-ID is at `domain`) that it names: a receipt, or nothing.

    None for a letter that is no report, is made to be hard to read, or names no letter of ours: that is anybody's.
    """
    short = _short(raw)
    if is_tangled(short):
        return None
    try:
        letter = message_from_bytes(short, policy=compat32)
        if not _is_report(letter):
            return None
        return _receipts(letter, domain)
    # Broad on purpose: whatever a letter holds, it must not come again for ever.
    except Exception:
        return None


def _short(raw: bytes) -> bytes:
    """So much of it as a report needs; a bare CR ends a line too, for the parser."""
    return b"".join(raw[:_MOST].splitlines(keepends=True)[:_MOST_LINES])


def _is_report(letter: Message) -> bool:
    kind = letter.get_content_type()
    return kind == "multipart/report" and _said(letter, "report-type") == "delivery-status"


def _receipts(letter: Message, domain: str) -> list[Receipt] | None:
    parts = [
        part
        for part in letter.walk()
        if part.get_content_type().startswith(("message/", "text/rfc822-headers"))
    ]
    key = next((key for part in parts if (key := _our_key(part, domain))), "")
    if not key:
        return None
    became = next((said for part in parts if (said := _became(part)) is not None), None)
    return [Receipt(Channel.EMAIL, "smtp", key, became)] if became else []


def _our_key(part: Message, domain: str) -> str:
    if part.get_content_type() == "message/delivery-status":
        return ""
    found = next((one for one in _OUR_ID.finditer(_head(part)) if one[2].lower() == domain.lower()), None)
    return found[1] if found else ""


def _head(part: Message) -> str:
    inside = part.get_payload()
    if not isinstance(inside, list):
        return str(inside)[:65536]
    return "\n".join(f"{name}: {value}" for one in inside for name, value in _items(one))


def _items(part: object) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in part.items()] if isinstance(part, Message) else []


def _became(part: Message) -> Became | None:
    """Of the first recipient: each letter of ours has one."""
    inside = part.get_payload()
    if part.get_content_type() != "message/delivery-status" or not isinstance(inside, list):
        return None
    for block in inside:
        said = {name.lower(): value.strip() for name, value in _items(block)}
        action, status = said.get("action", "").lower(), _STATUS.match(said.get("status", ""))
        if action == "delivered":
            return Became.DELIVERED
        if action == "delayed":
            return None  # it is still on its way
        if action == "failed":
            return _failed(*status.groups()) if status else Became.BOUNCED_FOR_NOW
    return None


def _failed(kind: str, subject: str, detail: str) -> Became:
    if kind == "4" or (subject, detail) in _FOR_NOW:
        return Became.BOUNCED_FOR_NOW
    return Became.REFUSED if subject == "7" else Became.BOUNCED_FOR_GOOD


def _said(letter: Message, name: str) -> str:
    return str(letter.get_param(name) or "").lower()
