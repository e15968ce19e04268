"""Telling: one row a ground and person, and with it one message in line, in the transaction of whoever says so.

The row is the ground: without an order, request, version or incident there is nothing to tell, and what was told
once is not told again, however often it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.core.deadline import next_allowed
from giuloi.core.fields import FIELD
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel, NotATerm, SubjectState
from giuloi.promises.use.advertising import refuse_advertising
from giuloi.promises.use.cases.language import language_of
from giuloi.promises.use.channels.adapter import adapter_of
from giuloi.promises.use.channels.message import NotReady
from giuloi.promises.use.contact.outgoing import Outgoing, queue
from giuloi.promises.use.contact.ways import FIELD_OF
from giuloi.promises.use.notices.texts import Notice, path_of, slots_of, text_of
from giuloi.records.credentials import CODE_PATHS
from giuloi.records.database import answering, moment, run
from giuloi.records.published import by_id
from giuloi.records.subjects import standing_of
from giuloi.records.vault import PERSON, fields_held

ORDER_OF_WAYS = (Channel.EMAIL, Channel.SMS, Channel.ZALO)
# No law says so of notices; a telephone that rings at night is no service. What cannot wait is a recall.
AWAKE = ("07:00", "22:00")
RINGS = (Channel.SMS, Channel.ZALO)
AT_ANY_HOUR = frozenset(
    {Notice.RECALL, Notice.INCIDENT, Notice.ERASURE_BEGINS}
)  # by the morning it would be too late


class NoticeRow(models.Model):
    """One notice: what it is grounded in, to whom, and the message that carries it (None: no way to reach them)."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    ground = models.BigIntegerField()
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    outgoing = models.ForeignKey("use.Outgoing", models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "use_notice"
        constraints = (models.UniqueConstraint(fields=["kind", "ground", "subject"], name="use_notice_once"),)


@dataclass(frozen=True, slots=True)
class Grounded:
    """A notice that was told: what, because of what, and by which message."""

    kind: Notice
    ground: int
    subject: int
    at: datetime
    outgoing: int | None


@answering()
def tell(
    kind: Notice,
    subject: int,
    ground: int,
    at: datetime,
    *,
    happened: datetime | None = None,
    language: str = "",
    every_way: bool = False,
    **about: str | datetime,
) -> bool:
    """Tell somebody of it, in the caller's transaction; False when they were told of it before.

    By the first way that is there; `every_way`: by all of them, so that whoever took over one of somebody's addresses
    cannot do a thing in their name unseen.

    `ground` is the id of the order, request, version or incident; what `happened` first is sent first. Raises
    NotATerm for a slot too few or too many, CarriesAdvertising for words that offer something.
    """
    slots = {name: one.isoformat() if isinstance(one, datetime) else one for name, one in about.items()}
    if frozenset(slots) != slots_of(kind):
        raise NotATerm(f"{kind.value} is told with {', '.join(sorted(slots_of(kind))) or 'nothing'}")
    _, words = text_of(kind, slots, "")
    refuse_advertising(words.vi, words.en)
    if not _first(kind, ground, subject, at):
        return False
    ways = _ways(subject, path_of(kind))
    for channel in ways if every_way else ways[:1]:  # none: they read it on their own page
        rings = channel in RINGS and kind not in AT_ANY_HOUR
        row = Outgoing(
            subject_id=subject,
            path=path_of(kind),
            kind=kind.value,
            about=slots,
            language=language or language_of(subject),
            channel=channel.value,
            due_at=next_allowed(at, AWAKE) if rings else at,
            made_at=happened or at,
        )
        message = queue(row)
        NoticeRow.objects.filter(kind=kind.value, ground=ground, subject_id=subject, outgoing=None).update(
            outgoing_id=message
        )
    return True


@answering()
def notices_about(ground: int) -> list[Grounded]:
    """Every notice grounded in one order, request, version or incident, oldest first."""
    return [_told(row) for row in NoticeRow.objects.filter(ground=ground).order_by("id")]


@answering()
def grounded(outgoing: int) -> Grounded | None:
    """What a message that was sent is grounded in; None when it is no notice."""
    return next(map(_told, NoticeRow.objects.filter(outgoing_id=outgoing)), None)


def _first(kind: Notice, ground: int, subject: int, at: datetime) -> bool:
    return run(_ONCE, (kind.value, ground, subject, moment(at))) == 1


_ONCE = """
INSERT INTO use_notice (kind, ground, subject_id, at) VALUES (%s, %s, %s, %s)
ON CONFLICT (kind, ground, subject_id) DO NOTHING
"""


def _ways(subject: int, path: str) -> list[Channel]:
    """Every way that the policy allows for notices, for which there is an address, those that are set up first."""
    found = standing_of(subject)
    if found is None or found[1] & SubjectState.FROZEN:
        return []
    allowed, held = _channels(by_id(found[2]).policy, path), fields_held(subject).get(PERSON, 0)
    reachable = [one for one in ORDER_OF_WAYS if one in allowed and held & FIELD[FIELD_OF[one]].mask]
    return sorted(reachable, key=lambda one: not _ready(one))


def _channels(policy: Policy, path: str) -> frozenset[Channel]:
    rule = policy.purposes.get(CODE_PATHS[path][0])
    return frozenset(rule.channels) if rule else frozenset()


def _ready(channel: Channel) -> bool:
    try:
        adapter_of(channel).ready()
    except NotReady:
        return False
    return True


def _told(row: NoticeRow) -> Grounded:
    return Grounded(Notice(row.kind), row.ground, row.subject_id, row.at, row.outgoing_id)
