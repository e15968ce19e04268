"""How a pending use reads as a leaf of the tree: nothing about whom, only a code that they alone can tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core.ledger.entry import Event, UseEntry, encode, utc_second
from giuloi.core.terms import Channel, ClauseRef, Outcome, PolicyHash


@dataclass(frozen=True, slots=True)
class Use:
    """What is to be ledgered: one event, the same for each of its subjects."""

    at: datetime
    actor: str
    event: str
    purpose: str
    clause: str
    policy_hash: str
    decision: str
    subjects: tuple[int, ...]
    fields: int = 0
    recipient: str = ""
    channel: str = ""


def leaf_of(use: Use, use_id: bytes, code: bytes, count: int = 1, *, batch: bool = False) -> bytes:
    """The canonical bytes; `use_id` is the leaf's 16 random bytes. Raises BadEvidence for what has no place there."""
    return encode(
        UseEntry(
            t=utc_second(use.at),
            actor=use.actor,
            event=Event(use.event),
            purpose=use.purpose,
            clause=ClauseRef(use.clause),
            policy=PolicyHash(use.policy_hash),
            decision=Outcome(use.decision),
            recipient=use.recipient,
            channel=Channel(use.channel or Channel.IN_HOUSE),
            fields=use.fields,
            count=count,
            sc=code,
            id=use_id,
            batch=batch,
        )
    )
