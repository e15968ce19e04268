"""Did the sender's domain vouch for the letter? As our own mail server found (RFC 8601), and nobody else.

Only the topmost Authentication-Results is read, and only when it is of the host in GIULOI_MAIL_AUTHSERV: that server
must take away whatever came in under its name (RFC 8601 §5). Without the setting nothing is believed.
"""

from __future__ import annotations

import re
from email.message import Message

from django.conf import settings

from giuloi.promises.use.inbound.headers import first_of

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\b(dmarc|dkim)\s*=\s*pass\b([^;]*)", re.IGNORECASE)
_DOMAIN = {"dmarc": re.compile(r"\bheader\.from\s*=\s*([^\s;]+)", re.IGNORECASE),
           "dkim": re.compile(r"\bheader\.(?:d\s*=\s*|i\s*=\s*[^\s;@]*@)([^\s;]+)", re.IGNORECASE)}  # fmt: skip


def is_proven(letter: Message, sender: str) -> bool:
    """DMARC, or a DKIM signature of the very domain, passed for the domain of `sender` (its normal form)."""
    said = first_of(letter, "Authentication-Results")
    domain = sender.rpartition("@")[2]
    if not settings.GIULOI_MAIL_AUTHSERV or not domain:
        return False
    host, _, results = _COMMENT.sub(" ", said).partition(";")
    if [word.lower() for word in host.split()[:1]] != [settings.GIULOI_MAIL_AUTHSERV]:
        return False
    return any(
        found[1].lower().strip('"<>') == domain
        for method, rest in _RESULT.findall(results)
        for found in [_DOMAIN[method.lower()].search(rest)]
        if found
    )
