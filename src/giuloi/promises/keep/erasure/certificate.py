"""The certificate of an erasure: what went, what stays and why, who was told, with the ledger's proofs (VI.2).

It is reached after the person is gone, by a token of which only the hash is stored, and holds nothing about them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from giuloi.core.bilingual import Words
from giuloi.core.ledger.entry import Event
from giuloi.promises.keep.erasure.beginning import hash_of
from giuloi.promises.keep.erasure.plan import Kept
from giuloi.promises.keep.erasure.rows import ErasureLeaf, ErasureRow, PartnerTask, State
from giuloi.records.database import answering, dialect
from giuloi.records.keyring.rotation import GRACE
from giuloi.records.uses import explore
from giuloi.records.uses.trail import leaf_of_use

TOKEN_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Proof:
    """One leaf of the ledger: what it says, where it stands, and its proof as a file (None: not written yet)."""

    event: str
    at: datetime | None
    index: int | None
    file: bytes | None

    @property
    def name(self) -> str:
        """What the file is called: "erase.intent" → erase-intent."""
        return self.event.replace(".", "-").replace("_", "-")


@dataclass(frozen=True, slots=True)
class Asked:
    """One partner: `state` is waiting, told, open (an exception that stays until it is closed) or closed."""

    partner: str
    state: str
    how: str
    read_back: bool
    code: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """`live_at`: from then on nothing live opens; `backups_at`: by then no backup; `ended_at`: that was seen so."""

    id: int
    state: State
    asked_at: datetime
    begins_at: datetime
    cancelled_at: datetime | None
    live_at: datetime | None
    backups_at: datetime | None
    ended_at: datetime | None
    whole: bool
    kept: tuple[Kept, ...]
    partners: tuple[Asked, ...]
    proofs: tuple[Proof, ...]
    database: str

    @property
    def open_exceptions(self) -> tuple[Asked, ...]:
        """Partners that have not answered yet."""
        return tuple(one for one in self.partners if one.at is None)

    @property
    def backups_unreadable(self) -> bool:
        """Whether the leaf that says so stands."""
        return any(one.event == Event.ERASE_BACKUPS_UNREADABLE and one.at for one in self.proofs)


@answering()
def certificate(which: str | int, now: datetime) -> Certificate | None:
    """By its token (what the customer has) or its id; None for neither. `now` is when it is looked at."""
    row = _row(which)
    if row is None or row.asked_at > now:
        return None
    return Certificate(
        *(row.id, State(row.state), row.asked_at, row.begins_at, row.cancelled_at, row.live_at),
        *(row.live_at and row.live_at + horizon(), row.done_at, row.whole),
        kept=kept_in(row.kept),
        partners=tuple(
            Asked(one.partner, one.state, one.how, one.read_back, _code(one), one.ended_at)
            for one in PartnerTask.objects.filter(erasure_id=row.id).order_by("partner", "id")
        ),
        proofs=tuple(_proof(leaf) for leaf in ErasureLeaf.objects.filter(erasure_id=row.id).order_by("id")),
        database=dialect(),
    )


def horizon() -> timedelta:
    """How long after the keys any backup may still open: until the next epoch begins, and the last copies are over."""
    return timedelta(days=settings.GIULOI_EPOCH_DAYS) + GRACE


def kept_in(text: str) -> tuple[Kept, ...]:
    """What stays, read back from the row."""
    return tuple(
        Kept(Words(what, what_en), Words(why, why_en), cite, datetime.fromisoformat(until) if until else None)
        for what, what_en, why, why_en, cite, until in json.loads(text)
    )


def _row(which: str | int) -> ErasureRow | None:
    if isinstance(which, int):
        return ErasureRow.objects.filter(id=which).first()
    return (
        ErasureRow.objects.filter(token_hash=hash_of(which)).first() if len(which) == TOKEN_LENGTH else None
    )


def _code(task: PartnerTask) -> str:
    return (
        "" if task.ended_at else task.code
    )  # of a closed one it is who closed it, which is the shop's own matter


def _proof(leaf: ErasureLeaf) -> Proof:
    index = leaf_of_use(bytes(leaf.use_id)) if leaf.at else None
    found = explore.leaf(index) if index is not None else None
    return Proof(leaf.event, leaf.at, index, found.proof if found and found.proven else None)
