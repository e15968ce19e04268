"""A small policy built by hand, with the purposes and prohibitions that a shop's published policy has."""

from __future__ import annotations

from dataclasses import replace

from giuloi.core.fields import EVERY, mask_of
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Clause, Permit, Policy, Prohibition, PurposeRule, Role, Unless, frozen
from giuloi.core.terms import (
    CaseKind,
    Channel,
    ClauseRef,
    ConsentState,
    LegalBasis,
    PolicyHash,
    Relation,
    Standing,
    SubjectState,
)

G, M = Standing.GUEST, Standing.MEMBER
CONSENT, CONTRACT, LAW = LegalBasis.CONSENT, LegalBasis.CONTRACT, LegalBasis.LEGAL_OBLIGATION
EMAIL, SMS, PHONE, ZALO = Channel.EMAIL, Channel.SMS, Channel.PHONE, Channel.ZALO
SELDOM = frozenset({"account", "rights", "notice", "authority_request"})  # what never rests on consent

CONTACT = mask_of(["name", "phone", "email", "address"])
ORDER = mask_of(["purchases", "delivery_name", "delivery_phone", "delivery_address", "order_note"])
SOCIAL = mask_of(["zalo", "messenger"])


def purpose(name, clause, basis, fields, channels, roles, needs=None, topic=False) -> PurposeRule:
    """A purpose's rule without its DPV ids."""
    roles, channels = frozenset(roles.split()), frozenset(channels)
    return PurposeRule(name, ClauseRef(clause), frozen(basis), fields, channels, roles, needs, (), topic)


def prohibit(name, clause, **conditions) -> Prohibition:
    """A prohibition of which only the stated conditions are set."""
    nothing = frozenset()
    any_use = Prohibition(
        name, ClauseRef(clause), nothing, nothing, nothing, nothing, SubjectState.NONE, 0, nothing, None
    )
    return replace(any_use, **conditions)


PURPOSES = (
    purpose("supply", "I.1", {G: CONTRACT, M: CONSENT}, CONTACT | ORDER, [EMAIL, SMS, PHONE, ZALO], "fulfilment care", CaseKind.ORDER),
    purpose("care", "I.2", {G: CONTRACT, M: CONSENT}, CONTACT | ORDER | SOCIAL | mask_of(["care_note"]), [EMAIL, SMS, PHONE, ZALO], "care", CaseKind.CARE),
    purpose("promotion", "I.3", {G: CONSENT, M: CONSENT}, mask_of(["name", "email", "phone", "zalo"]), [EMAIL, SMS, ZALO], "marketing", CaseKind.CAMPAIGN, True),
    purpose("services", "I.3", {G: CONSENT, M: CONSENT}, mask_of(["name", "email", "phone"]), [EMAIL, SMS], "marketing", CaseKind.CAMPAIGN, True),
    purpose("engagement", "I.4", {M: CONSENT}, mask_of(["name", "email", "birth_year", "purchases"]), [EMAIL], "marketing care", None, True),
    purpose("advertising", "III.1", {G: CONSENT, M: CONSENT}, mask_of(["email", "phone", "purchases"]), [EMAIL], "partner", None, True),
    purpose("account", "IV.5", {G: CONTRACT, M: CONTRACT}, CONTACT | mask_of(["birth_year", "declaration"]), [EMAIL, SMS], "self system"),
    purpose("rights", "IV.3", {G: LAW, M: LAW}, EVERY, [EMAIL, PHONE, Channel.POST], "self care", CaseKind.REQUEST),
    purpose("notice", "II.2", {G: LAW, M: LAW}, CONTACT, [EMAIL, SMS, ZALO], "system care"),
    purpose("authority_request", "III.2", {G: LAW, M: LAW}, EVERY, [], "legal", CaseKind.AUTHORITY),
)  # fmt: skip

PERMITS = (
    Permit("carrier", ClauseRef("III.1"), frozenset({"supply"}), frozenset({Relation.NEEDED_FOR_ORDER}), ORDER | CONTACT, Unless.CONSENT_TO_PURPOSE),
    Permit("post", ClauseRef("II.2"), frozenset({"promotion", "notice"}), frozenset({Relation.PROCESSOR}), CONTACT, Unless.CONSENT_TO_PURPOSE),
    Permit("partner", ClauseRef("III.1"), frozenset({"advertising"}), frozenset({Relation.UNRELATED}), mask_of(["email", "phone"]), Unless.CONSENT_TO_RECIPIENT),
    Permit("authority", ClauseRef("III.2"), frozenset({"authority_request"}), frozenset({Relation.AUTHORITY}), EVERY, Unless.CONSENT_TO_PURPOSE),
)  # fmt: skip

PROHIBITIONS = (
    prohibit("frozen", "IV.2", states=SubjectState.FROZEN),
    prohibit("restricted", "IV.1", states=SubjectState.RESTRICTED, beyond=frozenset({"rights", "authority_request"})),
    prohibit("minors", "I.3", states=SubjectState.MINOR, purposes=frozenset({"promotion", "services", "engagement", "advertising"})),
    prohibit("third_party_advertising", "III.1", purposes=frozenset({"advertising"}), relations=frozenset({Relation.UNRELATED}), unless=Unless.CONSENT_TO_RECIPIENT),
    prohibit("member_without_consent", "IV.4", standings=frozenset({M}), beyond=SELDOM, unless=Unless.CONSENT_TO_PURPOSE),
)  # fmt: skip

REFS = "I.1 I.2 I.3 I.4 II.1 II.2 III.1 III.2 IV.1 IV.2 IV.3 IV.4 IV.5".split()
ROLES = "fulfilment care marketing partner self system bridge legal".split()

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

# The cast: An, a member who consents to mail; Bình, a guest who consents to nothing; Chi, a member who withdrew.
AN = SubjectFacts(M, to_purpose=ConsentState.GIVEN)
BINH = SubjectFacts(G)
CHI = SubjectFacts(M, to_purpose=ConsentState.WITHDRAWN)

MAILING = UseRequest("promotion", mask_of(["name", "email"]), "marketing", channel=EMAIL)
PACKING = UseRequest("supply", mask_of(["delivery_name", "delivery_address"]), "fulfilment")
SHARING = UseRequest(
    "advertising", mask_of(["email"]), "partner", channel=EMAIL, relation=Relation.UNRELATED, recipient="cakes-r-us"
)
