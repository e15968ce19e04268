"""Why somebody may look: an order, a care case, a request, a campaign, an authority's file, an incident.

A purpose that `needs` a case is open only while one covers the person, and only to those it is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.core.crypto.primitives import random_id
from giuloi.core.terms import CaseKind, NotATerm, Standing
from giuloi.records.database import IDS, answering, dialect, id_list, moment, rows, run

ABOUT_MANY = (CaseKind.CAMPAIGN, CaseKind.INCIDENT)  # any other case without a subject would open everybody
ITS_WORDS = -1  # the record of a case that opens what was written under it and nothing else of the person


class Case(models.Model):
    """One case. Without a subject it covers everybody (a campaign); `record` is the order it is about.

    `role` limits it to one role ("" leaves that to the policy), `staff` to one person of the shop.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+", null=True)
    record_id = models.BigIntegerField(null=True)
    policy = models.ForeignKey("records.PublishedPolicy", models.PROTECT, related_name="+", null=True)
    role = models.TextField(default="")
    staff_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_case"
        indexes = (models.Index(fields=["record_id"], name="records_case_record"),)


class CaseRecord(models.Model):
    """One more record that a case covers beside its own: a message or an attached file (records/vault.py)."""

    pk = models.CompositePrimaryKey("case_id", "record_id")
    case = models.ForeignKey("records.Case", models.CASCADE, related_name="+")
    record_id = models.BigIntegerField()

    class Meta:
        db_table = "records_caserecord"


@dataclass(frozen=True, slots=True)
class Found:
    """What is looked up of a case: whom it is about (None for many), the order, and since when it is open."""

    id: int
    kind: CaseKind
    subject: int | None
    record: int | None
    opened_at: datetime


@answering()
def open_case(
    kind: CaseKind,
    at: datetime,
    *,
    subject: int | None = None,
    record: int | None = None,
    policy_id: int | None = None,
    role: str = "",
    staff: int | None = None,
    case: int | None = None,
) -> int:
    """Open a case and return its id. `policy_id` is the version the case's record is judged by.

    `case` is its id, if the caller drew one before: a case about one question and no order has its own id for its
    record, so that what it opens of the person is that question and no order of theirs. Raises NotATerm for a case
    about nobody in particular, unless it is of a kind that is about many.
    """
    if subject is None and kind not in ABOUT_MANY:
        raise NotATerm(f"a case of the kind {kind.value!r} is about one person: say whom")
    case = random_id() if case is None else case
    Case.objects.create(
        id=case,
        kind=kind.value,
        subject_id=subject,
        record_id=record,
        policy_id=policy_id,
        role=role,
        staff_id=staff,
        opened_at=at,
    )
    return case


@answering()
def cover(case: int, record: int) -> None:
    """From now on the case also covers this record. Joins the caller's transaction."""
    CaseRecord.objects.create(case_id=case, record_id=record)


def widen(case: int, record: int | None) -> bool:
    """A case that opened its own words only is from now on about this record, None for all of the person.

    False if it was not narrow. Joins the caller's transaction.
    """
    return bool(Case.objects.filter(id=case, record_id=ITS_WORDS).update(record_id=record))


@answering()
def is_narrow(case: int) -> bool:
    """Whether it opens its own words only."""
    return Case.objects.filter(id=case, record_id=ITS_WORDS).exists()


def covered(case: int) -> list[int]:
    """The records that a case covers beside its own."""
    return [
        record for (record,) in rows("SELECT record_id FROM records_caserecord WHERE case_id = %s", (case,))
    ]


def still_open(wanted: Iterable[int]) -> set[int]:
    """Those of these cases that are open now."""
    ids = id_list(sorted(set(wanted)))
    found = rows(
        f"SELECT id FROM records_case WHERE closed_at IS NULL AND id IN ({IDS[dialect()]})",  # noqa: S608 - a constant
        (ids,),
    )
    return {case for (case,) in found}


@answering()
def find_case(case: int) -> Found | None:
    """One case, open or closed; None when there is none."""
    return next(map(_found, Case.objects.filter(id=case)), None)


@answering()
def open_cases_of(subject: int) -> list[Found]:
    """The open cases about one person, oldest first."""
    return [
        _found(case)
        for case in Case.objects.filter(subject_id=subject, closed_at=None).order_by("opened_at", "id")
    ]


@answering()
def open_orders(most: int) -> tuple[list[Found], int]:
    """The newest order cases that are open, at most so many; and how many there are in all."""
    held = Case.objects.filter(kind=CaseKind.ORDER, closed_at=None).order_by("-opened_at", "id")
    return [_found(case) for case in held[:most]], held.count()


def guests_with_open_orders() -> int:
    """How many guests have an order that is still open."""
    [(count,)] = rows(_GUESTS, (CaseKind.ORDER.value, Standing.GUEST.value))
    return int(count)


def _found(case: Case) -> Found:
    return Found(case.id, CaseKind(case.kind), case.subject_id, case.record_id, case.opened_at)


def take_case(case: int, staff: int, role: str) -> bool:
    """From the next statement on only this member of staff, in this role, works on the case; False if it is closed.

    Whoever had it before has it no more: two never pack one parcel. Joins the caller's transaction.
    """
    return run(_TAKE, (staff, role, case)) == 1


def give_back(case: int, staff: int) -> bool:
    """The case is again for everybody whom the policy names; False if it was not theirs, or is closed."""
    return run(_GIVE_BACK, (case, staff)) == 1


_GUESTS = """
SELECT count(DISTINCT k.subject_id) FROM records_case k JOIN records_subject s ON s.id = k.subject_id
WHERE k.kind = %s AND k.closed_at IS NULL AND s.standing = %s
"""
_TAKE = "UPDATE records_case SET staff_id = %s, role = %s WHERE id = %s AND closed_at IS NULL"
_GIVE_BACK = (
    "UPDATE records_case SET staff_id = NULL, role = '' WHERE id = %s AND staff_id = %s AND closed_at IS NULL"
)


def close_case(case: int, at: datetime) -> bool:
    """Close a case; False if it was not open.

    Nothing is decided on it from the next statement on, and a reveal under way looks once more just before it
    asks for keys: only one that has looked already still opens.
    """
    return (
        run("UPDATE records_case SET closed_at = %s WHERE id = %s AND closed_at IS NULL", (moment(at), case))
        == 1
    )


def close_cases_of(record: int, at: datetime) -> int:
    """Close every open case about one record (an order); returns how many."""
    return run(
        "UPDATE records_case SET closed_at = %s WHERE record_id = %s AND closed_at IS NULL",
        (moment(at), record),
    )


def close_left(kind: CaseKind, before: datetime, at: datetime) -> int:
    """Close what of this kind was opened before then and is still open: a crash left it. Returns how many."""
    return run(
        "UPDATE records_case SET closed_at = %s WHERE kind = %s AND opened_at < %s AND closed_at IS NULL",
        (moment(at), kind.value, moment(before)),
    )
