"""Every word of the policy language: the kinds of block, their keys, and the closed lists of words.

A word that is not here, not a field, and not named by the document itself is an error, never ignored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from giuloi.core.policy.law import RIGHTS
from giuloi.core.terms import CaseKind, Channel, Coverage, Relation, Standing, SubjectState

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of block: whether it has a name, the keys it must have and may have.

    `open` kinds take any key beside these (a measure's settings). `keeper` is the feature that keeps it.
    """

    named: bool
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    open: bool = False
    keeper: str = ""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "purpose": Kind(
            True, ("basis", "uses", "roles"), ("channels", "needs", "dpv", "topic", "vi", "en"), keeper="gate"
        ),
        "category": Kind(True, ("fields",), ("sensitive", "vi", "en"), keeper="gate"),
        "role": Kind(True, ("vi", "en"), keeper="gate"),
        "recipient": Kind(
            True, ("relation", "country", "purpose", "fields"), ("vi", "en"), keeper="recipients"
        ),
        "permit": Kind(True, ("purposes", "recipients", "fields"), ("consent",), keeper="gate"),
        "prohibit": Kind(
            True,
            (),
            ("purposes", "beyond", "recipients", "standings", "states", "fields", "channels", "unless"),
            keeper="gate",
        ),
        "promise": Kind(True, ("kinds", "within", "from", "by"), keeper="answer_clock"),
        "retain": Kind(
            True, ("fields", "use", "from"), ("purposes", "store", "store_from", "cite"), keeper="retention"
        ),
        "contact": Kind(True, (), ("hours", "per_day"), keeper="contact_rules"),
        "register": Kind(
            False, ("fields",), ("declarations", "least_age", "countries"), keeper="registration"
        ),
        "require": Kind(True, (), open=True, keeper="measures"),
        "report": Kind(True, ("within", "from", "to"), keeper="incident_clock"),
        "otherwise": Kind(False, keeper="gate"),
        "kept": Kind(False, open=True),
        "says": Kind(False, ("items",)),
    }
)

FRONT = Kind(
    False,
    ("shop", "law"),
    ("address", "contact", "dpo", "business_registration", "language", "version", "confirmed"),
)

# Roles that need no block of their own: the person, and our own code and bridges.
OWN_ROLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "self": ("chính quý khách", "the customer"),
        "system": ("phần mềm của cửa hàng", "the shop's software"),
        "bridge": ("cầu nối với sàn bán hàng", "the bridge to a shop platform"),
    }
)

# What a promise with a clock can be about; an authority's request has the law's own clock beside it.
AUTHORITY_KINDS: Mapping[str, str] = MappingProxyType(
    {"authority": "authority.normal", "authority_urgent": "authority.urgent"}
)
REQUEST_KINDS: tuple[str, ...] = (
    "order",
    "cancel",
    "return",
    "call_back",
    "support",
    "question",
    "complain",
    *RIGHTS,
    *AUTHORITY_KINDS,
)

# Whom an incident is reported to; the law has a clock for the first two (duty "incident.…").
REPORTED_TO = ("investigating_authority", "data_protection_body", "affected_customers")

# From when a clock runs. A retention may also count from what ended.
PROMISE_STARTS = ("received", "valid")
REPORT_STARTS = ("detection",)
RETENTION_STARTS = (
    "collected",
    "registered",
    "contract",
    "order_closed",
    "case_closed",
    "last_contact",
    "account_closed",
    "consent_withdrawn",
    "purpose_end",
    "end_of_fiscal_year",
)
# Starts that never come before the one the law counts from: a term counted from them is at least as long.
NO_EARLIER: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "contract": frozenset({"contract", "order_closed", "account_closed", "end_of_fiscal_year"}),
        "end_of_fiscal_year": frozenset({"end_of_fiscal_year"}),
    }
)

CHANNELS = tuple(channel.value for channel in Channel)
RELATIONS = tuple(relation.value for relation in Relation)
STANDINGS = tuple(standing.value for standing in Standing)
CASES = tuple(kind.value for kind in CaseKind)
STATES: Mapping[str, SubjectState] = MappingProxyType(
    {str(state.name).lower(): state for state in SubjectState if state}
)
SOFT = (Coverage.PROCEDURAL.value, Coverage.MIRRORED.value)

# Purposes that never rest on consent: somebody who withdrew everything can still sign in, ask and be warned.
CARVED_OUT = ("account", "rights", "notice", "authority_request")
