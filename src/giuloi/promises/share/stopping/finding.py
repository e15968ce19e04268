"""Finding who has to be told: each no, held against what the ledger says went out under that very consent.

Consent records are looked at in their order, the newest minutes again and again: on PostgreSQL a number can be given
out earlier than its transaction ends. A notice is there once however often this runs, also after a crash in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from giuloi.core.terms import ConsentState, Relation
from giuloi.promises.share.stopping.rows import StopLook, StopNotice
from giuloi.records.consents import ConsentRecord
from giuloi.records.database import answering, durable
from giuloi.records.ids import new_id
from giuloi.records.recipients import registered
from giuloi.records.uses.handed_over import was_handed_over
from giuloi.records.uses.own import OwnUse, every_use

TELL_WITHIN = timedelta(hours=24)  # IV.3: each request of a customer is carried out within 24 hours
_NO = (ConsentState.WITHDRAWN.value, ConsentState.REFUSED.value)
# A carrier needs what it has to deliver, and an authority asks by law: neither rests on this consent.
_ON_CONSENT = (Relation.UNRELATED, Relation.PROCESSOR)
_SETTLED = timedelta(minutes=5)  # longer than any transaction of ours
_AT_ONCE = 2000


def find_stops(now: datetime) -> int:
    """Write a notice for each recipient that has to be told; returns how many are new. The clock knocks for this."""
    records = _unseen()
    names = {one.name for one in registered(now) if one.relation in _ON_CONSENT} if records else set()
    found = sum(_noticed(record, names) for record in records if record.state in _NO) if names else 0
    _look_on_from(records, now)
    return found


@answering()
def received(notice: StopNotice) -> list[OwnUse]:
    """What this recipient got of this person under the consent that ended, the newest first."""
    uses = every_use(notice.subject_id)
    return [one for one in uses if _under(one, notice.purpose, notice.channel, {notice.recipient})]


@answering()
def _unseen() -> list[ConsentRecord]:
    upto = StopLook.objects.filter(id=1).values_list("upto", flat=True).first() or 0
    return list(ConsentRecord.objects.filter(id__gt=upto).order_by("id")[:_AT_ONCE])


def _noticed(record: ConsentRecord, names: set[str]) -> int:
    told = {record.recipient} & names if record.recipient else names
    due = record.at + TELL_WITHIN
    new = 0
    for name in _to_tell(record, told) if told else ():
        with durable():
            _, made = StopNotice.objects.get_or_create(
                recipient=name,
                refusal=record.id,
                defaults={
                    "id": new_id(),
                    "subject_id": record.subject_id,
                    "purpose": record.purpose,
                    "channel": record.channel,
                    "refused_at": record.at,
                    "due_at": due,
                },
            )
        new += made
    return new


def _to_tell(record: ConsentRecord, names: set[str]) -> Iterator[str]:
    """Who got something since the last time that they were to be told of this consent's end."""
    uses = every_use(record.subject_id)
    for name in sorted({one.recipient for one in uses if one.recipient in names}):
        earlier = StopNotice.objects.filter(
            subject_id=record.subject_id, recipient=name, purpose=record.purpose, channel=record.channel
        )
        last = earlier.filter(refused_at__lt=record.at).order_by("-refused_at").first()
        # A leaf knows the second: what went out in the second of the last no is told twice rather than never.
        since = last.refused_at.replace(microsecond=0) if last else None
        got = [one.at for one in uses if _under(one, record.purpose, record.channel, {name})]
        if any((since is None or at >= since) and at <= record.at for at in got):
            yield name


def _under(use: OwnUse, purpose: str, channel: str, names: set[str]) -> bool:
    """Whether it went to one of these under the consent to this purpose by this channel."""
    return (
        use.recipient in names and use.purpose == purpose and use.channel == channel and was_handed_over(use)
    )


def _look_on_from(records: Sequence[ConsentRecord], now: datetime) -> None:
    upto = 0
    for one in records:
        if one.at > now - _SETTLED:
            break
        upto = one.id
    if upto:
        with durable():
            StopLook.objects.update_or_create(id=1, defaults={"upto": upto})
