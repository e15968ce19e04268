"""Consents that end without anybody's word: their time is over, or a restored backup forgot that they had ended."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from giuloi.core.ledger.entry import Event
from giuloi.core.terms import BadEvidence, ConsentState, Unavailable
from giuloi.records.consents import ConsentNow, ConsentRecord, asked_again, record_consents
from giuloi.records.database import durable
from giuloi.records.keyring import keyring
from giuloi.records.keyring.standing import ConsentKey
from giuloi.records.subjects import alone_with
from giuloi.records.uses.own import OwnUse, every_use

_log = logging.getLogger(__name__)
_SAID = {Event.CONSENT_GIVEN, Event.CONSENT_WITHDRAWN, Event.CONSENT_EXPIRED}


def replay_withdrawals(at: datetime) -> int:
    """Record every withdrawal that only the key store knows, in history and ledger too; returns how many."""
    missing = 0
    for subject, *key in keyring().standing_withdrawals():
        for record in ConsentRecord.objects.filter(id__in=_given(subject, key)):
            missing += _ended(record, ConsentState.WITHDRAWN, at)
    return missing


def replay_expiries(at: datetime) -> int:
    """End each consent to a recipient of which the ledger alone knows that it ended: a hand-over used it up.

    For restored data, once the ledger's leaves are known to it. A trail that cannot be read ends the consent too:
    somebody is asked once too often, never once too little. Returns how many ended.
    """
    given = ConsentNow.objects.filter(state=ConsentState.GIVEN).exclude(recipient="")
    by_subject: dict[int, list[int]] = {}
    for subject, record in given.values_list("subject_id", "record_id"):
        by_subject.setdefault(subject, []).append(record)
    return sum(_replayed(subject, records, at) for subject, records in by_subject.items())


def _replayed(subject: int, records: Sequence[int], at: datetime) -> int:
    last = _last_said(subject)
    found = ConsentRecord.objects.select_related("wording").filter(id__in=records)
    over = [one for one in found if last.get(asked_again(one).key) != Event.CONSENT_GIVEN.value]
    return sum(_ended(one, ConsentState.EXPIRED, at) for one in over)


def _last_said(subject: int) -> dict[ConsentKey, str]:
    """consent → the newest word of it in the ledger; nothing where their trail cannot be read."""
    try:
        uses = every_use(subject)
    except (KeyError, IndexError, BadEvidence):
        return {}
    return {_key(use): use.event for use in reversed(uses) if use.event in _SAID}


def _key(use: OwnUse) -> ConsentKey:
    return use.purpose, use.channel, use.recipient


def _given(subject: int, key: Sequence[str]) -> list[int]:
    """The record of a consent that the data takes for given, if it does."""
    purpose, channel, recipient = key
    given = ConsentNow.objects.filter(
        subject_id=subject, purpose=purpose, channel=channel, recipient=recipient, state=ConsentState.GIVEN
    )
    return list(given.values_list("record_id", flat=True))


def expire_due(at: datetime) -> int:
    """Record the end of every consent whose time is over; returns how many. The clock knocks for this.

    One that cannot be recorded is logged, without whose it is, and keeps no other from ending: it opens
    nothing in any case (records/facts.py looks at the time itself).
    """
    over = ConsentNow.objects.filter(
        valid_until__lte=at, state__in=[ConsentState.GIVEN, ConsentState.REQUESTED]
    )
    records = ConsentRecord.objects.in_bulk(over.values_list("record_id", flat=True))
    return sum(_ended(record, ConsentState.EXPIRED, at) for record in records.values())


def _ended(record: ConsentRecord, end: ConsentState, at: datetime) -> bool:
    """Whether the end of this one was recorded; not where somebody said something since."""
    try:
        asked = asked_again(record)
        with durable():
            alone_with(record.subject_id)
            if not ConsentNow.objects.filter(subject_id=record.subject_id, record_id=record.id).exists():
                return False
            record_consents(record.subject_id, [asked], end, at)
    except Unavailable:
        raise  # nobody's end can be recorded now: the clock knocks again
    except Exception as error:  # whatever is wrong with one row, the others are other people's
        # Its kind only: a message may repeat what stood in the row.
        _log.error("consent record %d cannot end (%s)", record.id, type(error).__name__)
        return False
    return True
