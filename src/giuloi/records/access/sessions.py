"""Sessions: who is signed in where. A row holds an opaque id, a hash of the token, and what kind of device it is.

A stolen database gives no session away: the token has 256 random bits and only its hash is kept. Each person
sees their own and can end them; ending works from the next request on.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models

from giuloi.core.crypto.primitives import random_bytes, random_id

TOKEN_BYTES = 32
_SEEN_EVERY = timedelta(minutes=1)  # how often a look is written down
FRESH = timedelta(minutes=15)  # how long a proof counts as "just now" for what cannot be undone


class Visitor(StrEnum):
    """What a session is for."""

    CUSTOMER = "customer"
    GUEST = "guest"  # somebody with one order number and a code: sees that order, and their data
    STAFF = "staff"


# How long a session lasts: at most, and without being used (ASVS 5.0 V7.3).
_LONGEST = {
    Visitor.CUSTOMER: timedelta(days=30),
    Visitor.GUEST: timedelta(hours=1),
    Visitor.STAFF: timedelta(hours=12),
}
_IDLE = {
    Visitor.CUSTOMER: timedelta(days=7),
    Visitor.GUEST: timedelta(minutes=20),
    Visitor.STAFF: timedelta(minutes=30),
}


class SessionRow(models.Model):
    """One session. `who` is a subject's id or a staff id; `record` the order a guest came with."""

    id = models.BigIntegerField(primary_key=True)
    token_hash = models.BinaryField(unique=True)
    kind = models.TextField()
    who = models.BigIntegerField()
    record = models.BigIntegerField(null=True)
    passed = models.BooleanField()
    device = models.TextField(default="")
    proved_at = models.DateTimeField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "records_session"
        indexes = (models.Index(fields=["kind", "who"], name="records_session_who"),)


@dataclass(frozen=True, slots=True)
class Session:
    """A session as a door sees it. `passed`: every factor was shown; until then it opens nothing but the next step."""

    id: int
    kind: Visitor
    who: int
    record: int | None
    passed: bool
    device: str
    proved_at: datetime
    started_at: datetime
    seen_at: datetime

    def fresh(self, at: datetime) -> bool:
        """Proved just now: good enough for what cannot be undone."""
        return at - self.proved_at < FRESH


def begin(
    kind: Visitor, who: int, at: datetime, *, record: int | None = None, passed: bool = True, device: str = ""
) -> str:
    """Open a session; returns its token, the only time it is seen. `device`: "Chrome · Android", never more."""
    token = random_bytes(TOKEN_BYTES).hex()
    SessionRow.objects.create(
        id=random_id(),
        token_hash=_hash(token),
        kind=kind.value,
        who=who,
        record=record,
        passed=passed,
        device=device[:60],
        proved_at=at,
        started_at=at,
        seen_at=at,
    )
    return token


def find(token: str, at: datetime) -> Session | None:
    """The session behind a token, if it is still good."""
    row = SessionRow.objects.filter(token_hash=_hash(token)).first()
    if row is None or _over(row, at):
        return None
    if at - row.seen_at > _SEEN_EVERY:
        SessionRow.objects.filter(id=row.id).update(seen_at=at)
    return _session(row)


def prove_again(session: int, at: datetime) -> str | None:
    """Another factor, or the same one anew: returns a new token, so that an older copy of it is worth nothing.

    None when the session was ended meanwhile: a proof does not bring it back.
    """
    token = random_bytes(TOKEN_BYTES).hex()
    proved = SessionRow.objects.filter(id=session).update(token_hash=_hash(token), passed=True, proved_at=at)
    return token if proved else None


def sessions_of(kind: Visitor, who: int, at: datetime) -> list[Session]:
    """Somebody's live sessions, newest first."""
    found = SessionRow.objects.filter(kind=kind.value, who=who).order_by("-seen_at", "id")
    return [_session(row) for row in found if not _over(row, at)]


def end(kind: Visitor, who: int, session: int) -> bool:
    """End one session of this person's own; False if it is not theirs or has ended.

    `kind` belongs to it: a subject's id and a staff id may be the same number.
    """
    return bool(SessionRow.objects.filter(id=session, kind=kind.value, who=who).delete()[0])


def end_all(kind: Visitor, who: int, besides: int | None = None) -> int:
    """End every session of somebody, but perhaps the one they are using; returns how many."""
    return int(SessionRow.objects.filter(kind=kind.value, who=who).exclude(id=besides).delete()[0])


def forget_over(at: datetime) -> int:
    """Take away the rows of sessions that are over; the clock knocks for this."""
    over = [
        row.id for row in SessionRow.objects.filter(seen_at__lt=at - min(_IDLE.values())) if _over(row, at)
    ]
    return int(SessionRow.objects.filter(id__in=over).delete()[0])


def _over(row: SessionRow, at: datetime) -> bool:
    kind = Visitor(row.kind)
    return bool(at - row.started_at > _LONGEST[kind] or at - row.seen_at > _IDLE[kind])


def _session(row: SessionRow) -> Session:
    return Session(
        *(row.id, Visitor(row.kind), row.who, row.record, row.passed, row.device),
        *(row.proved_at, row.started_at, row.seen_at),
    )


def _hash(token: str) -> bytes:
    # A plain hash is enough: the token has 256 random bits, so there is nothing to guess or to slow down.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
