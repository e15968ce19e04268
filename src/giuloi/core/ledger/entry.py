"""One leaf of the use ledger: who opened what, why, under which clause; and nothing about whom.

A leaf is canonical JSON (RFC 8785) of a closed schema, ASCII, at most 512 bytes. Closed means: the whole
leaf is one regular expression, used for writing and for reading alike. What does not match is no leaf, so a
phone number, an e-mail address, or a name as people write it (capitals, spaces, accents) has no place to stand,
and one use has exactly one spelling. A word of a purpose, role or recipient could still spell somebody
("nguyen.van.an"): that it does not is for whoever names them; the form alone cannot tell.

    v          1
    t          UTC second, RFC 3339: "2026-11-22T05:00:00Z"
    actor      "customer", or kind/role/pseudonym (16 hex digits): "staff/fulfilment/3f9c2a7b5d1e8046"
    event      what happened, one of `Event`
    purpose    purpose of the policy, or "" when what was asked for is none
    clause     the clause the decision cites: "IV.3"
    policy     hash of the compiled policy: 64 hex digits
    decision   allowed, denied or gap
    recipient  "" inside the shop, else an opaque name of the recipient
    channel    a `Channel`
    fields     bitmap of core.fields
    count      how many uses this leaf stands for: 1; the members of a batch; the refusals of a flood
    batch      whether `sc` is the root over a batch's members (see batch.py)
    sc         the subject's sequence code, or the batch's root: 32 bytes, base64url
    id         16 random bytes, base64url: the pending use's id. They keep the leaf's hash from being guessed
"""

from __future__ import annotations

import hmac
import json
import re
from binascii import a2b_base64, b2a_base64
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from giuloi.core.canonical import GREATEST
from giuloi.core.terms import BadEvidence, Channel, ClauseRef, Outcome, PolicyHash

VERSION = 1
LARGEST_LEAF = 512  # bytes
LEDGER_KEY_BYTES = 32
CODE_BYTES = 32
ID_BYTES = 16


class Event(StrEnum):
    """Everything a leaf can tell of."""

    REVEAL = "reveal"
    REFUSE = "refuse"
    NOT_OPENED = "not_opened"  # permitted, but nothing was opened: a crash, or a withdrawal came first
    FIND = "find"  # somebody of the shop looked the person up by a phone number, e-mail or order; nothing was opened
    CONSENT_REQUESTED = "consent.requested"
    CONSENT_GIVEN = "consent.given"
    CONSENT_REFUSED = "consent.refused"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    CONSENT_EXPIRED = "consent.expired"
    REGISTER = "register"
    ACCEPT = "accept"  # a member accepted another version of the policy
    RECTIFY = "rectify"  # the customer put something about themselves right
    ORDER = "order"
    REQUEST = "request"  # the customer asked the shop for something
    EXPORT = "export"
    DISCLOSE = "disclose"
    PRINT = "print"  # opened onto paper: a shipping label, a packing note
    ERASE_INTENT = "erase.intent"
    ERASE_LIVE_DONE = "erase.live_done"
    ERASE_BACKUPS_UNREADABLE = "erase.backups_unreadable"


@dataclass(frozen=True, slots=True)
class UseEntry:
    """One leaf, as values. `sc` and `id` are bytes; `t` is text, made by `utc_second`."""

    t: str
    actor: str
    event: Event
    purpose: str
    clause: ClauseRef
    policy: PolicyHash
    decision: Outcome
    recipient: str
    channel: Channel
    fields: int
    count: int
    sc: bytes
    id: bytes
    batch: bool = False
    v: int = VERSION


# A word may carry a version or a number, but never five digits: no phone, card, order or subject id fits.
_WORD = r"(?!(?:[a-z_.-]*[0-9]){5})[a-z][a-z0-9_.-]"
_INT = r"0|[1-9][0-9]{0,15}"
_PATTERNS = {  # in the order of RFC 8785: by name. The last letter of base64url has unused bits: they are 0
    "actor": rf'"(customer|(?:staff|key|bridge|code)/{_WORD}{{0,23}}(?:/[0-9a-f]{{16}})?)"',
    "batch": r"(true|false)",
    "channel": f'"({"|".join(Channel)})"',
    "clause": r'"((?:[IVXLCDM]{1,6}|[A-Z]|[1-9][0-9]?)(?:\.[1-9][0-9]{0,2}){0,2})"',
    "count": r"([1-9][0-9]{0,15})",
    "decision": f'"({"|".join(Outcome)})"',
    "event": f'"({"|".join(Event)})"'.replace(".", r"\."),
    "fields": f"({_INT})",
    "id": r'"([A-Za-z0-9_-]{21}[AQgw])"',
    "policy": r'"([0-9a-f]{64})"',
    "purpose": rf'"(|{_WORD}{{0,23}})"',
    "recipient": rf'"(|{_WORD}{{0,31}}|[0-9a-f]{{32}})"',
    "sc": r'"([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])"',
    "t": r'"(20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z)"',
    "v": r"(1)",
}
_LEAF = re.compile(
    r"\{" + ",".join(f'"{name}":{shape}' for name, shape in _PATTERNS.items()) + r"\}", re.ASCII
)


def utc_second(at: datetime) -> str:
    """The instant as a leaf writes it, cut to the second. Raises BadEvidence for a time without a zone."""
    if at.tzinfo is None:
        raise BadEvidence(f"{at.isoformat()} has no time zone: a leaf tells UTC")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sequence_code(ledger_key: bytes, counter: int) -> bytes:
    """HMAC-SHA256(L_s, "leaf" ‖ counter as 8 bytes): without L_s two leaves of one person are strangers.

    Counters start at 1 and have no gaps: that is how the customer sees what is missing.
    """
    return hmac.digest(ledger_key, b"leaf" + counter.to_bytes(8, "big"), "sha256")


def encode(entry: UseEntry) -> bytes:
    """The leaf's bytes. Raises BadEvidence naming the value that has no place in a leaf."""
    # Written by hand because it is on the hot path; _LEAF then refuses whatever is not the canonical form.
    text = (
        f'{{"actor":"{entry.actor}","batch":{"true" if entry.batch else "false"},"channel":"{entry.channel}"'
        f',"clause":"{entry.clause}","count":{entry.count},"decision":"{entry.decision}","event":"{entry.event}"'
        f',"fields":{entry.fields},"id":"{to_base64url(entry.id)}","policy":"{entry.policy}"'
        f',"purpose":"{entry.purpose}","recipient":"{entry.recipient}","sc":"{to_base64url(entry.sc)}"'
        f',"t":"{entry.t}","v":{entry.v}}}'
    )
    _match(text)
    return text.encode("ascii")


def decode(leaf: bytes) -> UseEntry:
    """Read a leaf. Raises BadEvidence for an unknown key, a wrong type, or any spelling but `encode`'s."""
    if len(leaf) > LARGEST_LEAF:
        raise BadEvidence(f"a leaf has at most {LARGEST_LEAF} bytes, this has {len(leaf)}")
    try:
        text = leaf.decode("ascii")
    except UnicodeDecodeError:
        raise BadEvidence("a leaf is ASCII") from None
    actor, batch, channel, clause, count, decision, event, fields, id_, policy, purpose, to, sc, t, _ = (
        _match(text)
    )
    return UseEntry(
        t=t,
        actor=actor,
        event=Event(event),
        purpose=purpose,
        clause=ClauseRef(clause),
        policy=PolicyHash(policy),
        decision=Outcome(decision),
        recipient=to,
        channel=Channel(channel),
        fields=int(fields),
        count=int(count),
        sc=from_base64url(sc),
        id=from_base64url(id_),
        batch=batch == "true",
    )


def _match(text: str) -> tuple[str, ...]:
    """The values of a canonical leaf in the order of their names, or BadEvidence."""
    found = _LEAF.fullmatch(text)
    if found is None:
        raise BadEvidence(_why_not(text))
    values: tuple[str, ...] = found.groups()
    count, fields, at = values[4], values[7], values[13]
    if int(count) > GREATEST or int(fields) > GREATEST:
        raise BadEvidence("a number in a leaf is below 2^53")
    try:
        datetime.fromisoformat(at)
    except ValueError:
        raise BadEvidence(f'"{at}" is not a moment of any calendar') from None
    return values


def _why_not(text: str) -> str:
    """Why a text is no leaf: names the key, never repeats the value (it may be what must not be here)."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "not a leaf: no JSON"
    if not isinstance(value, dict) or set(value) != set(_PATTERNS):
        return f"not a leaf: its keys are exactly {', '.join(_PATTERNS)}"
    for name, shape in _PATTERNS.items():
        if not re.fullmatch(shape, json.dumps(value[name]), re.ASCII):
            return f'not a leaf: the value of "{name}" has no place in the schema'
    return "not a leaf: not in canonical form (RFC 8785)"


def to_base64url(raw: bytes) -> str:
    """Bytes as base64url without padding (RFC 4648 §5)."""
    return b2a_base64(raw, newline=False).decode("ascii").rstrip("=").replace("+", "-").replace("/", "_")


def from_base64url(text: str) -> bytes:
    """The bytes of base64url without padding. Only for text whose alphabet was checked before."""
    return a2b_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))
