"""A campaign by telephone: one call at a time, the number through the gate, and what came of it noted.

The same claims, caps and looks as for any message (outreach/sending.py); only that a person dials. A call nobody says
the outcome of stays under way: it counts for the day, is not made again, and whoever has it gets no other one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, GiuloiError, Unavailable
from giuloi.promises.use.outreach import campaigns, sends
from giuloi.promises.use.outreach.addresses import Outcomes, cleared
from giuloi.promises.use.outreach.campaigns import Campaign, State
from giuloi.promises.use.outreach.reasons import ADDRESS, for_claiming
from giuloi.promises.use.outreach.rules import rule_for
from giuloi.promises.use.outreach.sends import Claim, Send, SendState
from giuloi.records import consents
from giuloi.records.candidates import next_of
from giuloi.records.consents import Asked
from giuloi.records.credentials import UnknownActor, hold_as_staff
from giuloi.records.database import answering, durable
from giuloi.records.do_not_contact import EVERY_CHANNEL, asked_never
from giuloi.records.facts import Ask
from giuloi.records.keyring import keyring
from giuloi.records.reveal import Answer, Revealed, reveal

FIELDS = ("name", "phone")
TRIES = 20  # people who turn out not to be called, before the list says that there is nobody now


class Outcome(StrEnum):
    """What came of a call."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    NO_MORE = "no_more"  # they do not want to be called: their consent is taken back at once


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call now: `opened` holds the number and the name, for this one answer.

    None for a call under way whose number may not be shown once more: only its outcome is still to be noted.
    """

    key: str
    opened: Revealed | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A call without an outcome, of whichever campaign."""

    campaign: int
    claim: Claim


class ElsewhereFirst(GiuloiError):
    """This colleague has a call without an outcome in another campaign: `campaign`."""

    def __init__(self, campaign: int) -> None:
        self.campaign = campaign
        super().__init__("first note what came of the call in the other campaign")


def under_way(staff: int) -> UnderWay | None:
    """The call this colleague was shown the number for and has not said the outcome of: at most one, ever."""
    with answering():
        row = Send.objects.filter(caller=staff, state=SendState.HANDED).first()
    return None if row is None else UnderWay(row.campaign_id, Claim(row.subject_id, row.key))


def next_call(campaign: int, staff: int, at: datetime) -> Call | None:
    """The next one to be called, opened for this colleague; None when there is nobody now.

    While a call of theirs has no outcome, it is that one again and nobody else, so that nobody collects numbers by
    asking. Raises ElsewhereFirst where it is of another campaign, UnknownActor for somebody who left.
    """
    for _ in range(TRIES):
        mine = _mine(campaign, staff, at)
        if mine is None:
            return None
        found = campaigns.find(campaign)
        if isinstance(mine, UnderWay):
            return Call(mine.claim.key, _again(found, mine.claim, staff, at))
        outcomes: Outcomes = {}
        try:
            answer = _opened(found, mine, staff, at)
        except (Unavailable, UnknownActor):
            with durable():
                sends.let_go([mine])
            raise
        if isinstance(answer, Revealed) and _may(found, mine, answer, at, outcomes):
            return Call(mine.key, answer)
        with durable():
            sends.ended(
                SendState.REFUSED,
                [(mine, outcomes[mine.key][1] if outcomes else "refused")],
                at,
            )
    return None


def _opened(found: Campaign, claim: Claim, staff: int, at: datetime) -> Answer:
    holding = hold_as_staff(staff, found.draft.purpose, found.case)
    return reveal(holding, FIELDS, Ask(claim.subject), at, Channel.PHONE)


def _again(found: Campaign, claim: Claim, staff: int, at: datetime) -> Revealed | None:
    """The same number once more, through the gate like the first time; None where it may not be called any more."""
    if not rule_for(Channel.PHONE).is_open(at):
        return None
    answer = _opened(found, claim, staff, at)
    number = answer.fields.get(ADDRESS[Channel.PHONE]) if isinstance(answer, Revealed) else None
    if number is None or asked_never([(ADDRESS[Channel.PHONE], number)])[0] & {
        EVERY_CHANNEL,
        Channel.PHONE.value,
    }:
        return None
    return answer if _stands(found, claim) and isinstance(answer, Revealed) else None


def _may(found: Campaign, claim: Claim, answer: Revealed, at: datetime, outcomes: Outcomes) -> bool:
    """The last looks: the list, the caps of the number, and whether the consent still stands."""
    number = answer.fields.get(ADDRESS[Channel.PHONE])
    if number is None:
        return False
    with sends.alone():
        if not Send.objects.filter(key=claim.key, state=SendState.CLAIMED).exists():
            return False  # pressed twice at the same moment: the other press began anew
        if not cleared(Channel.PHONE, rule_for(Channel.PHONE), [(claim, number)], at, outcomes):
            return False
        Send.objects.filter(key=claim.key).update(why="calling")
    return _stands(found, claim)


def _stands(found: Campaign, claim: Claim) -> bool:
    return keyring().stands(claim.subject, (found.draft.purpose, Channel.PHONE.value, ""))


def _mine(campaign: int, staff: int, at: datetime) -> UnderWay | Claim | None:
    """What this colleague has under way, or else a claim of their own on the next one."""
    with sends.alone():
        if waiting := under_way(staff):
            if waiting.campaign != campaign:
                raise ElsewhereFirst(waiting.campaign)
            return waiting
        # Claimed and not handed: no number was shown, for a press that died or that another one overtakes.
        dead = Send.objects.filter(caller=staff, state=SendState.CLAIMED)
        sends.let_go([Claim(one.subject_id, one.key) for one in dead])
        found = campaigns.find(campaign)
        rule = rule_for(Channel.PHONE)
        if found.state is not State.RUNNING or found.draft.channel is not Channel.PHONE:
            return None
        if not rule.is_open(at) or (found.draft.ends_at is not None and found.draft.ends_at <= at):
            return None
        people = next_of(for_claiming(found, rule, at), 0, 1)
        if not people:
            return None
        [claim] = sends.claim(campaign, Channel.PHONE, people, at)
        Send.objects.filter(key=claim.key).update(caller=staff)
        return claim


def note(campaign: int, key: str, outcome: Outcome, at: datetime) -> bool:
    """What came of a call; False for one that is not under way (any more). A wish not to be called holds at once."""
    found = Send.objects.filter(campaign_id=campaign, key=key, state="handed").first()
    if found is None:
        return False
    draft = campaigns.find(campaign).draft
    if outcome is Outcome.NO_MORE:
        words = f"{draft.name}: " + "không gọi nữa"
        asked = Asked(draft.purpose, Channel.PHONE, words, "vi", Method.OTHER_VERIFIABLE)
        consents.withdraw(found.subject_id, [asked], at)
    if outcome is Outcome.WRONG_NUMBER:
        sends.suppress(found.subject_id, Channel.PHONE, None)
    with durable():
        # A call that was not answered was a call: it counts for the day.
        sends.ended(SendState.SENT, [(Claim(found.subject_id, key), "")], at)
        Send.objects.filter(key=key).update(became=outcome.value, why="")
    return True
