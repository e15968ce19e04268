"""Sending what waits: claimed, opened by the gate for this one message, handed in, and its end written down.

Consent and case are checked in the claim itself, for opening the address is the check: a reply to a case that was
closed, or to somebody who withdrew, ends as refused with the clause, and nothing was opened for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from time import monotonic

import structlog

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret, Unavailable
from giuloi.promises.use.cases.case import CareCase, care_case
from giuloi.promises.use.channels.adapter import Line, adapter_of
from giuloi.promises.use.channels.message import Message, NotDelivered, NotReady, Unknown
from giuloi.promises.use.contact import outgoing
from giuloi.promises.use.contact.outgoing import Claim, Outgoing, channels_due, claim_next, hand_in, pick_up
from giuloi.promises.use.contact.ways import FIELD_OF
from giuloi.promises.use.letters import notice_letter, reply_letter
from giuloi.records.backup.frozen import is_sending_frozen
from giuloi.records.credentials import Holding, UnknownActor, hold_as_staff, hold_in_code
from giuloi.records.facts import Ask
from giuloi.records.reveal import Refusal, Revealed, reveal

# The clock has other work: what is left after so many messages, or so many seconds, waits for its next knock.
AT_ONCE, LONGEST = 100, 15.0


def send_due(at: datetime) -> int:
    """Send what is due, channel by channel; returns how many the providers took. Frozen: nothing."""
    if is_sending_frozen():
        return 0
    pick_up(at)
    until = monotonic() + LONGEST
    return sum(_send_by(channel, until, at) for channel in channels_due(at))


def _send_by(channel: Channel, until: float, at: datetime) -> int:
    """What is due on one channel, through one line: many messages through one connection."""
    try:
        adapter = adapter_of(channel)
        adapter.ready()
        with adapter.open() as line:
            return sum(send(claim, line, adapter.name, at) for claim in _claims(channel, until, at))
    except NotReady as error:
        for claim in _claims(channel, until, at):
            _not_delivered(claim, error, at)
        return 0


def _claims(channel: Channel, until: float, at: datetime) -> Iterator[Claim]:
    for _ in range(AT_ONCE):
        claim = claim_next(at, channel) if monotonic() < until else None
        if claim is None:
            return
        yield claim


def send(claim: Claim, line: Line, provider: str, at: datetime) -> bool:
    """One message that is ours to send; whether it was taken. Whatever happens is written down, never raised."""
    try:
        opened = _opened(claim, at)
        if opened is None or not hand_in(claim, provider):
            return False
        to, message = opened
        provider_id = line.send(to, message, claim.row.key)
    except Unavailable:
        return False  # nothing was handed in: the row is picked up again
    except NotDelivered as error:
        _not_delivered(claim, error, at)
        return False
    # Broad on purpose: a provider's library may break in any way, and then nobody knows whether the message left.
    except Exception as error:
        structlog.get_logger().error(
            "sending_broke", channel=claim.row.channel, exception=type(error).__name__
        )
        outgoing.not_delivered(claim, Unknown("the sender broke", _BROKE), at)
        return False
    return outgoing.sent(claim, provider_id, at)


def _opened(claim: Claim, at: datetime) -> tuple[Secret[str], Message] | None:
    """The address and the letter, through the gate; None when it says no, and then the row is ended."""
    row, channel = claim.row, Channel(claim.row.channel)
    case = care_case(row.case_id) if row.case_id else None
    holding = _holding(row, case)
    if holding is None:
        outgoing.refused(claim, "nobody who works here answers for it any more", at)
        return None
    wanted = [FIELD_OF[channel], *(["care_note"] if row.message else [])]
    answer = reveal(holding, wanted, Ask(row.subject_id, row.case_id, row.message), at, channel)
    if not isinstance(answer, Revealed):
        decision = answer.decision
        said = f"{decision.clause} {decision.reason}" if isinstance(answer, Refusal) else "unreadable"
        outgoing.refused(claim, said, at)
        return None
    to, text = answer.fields.get(FIELD_OF[channel]), answer.fields.get("care_note")
    message = _letter(row, case, channel, text)
    if to is None or message is None:
        outgoing.refused(claim, "nothing is held to send it to", at)
        return None
    return to, message


def _letter(
    row: Outgoing, case: CareCase | None, channel: Channel, text: Secret[str] | None
) -> Message | None:
    if row.message is None:
        return notice_letter(row)
    return None if case is None or text is None else reply_letter(case, channel, text)


def _holding(row: Outgoing, case: CareCase | None) -> Holding | None:
    """By whose right it goes: the clerk's who wrote it, or the code path's of a notice."""
    if row.path:
        return hold_in_code(row.path)
    if case is None:
        return None
    try:
        return hold_as_staff(row.staff_id or 0, case.purpose, case.id)
    except UnknownActor:
        return None


def _not_delivered(claim: Claim, error: NotDelivered, at: datetime) -> None:
    structlog.get_logger().warning("not_delivered", kind=claim.row.channel, exception=type(error).__name__)
    outgoing.not_delivered(claim, error, at)


_BROKE = Words("Bộ phận gửi gặp lỗi.", "The sender broke.")
