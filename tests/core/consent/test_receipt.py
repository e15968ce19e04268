"""The receipt: everything the standard asks for, nothing more, and no word of it can be changed."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giuloi.core.consent.receipt import CONTEXT, PROOF, build_receipt, sign_receipt, verify_receipt
from giuloi.core.terms import BadEvidence, ConsentState, NotATerm, PolicyHash
from tests.core.consent.shop import CONTROLLER, POLICY, PUBLIC, SIGNER, verify
from tests.core.consent.test_record import AN, NOW

RECEIPT = build_receipt(AN, POLICY, CONTROLLER)
SIGNED = sign_receipt(RECEIPT, SIGNER.sign, PUBLIC)
RECORD = RECEIPT["dpv:hasRecordOfActivity"]
PROCESS = RECORD["dpv:hasProcess"]

# ISO/IEC TS 27560's fields, and where each stands below the record; recipients have a test of their own.
FIELDS: dict[str, tuple[str, ...]] = {
    "schema version": ("dct:conformsTo",),
    "record id": ("dct:identifier",),
    "pii principal id": ("dpv:hasDataSubject", "dpv:hasIdentifier"),
    "privacy notice": ("dpv:hasNotice", "giuloi:policy"),
    "language": ("dpv:hasNotice", "dct:language"),
    "purpose": ("dpv:hasProcess", "dpv:hasPurpose", "dct:title"),
    "purpose type": ("dpv:hasProcess", "dpv:hasPurpose", "@type"),
    "pii information": ("dpv:hasProcess", "dpv:hasPersonalData"),
    "pii controllers": ("dpv:hasProcess", "dpv:hasDataController"),
    "collection method": ("dpv:hasProcess", "dpv:hasDataSource"),
    "processing method": ("dpv:hasProcess", "dpv:hasProcessing"),
    "party id": ("dpv:hasEntity", "dpv:hasIdentifier"),
    "party name": ("dpv:hasEntity", "dpv:hasName"),
    "party address": ("dpv:hasEntity", "dpv:hasAddress"),
    "party contact": ("dpv:hasEntity", "dpv:hasContact"),
    "party type": ("dpv:hasEntity", "@type"),
    "storage locations": ("dpv:hasProcess", "dpv:hasStorageCondition"),
    "processing location": ("dpv:hasProcess", "dpv:hasLocation"),
    "jurisdiction": ("dpv:hasJurisdiction",),
    "withdrawal method": ("dpv:hasConsentControl", "dpv:isExercisedAt"),
    "privacy rights": ("dpv:hasRight",),
    "authority party": ("dpv:hasAuthority", "dpv:hasName"),
    "event time": ("dpv:hasConsentStatus", "dpv:isIndicatedAtTime"),
    "validity duration": ("dpv:hasConsentStatus", "dpv:hasDuration"),
    "entity id": ("dpv:hasConsentStatus", "dpv:isIndicatedBy"),
    "event type": ("dpv:hasProcess", "dpv:hasLegalBasis"),
    "event state": ("dpv:hasConsentStatus", "@type"),
}


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    for name in path:
        document = document[name]
    return document


@pytest.mark.parametrize("path", FIELDS.values(), ids=FIELDS)
def test_every_field_of_the_standard_is_filled(path: tuple[str, ...]) -> None:
    """A receipt with a gap proves nothing to an inspector."""
    assert at(RECORD, path)


def test_recipients_are_named_or_said_to_be_none() -> None:
    """The one mandatory field that may be empty: nobody outside the shop."""
    assert PROCESS["dpv:hasRecipient"] == []
    shared = build_receipt(replace(AN, recipient="partner-x"), POLICY, CONTROLLER)
    process = shared["dpv:hasRecordOfActivity"]["dpv:hasProcess"]
    assert process["dpv:hasRecipient"] == [{"@type": "dpv:ThirdParty", "dpv:hasName": "partner-x"}]
    assert "dpv:Disclose" in process["dpv:hasProcessing"]


def test_the_receipt_holds_the_very_words_that_were_shown() -> None:
    """The wording, its digest, the policy version and the clause stand together."""
    notice = RECORD["dpv:hasNotice"]
    assert notice["giuloi:wording"] == AN.wording
    assert notice["giuloi:wordingSha256"] == hashlib.sha256(AN.wording.encode()).hexdigest()
    assert notice["giuloi:policy"] == AN.policy
    assert notice["giuloi:clause"] == "I.3"


def test_the_receipt_speaks_of_one_purpose_its_fields_and_its_channel() -> None:
    """Consent to promotion by mail covers name and e-mail, and says nothing of the address."""
    assert PROCESS["dpv:hasPurpose"]["@type"] == ["dpv:Purpose", "dpv:DirectMarketing"]
    assert PROCESS["dpv:hasPurpose"]["dct:title"] == "promotion"
    assert [data["dct:title"] for data in PROCESS["dpv:hasPersonalData"]] == ["name", "email"]
    assert PROCESS["giuloi:channel"] == "email"


def test_retention_is_that_of_the_policy_in_iso_8601() -> None:
    """Used for 90 days, stored for three years, counted from the withdrawal."""
    _, kept = PROCESS["dpv:hasStorageCondition"]
    assert kept["dpv:hasPersonalData"] == ["name", "email"]
    assert kept["dpv:hasDuration"]["rdf:value"] == "P90D"
    assert kept["giuloi:storedFor"]["rdf:value"] == "P3Y"


def test_without_a_retention_rule_the_consent_itself_is_the_limit() -> None:
    """The field is mandatory, and never empty."""
    receipt = build_receipt(AN, replace(POLICY, retentions=()), CONTROLLER)
    _, kept = receipt["dpv:hasRecordOfActivity"]["dpv:hasProcess"]["dpv:hasStorageCondition"]
    assert kept["dpv:hasDuration"] == {"@type": "dpv:UntilEventDuration", "rdf:value": "consent withdrawn"}


@pytest.mark.parametrize("state", ConsentState)
def test_every_state_has_its_word_in_the_vocabulary(state: ConsentState) -> None:
    """Asked, given, refused, withdrawn, expired: DPV has a term for each."""
    receipt = build_receipt(replace(AN, state=state), POLICY, CONTROLLER)
    event = receipt["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"]
    assert event["@type"] == f"dpv:Consent{state.value.capitalize()}"


def test_an_end_of_validity_is_written_in_utc() -> None:
    """Times are read the same everywhere."""
    receipt = build_receipt(replace(AN, valid_until=NOW + timedelta(days=365)), POLICY, CONTROLLER)
    event = receipt["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"]
    assert event["dpv:isIndicatedAtTime"] == "2026-11-22T09:00:00Z"
    assert event["dpv:hasDuration"]["rdf:value"] == "2027-11-22T09:00:00Z"


def test_ids_are_text_because_json_loses_large_numbers() -> None:
    """A 63-bit id read by a browser must still be that id."""
    receipt = build_receipt(replace(AN, id=2**63 - 1, subject=2**63 - 1), POLICY, CONTROLLER)
    assert receipt["dct:identifier"] == str(2**63 - 1)
    verify_receipt(sign_receipt(receipt, SIGNER.sign, PUBLIC), verify, PUBLIC)


def names(document: Any) -> Iterator[str]:
    """Every key, and every value that is a term."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield name
            yield from names(value)
    elif isinstance(document, list):
        for value in document:
            yield from names(value)
    elif str(document).startswith(("dpv:", "pd:", "loc:", "dpv-27560:")):
        yield document


def test_every_prefix_is_explained_in_the_document() -> None:
    """A reader needs no network to know what a term means."""
    used = {name.split(":")[0] for name in names(RECORD) if ":" in name}
    assert used
    assert used <= set(CONTEXT)


def test_a_receipt_is_not_made_under_a_policy_the_person_did_not_see() -> None:
    """The policy changed between the question and the answer: no receipt."""
    with pytest.raises(BadEvidence, match="another policy"):
        build_receipt(AN, replace(POLICY, hash=PolicyHash("cd" * 32)), CONTROLLER)


def test_a_purpose_the_policy_does_not_have_is_refused() -> None:
    """One cannot consent to what was never published."""
    with pytest.raises(NotATerm, match="'advertising'"):
        build_receipt(replace(AN, purpose="advertising"), POLICY, CONTROLLER)


def test_a_signed_receipt_verifies_after_a_journey_through_json() -> None:
    """Spaces and the order of keys do not matter: only what is said."""
    verify_receipt(json.loads(json.dumps(SIGNED, indent=3, sort_keys=True)), verify, PUBLIC)


def test_signing_twice_is_refused() -> None:
    """A second signature over the first would prove something else."""
    with pytest.raises(BadEvidence, match="already"):
        sign_receipt(SIGNED, SIGNER.sign, PUBLIC)


def leaves(document: Any, before: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every single value."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield from leaves(value, (*before, name))
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield from leaves(value, (*before, index))
    else:
        yield before


def test_no_word_of_a_signed_receipt_can_be_changed() -> None:
    """Each value altered by one character, one after the other: none passes."""
    for path in leaves(SIGNED):
        forged = copy.deepcopy(SIGNED)
        at(forged, path[:-1])[path[-1]] += "x"
        with pytest.raises(BadEvidence):
            verify_receipt(forged, verify, PUBLIC)


@pytest.mark.parametrize("name", SIGNED)
def test_nothing_can_be_left_out_of_a_signed_receipt(name: str) -> None:
    """Each part removed, one after the other: none passes."""
    with pytest.raises(BadEvidence):
        verify_receipt({key: value for key, value in SIGNED.items() if key != name}, verify, PUBLIC)


def test_the_key_inside_a_receipt_is_not_trusted() -> None:
    """A forger signs with a key of their own and writes it in: the reader's key decides."""
    forger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    forged = sign_receipt(RECEIPT, forger.sign, forger.public_key().public_bytes_raw())
    with pytest.raises(BadEvidence, match="another key"):
        verify_receipt(forged, verify, PUBLIC)


def test_a_digest_that_is_not_of_the_wording_is_refused_even_when_signed() -> None:
    """A mistake of the shop's own is found too."""
    wrong = copy.deepcopy(RECEIPT)
    wrong["dpv:hasRecordOfActivity"]["dpv:hasNotice"]["giuloi:wordingSha256"] = "00" * 32
    with pytest.raises(BadEvidence, match="digest"):
        verify_receipt(sign_receipt(wrong, SIGNER.sign, PUBLIC), verify, PUBLIC)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no finding
@given(st.dictionaries(st.sampled_from([*RECEIPT, PROOF, "x"]), json_values, max_size=5))
def test_any_document_that_is_no_receipt_is_refused_and_nothing_else_happens(
    document: dict[str, Any],
) -> None:
    """A receipt comes from outside: whatever it is, the answer is yes or BadEvidence."""
    with pytest.raises(BadEvidence):
        verify_receipt(document, verify, PUBLIC)


@given(json_values)
def test_any_proof_is_refused_but_the_genuine_one(proof: Any) -> None:
    """Shapes of proof nobody thought of are refused, not crashed on."""
    for forged in (proof, {**SIGNED[PROOF], "signature": proof}, {**SIGNED[PROOF], "publicKey": proof}):
        with pytest.raises(BadEvidence):
            verify_receipt({**RECEIPT, PROOF: forged}, verify, PUBLIC)
