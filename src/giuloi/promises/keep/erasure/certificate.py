"""The certificate of an erasure: what went, what stays and why, who was told, with the ledger's proofs (VI.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.promises.keep.erasure.plan import Kept
from giuloi.promises.keep.erasure.rows import State


@dataclass(frozen=True, slots=True)
class Proof:
    """One leaf of the ledger: what it says, where it stands, and its proof as a file (None: not written yet)."""

    event: str
    at: datetime | None
    index: int | None
    file: bytes | None


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
    """`live_at`: from then on nothing live opens; `backups_at`: by then no backup; `ended_at`: that was seen to be so."""

    id: int
    state: State
    asked_at: datetime
    begins_at: datetime
    live_at: datetime | None
    backups_at: datetime | None
    ended_at: datetime | None
    whole: bool
    kept: tuple[Kept, ...]
    partners: tuple[Asked, ...]
    proofs: tuple[Proof, ...]
    database: str


def certificate(which: str | int, now: datetime) -> Certificate | None:
    """By its token (what the customer has) or its id; None for neither."""
    raise NotImplementedError
