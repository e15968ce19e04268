"""Links that let something be done: the row of a notice names what it is about, and the key store makes the link.

A stolen database holds messages that wait or were sent; a link in clear there would let its thief take an erasure
back while there is time.
"""

from __future__ import annotations

from giuloi.promises.use.outreach.written import public
from giuloi.records.access.keyed import keyed

_ERASURE = "erasure:"


def erasure_token(request: int) -> str:
    """What leads to the erasure of this request and its certificate: 64 hex digits, known to whoever asked for it."""
    return keyed("erasure", str(request)).hex()


def to_erasure(request: int) -> str:
    """What a notice keeps of that link: the number of the request, which opens nothing."""
    return f"{_ERASURE}{request}"


def opened(kept: str) -> str:
    """The link itself, for the letter that goes out now; anything else as it is."""
    if not kept.startswith(_ERASURE):
        return kept
    return public(f"/erased/{erasure_token(int(kept.removeprefix(_ERASURE)))}")
