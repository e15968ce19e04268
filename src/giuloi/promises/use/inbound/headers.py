"""What the head of a letter says: read by the letter, within bounds, whatever stands there."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr

from django.conf import settings

from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import NotAnIdentifier
from giuloi.promises.use.inbound.charsets import is_known

LONGEST = 4096  # characters of one header that are read
_MOST = 20  # headers of one name that are read
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_TOKEN = re.compile(r"[^@+\s]+\+([a-z0-9]{8,64})@(.+)")
_OUR_ID = re.compile(r"<([A-Za-z0-9_-]{1,64})@([A-Za-z0-9.-]{1,253})>")
_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_MACHINES = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply)@", re.IGNORECASE)


def all_of(letter: Message, name: str) -> list[str]:
    """The values of a header as they stand, each cut; bytes that nobody encoded are read as UTF-8."""
    found = [str(value) for key, value in letter.raw_items() if key.lower() == name.lower()]
    cut = [value[:LONGEST].encode("utf-8", "surrogateescape") for value in found[:_MOST]]
    return [value.decode("utf-8", "replace") for value in cut]


def first_of(letter: Message, name: str) -> str:
    """The first value, or ""."""
    return next(iter(all_of(letter, name)), "")


def decoded(value: str) -> str:
    """Encoded words read (RFC 2047), in one line, no control characters."""
    read = value
    try:
        words = decode_header(value)
        if all(charset is None or is_known(charset) for _, charset in words):
            read = str(make_header(words))
    # A charset that is none, or no encoded word after all: broken base64 is a MessageError.
    except (LookupError, ValueError, MessageError, RecursionError):
        pass
    return _CONTROLS.sub(" ", read).strip()


def sender_of(letter: Message) -> str:
    """The one address in From, in its normal form; "" for none, several, or what is no address."""
    said = all_of(letter, "From")
    if len(said) != 1:
        return ""
    addresses = [address for _, address in getaddresses([said[0]]) if address]
    if len(addresses) != 1:
        return ""
    try:
        return norm_v1("email", addresses[0])
    except NotAnIdentifier:
        return ""


def our_address() -> tuple[str, str]:
    """What the shop writes from, as local part and domain, in lower case."""
    local, _, domain = parseaddr(settings.GIULOI_MAIL_FROM)[1].lower().rpartition("@")
    return local, domain


def reply_address(token: str) -> str:
    """Where an answer comes back with its token: tiem+<token>@example.vn. Tokens are a-z and 0-9, 8 to 64."""
    local, domain = our_address()
    return f"{local}+{token}@{domain}"


def token_of(letter: Message) -> str | None:
    """The token of an address of ours that it was sent to. Some servers fold case, so it is read folded."""
    _, ours = our_address()
    values = [value for name in _TO for value in all_of(letter, name)]
    for _, address in getaddresses(values):
        found = _TOKEN.fullmatch(address.strip().lower())
        if ours and found and found[2] == ours:
            return found[1]
    return None


def replies_to(letter: Message) -> tuple[str, ...]:
    """The keys in Message-IDs of ours that it names: In-Reply-To, then References from the newest."""
    _, ours = our_address()
    named = [*all_of(letter, "In-Reply-To"), *all_of(letter, "References")]
    found = [
        key for value in named for key, domain in reversed(_OUR_ID.findall(value)) if domain.lower() == ours
    ]
    return tuple(dict.fromkeys(found))[:10] if ours else ()


def is_automatic(letter: Message) -> bool:
    """Written by a machine (RFC 3834 §2, and what lists and holiday notes do), or by ourselves: never answered."""
    said = first_of(letter, "Auto-Submitted").split(";")[0].strip().lower()
    path = letter.get("Return-Path")
    local, domain = our_address()
    return (
        said not in ("", "no")
        or first_of(letter, "Precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply")
        or any(
            letter.get(name) is not None
            for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond")
        )
        or (path is not None and str(path).strip() == "<>")
        or bool(_MACHINES.match(sender_of(letter)))
        or sender_of(letter) == f"{local}@{domain}"
    )
