"""One case of care: whose it is, the order it is about, and the opaque word by which an answer finds back to it.

The case by which the gate opens is records/cases.py's; this row only knows what care needs beside it. Closing it
there shuts everything that was written and attached here.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from types import MappingProxyType

from django.conf import settings
from django.db import models

from giuloi.core.terms import CaseKind, NotATerm
from giuloi.promises.use.cases.language import LANGUAGES, language_of
from giuloi.records.cases import ITS_WORDS, Case, close_case, cover, open_case
from giuloi.records.database import answering
from giuloi.records.ids import new_id

TOKEN_BYTES = 10  # 80 random bits: nobody guesses somebody else's case
PURPOSES: Mapping[CaseKind, str] = MappingProxyType({CaseKind.CARE: "care", CaseKind.REQUEST: "rights"})


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
    """One case as it stands; `order` is None when it is about none. `token` is "" until something is written in it.

    A complaint or a data right is a case of the kind REQUEST: it is answered without any consent (VI.6).
    """

    id: int
    subject: int
    order: int | None
    token: str
    language: str
    kind: CaseKind
    opened_at: datetime
    closed_at: datetime | None

    @property
    def purpose(self) -> str:
        """What it is opened for: "care", or "rights" for what rests on no consent."""
        return PURPOSES[self.kind]

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
    adopt(case, language, order)
    return case


@answering()
def adopt(case: int, language: str = "", order: int | None = None) -> CareCase:
    """The case with its token, which it is given if it has none yet; `order` is what it is about, covered beside.

    Joins the caller's transaction.

    Raises NotATerm for a case that is neither of care nor a request of one person.
    """
    found = care_case(case)
    if found is None:
        raise NotATerm("there is no such care case")
    if found.token:
        return found
    language = language if language in LANGUAGES else found.language
    given = {
        "subject_id": found.subject,
        "token": secrets.token_hex(TOKEN_BYTES),
        "language": language,
        "order_id": order,
    }
    row, _ = CareRow.objects.get_or_create(case_id=case, defaults=given)
    return replace(found, token=row.token, language=row.language, order=found.order or row.order_id)


@answering()
def care_case(case: int) -> CareCase | None:
    """One case of care or request, open or closed; None when there is none."""
    found = Case.objects.filter(
        id=case, kind__in=[one.value for one in PURPOSES], subject__isnull=False
    ).first()
    return None if found is None else _care(found, CareRow.objects.filter(case_id=case).first())


@answering()
def case_of_token(token: str) -> CareCase | None:
    """The case that an answer belongs to; the token as it stands in the address, in any case of letters."""
    row = CareRow.objects.filter(token=token.strip().lower()).select_related("case").first()
    return None if row is None else _care(row.case, row)


@answering()
def care_cases_of(subject: int) -> list[CareCase]:
    """Somebody's care cases, newest first."""
    kinds = [one.value for one in PURPOSES]
    found = Case.objects.filter(subject_id=subject, kind__in=kinds).order_by("-opened_at", "id")
    rows = {row.case_id: row for row in CareRow.objects.filter(subject_id=subject)}
    return [_care(one, rows.get(one.id)) for one in found]


def reply_address(case: CareCase) -> str:
    """Where answers go to, at the address the shop writes from: "tiem+3f…@example.vn" (RFC 5233)."""
    local, _, domain = parseaddr(settings.GIULOI_MAIL_FROM)[1].lower().rpartition("@")
    return f"{local}+{case.token}@{domain}"


def close(case: int, at: datetime) -> bool:
    """Close it: from now on nobody of the shop opens anything of it. False if it was not open."""
    return close_case(case, at)


def _care(case: Case, row: CareRow | None) -> CareCase:
    return CareCase(
        id=case.id,
        subject=case.subject_id,
        order=_order_of(case, row),
        token=row.token if row else "",
        language=row.language if row else language_of(case.subject_id),
        kind=CaseKind(case.kind),
        opened_at=case.opened_at,
        closed_at=case.closed_at,
    )


def _order_of(case: Case, row: CareRow | None) -> int | None:
    """The order it is about: named here, or as the case's own record where that is not the case itself."""
    if row is not None and row.order_id is not None:
        return row.order_id
    return case.record_id if case.record_id not in (None, case.id, ITS_WORDS) else None
