"""What the gate said, for people: the answer in a sentence, and the clause as customers read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from giuloi.core.fields import FIELD, mask_of
from giuloi.core.gate.explain import sentence, wording
from giuloi.core.gate.request import Decision, UseRequest
from giuloi.core.gate.words import Language
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:  # its tables need settings, and whoever verifies a bundle has none
    from giuloi.records.credentials import Holding
    from giuloi.records.reveal import Revealed


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of the gate in the operator's language."""

    sentence: str
    clause: str
    wording: str


def told(
    decision: Decision, holding: Holding, fields: Iterable[str], channel: Channel, policy: Policy
) -> Told:
    """`policy` is the version that the decision cites."""
    request = UseRequest(
        purpose=holding.purpose,
        fields=mask_of(fields),
        role=holding.role,
        channel=channel,
        relation=holding.relation,
        recipient=holding.recipient,
    )
    language = spoken()
    return Told(
        sentence(decision, request, policy, language),
        decision.clause,
        " ".join(wording(decision.clause, policy, language).split()),
    )


def spoken() -> Language:
    """The operator's language."""
    return "vi" if say("vi", "en") == "vi" else "en"


def field_named(name: str) -> str:
    """What a field is called."""
    return say(FIELD[name].vi, FIELD[name].en)


def opened(answer: Revealed) -> dict[str, str]:
    """Field → value: here what was revealed leaves, for whoever asked at the command line."""
    return {name: on_one_line(value.open()) for name, value in answer.fields.items()}


def on_one_line(text: str) -> str:
    """A customer's own text, for a terminal: a control character in it could rewrite what is on the screen."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def clock_time(at: datetime) -> str:
    """22/11/2026 14:05, in Viet Nam."""
    return at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).strftime("%d/%m/%Y %H:%M")
