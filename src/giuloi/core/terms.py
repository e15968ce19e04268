"""The vocabulary: one word per idea, as types.

Every word follows a published standard where there is one (W3C DPV 2.3, ISO/IEC 29100, ISO/IEC TS 27560);
`docs/glossary.md` gives each in English and in Vietnamese, and a test keeps the two together.

The errors of the whole project descend from one root::

    GiuloiError
    ├── PolicyError        the policy document cannot be compiled (carries its diagnostics)
    ├── Refused            the gate said no (carries the decision)
    ├── Undecryptable      a sealed value does not open: wrong key, moved, altered or erased
    ├── NotAnIdentifier    a phone number or e-mail address that no normaliser accepts
    ├── NotATerm           a word, unit or figure that the vocabulary does not know
    ├── BadEvidence        a proof, note, checkpoint or bundle that does not hold
    ├── Unavailable        the database, key store or disk cannot do it now; nothing was opened or lost
    └── NotServing         the installation must not serve: keys, ledger or database do not fit together
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntFlag, StrEnum
from typing import Any, Generic, NewType, NoReturn, TypeVar

ClauseRef = NewType("ClauseRef", str)  # "IV.3": the number a customer reads in the published policy
PolicyHash = NewType("PolicyHash", str)  # 64 lower-case hex digits: SHA-256 of the compiled policy


class GiuloiError(Exception):
    """The root of every error this project raises on purpose."""


class NotATerm(GiuloiError):
    """A word, unit or figure that the vocabulary does not know."""


class NotAnIdentifier(GiuloiError):
    """A phone number or e-mail address that cannot be normalised; the message never repeats the value."""


class Undecryptable(GiuloiError):
    """A sealed value does not open. Deliberately says nothing about why (see docs/leakage.md)."""


class BadEvidence(GiuloiError):
    """A proof, signed note, checkpoint or bundle that does not hold."""


class Unavailable(GiuloiError):
    """A part that is needed cannot answer now. Nothing was opened and nothing is lost: try again."""


class PolicyError(GiuloiError):
    """The policy document cannot be compiled; `diagnostics` says where and what to write."""

    def __init__(self, diagnostics: tuple[Any, ...]) -> None:
        super().__init__("; ".join(str(diagnostic) for diagnostic in diagnostics))
        self.diagnostics = diagnostics


class Refused(GiuloiError):
    """The gate said no; `decision` cites the clause that says so."""

    def __init__(self, decision: Any) -> None:
        super().__init__(f"refused by clause {decision.clause}: {decision.reason}")
        self.decision = decision


class NotServing(GiuloiError):
    """The installation must not serve; the message says what does not fit and what to do."""


class Standing(StrEnum):
    """How a person stands to the shop. A platform account we never accepted is a guest."""

    GUEST = "guest"
    MEMBER = "member"


class SubjectState(IntFlag):
    """What holds for one subject whatever the purpose; stored as one small integer."""

    NONE = 0
    FROZEN = 1  # nothing may be opened: erasure or a dispute is under way
    RESTRICTED = 2  # storage only (right to restrict)
    MINOR = 4  # a representative exercises the rights; no promotion


class LegalBasis(StrEnum):
    """DPV LegalBasis, the four this project uses."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGITIMATE_INTEREST = "legitimate_interest"


class ConsentState(StrEnum):
    """DPV ConsentRequested … ConsentExpired. No record at all means: not asked."""

    REQUESTED = "requested"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Channel(StrEnum):
    """How data is used towards the person. `in_house` is use without contacting anybody."""

    IN_HOUSE = "in_house"
    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    ZALO = "zalo"
    MESSENGER = "messenger"
    POST = "post"


class Relation(StrEnum):
    """How a recipient outside the shop stands to the purpose."""

    NEEDED_FOR_ORDER = "needed_for_order"  # a carrier, a payment service
    PROCESSOR = "processor"
    UNRELATED = "unrelated"
    AUTHORITY = "authority"


class CaseKind(StrEnum):
    """Why somebody may look."""

    ORDER = "order"
    CARE = "care"
    REQUEST = "request"
    CAMPAIGN = "campaign"
    AUTHORITY = "authority"
    INCIDENT = "incident"


class ActorKind(StrEnum):
    """Who acts."""

    CUSTOMER = "customer"
    STAFF = "staff"
    KEY = "key"  # a machine with an API key
    BRIDGE = "bridge"  # a shop platform
    CODE = "code"  # a code path of our own that holds one purpose


class Outcome(StrEnum):
    """What the gate says. A gap is denied too: the policy does not speak of it."""

    ALLOWED = "allowed"
    DENIED = "denied"
    GAP = "gap"


class Coverage(StrEnum):
    """How far a promise is kept, said honestly."""

    ENFORCED = "enforced"
    MIRRORED = "mirrored"
    PROCEDURAL = "procedural"
    NOT_KEPT_YET = "not_kept_yet"


class Certainty(StrEnum):
    """How sure a figure of law is. A mixed status counts as its weaker half."""

    PRIMARY = "P"
    SECONDARY = "S"
    MEMORY = "M"


class RetentionClass(StrEnum):
    """What is kept and erased together: one data key per subject and class."""

    CONTACT = "contact"
    ORDER = "order"
    CARE = "care"
    LEGAL = "legal"


class Unit(StrEnum):
    """h: wall-clock hours; wd: Vietnamese working days; d, m, y: calendar days, months, years."""

    HOURS = "h"
    WORKING_DAYS = "wd"
    DAYS = "d"
    MONTHS = "m"
    YEARS = "y"


_DURATION = re.compile(r"([1-9][0-9]{0,4})(h|wd|d|m|y)")
# The smallest span each unit can be, for comparing strictness: a month is at least 28 days.
_LEAST_HOURS = {
    Unit.HOURS: 1,
    Unit.WORKING_DAYS: 24,
    Unit.DAYS: 24,
    Unit.MONTHS: 24 * 28,
    Unit.YEARS: 24 * 365,
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A span such as 24h, 2wd, 3y. The unit is part of the promise and is never converted silently."""

    value: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read "24h", "2wd", "90d", "6m", "3y"; raises NotATerm."""
        found = _DURATION.fullmatch(text)
        if found is None:
            raise NotATerm(
                f"{text!r} is not a duration: write a number and h, wd, d, m or y, as in 24h or 3y"
            )
        return cls(int(found[1]), Unit(found[2]))

    @property
    def least_hours(self) -> int:
        """The fewest hours this span can last: what two spans of different units are compared by."""
        return self.value * _LEAST_HOURS[self.unit]

    def __str__(self) -> str:
        return f"{self.value}{self.unit.value}"


T = TypeVar("T")


class Secret(Generic[T]):
    """A revealed value that does not print, format, compare, pickle or turn into JSON by accident.

    Only `.open()` gives the value, so that every place where it leaves can be found by one search.
    """

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def open(self) -> T:
        """The value itself: call it only where the value leaves for its recipient."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "Secret(…)"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a Secret is never pickled or copied")

    __hash__ = None  # type: ignore[assignment]  # a hash would be a fingerprint of the value
