"""A consent to a recipient who pays is good for one hand-over: each needs a new one (Decree 356/2025 art. 7.3).

It ends in the same transaction that writes the hand-over down and before anything is opened: after a crash somebody is
asked once too often, never once too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from giuloi.core.gate.request import Decision, UseRequest
from giuloi.core.terms import ConsentState
from giuloi.records.consents import ConsentNow, ConsentRecord, asked_again, record_consents
from giuloi.records.facts import Ask, Reading
from giuloi.records.recipients import is_paid
from giuloi.records.subjects import alone_with


def one_hand_over_at_a_time(request: UseRequest, asks: Sequence[Ask]) -> None:
    """Before the facts are read: nobody else uses the same consents until the caller's transaction ends."""
    if request.recipient and is_paid(request.recipient):
        for subject in sorted(
            {ask.subject for ask in asks}
        ):  # one order, so that two do not wait for each other
            alone_with(subject)


def use_up(request: UseRequest, reading: Reading, decisions: Sequence[Decision], at: datetime) -> None:
    """After the decisions are recorded: the consents of everybody who was allowed end here."""
    served = {
        one.ask.subject
        for one in reading.people
        if reading.known[one.known].paid and decisions[one.known].allowed
    }
    for record in _given(request, served) if served else ():  # nobody pays for nearly all of what is opened
        record_consents(record.subject_id, [asked_again(record)], ConsentState.EXPIRED, at)


def _given(request: UseRequest, subjects: Iterable[int]) -> list[ConsentRecord]:
    newest = ConsentNow.objects.filter(
        subject_id__in=list(subjects),
        purpose=request.purpose,
        channel=request.channel.value,
        recipient=request.recipient,
        state=ConsentState.GIVEN,
    )
    numbers = list(newest.values_list("record_id", flat=True))
    return list(ConsentRecord.objects.select_related("wording").filter(id__in=numbers).order_by("subject_id"))
