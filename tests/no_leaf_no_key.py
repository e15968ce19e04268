"""No leaf, no key: every key that a test is handed is compared, use by use, with what permits it.

Watched at the moment of opening, in every test of the whole suite (tests/conftest.py): the permit's use must
be committed, be allowed, and stand for this very person, as a pending row or as a leaf of the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any

import pytest
from django.db import connection

from giuloi.core.ledger.batch import members
from giuloi.core.ledger.entry import ID_BYTES, UseEntry, decode, sequence_code
from giuloi.records.database import rows
from giuloi.records.keyring import KeyPlace, Keyring, OpenKey, Permit
from giuloi.records.places import places
from giuloi.records.uses.tiles import TileLog
from giuloi.records.uses.trail import PREFIX

SHUT = ("refuse", "not_opened", "find")


class Unpermitted(AssertionError):
    """A key was handed out that no allowed use of the ledger stands for."""


class Watch:
    """Stands between the key store and its callers; `opened` counts what it has compared."""

    def __init__(self) -> None:
        self.opened = 0

    def stand_between(self, patch: pytest.MonkeyPatch) -> None:
        """Watch both ways out of the key store, on every object there is or will be."""
        open_many, open_ledger_key = Keyring.open_many, Keyring.open_ledger_key

        def many(ring: Keyring, permits: Sequence[Permit]) -> Any:
            # Looked up before the key store is asked: what is missing now was missing when it answered.
            allowed = allowed_uses(ring, permits)
            answers = open_many(ring, permits)
            opened = {place for place, key in answers.items() if isinstance(key, OpenKey)}
            self._compare(opened, [(permit, place) for permit in permits for place in permit.places], allowed)
            return answers

        def ledger_key(ring: Keyring, permit: Permit) -> Any:
            allowed = allowed_uses(ring, [permit])
            answer = open_ledger_key(ring, permit)
            opened = set(permit.places) if isinstance(answer, OpenKey) else set()
            self._compare(opened, [(permit, place) for place in permit.places], allowed)
            return answer

        patch.setattr(Keyring, "open_many", many)
        patch.setattr(Keyring, "open_ledger_key", ledger_key)

    def _compare(
        self, opened: set[KeyPlace], asked: list[tuple[Permit, KeyPlace]], allowed: set[tuple[bytes, int]]
    ) -> None:
        self.opened += len(opened)
        for permit, place in asked:
            if place in opened and (permit.use, place[0]) not in allowed:
                raise Unpermitted(f"a key of {place[1]} was opened, and no allowed use stands for it")
        if opened - {place for _, place in asked}:
            raise Unpermitted("a key was opened that no permit names")


def allowed_uses(ring: Keyring, permits: Iterable[Permit]) -> set[tuple[bytes, int]]:
    """(use, subject) of those permits whose use is on disk, allowed, and about that subject."""
    if any(not block._from_testcase for block in connection.atomic_blocks):
        raise Unpermitted("a key was asked for while the use could still be rolled back")
    wanted = {(permit.use, subject) for permit in permits for subject, _, _ in permit.places}
    found = wanted & _waiting({use for use, _ in wanted})
    return found | {(use, subject) for use, subject in wanted - found if _in_tree(ring, use, subject)}


def _waiting(uses: set[bytes]) -> set[tuple[bytes, int]]:
    marks = ", ".join(["%s"] * len(uses)) or "NULL"
    found = rows(
        f"SELECT use_id, subjects FROM records_pendinguse WHERE use_id IN ({marks}) "
        "AND decision = 'allowed' AND event NOT IN ('refuse', 'not_opened', 'find')",
        list(uses),
    )
    return {
        # Under secrecy a use names its people by negative ids until it has its leaf (records/uses/concealed.py).
        (bytes(use), abs(int.from_bytes(raw[at : at + 8], "big", signed=True)))
        for use, raw in ((use, bytes(packed)) for use, packed in found)
        for at in range(0, len(raw), 8)
    }


def _in_tree(ring: Keyring, use: bytes, subject: int) -> bool:
    """Whether one of this subject's leaves is this use: the newest are looked at first."""
    if len(use) != ID_BYTES:
        return False
    return any(
        leaf.id == use and leaf.decision == "allowed" and leaf.event not in SHUT
        for leaf in leaves_of(ring, subject)
    )


def leaves_of(ring: Keyring, subject: int) -> Iterable[UseEntry]:
    """The leaves a subject's counters lead to, newest first. Raises Unpermitted for a gap or a stranger's leaf."""
    count = [row[0] for row in rows("SELECT count FROM records_usecounter WHERE subject_id = %s", (subject,))]
    with closing(TileLog(places().ledger)) as log:
        for number in range(*(count or [0]), 0, -1):
            [code] = ring.sequence_codes([(subject, number)], sequence_code)
            at = rows("SELECT leaf FROM records_uselookup WHERE code = %s", ((code or b"")[:PREFIX],))
            if code is None or not at:
                raise Unpermitted("a counter leads to no leaf")
            leaf = decode(log.entry(at[0][0]))
            if code not in (members(log.members(at[0][0])) if leaf.batch else [leaf.sc]):
                raise Unpermitted("a counter leads to a leaf of somebody else")
            yield leaf
