"""The numbers' reference: one person after the other, with the gate's `decide` and plain look-ups, no sets."""

from __future__ import annotations

from datetime import datetime, timedelta

from giuloi.core.fields import FIELD
from giuloi.core.gate.decide import decide
from giuloi.core.gate.request import SubjectFacts
from giuloi.core.terms import CaseKind, ConsentState, SubjectState
from giuloi.promises.use.outreach.drafts import Draft
from giuloi.promises.use.outreach.reasons import ADDRESS, Reason, request_for
from giuloi.promises.use.outreach.rules import Rule, rule_for
from giuloi.promises.use.outreach.sends import Contact, Send, Suppression
from giuloi.records import do_not_contact
from giuloi.records.consents import ConsentNow
from giuloi.records.published import by_id
from giuloi.records.set_aside import SetAsideRow
from giuloi.records.subjects import standing_of

_STATES = {
    SubjectState.MINOR: Reason.MINOR,
    SubjectState.FROZEN: Reason.FROZEN,
    SubjectState.RESTRICTED: Reason.RESTRICTED,
}


def reason_of(draft: Draft, campaign: int, subject: int, at: datetime) -> Reason:
    """What becomes of one candidate."""
    found = standing_of(subject)
    assert found is not None
    standing, states, policy = found
    sends = Send.objects.filter(campaign_id=campaign, subject_id=subject)
    if any(not (one.state == "later" and one.again_at and one.again_at <= at) for one in sends):
        return Reason.ALREADY
    if do_not_contact.never(subject) & {"", draft.channel.value}:
        return Reason.NEVER
    for state, reason in _STATES.items():
        if states & state:
            return reason
    now = ConsentNow.objects.filter(subject_id=subject, purpose=draft.purpose, channel=draft.channel.value)
    given = [
        one
        for one in now
        if one.state == "given" and not one.recipient and (not one.valid_until or one.valid_until > at)
    ]
    if not given:
        return Reason.NO_CONSENT
    facts = SubjectFacts(standing, states, ConsentState.GIVEN, None, CaseKind.CAMPAIGN)
    if not decide(by_id(policy).policy, request_for(draft), facts).allowed:
        return Reason.REFUSED
    shut = SetAsideRow.objects.filter(subject_id=subject, record_id=0)
    if any(one.fields & FIELD[ADDRESS[draft.channel]].mask for one in shut):
        return Reason.ONLY_STORED
    return _by_contact(draft, subject, rule_for(draft.channel), at)


def _by_contact(draft: Draft, subject: int, rule: Rule, at: datetime) -> Reason:
    stopped = Suppression.objects.filter(subject_id=subject, channel=draft.channel.value)
    if any(one.until is None or one.until > at for one in stopped):
        return Reason.SUPPRESSED
    contacts = Contact.objects.filter(subject_id=subject, channel=draft.channel.value)
    lately = sum(at - timedelta(hours=24) < one.at for one in contacts)
    if rule.per_day is not None and lately >= rule.per_day:
        return Reason.CAPPED
    return Reason.MAY if rule.is_open(at) else Reason.QUIET
