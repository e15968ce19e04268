"""The next version of a data key after single records were erased under it, and the end of the versions before.

A record that goes alone leaves its key behind, for others are sealed under it: a copy of its row could still be
opened. So what remains is sealed under a new version, and once no data backup that may be restored is older than
that, the earlier versions are destroyed: the copy opens nowhere any longer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from giuloi.core.terms import RetentionClass
from giuloi.records.keyring import data_keys
from giuloi.records.keyring.changing import Changing
from giuloi.records.keyring.data_keys import CLASS_NUMBER, LEGAL, Wanted
from giuloi.records.keyring.erasing import WHOLE_CLASS

Renewed = tuple[int, RetentionClass, int]  # (subject, class, version that everything of it stands under)
_CLASS = {number: klass for klass, number in CLASS_NUMBER.items()}


class Renewing(Changing):
    """Which keys are to be renewed, and which may go; what is sealed under them is the vault's (records/renewal.py)."""

    def begin_renewals(self, most: int) -> list[Renewed]:
        """Draw a version above every one under which a record was erased; the same again until `note_renewed`."""
        with self._reading() as connection:
            if not _waiting(connection, most):
                return []
        with self._changing() as connection:
            waiting = _waiting(connection, most)
            behind = [place for place, newest, noted in waiting if newest <= noted]
            data_keys.renew(connection, self._epochs, behind)
            anew = data_keys.newest_versions(connection, [place for place, _, _ in waiting])
        return [(subject, _CLASS[klass], version) for (subject, klass), version in sorted(anew.items())]

    def note_renewed(self, renewed: Iterable[Renewed], at: datetime) -> None:
        """From `at` on every row of these stands under that version; called once that is on disk."""
        with self._changing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO renewed VALUES (?, ?, ?, ?)",
                [
                    (subject, CLASS_NUMBER[klass], version, at.isoformat())
                    for subject, klass, version in renewed
                ],
            )

    def renewed_until(self, until: datetime, most: int) -> list[Renewed]:
        """Those that were renewed at `until` or before: only backups from before it need the older versions."""
        with self._reading() as connection:
            found = connection.execute(
                "SELECT subject, class, version FROM renewed WHERE at <= ? ORDER BY at LIMIT ?",
                (until.isoformat(), most),
            )
            return [(subject, _CLASS[klass], version) for subject, klass, version in found]

    def destroy_versions(self, renewed: Iterable[Renewed]) -> None:
        """Destroy every key older than these versions, with the notes of the records that were erased under them."""
        places = [(subject, CLASS_NUMBER[klass], version) for subject, klass, version in renewed]
        with self._changing() as connection:
            connection.executemany(
                "DELETE FROM data_key WHERE subject = ? AND class = ? AND version < ?", places
            )
            connection.executemany(
                "DELETE FROM erased_part WHERE subject = ? AND class = ? AND version < ? AND record <> ?",
                [(*place, WHOLE_CLASS) for place in places],
            )
            connection.executemany(
                "DELETE FROM renewed WHERE subject = ? AND class = ? AND version = ?", places
            )


def _waiting(connection: sqlite3.Connection, most: int) -> list[tuple[Wanted, int, int]]:
    """((subject, class), newest version, newest version noted as erased under) of what waits; not while one runs."""
    found = connection.execute(_WAITING, (WHOLE_CLASS, LEGAL, most))
    return [((subject, klass), newest, noted) for subject, klass, newest, noted in found]


# Not `legal`: the ledger key hangs under its version, and what is kept there goes as a whole, by destroying its key.
_WAITING = """
SELECT p.subject, p.class, max(k.version), max(p.version) FROM erased_part p
JOIN data_key k ON k.subject = p.subject AND k.class = p.class
WHERE p.record <> ? AND p.class <> ?
AND NOT EXISTS (SELECT 1 FROM renewed r WHERE r.subject = p.subject AND r.class = p.class)
GROUP BY p.subject, p.class LIMIT ?
"""
