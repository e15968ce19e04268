"""How far each transfer abroad is: how many days are left to file, or when it was filed, with what."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import NotATerm
from giuloi.promises.report.crossing.rows import Crossing
from giuloi.records import sealed_files
from giuloi.records.database import answering, durable

WITHIN = timedelta(
    days=60
)  # Law 91/2025 art. 20, 22; Decree 356/2025 art. 17-18, 20; small shops are not exempt
SOON = timedelta(days=14)  # from then on the overview says so
_FILE = "crossing"


@dataclass(frozen=True, slots=True)
class Dossier:
    """One party abroad. `days_left` is negative once the 60 days are over; it counts days of Viet Nam."""

    id: int
    party: str
    country: str
    first_at: datetime
    due_on: date
    days_left: int
    filed_on: date | None
    number: str
    ground: str
    paper_hash: str

    @property
    def who(self) -> Words:
        """The party as people call it."""
        kind, _, name = self.party.partition("/")
        if kind == "recipient":
            return Words(f"bên nhận {name}", f"recipient {name}")
        return Words(f"kênh gửi tin {name}", f"message provider {name}")

    @property
    def open(self) -> bool:
        """Still to be filed."""
        return self.filed_on is None

    @property
    def late(self) -> bool:
        """Not filed, and the days are over."""
        return self.open and self.days_left < 0

    @property
    def soon(self) -> bool:
        """Not filed, and the days are nearly over."""
        return self.open and 0 <= self.days_left <= SOON.days


@answering()
def dossiers(at: datetime) -> list[Dossier]:
    """Those that are to be filed first, by their day; then those that were."""
    found = [_seen(row, at) for row in Crossing.objects.defer("paper").order_by("first_at", "id")]
    return sorted(found, key=lambda one: (not one.open, one.due_on))


@answering()
def dossier(number: int, at: datetime) -> Dossier | None:
    """One of them."""
    row = Crossing.objects.defer("paper").filter(id=number).first()
    return None if row is None else _seen(row, at)


def file(
    crossing: int, filed_on: date, number: str, at: datetime, by: str, *, ground: str = "", paper: bytes = b""
) -> None:
    """Note that the dossier was handed in, or why none is owed (`ground`: the article that exempts).

    Raises NotATerm for a day before the first transfer or after today, for a dossier without its number or paper,
    and for one that was filed before: what was noted is not written over.
    """
    today = at.astimezone(VIETNAM).date()
    row = Crossing.objects.defer("paper").filter(id=crossing).first()
    if row is None:
        raise NotATerm(f"there is no transfer abroad of number {crossing}")
    if not row.first_at.astimezone(VIETNAM).date() <= filed_on <= today:
        raise NotATerm("the day lies between the first transfer and today")
    if not ground and not (number.strip() and paper):
        raise NotATerm("a dossier has the number it was received under, and the paper that was handed in")
    sealed = sealed_files.seal_paper(_FILE, crossing, paper) if paper else None
    with durable():
        done = Crossing.objects.filter(id=crossing, filed_on=None).update(
            filed_on=filed_on,
            number=number.strip(),
            ground=ground.strip(),
            paper=sealed,
            paper_hash=hashlib.sha256(paper).digest() if paper else b"",
            filed_by=by,
            filed_at=at,
        )
    if not done:
        raise NotATerm("this one was filed before")


@answering()
def paper_of(crossing: int) -> bytes | None:
    """What was handed in, as it was given. Raises Undecryptable if it was altered."""
    sealed = Crossing.objects.filter(id=crossing).values_list("paper", flat=True).first()
    return None if sealed is None else sealed_files.open_paper(_FILE, crossing, bytes(sealed))


def _seen(row: Crossing, at: datetime) -> Dossier:
    due = (row.first_at.astimezone(VIETNAM) + WITHIN).date()
    left = (due - at.astimezone(VIETNAM).date()).days
    return Dossier(
        *(row.id, row.party, row.country, row.first_at, due, left, row.filed_on, row.number, row.ground),
        bytes(row.paper_hash).hex(),
    )
