"""A campaign: one purpose, one channel, some words, whom it could be for, and how far it is.

draft → approved (somebody saw it as its readers will) → running ⇄ paused → stopped or done. Its case is open exactly
while it runs: at any other time nobody opens anything for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.terms import CaseKind, Channel, GiuloiError
from giuloi.promises.use.outreach.drafts import Draft, Kind, NotNow, check, fingerprint, is_theirs
from giuloi.records.candidates import Wanted
from giuloi.records.cases import close_case, open_case
from giuloi.records.database import answering, joined
from giuloi.records.ids import new_id

ROLE = "marketing"


class State(StrEnum):
    """How far it is."""

    DRAFT = "draft"
    APPROVED = "approved"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class CampaignRow(models.Model):
    """One campaign; nothing of it is about anybody in particular. `cursor` is how far this pass has come."""

    id = models.BigIntegerField(primary_key=True)
    name = models.TextField()
    kind = models.TextField()
    purpose = models.TextField()
    channel = models.TextField()
    words = models.JSONField()
    audience = models.JSONField()
    per_minute = models.IntegerField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    state = models.TextField()
    why = models.TextField(default="")
    made_by = models.BigIntegerField()
    approved_by = models.BigIntegerField(null=True)
    started_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    case = models.ForeignKey("records.Case", models.PROTECT, related_name="+", null=True)
    cursor = models.BigIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    expected = models.BigIntegerField(default=0)

    class Meta:
        db_table = "use_campaign"


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign as it stands. `why` says in a word what paused or stopped it ("" for somebody's own wish)."""

    id: int
    draft: Draft
    state: State
    why: str
    case: int | None
    cursor: int
    next_at: datetime | None
    expected: int
    made_by: int
    approved_by: int | None
    started_by: int | None
    started_at: datetime | None
    ended_at: datetime | None


@answering()
def make(draft: Draft, staff: int, at: datetime) -> int:
    """A new draft; returns its id. Raises as `check` does, and NotNow for somebody of another role."""
    check(draft)
    is_theirs(staff, draft.purpose)
    campaign = new_id()
    CampaignRow.objects.create(
        id=campaign, state=State.DRAFT.value, made_by=staff, made_at=at, **draft.plain()
    )
    return campaign


@answering()
def change(campaign: int, draft: Draft, staff: int) -> None:
    """Other words or another audience; what was approved must be approved again. Not once it has begun."""
    check(draft)
    is_theirs(staff, draft.purpose)
    before = CampaignRow.objects.filter(id=campaign, state__in=[State.DRAFT, State.APPROVED])
    if not before.update(state=State.DRAFT.value, approved_by=None, **draft.plain()):
        raise NotNow(_BEGUN)


def approve(campaign: int, staff: int, seen: str) -> None:
    """Somebody looked at it as it will be read: `seen` is the fingerprint that the preview showed."""
    found = find(campaign)
    if seen != fingerprint(found.draft):
        raise NotNow(_NOT_SEEN)
    is_theirs(staff, found.draft.purpose)
    _move(campaign, (State.DRAFT,), State.APPROVED, approved_by=staff)


def start(campaign: int, staff: int, at: datetime, expected: int) -> None:
    """Begin, with its case; `expected` is how many the dry run said may be written to."""
    found = find(campaign)
    check(found.draft)
    is_theirs(staff, found.draft.purpose)
    with joined():
        _move(
            campaign, (State.APPROVED,), State.RUNNING, started_by=staff, started_at=at, expected=expected,
            case_id=open_case(CaseKind.CAMPAIGN, at, role=ROLE),
        )  # fmt: skip


def resume(campaign: int, staff: int, at: datetime) -> None:
    """Go on after a pause, with a new case."""
    is_theirs(staff, find(campaign).draft.purpose)
    with joined():
        case = open_case(CaseKind.CAMPAIGN, at, role=ROLE)
        _move(
            campaign,
            (State.PAUSED,),
            State.RUNNING,
            started_by=staff,
            case_id=case,
            why="",
            next_at=None,
            cursor=0,
        )


def pause(campaign: int, at: datetime, why: str = "") -> None:
    """Nothing more is begun from now on; what is being handed over ends."""
    _end(campaign, (State.RUNNING,), State.PAUSED, at, why)


def stop(campaign: int, at: datetime) -> None:
    """For good."""
    _end(campaign, (State.DRAFT, State.APPROVED, State.RUNNING, State.PAUSED), State.STOPPED, at, ended_at=at)


def finish(campaign: int, at: datetime) -> None:
    """Everybody who may be written to was."""
    _end(campaign, (State.RUNNING,), State.DONE, at, ended_at=at)


def _end(
    campaign: int, before: tuple[State, ...], after: State, at: datetime, why: str = "", **more: Any
) -> None:
    with joined():
        case = find(campaign).case
        _move(campaign, before, after, why=why, case_id=None, **more)
        if case is not None:
            close_case(case, at)


@answering()
def _move(campaign: int, before: tuple[State, ...], after: State, **more: Any) -> None:
    if not CampaignRow.objects.filter(id=campaign, state__in=before).update(state=after.value, **more):
        raise NotNow(_ELSEWHERE)


class Unknown(GiuloiError):
    """There is no such campaign."""


@answering()
def find(campaign: int) -> Campaign:
    """One campaign. Raises Unknown."""
    row = CampaignRow.objects.filter(id=campaign).first()
    if row is None:
        raise Unknown(f"there is no campaign {campaign}")
    return _read(row)


@answering()
def every(*states: State) -> list[Campaign]:
    """All campaigns, or those in these states; the newest first."""
    rows = CampaignRow.objects.order_by("-made_at", "id")
    return [_read(row) for row in (rows.filter(state__in=states) if states else rows)]


def _read(row: CampaignRow) -> Campaign:
    draft = Draft(
        row.name,
        row.purpose,
        Channel(row.channel),
        Words(*row.words["subject"]),
        Words(*row.words["text"]),
        Wanted.of(row.audience),
        Kind(row.kind),
        row.per_minute,
        row.starts_at,
        row.ends_at,
    )
    return Campaign(
        row.id, draft, State(row.state), row.why, row.case_id, row.cursor, row.next_at, row.expected,
        row.made_by, row.approved_by, row.started_by, row.started_at, row.ended_at,
    )  # fmt: skip


@answering()
def came_to(campaign: int, cursor: int, next_at: datetime | None) -> None:
    """How far this pass has come; `next_at` when another one is worth trying. Joins the caller's transaction."""
    CampaignRow.objects.filter(id=campaign).update(cursor=cursor, next_at=next_at)


_BEGUN = Words(
    "Chiến dịch đã bắt đầu: không sửa được nữa.", "The campaign has begun: it cannot be changed any more."
)
_NOT_SEEN = Words(
    "Bản này khác bản vừa xem trước: hãy xem lại rồi duyệt.",
    "This is not what the preview showed: look at it again, then approve.",
)
_ELSEWHERE = Words(
    "Chiến dịch đang ở trạng thái khác: hãy tải lại trang.",
    "The campaign is in another state by now: load the page again.",
)
