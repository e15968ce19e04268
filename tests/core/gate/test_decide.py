"""`decide`, case by case: each permitted path, and the same path with one thing missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.fields import mask_of
from giuloi.core.gate import decide as module
from giuloi.core.gate.decide import decide, judge
from giuloi.core.gate.request import Decision, Reason, SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Policy, Unless, frozen
from giuloi.core.terms import (
    CaseKind,
    Channel,
    ConsentState,
    LegalBasis,
    Relation,
    Standing,
    SubjectState,
)
from tests.core.gate.shop import AN, BINH, CHI, MAILING, PACKING, POLICY, SHARING

but = replace
MAILED = but(AN, case=CaseKind.CAMPAIGN)
PACKED = but(BINH, case=CaseKind.ORDER)
SHARED = but(AN, to_recipient=ConsentState.GIVEN)
WITHDRAWN = ConsentState.WITHDRAWN
FROZEN, RESTRICTED, MINOR = SubjectState.FROZEN, SubjectState.RESTRICTED, SubjectState.MINOR

CONTACT = mask_of(["name", "email", "address"])
BY_POST = but(MAILING, channel=Channel.POST)
BY_STRANGER = but(MAILING, relation=Relation.UNRELATED, recipient="x")
BY_MAILER = but(MAILING, relation=Relation.PROCESSOR, recipient="buu-dien")
BY_CARRIER = but(PACKING, relation=Relation.NEEDED_FOR_ORDER, recipient="giao-nhanh")
SURVEY = UseRequest("engagement", mask_of(["name"]), "care")
SIGN_IN = UseRequest("account", mask_of(["phone"]), "self", channel=Channel.SMS)
OWN_COPY = UseRequest("rights", mask_of(["name"]), "care")
FOR_POLICE = UseRequest("authority_request", 1, "legal", relation=Relation.AUTHORITY, recipient="ca-hn")

# What is asked, of whom; then outcome, clause and reason; then what would lift a refusal.
CASES: dict[str, tuple[UseRequest, SubjectFacts, str, str]] = {
    "mail to An, who agreed": (MAILING, MAILED, "allowed I.3 permitted", ""),
    "… by a purpose nobody wrote": (but(MAILING, purpose="stars"), MAILED, "gap II.1 unknown_purpose", ""),
    "… claimed and not held": (but(MAILING, held=False), MAILED, "denied I.3 not_held", "hold promotion"),
    "… by the packers": (but(MAILING, role="fulfilment"), MAILED, "denied I.3 role", "role marketing"),
    "… with the address": (but(MAILING, fields=mask_of(["address"])), MAILED, "gap II.1 field", ""),
    "… with one field too many": (but(MAILING, fields=CONTACT), MAILED, "gap II.1 field", ""),
    "… by post": (BY_POST, MAILED, "gap II.1 channel", ""),
    "… through a stranger": (BY_STRANGER, MAILED, "gap II.1 recipient", ""),
    "… through somebody of no relation": (but(MAILING, recipient="x"), MAILED, "gap II.1 recipient", ""),
    "… through our mail service": (BY_MAILER, MAILED, "allowed II.2 permitted", ""),
    "… without a campaign": (MAILING, AN, "denied I.3 no_case", "case campaign"),
    "… under another case": (MAILING, but(AN, case=CaseKind.CARE), "denied I.3 no_case", "case campaign"),
    "… while her data are frozen": (MAILING, but(MAILED, states=FROZEN), "denied IV.2 prohibited", ""),
    "… frozen, and a minor": (MAILING, but(MAILED, states=FROZEN | MINOR), "denied IV.2 prohibited", ""),
    "… a minor": (MAILING, but(MAILED, states=MINOR), "denied I.3 prohibited", ""),
    "mail to Chi, who withdrew": (
        MAILING, but(CHI, case=CaseKind.CAMPAIGN), "denied IV.4 prohibited", "consent promotion/email",
    ),
    "mail to Bình, who was never asked": (
        MAILING, but(BINH, case=CaseKind.CAMPAIGN), "denied I.3 no_consent", "consent promotion/email",
    ),
    "… through our mail service, which has its own clause": (
        BY_MAILER, but(BINH, case=CaseKind.CAMPAIGN), "denied II.2 no_consent", "consent promotion/email",
    ),
    "packing for Bình, a guest": (PACKING, PACKED, "allowed I.1 permitted", ""),
    "… handed to the carrier": (BY_CARRIER, PACKED, "allowed III.1 permitted", ""),
    "… handed to the carrier with no order": (BY_CARRIER, BINH, "denied I.1 no_case", "case order"),
    "… for a member who did not agree": (
        PACKING, but(PACKED, standing=Standing.MEMBER), "denied IV.4 prohibited", "consent supply/in_house",
    ),
    "a survey for a guest": (SURVEY, BINH, "gap II.1 no_basis", ""),
    "An's e-mail to an advertiser she named": (SHARING, SHARED, "allowed III.1 permitted", ""),
    "… to one she did not name": (
        SHARING, AN, "denied III.1 prohibited", "consent advertising/email/cakes-r-us",
    ),
    "… to nobody in particular": (but(SHARING, recipient=""), SHARED, "denied III.1 prohibited", ""),
    "… with what she bought": (but(SHARING, fields=mask_of(["purchases"])), SHARED, "gap II.1 recipient", ""),
    "… having withdrawn the purpose": (
        SHARING, but(SHARED, to_purpose=WITHDRAWN), "denied IV.4 prohibited", "consent advertising/email",
    ),
    "Chi signs in, withdrawn or not": (SIGN_IN, CHI, "allowed IV.5 permitted", ""),
    "Chi's own request, while restricted": (
        OWN_COPY, but(CHI, states=RESTRICTED, case=CaseKind.REQUEST), "allowed IV.3 permitted", "",
    ),
    "a file for the police": (FOR_POLICE, but(CHI, case=CaseKind.AUTHORITY), "allowed III.2 permitted", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_gate_answers(case: str) -> None:
    """Each named case has its outcome, clause, reason and what would lift it."""
    request, facts, said, lift = CASES[case]
    answer = decide(POLICY, request, facts)
    assert f"{answer.outcome} {answer.clause} {answer.reason}" == said
    assert " and ".join(f"{need.kind} {need.what}" for need in answer.needed) == lift
    assert answer.policy == POLICY.hash


def test_every_reason_has_a_named_case() -> None:
    """The table above leaves no reason out but those that only the records can know: stored, and agreed."""
    of_records = {Reason.SET_ASIDE, Reason.NO_AGREEMENT}
    assert {said.split()[-1] for _, _, said, _ in CASES.values()} == set(Reason) - of_records


def test_an_allowed_use_says_on_what_basis() -> None:
    """Bình's order rests on contract, An's mail on consent; a refusal rests on nothing."""
    assert decide(POLICY, PACKING, PACKED).basis is LegalBasis.CONTRACT
    assert decide(POLICY, MAILING, MAILED).basis is LegalBasis.CONSENT
    assert decide(POLICY, MAILING, AN).basis is None


def test_plain_words_are_judged_as_the_terms_they_spell() -> None:
    """Facts straight from a database row, as text, get the answer of the same facts as terms."""
    row = SubjectFacts("member", 0, "given", None, "campaign")  # type: ignore[arg-type]
    assert judge(POLICY, MAILING, row).allowed
    assert judge(POLICY, replace(PACKING, channel="in_house"), replace(PACKED)).allowed  # type: ignore[arg-type]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict:
    """The gate with an empty memory of at most eight answers."""
    monkeypatch.setattr(module, "_memo", {})
    monkeypatch.setattr(module, "_MOST", 8)
    return module._memo


def test_what_was_decided_is_remembered(memory: dict) -> None:
    """The same question is judged once and answered with the same value."""
    first = decide(POLICY, MAILING, MAILED)
    assert decide(POLICY, replace(MAILING), replace(MAILED)) is first
    assert len(memory) == 1


def test_hostile_requests_cannot_fill_the_memory(memory: dict) -> None:
    """However many different questions are asked, only so many are remembered."""
    for number in range(100):
        decide(POLICY, replace(MAILING, purpose=f"guess-{number}"), AN)
        assert 1 <= len(memory) <= 8


def test_a_question_of_endless_words_is_answered_and_not_remembered(memory: dict) -> None:
    """Length is no way to fill memory either."""
    for word in ("purpose", "role", "recipient"):
        assert not decide(POLICY, replace(MAILING, **{word: "x" * 300}), MAILED).allowed
    assert memory == {}


def test_two_policies_are_never_confused(memory: dict) -> None:
    """Not even when they carry one hash, or when one takes the other's place in memory."""

    def of_a_moment(clause: str) -> Decision:
        other: Policy = replace(POLICY, purposes=frozen({}), otherwise=clause)
        return decide(other, MAILING, MAILED)

    assert decide(POLICY, MAILING, MAILED).allowed
    assert [of_a_moment(clause).clause for clause in ("I.1", "I.2", "I.4")] == ["I.1", "I.2", "I.4"]
    assert decide(POLICY, MAILING, MAILED).allowed


def test_consent_to_a_recipient_is_needed_whatever_the_purpose_rests_on() -> None:
    """A permit that asks for consent by name asks a guest too, whose order needs no consent."""
    permit = but(POLICY.permits[0], name="any", purposes=frozenset({PACKING.purpose}), fields=PACKING.fields)
    permit = but(permit, relations=frozenset({Relation.UNRELATED}), consent=Unless.CONSENT_TO_RECIPIENT)
    policy = but(POLICY, permits=(permit,))
    outside = but(PACKING, relation=Relation.UNRELATED, recipient="x")
    assert decide(policy, outside, PACKED).reason is Reason.NO_CONSENT
    assert decide(policy, outside, but(PACKED, to_recipient=WITHDRAWN)).reason is Reason.NO_CONSENT
    assert decide(policy, outside, but(PACKED, to_recipient=ConsentState.GIVEN)).allowed
