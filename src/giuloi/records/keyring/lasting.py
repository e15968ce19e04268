"""The part of the key store's interface that must never be rolled back: what was erased, withdrawn and restricted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from giuloi.records.keyring import erasing, never, standing
from giuloi.records.keyring.changing import Changing
from giuloi.records.keyring.erasing import Part
from giuloi.records.keyring.never import Mark, Meant
from giuloi.records.keyring.standing import ConsentKey


class Lasting(Changing):
    """Written here first and acknowledged afterwards; replayed into restored data."""

    def withdraw(self, subject: int, consent: ConsentKey, at: datetime) -> None:
        """Durable before it is acknowledged: from the return on, nothing opens on this consent."""
        with self._changing() as connection:
            standing.write_withdrawal(connection, subject, consent, at)

    def lift_withdrawal(self, subject: int, consent: ConsentKey) -> None:
        """A fresh consent was recorded. Called after the data says so: a crash errs on the shut side."""
        with self._changing() as connection:
            standing.lift_withdrawal(connection, subject, consent)

    def restrict(self, subject: int, states: int, at: datetime) -> None:
        """Freeze or restrict a subject (mask of SubjectState), or release it with 0."""
        with self._changing() as connection:
            standing.write_restriction(connection, subject, states, at)

    def restrict_many(self, states: Mapping[int, int], at: datetime) -> None:
        """The same for many subjects, each with its own mask, in one transaction."""
        with self._changing() as connection:
            for subject, mask in states.items():
                standing.write_restriction(connection, subject, mask, at)

    def serial(self) -> int:
        """How many changes this store has seen: keys drawn, values made findable, withdrawals, restrictions."""
        with self._reading() as connection:
            return standing.serial(connection)

    def standing_withdrawals(self) -> list[tuple[int, str, str, str]]:
        """(subject, purpose, channel, recipient) of each, for replay into restored data."""
        with self._reading() as connection:
            return list(standing.withdrawals(connection))

    def withdrawals_of(self, subject: int) -> set[ConsentKey]:
        """The consents one subject has withdrawn and not given anew."""
        with self._reading() as connection:
            return standing.withdrawals_of(connection, subject)

    def stands(self, subject: int, consent: ConsentKey) -> bool:
        """Whether nothing was said since against what rests on this consent: the look just before a message goes."""
        with self._reading() as connection:
            return standing.stands(connection, subject, consent)

    def standing_restrictions(self) -> Mapping[int, int]:
        """subject → states, for replay into restored data."""
        with self._reading() as connection:
            return dict(standing.restrictions(connection))

    def never_contact(self, marks: Collection[Mark], people: Collection[Meant], at: datetime) -> None:
        """Marks on the list, and who is meant by them; durable before the data knows."""
        with self.store.reading() as connection:
            new = set(people) - never.meant(connection)
        if marks or new:
            with self._changing() as connection:
                never.write_marks(connection, marks, at)
                never.write_meant(connection, new)

    def never_contacted(self) -> tuple[list[tuple[bytes, str, str]], set[Meant]]:
        """(every mark with its channel and moment, everybody meant), for replay into restored data."""
        with self.store.reading() as connection:
            return never.marks(connection), never.meant(connection)

    def erase_people(self, subjects: Sequence[int], at: datetime) -> None:
        """Destroy everything that opens or finds these people; from the return on nothing of theirs ever opens."""
        with self._changing() as connection:
            erasing.erase_people(connection, subjects, at)

    def erase_parts(self, parts: Sequence[Part], at: datetime, *, unindex: Sequence[int] = ()) -> None:
        """Destroy the keys of these classes, and note single records as erased; `unindex`: find them no longer."""
        with self._changing() as connection:
            erasing.erase_parts(connection, parts, at)
            if unindex:
                erasing.unindex_people(connection, unindex)

    def erased(self, subjects: Iterable[int]) -> set[int]:
        """Those of `subjects` who were erased whole."""
        with self._reading() as connection:
            return erasing.erased(connection, subjects)

    def tombstones(self) -> list[int]:
        """Everybody who was erased whole, for replay into restored data."""
        with self._reading() as connection:
            return list(erasing.tombstones(connection))

    def erased_ever(self) -> int:
        """How many people were erased since the key store was made: for the law's numbers, which count them too."""
        with self._reading() as connection:
            return erasing.erased_ever(connection)

    def erased_parts(self) -> list[tuple[int, int, int, int]]:
        """(subject, class number, record or WHOLE_CLASS, version) of each part, for replay into restored data."""
        with self._reading() as connection:
            return list(erasing.erased_parts(connection))
