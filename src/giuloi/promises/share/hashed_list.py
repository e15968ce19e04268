"""Hashed addresses for an advertising platform: a disclosure as any other, decided, recorded and refused one by one.

A hash of an e-mail or a phone is still about somebody: whoever has the address can look it up. So each person passes
the gate under a key that the recipient holds, each has a leaf, and nothing but addresses can ever be in such a list:
what was bought stays (III.1).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from secrets import randbelow

from giuloi.core.fields import mask_of
from giuloi.core.gate.request import Reason
from giuloi.core.ledger.entry import Event
from giuloi.core.terms import CaseKind, Channel, GiuloiError, Secret
from giuloi.promises.share.parcels.aliases import seed
from giuloi.records.cases import close_case, open_case
from giuloi.records.consents import ConsentNow
from giuloi.records.credentials import ApiKey, Holding, holding_of, working_keys
from giuloi.records.facts import Ask
from giuloi.records.recipients import find
from giuloi.records.reveal import Refusal, Revealed, reveal_many

ADDRESSES = ("email", "phone")  # the columns, in this order; never anything else
HEADING = tuple(f"{name}_sha256" for name in ADDRESSES)
LATE = "withdrawn_since"  # permitted, and taken back before it was opened
UNREADABLE = "unreadable"
_AT_ONCE = 500


class NoWay(GiuloiError):
    """No list can be made; `why` is `recipient` (nobody of that name), `fields` or `key` (it holds none for this)."""

    def __init__(self, why: str) -> None:
        super().__init__(f"no hashed list: {why}")
        self.why = why


@dataclass(slots=True)
class HashedList:
    """`rows` are hexadecimal SHA-256, "" where there is no such address; `left_out` counts reasons."""

    rows: list[tuple[str, ...]] = field(default_factory=list, repr=False)
    left_out: Counter[str] = field(default_factory=Counter)
    seeded: int = (
        0  # how many of the rows are invented, so that a leak says whose it was (parcels/aliases.py)
    )


def hashed_list(name: str, purpose: str, at: datetime) -> HashedList:
    """Everybody who ever answered about this recipient and purpose, asked of the gate now. Raises NoWay, Unavailable.

    What is in the list counts as handed over when this returns, whatever then becomes of the file.
    """
    found = find(name, at)
    if found is None:
        raise NoWay("recipient")
    wanted = [one for one in ADDRESSES if mask_of([one]) & found.fields]
    if not wanted:
        raise NoWay("fields")
    key = _key_of(name, purpose, at)
    case = open_case(CaseKind.CAMPAIGN, at, role=key.role)
    try:
        made = _filled(holding_of(key, purpose, case), wanted, at)
    finally:
        close_case(case, at)
    return _seeded(made, name, at) if made.rows and "email" in wanted else made


def candidates(name: str, purpose: str) -> list[int]:
    """Who answered about this recipient, whatever they said: a list of people to ask the gate about, no permit."""
    answered = ConsentNow.objects.filter(recipient=name, purpose=purpose, channel=Channel.IN_HOUSE.value)
    return list(answered.order_by("subject_id").values_list("subject_id", flat=True))


def _filled(holding: Holding, wanted: list[str], at: datetime) -> HashedList:
    made = HashedList()
    for some in _pages(candidates(holding.recipient, holding.purpose)):
        asks = [Ask(subject) for subject in some]
        for answer in reveal_many(
            # Its own budget: stopped in the middle, half a list would count as handed over and be no file.
            holding,
            wanted,
            asks,
            at,
            event=Event.DISCLOSE,
            job="hashed_list",
        ):
            match answer:
                case Revealed():
                    made.rows.append(tuple(_hashed(name, answer.fields.get(name)) for name in ADDRESSES))
                case Refusal(late=True):
                    made.left_out[LATE] += 1
                case Refusal(decision=decision):
                    made.left_out[Reason(decision.reason).value] += 1
                case _:
                    made.left_out[UNREADABLE] += 1
    return made


def _seeded(made: HashedList, name: str, at: datetime) -> HashedList:
    """With one invented address among the others, at a place that tells nothing."""
    if alias := seed(name, at):
        digest = hashlib.sha256(alias.encode()).hexdigest()
        made.rows.insert(randbelow(len(made.rows) + 1), (digest, ""))
        made.seeded = 1
    return made


def _pages(people: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(people), _AT_ONCE):
        yield people[start : start + _AT_ONCE]


def _key_of(name: str, purpose: str, at: datetime) -> ApiKey:
    """A purpose is held, never claimed: the recipient's own key says what a list for them may be for."""
    for key in working_keys(at):
        if key.recipient == name and purpose in key.purposes.split():
            return key
    raise NoWay("key")


def _hashed(name: str, value: Secret[str] | None) -> str:
    """As advertising platforms match them: the e-mail in small letters, the phone as +84…"""
    if value is None or not (said := value.open().strip()):
        return ""
    plain = said.lower() if name == "email" else _international(said)
    return hashlib.sha256(plain.encode()).hexdigest()


def _international(phone: str) -> str:
    digits = "".join(one for one in phone if one.isascii() and one.isdigit())
    return f"+84{digits[1:]}" if digits.startswith("0") else f"+{digits}"
