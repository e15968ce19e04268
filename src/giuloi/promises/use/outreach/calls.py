"""A campaign by telephone: one call at a time, the number through the gate, and what came of it noted.

The same claims, caps and looks as for any message (outreach/sending.py); only that a person dials. A call nobody says
the outcome of stays under way: it counts for the day, and is not made again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, Unavailable
from giuloi.promises.use.outreach import campaigns, sends
from giuloi.promises.use.outreach.addresses import Outcomes, cleared
from giuloi.promises.use.outreach.campaigns import Campaign, State
from giuloi.promises.use.outreach.reasons import ADDRESS, for_claiming
from giuloi.promises.use.outreach.rules import rule_for
from giuloi.promises.use.outreach.sends import Claim, Send, SendState
from giuloi.records import consents
from giuloi.records.candidates import next_of
from giuloi.records.consents import Asked
from giuloi.records.credentials import hold_as_staff
from giuloi.records.database import durable
from giuloi.records.facts import Ask
from giuloi.records.keyring import keyring
from giuloi.records.reveal import Revealed, reveal

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
    """Somebody to call now: `opened` holds the number and the name, for this one answer."""

    key: str
    opened: Revealed = field(repr=False)


def next_call(campaign: int, staff: int, at: datetime) -> Call | None:
    """The next one to be called, opened for this colleague; None when there is nobody now.

    Raises UnknownActor for somebody who left.
    """
    for _ in range(TRIES):
        claim = _claimed(campaign, at)
        if claim is None:
            return None
        found = campaigns.find(campaign)
        outcomes: Outcomes = {}
        try:
            answer = reveal(
                hold_as_staff(staff, found.draft.purpose, found.case),
                FIELDS,
                Ask(claim.subject),
                at,
                Channel.PHONE,
            )
        except Unavailable:
            with durable():
                sends.let_go([claim])
            raise
        if isinstance(answer, Revealed) and _may(found, claim, answer, at, outcomes):
            return Call(claim.key, answer)
        with durable():
            sends.ended(
                SendState.REFUSED,
                [(claim, outcomes[claim.key][1] if outcomes else "refused")],
                at,
            )
    return None


def _may(found: Campaign, claim: Claim, answer: Revealed, at: datetime, outcomes: Outcomes) -> bool:
    """The last looks: the list, the caps of the number, and whether the consent still stands."""
    number = answer.fields.get(ADDRESS[Channel.PHONE])
    if number is None:
        return False
    with sends.alone():
        if not cleared(Channel.PHONE, rule_for(Channel.PHONE), [(claim, number)], at, outcomes):
            return False
        Send.objects.filter(key=claim.key).update(why="calling")
    return keyring().stands(claim.subject, (found.draft.purpose, Channel.PHONE.value, ""))


def _claimed(campaign: int, at: datetime) -> Claim | None:
    with sends.alone():
        found = campaigns.find(campaign)
        rule = rule_for(Channel.PHONE)
        if found.state is not State.RUNNING or found.draft.channel is not Channel.PHONE:
            return None
        if not rule.is_open(at) or (found.draft.ends_at is not None and found.draft.ends_at <= at):
            return None
        people = next_of(for_claiming(found, rule, at), 0, 1)
        return sends.claim(campaign, Channel.PHONE, people, at)[0] if people else None


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
