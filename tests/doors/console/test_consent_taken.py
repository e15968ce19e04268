"""Consent said at the counter or by phone: the exact words, how it was said, where the paper is, who wrote it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from giuloi.core.consent.record import evidence_reference
from giuloi.core.terms import Channel, ConsentState, NotATerm, SubjectState
from giuloi.records import consents, freezing
from giuloi.records.consents import ConsentRecord
from giuloi.records.database import rows
from giuloi.records.keyring import keyring
from tests.cast import AN
from tests.doors.console.conftest import now

SAID = {
    "choice": "promotion/sms",
    "answer": "give",
    "method": "recorded_call",
    "language": "vi",
    "wording": "Chị có đồng ý nhận tin khuyến mãi của tiệm không ạ?",
    "evidence": "ghi-am-17",
}
KEY = ("promotion", "sms", "")


def _confirm(client: Client, subject: int, **changed: str) -> Any:
    """Both steps: the form, then the confirmation as it stands on the page."""
    where, said = f"/console/customers/{subject}/consent", {**SAID, **changed}
    page = client.post(where, said)
    assert page.status_code == 200, page.content.decode()
    newest = page.context["newest"]
    return client.post(where, {**page.context["said"], "newest": newest, "confirmed": "yes"})


def test_nothing_is_written_before_the_exact_words_were_confirmed(ha: Client, an: int) -> None:
    """The first answer shows the words; the history is as it was."""
    before = ConsentRecord.objects.count()
    page = ha.post(f"/console/customers/{an}/consent", SAID).content.decode()
    assert SAID["wording"] in page
    assert ConsentRecord.objects.count() == before


def test_a_consent_is_kept_with_words_method_evidence_and_who_wrote_it(ha: Client, an: int) -> None:
    """And the ledger names the colleague, not the customer's own hand."""
    _confirm(ha, an)
    record = ConsentRecord.objects.select_related("wording").latest("id")
    assert (record.state, record.method, record.evidence) == ("given", "recorded_call", "ghi-am-17")
    assert (record.wording.text, record.wording.language) == (SAID["wording"], "vi")
    ((event, actor),) = rows("SELECT event, actor FROM records_pendinguse ORDER BY id DESC LIMIT 1")
    assert event == "consent.given"
    assert actor.startswith("staff/care/")


def test_without_words_of_the_clerks_own_the_standard_sentence_is_kept(ha: Client, an: int) -> None:
    """In the language it was read in, naming shop, purpose and channel."""
    _confirm(ha, an, wording="", language="en")
    wording = ConsentRecord.objects.select_related("wording").latest("id").wording
    assert wording.language == "en"
    assert "promotions by text message" in wording.text
    assert "Tiệm Bánh Phố Cổ" in wording.text


def test_the_same_confirmation_twice_is_written_once(ha: Client, an: int) -> None:
    """A double click, or the back button and once more."""
    where = f"/console/customers/{an}/consent"
    page = ha.post(where, SAID)
    confirmed = {**page.context["said"], "newest": page.context["newest"], "confirmed": "yes"}
    before = ConsentRecord.objects.count()
    for _ in range(2):
        assert ha.post(where, confirmed).status_code == 302
    assert ConsentRecord.objects.count() == before + 1


def test_a_withdrawal_at_the_counter_is_in_force_at_once(ha: Client, an: int) -> None:
    """Key store first; it needs no evidence and no words of the customer's."""
    _confirm(ha, an, choice="promotion/email", answer="withdraw", evidence="", wording="")
    assert consents.states_of(an)[("promotion", "email", "")] is ConsentState.WITHDRAWN
    assert ("promotion", "email", "") in keyring().withdrawals_of(an)


def test_a_no_is_remembered(ha: Client, an: int) -> None:
    """Nobody asks again."""
    _confirm(ha, an, answer="refuse", evidence="")
    assert consents.states_of(an)[KEY] is ConsentState.REFUSED


def test_a_minor_cannot_be_signed_up_for_promotions(ha: Client, an: int) -> None:
    """The page cites the clause; also when the confirmation is posted straight away. Supply goes on."""
    freezing.set_states(an, SubjectState.MINOR, now())
    for more in ({}, {"confirmed": "yes", "newest": "0"}):
        answer = ha.post(f"/console/customers/{an}/consent", {**SAID, **more})
        assert answer.status_code == 403
        assert "VII.1" in answer.content.decode()
    assert KEY not in consents.states_of(an)
    _confirm(ha, an, choice=f"supply/{Channel.IN_HOUSE.value}")
    assert ConsentRecord.objects.latest("id").said_by == "representative"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"choice": "promotion/post"}, "choice"),
        ({"choice": "account/email"}, "choice"),
        ({"answer": ""}, "answer"),
        ({"method": "web"}, "method"),
        ({"evidence": ""}, "evidence"),
        ({"evidence": AN.phone}, "evidence"),
        ({"wording": "x" * 2001}, "wording"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_stays(
    ha: Client, an: int, changed: dict[str, str], field: str
) -> None:
    """422; nothing is written; what was typed is still there."""
    answer = ha.post(f"/console/customers/{an}/consent", {**SAID, **changed})
    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.content.decode()
    assert KEY not in consents.states_of(an)


@pytest.mark.parametrize(
    "text",
    ["0594000001", "0594-000-001", "an@example.vn", "Nguyễn Thị An", "Nguyen An", "5" * 9, " ", "x" * 40],
)
def test_no_reference_has_room_for_a_person(text: str) -> None:
    """It stands in clear: no telephone number, no address, no name as people write it."""
    with pytest.raises(NotATerm):
        evidence_reference(text)


@pytest.mark.parametrize("text", ["", "GIAY-2026/014", "ghi-am-17", "P1"])
def test_numbers_of_papers_and_recordings_are_references(text: str) -> None:
    """And none at all."""
    assert evidence_reference(text) == text
