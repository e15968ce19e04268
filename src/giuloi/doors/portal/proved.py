"""Remembering between two pages that an address was proven, without keeping anything of the person.

A mark is a MAC over what was proven and until when; it stands in the page of whoever proved it. So a mistyped
e-mail code does not use up the telephone's, and nothing has to be stored before somebody is a member.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

LASTS = timedelta(minutes=20)


def mark(about: str, kind: str, normalised: str, at: datetime) -> str:
    """ "<until>:<mac>" for this address."""
    until = int((at + LASTS).timestamp())
    return f"{until}:{_mac(about, kind, normalised, until)}"


def marked(text: str, about: str, kind: str, normalised: str, at: datetime) -> bool:
    """Whether this is our mark, for this very address, and still good."""
    until, _, mac = text.partition(":")
    if not (until.isascii() and until.isdigit() and len(until) < 12) or int(until) < at.timestamp():
        return False
    return constant_time_compare(mac, _mac(about, kind, normalised, int(until)))


def _mac(about: str, kind: str, normalised: str, until: int) -> str:
    return Signer(salt="giuloi.portal.proved").signature(f"{about}\n{kind}\n{until}\n{normalised}")
