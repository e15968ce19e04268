"""What is asked of the gate, what it must know of the person, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from giuloi.core.terms import (
    CaseKind,
    Channel,
    ClauseRef,
    ConsentState,
    LegalBasis,
    Outcome,
    PolicyHash,
    Relation,
    Standing,
    SubjectState,
)


@dataclass(frozen=True, slots=True)
class UseRequest:
    """One use that somebody wants to make. Nothing in it is about the person: that is `SubjectFacts`.

    `held` says that the purpose is bound to what the actor holds (key, case, bridge, code path); it is set by
    records/credentials and never by a caller. `fields` is a mask of core.fields. `recipient` names somebody
    outside the shop (with its `relation`), or is "" for use inside.
    """

    purpose: str
    fields: int
    role: str
    held: bool = True
    channel: Channel = Channel.IN_HOUSE
    relation: Relation | None = None
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """All the gate may know about one person, for one request.

    `to_purpose` is the state of consent for (purpose, channel), `to_recipient` for (purpose, channel,
    recipient); None means never asked. `case` is the kind of the open case that covers this person and that
    the actor holds, or None.
    """

    standing: Standing
    states: SubjectState = SubjectState.NONE
    to_purpose: ConsentState | None = None
    to_recipient: ConsentState | None = None
    case: CaseKind | None = None


class Reason(StrEnum):
    """Why the gate decided so; `core.gate.explain` puts each into a sentence in both languages."""

    PERMITTED = "permitted"
    PROHIBITED = "prohibited"
    NOT_HELD = "not_held"
    ROLE = "role"
    NO_CASE = "no_case"
    NO_CONSENT = "no_consent"
    SET_ASIDE = "set_aside"
    NO_AGREEMENT = "no_agreement"
    UNKNOWN_PURPOSE = "unknown_purpose"  # from here on: gaps
    FIELD = "field"
    CHANNEL = "channel"
    RECIPIENT = "recipient"
    NO_BASIS = "no_basis"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that would make the use allowed: kind is "consent", "case", "role" or "hold"."""

    kind: str
    what: str  # "promotion/sms", "promotion/sms/partner-x", "order", "fulfilment|care", "promotion"


@dataclass(frozen=True, slots=True)
class Decision:
    """A value that cites its reasons. `needed` is empty when nothing anybody can do would help."""

    outcome: Outcome
    clause: ClauseRef
    reason: Reason
    policy: PolicyHash
    basis: LegalBasis | None = None
    needed: tuple[Need, ...] = ()

    @property
    def allowed(self) -> bool:
        """True for allowed only: denied and gap are both a no."""
        return self.outcome is Outcome.ALLOWED
