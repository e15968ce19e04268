"""Who may be written to now, and why the others may not: found and counted by the database (I.3, I.4, II.2, VII.1).

The reasons stand in one order, and each person counts under the first that holds, so that they add up to all
candidates exactly. The gate's own condition (records/audience.py) is among them; what it says here is said again, one
by one, when a message is claimed and when its address is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from giuloi.core.fields import mask_of
from giuloi.core.gate.condition import (
    ALWAYS,
    And,
    CaseOpen,
    Condition,
    ConsentGiven,
    Not,
    Or,
    StateIs,
    all_of,
    any_of,
    negation,
)
from giuloi.core.gate.decide_many import decide_many
from giuloi.core.gate.request import UseRequest
from giuloi.core.terms import Channel, SubjectState
from giuloi.promises.use.outreach.campaigns import ROLE, Campaign
from giuloi.promises.use.outreach.drafts import Draft
from giuloi.promises.use.outreach.rules import Rule, rule_for
from giuloi.promises.use.outreach.sends import already, capped, next_free, suppressed
from giuloi.promises.use.outreach.template import Template
from giuloi.records.audience import Sql, where
from giuloi.records.candidates import counted, never_contacted, wanted
from giuloi.records.only_stored import only_stored
from giuloi.records.published import by_id, current
from giuloi.records.subjects import counted as people

ADDRESS: Mapping[Channel, str] = {
    Channel.EMAIL: "email",
    Channel.SMS: "phone",
    Channel.PHONE: "phone",
    Channel.ZALO: "zalo",
    Channel.MESSENGER: "messenger",
}


class Reason(StrEnum):
    """What becomes of one candidate, the first that holds."""

    ALREADY = "already"
    NEVER = "never"
    MINOR = "minor"
    FROZEN = "frozen"
    RESTRICTED = "restricted"
    NO_CONSENT = "no_consent"
    REFUSED = "refused"
    ONLY_STORED = "only_stored"
    SUPPRESSED = "suppressed"
    CAPPED = "capped"
    QUIET = "quiet"
    MAY = "may"


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many candidates there are for each reason; `quiet_until`, `capped_until` when it may be otherwise."""

    counts: Mapping[Reason, int]
    rule: Rule
    quiet_until: datetime | None
    capped_until: datetime | None

    @property
    def total(self) -> int:
        """All candidates."""
        return sum(self.counts.values())


def field_names(draft: Draft) -> tuple[str, ...]:
    """What is opened of each person: the address, and the name if the words ask for it. No more."""
    asked = (
        Template.parse(draft.text.vi).uses
        | Template.parse(draft.subject.vi).uses
        | Template.parse(draft.text.en or draft.text.vi).uses
        | Template.parse(draft.subject.en or draft.subject.vi).uses
    )
    return (ADDRESS[draft.channel], *(("name",) if "name" in asked else ()))


def request_for(draft: Draft) -> UseRequest:
    """What the gate is asked about each of them."""
    return UseRequest(draft.purpose, mask_of(field_names(draft)), ROLE, channel=draft.channel)


def conditions(draft: Draft, campaign: int, rule: Rule, at: datetime) -> list[tuple[Reason, Sql]]:
    """Each reason against somebody, as SQL about the row `s`, in their order."""
    versions = {version for _, version in people()} | {current().id}
    allowed = while_running(
        decide_many({version: by_id(version).policy for version in versions}, request_for(draft))
    )
    consent = ConsentGiven(draft.purpose, draft.channel, "")
    held: list[tuple[Reason, Sql]] = [
        (Reason.ALREADY, already(campaign, at)),
        (Reason.NEVER, never_contacted(draft.channel)),
        (Reason.MINOR, where(StateIs(SubjectState.MINOR), at)),
        (Reason.FROZEN, where(StateIs(SubjectState.FROZEN), at)),
        (Reason.RESTRICTED, where(StateIs(SubjectState.RESTRICTED), at)),
        (Reason.NO_CONSENT, where(negation(consent), at)),
        (Reason.REFUSED, where(negation(allowed), at)),
        (Reason.ONLY_STORED, only_stored(allowed, mask_of([ADDRESS[draft.channel]]), at)),
        (Reason.SUPPRESSED, suppressed(draft.channel, at)),
        (Reason.CAPPED, capped(draft.channel, rule.per_day, at)),
    ]
    return held if rule.is_open(at) else [*held, (Reason.QUIET, ("TRUE", []))]


def while_running(condition: Condition) -> Condition:
    """The condition once the campaign's own case is open: that is the shop's to do, and no word of the person."""
    match condition:
        case CaseOpen():
            return ALWAYS
        case And(parts):
            return all_of(*map(while_running, parts))
        case Or(parts):
            return any_of(*map(while_running, parts))
        case Not(part):
            return negation(while_running(part))
        case _:
            return condition


def candidates(draft: Draft, at: datetime) -> Sql:
    """Whom it could be for, by nothing personal."""
    return wanted(draft.audience, draft.purpose, draft.channel, at)


def numbers(draft: Draft, at: datetime, campaign: int = 0) -> Numbers:
    """How many may be written to at this moment, and how many not, for each reason."""
    rule = rule_for(draft.channel)
    found = counted(
        [(reason.value, held) for reason, held in conditions(draft, campaign, rule, at)],
        Reason.MAY.value,
        candidates(draft, at),
    )
    counts = {reason: found.get(reason.value, 0) for reason in Reason}
    return Numbers(
        counts,
        rule,
        None if rule.is_open(at) else rule.opens(at),
        next_free(draft.channel, at) if counts[Reason.CAPPED] else None,
    )


def for_claiming(campaign: Campaign, rule: Rule, at: datetime) -> list[Sql]:
    """What all must hold for a message to be claimed: a candidate, and no reason against."""
    against = conditions(campaign.draft, campaign.id, rule, at)
    return [candidates(campaign.draft, at), *((f"NOT {text}", values) for _, (text, values) in against)]
