"""The one interface to the key store. A caller never sees an epoch key, an index key or a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from giuloi.core.crypto.keys import new_key, unwrap
from giuloi.core.crypto.primitives import undecryptable
from giuloi.core.terms import RetentionClass
from giuloi.records.keyring import data_keys, index_rotation, indexes, signing_keys
from giuloi.records.keyring.copying import Copying
from giuloi.records.keyring.data_keys import CLASS_NUMBER
from giuloi.records.keyring.epochs import add_epoch, is_full
from giuloi.records.keyring.index_keys import FIELD_NUMBER, field_keys
from giuloi.records.keyring.indexes import Entry
from giuloi.records.keyring.lasting import Lasting
from giuloi.records.keyring.names import NameKeys
from giuloi.records.keyring.opening import Blocked, KeyPlace, OpenKey, Permit, open_permits
from giuloi.records.keyring.passing import PassingKeys
from giuloi.records.keyring.renewal import Renewing
from giuloi.records.keyring.rotating import Rotating
from giuloi.records.keyring.sealing import RowToSeal, StoredRow, seal_over
from giuloi.records.keyring.traps import SECRET
from giuloi.records.keyring.watching import Watching
from giuloi.records.places import places


class Keyring(Rotating, Renewing, Lasting, PassingKeys, Copying, NameKeys, Watching):
    """The key store of one installation, opened with its root key."""

    def create(self, at: datetime) -> None:
        """Make the file with its first epoch and index keys; harmless when they are there."""
        self.store.create()
        if self.serial() == 0:
            self._serials.begin()
        with self._changing() as connection:
            if connection.execute("SELECT 1 FROM epoch").fetchone() is None:
                add_epoch(connection, self._root, at)
        with (
            self._changing() as connection
        ):  # a transaction of its own: the epoch must be committed before use
            index_rotation.begin(connection, self._epochs, at)

    def open_epochs(self) -> None:
        """Unwrap every epoch key; raises NotServing when the root key is not this store's.

        The first thing a start does: a store of an earlier release gets the tables of this one here.
        """
        self.store.upgrade()
        with self._reading() as connection:
            numbers = [row[0] for row in connection.execute("SELECT number FROM epoch")]
        for number in numbers:
            self._epochs[number]

    # Sealing and sequencing: no key comes out -------------------------------------------------------------

    def without_key(self, wanted: Iterable[tuple[int, int]]) -> int:
        """How many of these (subject, class number) have no data key of their own; the erased do not count."""
        with self._reading() as connection:
            return len(data_keys.missing(connection, wanted))

    def create_keys(self, wanted: Iterable[tuple[int, RetentionClass]], at: datetime) -> None:
        """Make sure of a data key for each (subject, class); durable before any row is sealed under it."""
        numbers = [(subject, CLASS_NUMBER[klass]) for subject, klass in wanted]
        with self._reading() as connection:
            if not data_keys.missing(connection, numbers):
                return
        self._make_room(len(numbers), at)
        with self._changing() as connection:
            missing = data_keys.missing(connection, numbers)
            data_keys.create(connection, self._epochs, missing)

    def seal_rows(self, rows: Sequence[RowToSeal]) -> list[StoredRow]:
        """Seal each row under its subject's newest key; raises Undecryptable for a subject without one."""
        places = [(row.subject, CLASS_NUMBER[row.klass]) for row in rows]
        with self._reading() as connection:
            newest = data_keys.newest(connection, self._epochs, places)
            old = [
                self._old_key(connection, row, row.stored, newest.get(place))
                for row, place in zip(rows, places, strict=True)
            ]
            taken = [
                self._old_key(connection, row, row.taken.stored if row.taken else None, newest.get(place))
                for row, place in zip(rows, places, strict=True)
            ]
        if not newest.keys() >= set(places):
            raise undecryptable()
        return [
            seal_over(*newest[place], old_key, row, taken_key)
            for row, place, old_key, taken_key in zip(rows, places, old, taken, strict=True)
        ]

    def _old_key(
        self,
        connection: sqlite3.Connection,
        row: RowToSeal,
        stored: StoredRow | None,
        newest: tuple[int, bytes] | None,
    ) -> bytes | None:
        """The key that opens what is stored of a row already: mostly the newest itself."""
        if stored is None or newest is None:
            return None
        if stored.key_version == newest[0]:
            return newest[1]
        place = (row.subject, CLASS_NUMBER[row.klass], stored.key_version)
        return data_keys.of_version(connection, self._epochs, place)

    def renew_keys(self, wanted: Iterable[tuple[int, RetentionClass]], at: datetime) -> None:
        """A next version of the data key of each (subject, class) that reached its cap of rows."""
        numbers = [
            (subject, CLASS_NUMBER[klass]) for subject, klass in wanted if klass != RetentionClass.LEGAL
        ]
        self._make_room(len(numbers), at)
        with self._changing() as connection:
            data_keys.renew(connection, self._epochs, numbers)

    def _make_room(self, wraps: int, at: datetime) -> None:
        """A new epoch when the newest is full: in a transaction of its own, for it must be committed before use."""
        with self._reading() as connection:
            full = is_full(connection, wraps)
        if full:
            with self._changing() as connection:
                add_epoch(connection, self._root, at)

    def sequence_codes(
        self, wanted: Sequence[tuple[int, int]], code: Callable[[bytes, int], bytes]
    ) -> list[bytes | None]:
        """`code(L_subject, counter)` for each (subject, counter); None where the ledger key is destroyed."""
        with self._reading() as connection:
            keys = data_keys.ledger_keys(connection, self._epochs, (subject for subject, _ in wanted))
        return [code(keys[subject], counter) if subject in keys else None for subject, counter in wanted]

    # Opening: named, last-checked, counted ----------------------------------------------------------------

    def open_many(self, permits: Sequence[Permit]) -> dict[KeyPlace, OpenKey | Blocked]:
        """The data key at each place of each permit, or why it stays shut after all (see opening.py).

        Raises OverBudget when whoever asks has opened as many as they may (see watching.py).
        """
        self._watched(permits)
        with self._reading() as connection:
            answers = open_permits(connection, self._epochs, permits)
        opened = sum(isinstance(answer, OpenKey) for answer in answers.values())
        self.opened += (
            opened  # counted before: between reading and writing the total no other thread may come
        )
        return answers

    def open_ledger_key(self, permit: Permit) -> OpenKey | Blocked:
        """L_s for the customer's own bundle; `permit` names the export and the one `legal` key above it."""
        self._watched([permit])
        with self._reading() as connection:
            ((place, answer),) = open_permits(connection, self._epochs, [permit]).items()
            if isinstance(answer, Blocked):
                return answer
            found = connection.execute(
                "SELECT wrapped FROM ledger_key WHERE subject = ?", place[:1]
            ).fetchone()
        self.opened += 1
        return OpenKey(unwrap(answer.key, found[0], ("ledger", place[0])))

    # Finding ----------------------------------------------------------------------------------------------

    def index(self, entries: Sequence[Entry], *, instead: bool = False) -> None:
        """Make values findable, or (`instead`) put them in the place of earlier ones; all or none.

        Raises indexes.Taken if a claim is another's.
        """
        with self._changing() as connection:
            keys = {
                field: field_keys(connection, self._epochs, field) for field in {e.field for e in entries}
            }
            indexes.add_entries(connection, keys, entries, instead=instead)

    def leading(self, entry: Entry) -> tuple[bytes, frozenset[bytes]]:
        """(the digest this entry stands under when it is added, every digest of its field that leads to it now)."""
        with self._reading() as connection:
            keys = field_keys(connection, self._epochs, entry.field)
            return indexes.leading(connection, keys, entry)

    def unindex(self, target: int, digests: Collection[bytes]) -> None:
        """These digests no longer lead to this target."""
        if digests:
            with self._changing() as connection:
                keys = (field_keys(connection, self._epochs, field) for field in FIELD_NUMBER)
                indexes.take_out_only(connection, keys, target, digests)

    def find(self, field: str, normalised: str, *, claimed: bool = False) -> list[int]:
        """Every target (subject or order id) this value leads to; `claimed` asks for exclusive ones only."""
        with self._reading() as connection:
            keys = field_keys(connection, self._epochs, field)
            return indexes.find_targets(connection, keys, normalised, claimed=claimed)

    # Named keys -------------------------------------------------------------------------------------------

    def write_named(self, name: str, public: bytes, secret: bytes, at: datetime) -> None:
        """Store a signing key or a bridge's secret under a name."""
        with self._changing() as connection:
            signing_keys.write_named_key(connection, self._root, name, public, secret, at)

    def read_named(self, name: str) -> tuple[bytes, bytes]:
        """(public part, secret) of a named key; raises NotServing when there is none."""
        with self._reading() as connection:
            return signing_keys.read_named_key(connection, self._root, name)

    def own_secret(self, name: str) -> bytes:
        """The secret of a key that this store draws for itself when it is first asked for: the same ever after."""
        if name not in self._own:
            self._own[name] = self._drawn(name)
        return self._own[name]

    def _drawn(self, name: str) -> bytes:
        with self._reading() as connection:
            if name in signing_keys.named_keys(connection, name):
                return signing_keys.read_named_key(connection, self._root, name)[1]
        with self._changing() as connection:  # one writer at a time: who comes second finds the first one's
            if name not in signing_keys.named_keys(connection, name):
                signing_keys.write_named_key(connection, self._root, name, b"", new_key(), datetime.now(UTC))
            return signing_keys.read_named_key(connection, self._root, name)[1]

    def _trap_secret(self) -> bytes:
        return self.own_secret(SECRET)

    def named(self, beginning: str) -> list[str]:
        """The names of the named keys that begin so: which shops are connected."""
        with self._reading() as connection:
            return signing_keys.named_keys(connection, beginning)


def keyring() -> Keyring:
    """The key store the settings name; one object for each place, so that epoch keys are unwrapped once."""
    here = places()
    return _at(here.keys, here.root_key, here.heads)


@lru_cache(maxsize=4)
def _at(keys: Path, root_key: Path, heads: Path) -> Keyring:
    return Keyring(keys, root_key, heads)
