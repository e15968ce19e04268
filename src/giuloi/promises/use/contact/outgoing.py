"""What is to be sent: durable rows of ids, claimed by compare-and-set, so that nothing is lost or sent twice.

::

    queued ──claim──> claimed ──hand in──> sending ──> sent
      ^                 │                     ├──> queued      (certainly not taken: tried again later)
      └── left behind ──┘                     ├──> failed      (never will be: a person is told)
                                              └──> uncertain   (perhaps taken: a person decides)

A process that dies while `claimed` gave nothing away yet: the row is queued again. One that dies while `sending`
may have handed the message in: it becomes `uncertain`, and is never sent again by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel
from giuloi.promises.use.channels.message import NotDelivered, NotReady, Permanent, Transient
from giuloi.records.database import answering
from giuloi.records.ids import new_id

_MINUTE = 60
PAUSES = (30, 2 * _MINUTE, 10 * _MINUTE, 30 * _MINUTE, *(3600 * hours for hours in (1, 2, 4, 8, 8)))
LEFT_BEHIND = timedelta(minutes=5)  # longer than any talk with a provider takes


class State(StrEnum):
    """How far a message is."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"  # by the gate: its case closed, its consent withdrawn, its person frozen


STATE_WORDS = {
    State.QUEUED: Words("chờ gửi", "waiting"),
    State.CLAIMED: Words("đang gửi", "being sent"),
    State.SENDING: Words("đang gửi", "being sent"),
    State.SENT: Words("đã gửi", "sent"),
    State.FAILED: Words("không gửi được", "not sent"),
    State.UNCERTAIN: Words("chưa rõ đã tới hay chưa", "perhaps sent, perhaps not"),
    State.REFUSED: Words("chính sách không cho gửi", "the policy does not allow it"),
}


class Outgoing(models.Model):
    """One message on its way. No address and no text: those are opened for the moment of sending.

    `path` is the code path whose holding sends a notice, "" for a reply, which goes by the holding of `staff`.
    `about` are the opaque ids and times a notice names. `reason` is why it did not go, without to whom.
    """

    id = models.BigIntegerField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    case = models.ForeignKey("records.Case", models.CASCADE, related_name="+", null=True)
    message = models.BigIntegerField(null=True, unique=True)
    staff_id = models.BigIntegerField(null=True)
    path = models.TextField(default="")
    kind = models.TextField(default="")
    about = models.JSONField(default=dict)
    language = models.TextField()
    channel = models.TextField()
    state = models.TextField(default=State.QUEUED.value)
    attempts = models.IntegerField(default=0)
    tries = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    provider = models.TextField(default="")
    provider_id = models.TextField(default="")
    reason = models.TextField(default="")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "use_outgoing"
        indexes = (
            models.Index(fields=["state", "due_at"], name="use_outgoing_due"),
            models.Index(fields=["case"], name="use_outgoing_case"),
            models.Index(fields=["subject", "made_at"], name="use_outgoing_subject"),
            models.Index(fields=["provider_id"], name="use_outgoing_receipt"),
        )

    @property
    def key(self) -> str:
        """Our own opaque id of it, which the provider gets: one message stays one."""
        return f"{self.id:x}"


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that is ours to send, and its fence: whoever comes later with an older number changes nothing."""

    row: Outgoing
    fence: int


@answering()
def queue(row: Outgoing) -> int:
    """Put a message in line, in the caller's transaction; returns its id."""
    row.id = row.id or new_id()
    row.save(force_insert=True)
    return row.id


@answering()
def channels_due(at: datetime) -> list[Channel]:
    """By which channels something is due."""
    waiting = Outgoing.objects.filter(state=State.QUEUED, due_at__lte=at)
    return sorted(Channel(one) for one in set(waiting.values_list("channel", flat=True)))


@answering()
def claim_next(at: datetime, channel: Channel) -> Claim | None:
    """The next one that is due on this channel, ours from now on; None when nothing is."""
    waiting = Outgoing.objects.filter(state=State.QUEUED, due_at__lte=at, channel=channel)
    for row in waiting.order_by("due_at", "made_at", "id")[:20]:
        claim = Claim(row, row.attempts + 1)
        taken = {"state": State.CLAIMED.value, "attempts": claim.fence, "claimed_at": at}
        if Outgoing.objects.filter(id=row.id, state=State.QUEUED, attempts=row.attempts).update(**taken):
            return claim
    return None


@answering()
def hand_in(claim: Claim, provider: str) -> bool:
    """From here on the provider may have it. False when the row is no longer ours: then nothing may be sent."""
    return _moved(claim, (State.CLAIMED,), state=State.SENDING.value, provider=provider)


@answering()
def sent(claim: Claim, provider_id: str, at: datetime) -> bool:
    """The provider took it; also when the row was given up for uncertain in the meantime."""
    done = {"state": State.SENT.value, "provider_id": provider_id, "ended_at": at, "reason": ""}
    return _moved(claim, (State.SENDING, State.UNCERTAIN), **done)


@answering()
def refused(claim: Claim, reason: str, at: datetime) -> bool:
    """The gate said no, or there is nothing to send it to: nothing was sent and nothing will be."""
    return _moved(claim, (State.CLAIMED,), state=State.REFUSED.value, reason=reason, ended_at=at)


@answering()
def not_delivered(claim: Claim, error: NotDelivered, at: datetime) -> bool:
    """What the provider's answer makes of it. An error nobody classified counts as perhaps taken."""
    held = (State.CLAIMED, State.SENDING)
    if isinstance(error, Transient | NotReady) and claim.row.tries < len(PAUSES):
        again = at + timedelta(seconds=PAUSES[claim.row.tries])
        later = {"state": State.QUEUED.value, "due_at": again, "tries": claim.row.tries + 1}
        return _moved(claim, held, **later, reason=error.reason)
    ended = State.FAILED if isinstance(error, Transient | NotReady | Permanent) else State.UNCERTAIN
    return _moved(claim, held, state=ended.value, reason=error.reason, ended_at=at)


@answering()
def pick_up(at: datetime) -> int:
    """What a process left behind: queued again if nothing was given away, else uncertain. Returns how many."""
    old = Outgoing.objects.filter(claimed_at__lt=at - LEFT_BEHIND)
    again = old.filter(state=State.CLAIMED).update(state=State.QUEUED, due_at=at)
    lost = {"state": State.UNCERTAIN.value, "reason": "the sender ended before the answer", "ended_at": at}
    return again + old.filter(state=State.SENDING).update(**lost)


@answering()
def send_again(row: int, at: datetime) -> bool:
    """A person decided that it goes once more, under the same key. False for one that was sent or is on its way."""
    given_up = Outgoing.objects.filter(id=row, state__in=(State.UNCERTAIN, State.FAILED))
    return bool(given_up.update(state=State.QUEUED, due_at=at, tries=0, reason="", ended_at=None))


@answering()
def arrived(row: int, at: datetime) -> bool:
    """A person learned that an uncertain one arrived."""
    uncertain = Outgoing.objects.filter(id=row, state=State.UNCERTAIN)
    return bool(uncertain.update(state=State.SENT, reason="", ended_at=at))


@answering()
def outgoing(row: int) -> Outgoing | None:
    """One row; None when there is none."""
    return Outgoing.objects.filter(id=row).first()


@answering()
def of_case(case: int) -> dict[int, Outgoing]:
    """Message → how far it is, for every reply under a case."""
    return {row.message: row for row in Outgoing.objects.filter(case_id=case) if row.message is not None}


@answering()
def contacts_of(subject: int, most: int = 50) -> list[Outgoing]:
    """Every message to one person, newest first: their contact history."""
    return list(Outgoing.objects.filter(subject_id=subject).order_by("-made_at", "id")[:most])


def _moved(claim: Claim, held: tuple[State, ...], **into: Any) -> bool:
    ours = Outgoing.objects.filter(id=claim.row.id, attempts=claim.fence, state__in=held)
    return bool(ours.update(**into))
