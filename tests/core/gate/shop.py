"""A small policy built by hand, with the purposes and prohibitions that a shop's published policy has."""

from __future__ import annotations

from dataclasses import replace

from giuloi.core.fields import FIELD, mask_of
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Clause, Permit, Policy, Prohibition, PurposeRule, Role, Unless, frozen
from giuloi.core.terms import CaseKind as Case
from giuloi.core.terms import (
    Channel,
    ClauseRef,
    ConsentState,
    LegalBasis,
    PolicyHash,
    Relation,
    Standing,
    SubjectState,
)

GUEST, MEMBER = Standing.GUEST, Standing.MEMBER
CONSENT = dict.fromkeys(Standing, LegalBasis.CONSENT)
CONTRACT = dict.fromkeys(Standing, LegalBasis.CONTRACT)
LAW = dict.fromkeys(Standing, LegalBasis.LEGAL_OBLIGATION)
MEMBERS = {MEMBER: LegalBasis.CONSENT}
MIXED = CONSENT | {GUEST: LegalBasis.CONTRACT}  # a guest by contract, a member by consent

CONTACT = "name phone email address"
CALLS = "email sms phone zalo"
BASKET = f"{CONTACT} purchases delivery_name delivery_phone delivery_address order_note"
ALL = " ".join(FIELD)
TO_PURPOSE, TO_RECIPIENT = Unless.CONSENT_TO_PURPOSE, Unless.CONSENT_TO_RECIPIENT


def purpose(name, clause, basis, uses, channels, roles, needs=None) -> PurposeRule:
    """A purpose's rule, with its sets as words in a row."""
    reached = frozenset(map(Channel, channels.split()))
    fields, who = mask_of(uses.split()), frozenset(roles.split())
    return PurposeRule(name, ClauseRef(clause), frozen(basis), fields, reached, who, needs, (), False)


def permit(name, clause, purposes, relation, uses, consent=TO_PURPOSE) -> Permit:
    """A permit for one relation."""
    fields = mask_of(uses.split())
    return Permit(
        name, ClauseRef(clause), frozenset(purposes.split()), frozenset({relation}), fields, consent
    )


def prohibit(name, clause, **conditions) -> Prohibition:
    """A prohibition of which only the stated conditions are set; sets of names as words in a row."""
    none = frozenset()
    anything = Prohibition(name, ClauseRef(clause), none, none, none, none, SubjectState.NONE, 0, none, None)
    sets = {key: frozenset(words.split()) for key, words in conditions.items() if type(words) is str}
    return replace(anything, **conditions | sets)


SIDE = "promotion services engagement advertising"
SELDOM = "account rights notice authority_request"  # never rest on consent

PURPOSES = (
    purpose("supply", "I.1", MIXED, BASKET, CALLS, "fulfilment care", Case.ORDER),
    purpose("care", "I.2", MIXED, f"{BASKET} care_note", CALLS, "care", Case.CARE),
    purpose("promotion", "I.3", CONSENT, "name email zalo", "email sms zalo", "marketing", Case.CAMPAIGN),
    purpose("services", "I.3", CONSENT, "name email phone", "email sms", "marketing", Case.CAMPAIGN),
    purpose("engagement", "I.4", MEMBERS, "name email birth_year", "email", "marketing care"),
    purpose("advertising", "III.1", CONSENT, "email phone purchases", "email", "partner"),
    purpose("account", "IV.5", CONTRACT, f"{CONTACT} birth_year declaration", "email sms", "self system"),
    purpose("rights", "IV.3", LAW, ALL, "email phone post", "self care", Case.REQUEST),
    purpose("notice", "II.2", LAW, CONTACT, "email sms zalo", "system care"),
    purpose("authority_request", "III.2", LAW, ALL, "", "legal", Case.AUTHORITY),
)  # fmt: skip

PERMITS = (
    permit("carrier", "III.1", "supply", Relation.NEEDED_FOR_ORDER, BASKET),
    permit("mailer", "II.2", "promotion notice", Relation.PROCESSOR, CONTACT),
    permit("partner", "III.1", "advertising", Relation.UNRELATED, "email phone", TO_RECIPIENT),
    permit("authority", "III.2", "authority_request", Relation.AUTHORITY, ALL),
)

UNRELATED = frozenset({Relation.UNRELATED})
PROHIBITIONS = (
    prohibit("frozen", "IV.2", states=SubjectState.FROZEN),
    prohibit("restricted", "IV.1", states=SubjectState.RESTRICTED, beyond="rights authority_request"),
    prohibit("minors", "I.3", states=SubjectState.MINOR, purposes=SIDE),
    prohibit("third_parties", "III.1", purposes="advertising", relations=UNRELATED, unless=TO_RECIPIENT),
    prohibit("members", "IV.4", standings=frozenset({MEMBER}), beyond=SELDOM, unless=TO_PURPOSE),
)

REFS = ("I.1", "I.2", "I.3", "I.4", "II.1", "II.2", "III.1", "III.2", "IV.1", "IV.2", "IV.3", "IV.4", "IV.5")
ROLES = ("fulfilment", "care", "marketing", "partner", "self", "system", "bridge", "legal")

POLICY = Policy(
    hash=PolicyHash("5" * 64),
    shop=frozen({"shop": "Tiệm Bánh Phố Cổ"}),
    language="vi",
    law=("vn",),
    as_of="2026-11-22",
    clauses=frozen({ref: Clause(ClauseRef(ref), f"Điều {ref}.", n) for n, ref in enumerate(REFS, 1)}),
    purposes=frozen({rule.name: rule for rule in PURPOSES}),
    categories=frozen({}),
    roles=frozen({name: Role(name, ClauseRef("II.1"), f"nhóm {name}", f"the {name} team") for name in ROLES}),
    permits=PERMITS,
    prohibitions=PROHIBITIONS,
    clocks=(),
    retentions=(),
    contacts=(),
    registration=None,
    requirements=(),
    reports=(),
    otherwise=ClauseRef("II.1"),
    kept=(),
    translations=frozen({"en": frozen({ref: Clause(ClauseRef(ref), f"Clause {ref}.", 1) for ref in REFS})}),
)

# An, a member who consents to mail; Bình, a guest who consents to nothing; Chi, a member who withdrew.
AN = SubjectFacts(MEMBER, to_purpose=ConsentState.GIVEN)
BINH = SubjectFacts(GUEST)
CHI = SubjectFacts(MEMBER, to_purpose=ConsentState.WITHDRAWN)

MAILING = UseRequest("promotion", mask_of(["name", "email"]), "marketing", channel=Channel.EMAIL)
PACKING = UseRequest("supply", mask_of(["delivery_name", "delivery_address"]), "fulfilment")
SHARING = UseRequest(
    "advertising",
    mask_of(["email"]),
    "partner",
    channel=Channel.EMAIL,
    relation=Relation.UNRELATED,
    recipient="cakes-r-us",
)
