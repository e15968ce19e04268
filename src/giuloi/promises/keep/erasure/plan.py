"""What would be erased of a person, what law keeps and until when, and what has to wait: looked at before it begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.terms import RetentionClass
from giuloi.records.holds import GROUND_WORDS, Held, holds_on
from giuloi.records.lawful import LawfulRecord, held_by_law


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that stays: which, why, under which law, until when (None: its term has not begun)."""

    what: Words
    why: Words
    cite: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What erasing this person would come to at this moment.

    `law`: what stays, stored only. `open`: what is still in use, and `holds`: who asked for everything or a record
    to be kept; for both the rest of the erasure waits. `records` are the records behind `law` and `open`.
    """

    subject: int
    law: tuple[Kept, ...]
    open: tuple[Kept, ...]
    holds: tuple[Held, ...]
    records: tuple[LawfulRecord, ...]

    @property
    def whole(self) -> bool:
        """Nothing stays: the person is erased with the last key."""
        return not (self.law or self.open or self.holds)

    @property
    def waits(self) -> bool:
        """Something has to end first before the rest may go."""
        return bool(self.open or self.holds)

    @property
    def kept(self) -> tuple[Kept, ...]:
        """All that stays for now, for the customer to read."""
        return (*self.law, *self.open, *map(_of_hold, self.holds))

    def stays(self) -> frozenset[tuple[int, RetentionClass]]:
        """(record, class) of what stays; a hold on everything is not among them: nothing goes then."""
        return frozenset((one.record, klass) for one in self.records for klass in one.classes)


def outlook(subject: int, at: datetime, held: Sequence[LawfulRecord] | None = None) -> Outlook:
    """Look at one person; `held` is what law keeps (None: the apps are asked, records/lawful.py)."""
    found = held_by_law([subject], at).get(subject, []) if held is None else held
    return _look(subject, found, holds_on([subject], at).get(subject, []))


def outlooks(subjects: Sequence[int], at: datetime) -> dict[int, Outlook]:
    """The same for many, in a few statements."""
    held, holds = held_by_law(subjects, at), holds_on(subjects, at)
    return {one: _look(one, held.get(one, ()), holds.get(one, ())) for one in subjects}


def _look(subject: int, records: Iterable[LawfulRecord], holds: Iterable[Held]) -> Outlook:
    found = tuple(records)
    return Outlook(
        subject,
        tuple(_kept(one) for one in found if not one.open),
        tuple(_kept(one) for one in found if one.open),
        tuple(holds),
        found,
    )


def _kept(record: LawfulRecord) -> Kept:
    return Kept(record.what, record.why, record.cite, record.until)


def _of_hold(held: Held) -> Kept:
    what = _EVERYTHING if held.record is None else _ONE_RECORD
    return Kept(what, GROUND_WORDS[held.ground], "", held.until)


_EVERYTHING = Words("mọi thông tin đang được giữ lại", "everything that is held")
_ONE_RECORD = Words("một hồ sơ đang được giữ lại", "one record that is held")
