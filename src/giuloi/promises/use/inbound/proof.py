"""Did the sender's domain vouch for the letter? As our own mail server found (RFC 8601), and nobody else.

Only the topmost Authentication-Results is read, and only when it is of the host in GIULOI_MAIL_AUTHSERV: that server
must take away whatever came in under its name (RFC 8601 §5). Without the setting nothing is believed. The sender
chooses some of the words in it (the envelope's address above all), so it is read by its grammar and not searched.
"""

from __future__ import annotations

import re
from email.message import Message

from django.conf import settings

from giuloi.promises.use.inbound.headers import LONGEST, first_of

# RFC 5322 §3.2: a quoted string ends at its quote, a comment at its bracket; in a comment a quote means nothing.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_PLAIN = re.compile(r'[^"()]+')
_COMMENT = re.compile(r"\\.|[^\\]", re.DOTALL)
_PASSED = re.compile(r"(dmarc|dkim)(?:/1)?=pass", re.IGNORECASE)
_QUOTED = '"'  # stands for a quoted string, whose words are its writer's: it equals no domain


def is_proven(letter: Message, sender: str) -> bool:
    """DMARC, or a DKIM signature of the very domain, passed for the domain of `sender` (its normal form)."""
    said = first_of(letter, "Authentication-Results")
    domain = sender.rpartition("@")[2]
    # One that was cut may end in half a domain; nothing in it is believed.
    if not settings.GIULOI_MAIL_AUTHSERV or not domain or len(said) >= LONGEST or not said.isascii():
        return False
    host, *results = _bare(said).split(";")
    if [word.lower() for word in host.split()[:1]] != [settings.GIULOI_MAIL_AUTHSERV]:
        return False
    return any(_vouches(result.split(), domain) for result in results)


def _vouches(words: list[str], domain: str) -> bool:
    """One result: its method stands first, each property is a word of its own and stands there once."""
    found = _PASSED.fullmatch(words[0]) if words else None
    if found is None:
        return False
    if found[1].lower() == "dmarc":
        return _values(words, "header.from") == [domain]
    signed = _values(words, "header.d")
    return (signed or [one.rpartition("@")[2] for one in _values(words, "header.i")]) == [domain]


def _values(words: list[str], name: str) -> list[str]:
    return [word[len(name) + 1 :].lower() for word in words[1:] if word.lower().startswith(f"{name}=")]


def _bare(said: str) -> str:
    """Without comments, which may stand in each other, and with no word of a quoted string; "" if one is left open."""
    place, kept = 0, list[str]()
    while place < len(said):
        if found := _STRING.match(said, place):
            kept.append(_QUOTED)
            place = found.end()
        elif found := _PLAIN.match(said, place):
            kept.append(found[0])
            place = found.end()
        elif said[place] == "(" and (end := _end_of_comment(said, place)):
            kept.append(" ")
            place = end
        else:
            return ""
    return "".join(kept)


def _end_of_comment(said: str, place: int) -> int:
    """Behind the bracket that closes the comment that begins here; 0 when none does."""
    depth = 0
    for piece in _COMMENT.finditer(said, place):
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if depth == 0:
            return piece.end()
    return 0
