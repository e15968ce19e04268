"""Legal holds: why something that is over is kept all the same, who said so, and until when (IV.1).

A hold keeps from erasing; it opens nothing. It names a person and may narrow to one record of theirs. The ground is
one word of a list, so that nothing about anybody stands in clear; the document it rests on is named by a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.crypto.primitives import random_id
from giuloi.records.database import answering, joined
from giuloi.records.vault import VaultRow

LONGEST = timedelta(days=3 * 366)  # what lasts longer is placed anew, so that somebody looks at it again


class Ground(StrEnum):
    """Why something is held."""

    DISPUTE = "dispute"
    COURT = "court"
    AUTHORITY = "authority"
    TAX = "tax"
    CLAIM = "claim"


GROUND_WORDS: Mapping[Ground, Words] = MappingProxyType(
    {
        Ground.DISPUTE: Words("đang tranh chấp với khách", "a dispute with the customer is open"),
        Ground.COURT: Words("tòa án yêu cầu giữ", "a court asked for it to be kept"),
        Ground.AUTHORITY: Words("cơ quan có thẩm quyền yêu cầu giữ", "an authority asked for it to be kept"),
        Ground.TAX: Words("đang thanh tra thuế", "a tax inspection is under way"),
        Ground.CLAIM: Words("đang bảo hành hoặc bồi thường", "a warranty or damage claim is open"),
    }
)


class Hold(models.Model):
    """One hold. `record_id` is null where it holds everything of the person; `until` is never open-ended."""

    id = models.BigIntegerField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    record_id = models.BigIntegerField(null=True)
    ground = models.TextField()
    document = models.TextField(default="")
    placed_by = models.TextField()
    placed_at = models.DateTimeField()
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(default="")

    class Meta:
        db_table = "records_hold"
        indexes = (models.Index(fields=["subject", "until"], name="records_hold_subject"),)


@dataclass(frozen=True, slots=True)
class Held:
    """One hold that stands."""

    id: int
    subject: int
    record: int | None
    ground: Ground
    until: datetime


# About the row `s` of a person and the time %s: rendered into set-based statements of who may be erased.
STANDING = "h.lifted_at IS NULL AND h.until > %s"


def place_hold(
    subject: int,
    ground: Ground,
    until: datetime,
    at: datetime,
    actor: str,
    *,
    record: int | None = None,
    document: str = "",
) -> int:
    """Hold what is kept of a person, or one record of it; returns the hold's id. Joins the caller's transaction."""
    with joined():
        hold = Hold(
            id=random_id(),
            subject_id=subject,
            record_id=record,
            ground=ground.value,
            document=document,
            placed_by=actor,
            placed_at=at,
            until=until,
        )
        hold.save(force_insert=True)
    return int(hold.id)


@answering()
def kept_under(subject: int, record: int) -> bool:
    """Whether anything of theirs is kept under this record: a hold on anything else would hold nothing."""
    return VaultRow.objects.filter(subject_id=subject, record_id=record).exists()


def lift_hold(hold: int, at: datetime, actor: str) -> bool:
    """End a hold before its time; False if it was lifted, or never was."""
    return bool(Hold.objects.filter(id=hold, lifted_at=None).update(lifted_at=at, lifted_by=actor))


@answering()
def holds_on(subjects: Iterable[int], at: datetime) -> dict[int, list[Held]]:
    """subject → the holds that stand at `at`; who is held by none is absent."""
    found: dict[int, list[Held]] = {}
    standing = Hold.objects.filter(subject_id__in=list(subjects), lifted_at=None, until__gt=at)
    for row in standing.order_by("until", "id"):
        held = Held(row.id, row.subject_id, row.record_id, Ground(row.ground), row.until)
        found.setdefault(held.subject, []).append(held)
    return found


@answering()
def standing_holds(at: datetime) -> list[Held]:
    """Every hold that stands at `at`, by when it ends."""
    standing = Hold.objects.filter(lifted_at=None, until__gt=at).order_by("until", "id")
    return [Held(row.id, row.subject_id, row.record_id, Ground(row.ground), row.until) for row in standing]


@answering()
def noted_holds(at: datetime, most: int = 200) -> tuple[list[Hold], list[Hold]]:
    """(those that stand, the one that ends first before the others; those that are over, the newest first)."""
    stand = Hold.objects.filter(lifted_at=None, until__gt=at).order_by("until", "id")[:most]
    over = Hold.objects.exclude(lifted_at=None, until__gt=at).order_by("-placed_at", "-id")[:most]
    return list(stand), list(over)
