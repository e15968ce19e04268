"""Every message of every campaign, once each, and every contact there was: what the caps are counted by (II.2).

A message is `claimed` (chosen, nothing opened), then `handed` (its way out has begun), then it has an outcome. Who
dies in between leaves claims, which go back, and messages that were being handed over: those may have gone out, are
`uncertain`, and are never sent again by themselves. Ids only; an address leaves a keyed digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models

from giuloi.core.terms import Channel
from giuloi.promises.use.outreach.rules import DAY
from giuloi.records.audience import Sql
from giuloi.records.database import IDS, answering, dialect, durable, id_list, moment, rows, run, run_many
from giuloi.records.ids import new_id

TRIES = 3


class SendState(StrEnum):
    """How far one message is."""

    CLAIMED = "claimed"
    HANDED = "handed"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"
    LATER = "later"


class Send(models.Model):
    """One message of one campaign to one person: there is never a second."""

    id = models.BigAutoField(primary_key=True)
    campaign = models.ForeignKey("use.CampaignRow", models.CASCADE, related_name="+")
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    key = models.TextField(unique=True)
    state = models.TextField()
    why = models.TextField(default="")
    at = models.DateTimeField()
    again_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    provider_id = models.TextField(default="", db_index=True)
    became = models.TextField(default="")
    caller = models.BigIntegerField(null=True)  # the colleague who calls, where it is a call

    class Meta:
        db_table = "use_send"
        constraints = (
            models.UniqueConstraint(fields=["campaign", "subject"], name="use_send_once"),
            models.UniqueConstraint(
                fields=["caller"],
                condition=models.Q(state__in=["claimed", "handed"]),
                name="use_send_one_call_each",
            ),
        )
        indexes = (models.Index(fields=["campaign", "state"], name="use_send_state"),)


class Contact(models.Model):
    """Somebody was contacted, or is being: what counts in the next 24 hours, for whatever campaign it was."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+", db_index=False)
    channel = models.TextField()
    at = models.DateTimeField()
    key = models.TextField(unique=True)
    mark = models.BinaryField(null=True)

    class Meta:
        db_table = "use_contact"
        indexes = (
            models.Index(fields=["subject", "channel", "at"], name="use_contact_person"),
            models.Index(fields=["mark", "channel", "at"], name="use_contact_address"),
        )


class Suppression(models.Model):
    """A provider said that nothing arrives there: for good, or until a moment."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    channel = models.TextField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "use_suppression"
        constraints = (models.UniqueConstraint(fields=["subject", "channel"], name="use_suppression_once"),)


@dataclass(frozen=True, slots=True)
class Claim:
    """One message that is ours to send now. `key` is its own opaque id, the same however often it is tried."""

    subject: int
    key: str


@contextmanager
def alone() -> Iterator[None]:
    """A durable transaction in which nobody else claims anything: caps are counted across all campaigns.

    SQLite has one writer anyway; PostgreSQL takes a lock that goes with the transaction.
    """
    with durable():
        if dialect() == "postgresql":
            rows("SELECT pg_advisory_xact_lock(4711004)")
        yield


def claim(campaign: int, channel: Channel, people: Sequence[int], at: datetime) -> list[Claim]:
    """Claim these people's messages, and count the contact. Inside `alone`, with everything checked there."""
    keys = {subject: f"{new_id():x}" for subject in people}
    run_many(_CLAIM, [(campaign, subject, keys[subject], moment(at)) for subject in people])
    found = rows(
        f"SELECT subject_id, key FROM use_send WHERE campaign_id = %s AND state = 'claimed' AND subject_id IN ({IDS[dialect()]})",  # noqa: S608, E501
        (campaign, id_list(people)),
    )
    claims = [Claim(int(subject), str(key)) for subject, key in found]
    run_many(
        "INSERT INTO use_contact (subject_id, channel, at, key) VALUES (%s, %s, %s, %s)",
        [(one.subject, channel.value, moment(at), one.key) for one in claims],
    )
    return claims


def let_go(claims: Iterable[Claim]) -> None:
    """Certainly not sent: as if nobody had claimed it. Joins the caller's transaction."""
    keys = [(one.key,) for one in claims]
    run_many("DELETE FROM use_contact WHERE key = %s", keys)
    run_many("DELETE FROM use_send WHERE key = %s AND tries = 0", keys)
    run_many("UPDATE use_send SET state = 'later' WHERE key = %s", keys)


def ended(state: SendState, outcomes: Iterable[tuple[Claim, str]], at: datetime) -> None:
    """(claim, the provider's id or why) of messages that came to this; joins the caller's transaction.

    What was certainly not sent does not count as a contact.
    """
    told = list(outcomes)
    column = "provider_id" if state is SendState.SENT else "why"
    run_many(
        f"UPDATE use_send SET state = %s, at = %s, {column} = %s WHERE key = %s",  # noqa: S608 - one of two words
        [(state.value, moment(at), word, one.key) for one, word in told],
    )
    if state in (SendState.REFUSED, SendState.FAILED):
        run_many("DELETE FROM use_contact WHERE key = %s", [(one.key,) for one, _ in told])


def later(claims: Iterable[Claim], again_at: datetime, at: datetime) -> None:
    """Not taken for now: tried again under the same key, a few times. Joins the caller's transaction."""
    keys = [one.key for one in claims]
    run_many("DELETE FROM use_contact WHERE key = %s", [(key,) for key in keys])
    run_many(_LATER, [(TRIES, moment(again_at), moment(at), key) for key in keys])


def handed(marks: Mapping[str, bytes]) -> None:
    """From now on these (key → digest of the address) may go out. Joins the caller's transaction."""
    run_many("UPDATE use_send SET state = 'handed' WHERE key = %s", [(key,) for key in marks])
    run_many("UPDATE use_contact SET mark = %s WHERE key = %s", [(mark, key) for key, mark in marks.items()])


@answering()
def contacted(channel: Channel, marks: Iterable[bytes], at: datetime) -> dict[bytes, int]:
    """How often each of these addresses was contacted in the 24 hours before, whoever it belonged to."""
    found = Contact.objects.filter(mark__in=list(marks), channel=channel.value, at__gt=at - DAY)
    counted: dict[bytes, int] = {}
    for mark in found.values_list("mark", flat=True):
        counted[bytes(mark)] = counted.get(bytes(mark), 0) + 1
    return counted


@answering()
def recover(campaign: int, at: datetime) -> tuple[int, int]:
    """After a worker died: (claims that went back, messages nobody knows of). Only while no other works on it."""
    with alone():
        claims = [
            Claim(one.subject_id, one.key)
            for one in Send.objects.filter(campaign_id=campaign, state="claimed")
        ]
        let_go(claims)
        uncertain = run(
            "UPDATE use_send SET state = 'uncertain', at = %s, why = 'ended' "
            "WHERE campaign_id = %s AND state = 'handed'",
            (moment(at), campaign),
        )
    return len(claims), uncertain


@answering()
def suppress(subject: int, channel: Channel, until: datetime | None) -> None:
    """Nothing arrives there: until then, or (None) for good, which a later word does not shorten."""
    run(_SUPPRESS, (subject, channel.value, None if until is None else moment(until)))


@answering()
def counts(campaign: int) -> dict[tuple[SendState, str], int]:
    """(state, why) → how many messages."""
    found = rows(
        "SELECT state, CASE WHEN state = 'sent' THEN became ELSE why END, count(*) FROM use_send "
        "WHERE campaign_id = %s GROUP BY 1, 2",
        (campaign,),
    )
    return {(SendState(state), str(why)): int(count) for state, why, count in found}


@answering()
def lately(campaign: int, since: datetime) -> int:
    """How many went out since then."""
    return int(Send.objects.filter(campaign_id=campaign, state="sent", at__gte=since).count())


# About the row `s` of records_subject: who is out for what was sent before ------------------------------------


def already(campaign: int, at: datetime) -> Sql:
    """There is a message of this campaign to them, and none that waits to be tried again by now."""
    return (
        "EXISTS (SELECT 1 FROM use_send d WHERE d.campaign_id = %s AND d.subject_id = s.id"
        " AND NOT (d.state = 'later' AND d.again_at <= %s))",
        [campaign, moment(at)],
    )


def suppressed(channel: Channel, at: datetime) -> Sql:
    """A provider said that nothing arrives there."""
    return (
        "EXISTS (SELECT 1 FROM use_suppression b WHERE b.subject_id = s.id AND b.channel = %s"
        " AND (b.until IS NULL OR b.until > %s))",
        [channel.value, moment(at)],
    )


def capped(channel: Channel, per_day: int | None, at: datetime) -> Sql:
    """They were contacted this way as often as they may be, in the 24 hours before."""
    inside = "k.subject_id = s.id AND k.channel = %s AND k.at > %s"
    values = [channel.value, moment(at - DAY)]
    if per_day is None:
        return "FALSE", []
    if per_day == 1:
        return f"EXISTS (SELECT 1 FROM use_contact k WHERE {inside})", values  # noqa: S608 - constants
    return f"((SELECT count(*) FROM use_contact k WHERE {inside}) >= %s)", [*values, per_day]  # noqa: S608


@answering()
def next_free(channel: Channel, at: datetime) -> datetime | None:
    """When the first of those who were contacted in the last 24 hours may be contacted again."""
    oldest = Contact.objects.filter(channel=channel.value, at__gt=at - DAY).order_by("at")
    first = oldest.values_list("at", flat=True).first()
    return None if first is None else first + timedelta(hours=24)


_CLAIM = """
INSERT INTO use_send (campaign_id, subject_id, key, state, why, at, tries, provider_id, became)
VALUES (%s, %s, %s, 'claimed', '', %s, 0, '', '')
ON CONFLICT (campaign_id, subject_id) DO UPDATE SET state = 'claimed', at = excluded.at
WHERE use_send.state = 'later'
"""
_LATER = (
    "UPDATE use_send SET state = CASE WHEN tries + 1 < %s THEN 'later' ELSE 'failed' END, why = 'not_taken', "
    "tries = tries + 1, again_at = %s, at = %s WHERE key = %s"
)
_SUPPRESS = """
INSERT INTO use_suppression (subject_id, channel, until) VALUES (%s, %s, %s)
ON CONFLICT (subject_id, channel) DO UPDATE SET until = CASE
    WHEN use_suppression.until IS NULL THEN NULL WHEN excluded.until IS NULL THEN NULL
    WHEN excluded.until > use_suppression.until THEN excluded.until ELSE use_suppression.until END
"""
