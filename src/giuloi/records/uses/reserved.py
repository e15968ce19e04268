"""Codes reserved for leaves that come after the ledger key is destroyed (VI.2).

When somebody is erased, the last leaves about it are still to carry the person's own codes, for whoever holds a
bundle from before can then recognise them. So the codes are drawn while the key is there: by the sequencer, with
the leaf of the intent, which is the one place where counters are given out. Without the key they lead to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.ledger.entry import CODE_BYTES, ID_BYTES
from giuloi.records.database import rows, run, run_many


class ReservedUse(models.Model):
    """A use that will be recorded after its people are gone: its id, the use with which its codes are drawn, and,
    once they are, the codes, 32 bytes each. `place` orders those of one intent: their counters follow one another."""

    use_id = models.BinaryField(primary_key=True)
    intent = models.BinaryField()
    place = models.SmallIntegerField()
    codes = models.BinaryField(default=b"")

    class Meta:
        db_table = "records_reserveduse"
        indexes = (models.Index(fields=["intent"], name="records_reserveduse_intent"),)


def reserve(intent: bytes, number: int) -> list[bytes]:
    """The ids of `number` uses to come, whose codes are drawn with the leaf of the use `intent`.

    Call it in the transaction that records the intent: the sequencer must find it there.
    """
    ids = [random_bytes(ID_BYTES) for _ in range(number)]
    run_many(_INSERT, [(use_id, intent, place, b"") for place, use_id in enumerate(ids)])
    return ids


def drawn(use_id: bytes) -> bool:
    """Whether the codes of a reserved use are there: its person's keys may go."""
    return bool(rows("SELECT 1 FROM records_reserveduse WHERE use_id = %s AND codes <> %s", (use_id, b"")))


def wanted_by(intents: Sequence[bytes]) -> dict[bytes, list[bytes]]:
    """intent → the reserved uses whose codes are drawn with it, in one order."""
    found: dict[bytes, list[bytes]] = {}
    for intent, use_id in _some(_OF_INTENTS, intents):
        found.setdefault(bytes(intent), []).append(bytes(use_id))
    return found


def codes_of(uses: Sequence[bytes]) -> dict[bytes, tuple[bytes, ...]]:
    """Reserved use → its codes; a use that is none is absent."""
    return {
        bytes(use): tuple(bytes(raw)[at : at + CODE_BYTES] for at in range(0, len(bytes(raw)), CODE_BYTES))
        for use, raw in _some(_CODES, uses)
    }


def every_code() -> list[tuple[bytes, ...]]:
    """The codes of every reserved use that have been drawn: for whoever finds out how far counters are."""
    return list(codes_of([bytes(use) for (use,) in rows("SELECT use_id FROM records_reserveduse")]).values())


def keep_codes(codes: Mapping[bytes, Sequence[bytes]]) -> None:
    """Write drawn codes; in the sequencer's transaction, with the counters they take."""
    run_many(_KEEP, [(b"".join(some), use_id) for use_id, some in codes.items()])


def used(uses: Iterable[bytes]) -> None:
    """Their leaves are in the tree: the reservations are over."""
    for use_id in uses:
        run("DELETE FROM records_reserveduse WHERE use_id = %s", (use_id,))


def _some(statement: str, ids: Sequence[bytes]) -> list[tuple[Any, ...]]:
    marks = ", ".join(["%s"] * len(ids))
    return rows(statement.format(marks), list(ids)) if ids else []


_INSERT = "INSERT INTO records_reserveduse (use_id, intent, place, codes) VALUES (%s, %s, %s, %s)"
_KEEP = "UPDATE records_reserveduse SET codes = %s WHERE use_id = %s"
_CODES = "SELECT use_id, codes FROM records_reserveduse WHERE use_id IN ({})"
_OF_INTENTS = "SELECT intent, use_id FROM records_reserveduse WHERE intent IN ({}) ORDER BY intent, place"
