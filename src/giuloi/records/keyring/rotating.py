"""The part of the key store's interface that renews what keys hang under; no key comes out (rotation.py)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from giuloi.records.keyring import index_rotation, rotation
from giuloi.records.keyring.changing import Changing
from giuloi.records.keyring.epochs import add_epoch
from giuloi.records.keyring.index_rotation import Quarter
from giuloi.records.keyring.rotation import Epoch


class Rotating(Changing):
    """Epochs begin, take over what is alive, and are destroyed."""

    def rotate(self, every: timedelta, at: datetime) -> bool:
        """Begin a new epoch if the newest is `every` old; whether it did. What is alive is wrapped anew by `rewrap`."""
        with self._reading() as connection:
            if not rotation.is_due(connection, every, at):
                return False
        with self._changing() as connection:
            if not rotation.is_due(connection, every, at):
                return False  # another process was first
            add_epoch(connection, self._root, at)
        return True

    def rewrap(self, most: int = rotation.BATCH) -> int:
        """Wrap the next older keys under the newest epoch, in one short transaction; 0 when none is left."""
        with (
            self._reading() as connection
        ):  # the clock asks every minute: most often there is nothing to write
            if not rotation.is_behind(connection):
                return 0
        with self._changing() as connection:
            return rotation.rewrap(connection, self._epochs, most)

    def destroy_epochs(self, at: datetime) -> list[int]:
        """Destroy the epochs that are over; raises NotServing while anything hangs under one of them."""
        with self._reading() as connection:
            if not rotation.over(connection, at):
                return []
        with self._changing() as connection:
            gone = rotation.destroy_over(connection, at)
        for number in gone:
            self._epochs.pop(number, None)
        return gone

    def rotate_indexes(self, at: datetime) -> int:
        """Draw the index keys of the quarter of `at`; for how many fields. `reindex` moves the entries."""
        with self._reading() as connection:
            if not index_rotation.lacking(connection, at):
                return 0
        with self._changing() as connection:
            return index_rotation.begin(connection, self._epochs, at)

    def reindex(self, most: int = rotation.BATCH) -> int:
        """Put the next entries under the newest index keys, in one short transaction; 0 when none is left."""
        with self._reading() as connection:
            if not index_rotation.is_behind(connection):
                return 0
        with self._changing() as connection:
            return index_rotation.rebuild(connection, self._epochs, most)

    def destroy_index_keys(self, at: datetime) -> list[tuple[str, str]]:
        """Destroy the index keys that are over: (field, quarter) each; raises NotServing while one is needed."""
        with self._reading() as connection:
            if not index_rotation.over(connection, at):
                return []
        with self._changing() as connection:
            return index_rotation.destroy_over(connection, at)

    def index_quarters(self) -> list[Quarter]:
        """Every living index key: its field, quarter, and how many entries stand under it."""
        with self._reading() as connection:
            return index_rotation.quarters(connection)

    def epochs(self) -> list[Epoch]:
        """Every living epoch, the oldest first."""
        with self._reading() as connection:
            return rotation.epochs(connection)

    def destroyed_epochs(self) -> list[tuple[int, datetime]]:
        """(number, when) of every destroyed epoch."""
        with self._reading() as connection:
            return rotation.destroyed(connection)

    def epochs_overdue(self, every: timedelta, at: datetime) -> int:
        """How many epochs should have been destroyed by `at`, or (the newest) followed by another."""
        with self._reading() as connection:
            return len(rotation.over(connection, at)) + rotation.is_due(connection, every, at)

    def epoch_alive(self, number: int) -> bool:
        """Whether this epoch's key is still there: until it is not, a copy of this store opens what it wrapped."""
        with self._reading() as connection:
            return number in rotation.living(connection)

    def all_destroyed(self, numbers: Iterable[int]) -> bool:
        """Whether every one of these epochs is destroyed: then no copy opens what was erased while they lived.

        Numbers that were never epochs raise ValueError: an empty or wrong note must not pass for "destroyed".
        """
        asked = set(numbers)
        with self._reading() as connection:
            gone = {number for number, _ in rotation.destroyed(connection)}
            if not asked or not asked <= gone | rotation.living(connection):
                raise ValueError("these are not the numbers of epochs")
        return asked <= gone

    def epochs_of(self, subjects: Iterable[int] | None = None) -> set[int]:
        """The living epochs under which an older copy of this store may hold keys of these people (None: of anybody).

        A key is wrapped anew under each later epoch, and older copies hold it as it was: so it is every living epoch
        up to the newest that wraps one. Ask just before erasing; where a rotation may come in between, ask for all.
        """
        wanted = None if subjects is None else json.dumps(sorted(set(subjects)))
        with self._reading() as connection:
            living = rotation.living(connection)
            if wanted is None:
                return living
            [newest] = connection.execute(
                "SELECT max(epoch) FROM data_key WHERE subject IN (SELECT value FROM json_each(?))", (wanted,)
            ).fetchone()
        return {number for number in living if newest and number <= newest}
