"""Pending uses: the durable permits to open. A row here is committed before any key is unwrapped for it.

Within a second the sequencer turns each row into a leaf and takes the row (and its subject references) away.
Refusals and consent events pass through here as well: everything that touches a person is in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from struct import pack, unpack
from typing import Any

from django.db import models

from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.ledger.entry import CODE_BYTES, ID_BYTES
from giuloi.records.database import IDS, dialect, id_list, rows, run, run_many
from giuloi.records.uses.leaf import Use, leaf_of

__all__ = [
    "PendingUse",
    "Use",
    "Waiting",
    "backlog",
    "permitted",
    "record_uses",
    "remove",
    "these",
    "waiting",
    "waits",
]

_ANY_CODE = bytes(CODE_BYTES)


class PendingUse(models.Model):
    """One use waiting for its leaf. `subjects` is their ids, 8 bytes each, big-endian."""

    id = models.BigAutoField(primary_key=True)
    use_id = models.BinaryField()
    at = models.BigIntegerField()  # UTC second
    actor = models.TextField()
    event = models.TextField()
    purpose = models.TextField()
    clause = models.TextField()
    policy_hash = models.TextField()
    decision = models.TextField()
    recipient = models.TextField()
    channel = models.TextField()
    fields = models.BigIntegerField()
    subjects = models.BinaryField()

    class Meta:
        db_table = "records_pendinguse"


class Permitted:
    """How many openings this process was permitted so far: never fewer than the key store counts as done."""

    def __init__(self) -> None:
        self.total = 0

    def count(self, permits: int) -> None:
        """Called once the pending uses behind these permits are committed."""
        self.total += permits


permitted = Permitted()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pending use as the sequencer reads it back."""

    row: int
    use_id: bytes
    use: Use


COLUMNS = (
    "use_id, at, actor, event, purpose, clause, policy_hash, decision, recipient, channel, fields, subjects"
)
_INSERT = f"INSERT INTO records_pendinguse ({COLUMNS}) VALUES ({', '.join(['%s'] * 12)})"  # noqa: S608
_WAITING = f"SELECT id, {COLUMNS} FROM records_pendinguse ORDER BY id LIMIT %s"  # noqa: S608
_THESE = f"SELECT id, {COLUMNS} FROM records_pendinguse WHERE id IN ({{}})"  # noqa: S608


def record_uses(uses: Sequence[Use], under: Sequence[bytes] | None = None) -> list[bytes]:
    """Write pending uses in the caller's transaction; returns their ids. Nothing opens before it commits.

    `under` are ids drawn before (reserved.py). Raises BadEvidence for a use that could not become a leaf: better now
    than when it waits in the queue.
    """
    ids = [random_bytes(ID_BYTES) for _ in uses] if under is None else list(under)
    for use_id, use in zip(ids, uses, strict=True):
        leaf_of(use, use_id, _ANY_CODE)
    run_many(_INSERT, [_columns(use_id, use) for use_id, use in zip(ids, uses, strict=True)])
    return ids


def these(row_ids: Sequence[int]) -> dict[int, Waiting]:
    """Pending uses by their row numbers; those that are gone are absent."""
    found = rows(_THESE.format(IDS[dialect()]), (id_list(row_ids),))
    return {row[0]: _read(*row) for row in found}


def waiting(limit: int) -> list[Waiting]:
    """The oldest pending uses, at most `limit`."""
    return [_read(*row) for row in rows(_WAITING, (limit,))]


def backlog() -> int:
    """How many uses wait for their leaf."""
    return int(rows("SELECT count(*) FROM records_pendinguse")[0][0])


def oldest() -> datetime | None:
    """Since when the oldest pending use waits; None when none does."""
    at = rows("SELECT min(at) FROM records_pendinguse")[0][0]
    return None if at is None else datetime.fromtimestamp(at, UTC)


def waits(use_id: bytes) -> bool:
    """Whether this use still waits for its leaf."""
    return bool(rows("SELECT 1 FROM records_pendinguse WHERE use_id = %s", (use_id,)))


def remove(row_ids: Iterable[int]) -> None:
    """Take away the rows whose leaves are in the tree."""
    statement = f"DELETE FROM records_pendinguse WHERE id IN ({IDS[dialect()]})"  # noqa: S608  constants only
    run(statement, (id_list(list(row_ids)),))


def _columns(use_id: bytes, use: Use) -> tuple[Any, ...]:
    second, people = int(use.at.timestamp()), pack(f">{len(use.subjects)}q", *use.subjects)
    return (
        *(use_id, second, use.actor, use.event, use.purpose, use.clause, use.policy_hash),
        *(use.decision, use.recipient, use.channel, use.fields, people),
    )


def _read(row: int, use_id: bytes, *columns: Any) -> Waiting:
    at, actor, event, purpose, clause, policy_hash, decision, recipient, channel, mask, packed = columns
    raw = bytes(packed)
    subjects = unpack(f">{len(raw) // 8}q", raw)
    moment = datetime.fromtimestamp(at, UTC)
    use = Use(
        *(moment, actor, event, purpose, clause, policy_hash, decision, subjects),
        fields=mask,
        recipient=recipient,
        channel=channel,
    )
    return Waiting(row, bytes(use_id), use)
