"""One care case: whose it is, the order it is about, and the opaque word by which an answer finds back to it.

The case by which the gate opens is records/cases.py's; this row only knows what care needs beside it. Closing it
there shuts everything that was written and attached here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.core.terms import CaseKind
from giuloi.promises.use.cases.language import LANGUAGES, language_of
from giuloi.records.cases import Case, close_case, cover, open_case
from giuloi.records.database import answering
from giuloi.records.ids import new_id

TOKEN_BYTES = 10  # 80 random bits: nobody guesses somebody else's case
PREFIX = "care+"  # of the address that answers go to


class CareRow(models.Model):
    """What care knows of a case. `token` stands in the Reply-To of every letter and says nothing by itself."""

    case = models.OneToOneField("records.Case", models.CASCADE, related_name="+", primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    order_id = models.BigIntegerField(null=True)
    token = models.TextField(unique=True)
    language = models.TextField()

    class Meta:
        db_table = "use_care"


@dataclass(frozen=True, slots=True)
class CareCase:
    """One care case as it stands; `order` is None when it is about none."""

    id: int
    subject: int
    order: int | None
    token: str
    language: str
    opened_at: datetime
    closed_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether anything of it may be opened."""
        return self.closed_at is None


@answering()
def begin(subject: int, at: datetime, *, order: int | None = None, language: str = "") -> int:
    """Open a care case in the caller's transaction; returns its id.

    Its record is its own id, so that it opens the person's contact and what is written under it; an order it is
    about is covered beside, and no other of theirs. It outlives that order: a warranty begins when the order closes.
    """
    case = new_id()
    open_case(CaseKind.CARE, at, subject=subject, record=case, case=case)
    if order is not None:
        cover(case, order)
    CareRow.objects.create(
        case_id=case,
        subject_id=subject,
        order_id=order,
        token=secrets.token_hex(TOKEN_BYTES),
        language=language if language in LANGUAGES else language_of(subject),
    )
    return case


@answering()
def care_case(case: int) -> CareCase | None:
    """One case, open or closed; None when there is none."""
    return _found(CareRow.objects.filter(case_id=case))


@answering()
def case_of_token(token: str) -> CareCase | None:
    """The case that an answer belongs to; the token as it stands in the address, in any case of letters."""
    return _found(CareRow.objects.filter(token=token.strip().lower()))


@answering()
def care_cases_of(subject: int) -> list[CareCase]:
    """Somebody's care cases, newest first."""
    found = CareRow.objects.filter(subject_id=subject).select_related("case").order_by("-case__opened_at")
    return [_care(row) for row in found]


def reply_address(case: CareCase) -> str:
    """The local part of the address that answers go to: "care+3f…"."""
    return f"{PREFIX}{case.token}"


def close(case: int, at: datetime) -> bool:
    """Close it: from now on nobody of the shop opens anything of it. False if it was not open."""
    return close_case(case, at)


def _found(rows: models.QuerySet[CareRow]) -> CareCase | None:
    return next((_care(row) for row in rows.select_related("case")), None)


def _care(row: CareRow) -> CareCase:
    case: Case = row.case
    return CareCase(
        case.id, row.subject_id, row.order_id, row.token, row.language, case.opened_at, case.closed_at
    )
