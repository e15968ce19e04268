"""/me/choices: what was agreed to, with date and receipt; taking back is one click and holds at once (VI.3)."""

from __future__ import annotations

import json
import re

import pytest

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, ConsentState, SubjectState
from giuloi.records import consents, freezing
from giuloi.records.reveal import Refusal
from tests.doors.portal.own.conftest import Customer, now
from tests.records.conftest import Shop

EMAIL = {"purpose": "promotion", "channel": "email", "recipient": ""}
SMS = EMAIL | {"channel": "sms"}


def state(customer: Customer, purpose: str, channel: str) -> ConsentState | None:
    """How one consent stands."""
    return consents.states_of(customer.subject).get((purpose, channel, ""))


def said(customer: Customer, key: dict[str, str], language: str = "en") -> str:
    """What the page puts under the button that says yes to this."""
    page = customer.text("/me/choices", language)
    form = re.search(
        rf'value="{key["purpose"]}"><input[^>]+value="{key["channel"]}"><input[^>]+value=""> ?'
        r'<input type="hidden" name="said" value="([0-9a-f]+)">',
        page,
    )
    assert form, "there is no button to agree to this"
    return form[1]


def test_taking_back_is_one_click_and_nothing_opens_after_it(shop: Shop, an: Customer) -> None:
    """No second question; the page says that it holds from now on."""
    answer = an.post("/me/choices", EMAIL | {"withdraw": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me/choices")
    desk = shop.staff("marketing", "promotion", shop.campaign())
    assert isinstance(shop.open(desk, ["email"], an.subject, channel=Channel.EMAIL)[0], Refusal)
    assert "Taken back, with effect at once" in an.text("/me/choices")


def test_a_second_click_does_nothing_twice(an: Customer) -> None:
    """The second one is told that there is nothing to take back."""
    for _ in range(2):
        an.post("/me/choices", EMAIL | {"withdraw": "1"})
    records = consents.ConsentRecord.objects.filter(
        subject_id=an.subject, purpose="promotion", channel="email"
    )
    assert [one.state for one in records.order_by("id")] == ["given", "withdrawn"]
    assert "no consent here to take back" in an.text("/me/choices")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_agreeing_records_the_very_words_that_stood_there(an: Customer, language: str) -> None:
    """Word for word, in the language of the page, as said on the web."""
    an.post("/me/choices", SMS | {"give": "1", "said": said(an, SMS, language)}, language)
    assert state(an, "promotion", "sms") is ConsentState.GIVEN
    record = consents.ConsentRecord.objects.select_related("wording").latest("id")
    assert (record.wording.language, record.method) == (language, Method.WEB)
    first = record.wording.text.split("\n")[0]
    assert first in an.text("/me/choices", language)


def test_words_that_did_not_stand_there_are_not_agreed_to(an: Customer) -> None:
    """A page that is out of date, or a form that somebody else made."""
    for other in ("", "0" * 32, said(an, SMS, "vi")):
        an.post("/me/choices", SMS | {"give": "1", "said": other}, "en")
        assert state(an, "promotion", "sms") is None


def test_a_no_is_remembered(an: Customer) -> None:
    """And is not asked about again: only the yes is left to say."""
    an.post("/me/choices", SMS | {"refuse": "1"})
    assert state(an, "promotion", "sms") is ConsentState.REFUSED
    assert "Not agreed" in an.text("/me/choices")


@pytest.mark.parametrize(
    "key",
    [
        {"purpose": "promotion", "channel": "post", "recipient": ""},
        {"purpose": "no_such", "channel": "email", "recipient": ""},
        {"purpose": "account", "channel": "email", "recipient": ""},
        {"purpose": "advertising", "channel": "email", "recipient": "partner"},
        {},
    ],
)
def test_what_is_not_offered_cannot_be_agreed_to(an: Customer, key: dict[str, str]) -> None:
    """Whatever a form says."""
    before = consents.states_of(an.subject)
    assert an.post("/me/choices", key | {"give": "1", "said": ""}).status_code == 303
    assert consents.states_of(an.subject) == before


def test_each_answer_has_its_receipt_and_nobody_elses(an: Customer, binh: Customer) -> None:
    """Signed JSON, as a file."""
    record = consents.ConsentRecord.objects.filter(subject_id=an.subject, purpose="promotion").latest("id").id
    answer = an.get(f"/me/choices/receipt/{record}")
    assert answer.headers["Content-Type"] == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "giuloi:proof" in json.loads(answer.content)
    assert binh.get(f"/me/choices/receipt/{record}").status_code == 404
    assert an.get(f"/me/choices/receipt/{2**70}").status_code == 404


def test_withdrawing_supply_says_what_becomes_of_open_orders(an: Customer) -> None:
    """Before the click and after it, with the clause (VI.7)."""
    assert "You have 2 open orders" in an.text("/me/choices")
    an.post("/me/choices", {"purpose": "supply", "channel": "in_house", "recipient": "", "withdraw": "1"})
    page = an.text("/me/choices")
    assert "using your information for it stops now" in page
    assert "VI.7" in page


def test_a_guest_is_asked_for_side_purposes_only(binh: Customer) -> None:
    """What serving the order takes rests on the order (IV.4)."""
    page = binh.text("/me/choices")
    assert "Promotions" in page
    assert "Supplying goods" not in page
    binh.post("/me/choices", {"purpose": "supply", "channel": "in_house", "recipient": "", "give": "1"})
    assert state(binh, "supply", "in_house") is None


@pytest.mark.parametrize("states", [SubjectState.MINOR, SubjectState.FROZEN])
def test_the_young_and_the_frozen_only_take_back(an: Customer, states: SubjectState) -> None:
    """No button to agree, and no form that could."""
    words = said(an, SMS)
    freezing.set_states(an.subject, states, now())
    an.post("/me/choices", SMS | {"give": "1", "said": words})
    assert state(an, "promotion", "sms") is None
    an.post("/me/choices", EMAIL | {"withdraw": "1"})
    assert state(an, "promotion", "email") is ConsentState.WITHDRAWN
