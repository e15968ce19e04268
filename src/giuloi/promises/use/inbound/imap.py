"""Fetching mail over IMAP (RFC 9051, RFC 3501): what was taken for good is marked read; nothing is ever deleted.

The mark comes after the taking: whoever is killed in between sees the letter again and knows it for a repeat. A letter
that somebody opened elsewhere first is taken too: it is new by its number (mailbox.py), whatever its marks say.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from time import monotonic
from typing import Any

import structlog

from giuloi.core.terms import Unavailable
from giuloi.promises.use.inbound import mailbox
from giuloi.promises.use.inbound.letter import Take
from giuloi.promises.use.inbound.read import MOST_BYTES
from giuloi.promises.use.inbound.receive import receive

TIMEOUT = 8.0  # seconds for each step
# The clock has other work: what is left after so many letters, or so many seconds, waits for its next knock.
_AT_ONCE = 20
_LONGEST = 15.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


def fetch(box: Mapping[str, Any], take: Take, at: datetime) -> int:
    """Take the letters of the folder in that are new, unread or due again; how many. Raises Unavailable."""
    try:
        with _signed_in(box) as server:
            folder = mailbox.folder_of(box["host"], box["user"], box["folder"], _validity(server))
            return _take(server, folder, take, at)
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        # Its text is left out: servers repeat what they were given.
        raise Unavailable(f"the mailbox cannot be read now ({type(error).__name__})") from None


def _take(server: imaplib.IMAP4, folder: bytes, take: Take, at: datetime) -> int:
    """First what is new, in order, so that it is known how far this came; then what is due again."""
    until, taken = monotonic() + _LONGEST, 0
    left, reached = mailbox.left(folder), mailbox.reached(folder)
    new = [uid for uid in _found(server, reached) if uid not in left]
    again = sorted(uid for uid, due in left.items() if due <= at)
    for uid in [*new[:_AT_ONCE], *again[:_AT_ONCE]]:
        if monotonic() > until:
            break
        taken += _one(server, folder, uid, take, at)
        if uid not in left:
            mailbox.note_reached(folder, uid)
    if reached is None and not new:
        mailbox.note_reached(folder, 0)
    return taken


@contextmanager
def _signed_in(box: Mapping[str, Any]) -> Iterator[imaplib.IMAP4]:
    encryption = ssl.create_default_context()  # checks certificate and name
    server = (
        imaplib.IMAP4_SSL(box["host"], box["port"], ssl_context=encryption, timeout=TIMEOUT)
        if box["tls"] == "implicit"
        else imaplib.IMAP4(box["host"], box["port"], timeout=TIMEOUT)
    )
    try:
        if box["tls"] == "starttls":
            server.starttls(encryption)  # raises where it is not offered: the password never goes in clear
        server.login(box["user"], box["password"])
        _good(server.select(f'"{box["folder"]}"'))
        yield server
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            server.logout()


def _validity(server: imaplib.IMAP4) -> str:
    """The folder's UIDVALIDITY, as the server said it on being asked for the folder; "" where it says none."""
    said = server.untagged_responses.get("UIDVALIDITY", [b""])[-1]
    return said.decode("ascii") if isinstance(said, bytes) else ""


def _found(server: imaplib.IMAP4, reached: int | None) -> list[int]:
    """Unread letters, and those above `reached` whoever read them. A folder met for the first time: unread alone."""
    found = _search(server, "UNSEEN", "UNDELETED")
    if reached is not None:
        # "n:*" names the last letter also where its number is below n (RFC 9051 §9: sequence-set).
        found |= {uid for uid in _search(server, "UNDELETED", f"UID {reached + 1}:*") if uid > reached}
    return sorted(found)


def _search(server: imaplib.IMAP4, *what: str) -> set[int]:
    said = _good(server.uid("SEARCH", *what))
    return {int(uid) for uid in (said[0] or b"").split()} if said else set()


def _one(server: imaplib.IMAP4, folder: bytes, uid: int, take: Take, at: datetime) -> int:
    """One letter; 0 when it must come again. A letter that nobody can take must not keep the others out."""
    name = str(uid)
    raw = _raw(server, name)
    try:
        receive(raw, take, at)
    # Broad on purpose: whatever goes wrong with one letter, it comes again later, and the next is taken.
    except Exception as error:
        structlog.get_logger().error("letter_not_taken", exception=type(error).__name__)
        mailbox.leave(folder, uid, at)
        return 0
    _good(server.uid("STORE", name, "+FLAGS.SILENT", "(\\Seen)"))
    mailbox.settled(folder, uid)
    return 1


def _raw(server: imaplib.IMAP4, uid: str) -> bytes:
    """The letter, without marking it; of one that is too large a byte more than may be, which says so."""
    said = _good(server.uid("FETCH", uid, "(RFC822.SIZE)"))
    size = next((int(found[1]) for one in said if isinstance(one, bytes) and (found := _SIZE.search(one))), 0)
    asked = f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)" if size > MOST_BYTES else "(BODY.PEEK[])"
    for part in _good(server.uid("FETCH", uid, asked)):
        if isinstance(part, tuple):
            return bytes(part[1])
    return b""


def _good(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, said = answer
    if kind != "OK":
        raise imaplib.IMAP4.error("the server said no")
    return said
