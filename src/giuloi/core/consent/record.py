"""What consent is: a history of records per purpose, channel and recipient, of which the last one holds.

Silence is no record and no consent (Law 91/2025 art. 9). Consent is never bundled: each record speaks of one
purpose, one channel and at most one recipient. The fields are those ISO/IEC TS 27560 makes mandatory, but for
what the published policy already says of the purpose; `receipt` joins the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from giuloi.core.terms import Channel, ConsentState, GiuloiError, NotATerm, PolicyHash

_REQUESTED, _GIVEN, _REFUSED, _WITHDRAWN, _EXPIRED = ConsentState


class Method(StrEnum):
    """How the person said it: the verifiable ways of Decree 356/2025 art. 6."""

    WRITTEN = "written"
    RECORDED_CALL = "recorded_call"
    SMS_SYNTAX = "sms_syntax"
    EMAIL = "email"
    WEB = "web"  # a page or an application
    OTHER_VERIFIABLE = "other_verifiable"


class Indicated(StrEnum):
    """Who said it. Nobody of the shop can."""

    SUBJECT = "subject"
    REPRESENTATIVE = "representative"  # of a minor


# Where the paper or recording is: "GIAY-2026/0142", "ghi-am-17". It stands in clear, so nothing of a person fits:
# one word of ASCII with a number in it, and never nine digits, which is the least a phone number has.
_EVIDENCE = re.compile(r"(?=[^0-9]*[0-9])(?!(?:[^0-9]*[0-9]){9})[A-Za-z0-9][A-Za-z0-9/_-]{0,31}")


def evidence_reference(text: str) -> str:
    """A reference to where the evidence of a consent lies, or "" for none; raises NotATerm for anything else."""
    if text and _EVIDENCE.fullmatch(text) is None:
        raise NotATerm(
            "a reference is a short number or name of a paper or recording, and nothing of the person"
        )
    return text


class NotPossible(GiuloiError):
    """A step that consent cannot take from where it stands."""


# From each state (None: never asked) to what may follow. Three rules shape it: a no is possible from
# everywhere; who has said no, or taken back a yes, is never asked again (Decree 91/2020 art. 13.3) but may
# say yes unasked; only a given consent or an open question can expire.
_NO = frozenset({_REFUSED, _WITHDRAWN})
AFTER: Mapping[ConsentState | None, frozenset[ConsentState]] = MappingProxyType(
    {
        None: _NO | {_REQUESTED, _GIVEN},
        _REQUESTED: _NO | {_GIVEN, _EXPIRED},
        _GIVEN: frozenset({_WITHDRAWN, _GIVEN, _EXPIRED}),
        _REFUSED: _NO | {_GIVEN},
        _WITHDRAWN: _NO | {_GIVEN},
        _EXPIRED: _NO | {_REQUESTED, _GIVEN},
    }
)


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One step of one consent. `subject` is the opaque id; `at` and `valid_until` know their zone.

    `wording` is every word that was on the page, exactly; `policy` the version it stood under.
    """

    id: int
    subject: int
    purpose: str
    channel: Channel
    recipient: str  # "" for use by the shop alone
    state: ConsentState
    wording: str
    language: str
    method: Method
    at: datetime
    policy: PolicyHash
    valid_until: datetime | None = None
    by: Indicated = Indicated.SUBJECT

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or (self.valid_until is not None and self.valid_until.tzinfo is None):
            raise ValueError("a consent record needs times that know their zone")
        if not self.wording.strip():
            raise ValueError("a consent record keeps the exact wording: it cannot be empty")

    @property
    def key(self) -> tuple[int, str, Channel, str]:
        """What the consent is about; records of two keys never mix."""
        return self.subject, self.purpose, self.channel, self.recipient


def step(before: ConsentState | None, to: ConsentState) -> ConsentState:
    """`to` when it may follow; raises NotPossible saying what may.

    A person who says no to what was given takes it back: a refusal then becomes a withdrawal.
    """
    if before is _GIVEN and to is _REFUSED:
        return _WITHDRAWN
    if to not in AFTER[before]:
        allowed = ", ".join(sorted(AFTER[before]))
        raise NotPossible(
            f"consent that is {before or 'not asked'} cannot become {to}; it can become {allowed}"
        )
    return to


def current(records: Sequence[ConsentRecord], at: datetime) -> ConsentState | None:
    """What holds at a moment, of the records of one key in the order they were written; None: never asked.

    The order of writing decides, not the clock: two hosts' clocks may differ, and a withdrawal must win over
    what was written before it. Raises ValueError for records of two keys.
    """
    if len({record.key for record in records}) > 1:
        raise ValueError(
            "records of more than one consent: ask for one purpose, channel and recipient at a time"
        )
    if not records:
        return None
    last = records[-1]
    over = last.valid_until is not None and last.valid_until <= at
    return _EXPIRED if over and last.state in (_GIVEN, _REQUESTED) else last.state
