"""IV.5: a member gives all that is asked, accepts the policy of the day, and is one person."""

from __future__ import annotations

import json
from typing import Any

import pytest

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, ConsentState, PolicyHash, Standing, SubjectState
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.form import NotRegistered, asked_fields
from giuloi.promises.collect.guests import PossibleMatch, welcome_guest
from giuloi.promises.collect.members import accept_as_member, register_member
from giuloi.records.consents import Asked, ConsentRecord, give, states_of
from giuloi.records.credentials import Holding, hold_in_code
from giuloi.records.freezing import set_states
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry
from giuloi.records.reveal import Ask, Revealed, reveal
from giuloi.records.subjects import Subject, standing_of
from giuloi.records.uses.pending import waiting
from giuloi.records.vault import VaultRow
from tests.cast import AN, BINH, CHI
from tests.fakes.forms import DECLARED, form_of, left_open, no, yes
from tests.fakes.installation import NOON, Installed


def opened(subject: int, *fields: str) -> dict[str, str]:
    """What the account's own code path sees of a member."""
    holding: Holding = hold_in_code("register_member")
    answer = reveal(holding, fields, Ask(subject), NOON)
    assert isinstance(answer, Revealed)
    return {name: value.open() for name, value in answer.fields.items()}


def problems(form: Any) -> dict[str, str]:
    """Field → code of everything that is wrong, after checking that nothing was kept."""
    before = Subject.objects.count(), VaultRow.objects.count(), ConsentRecord.objects.count()
    with pytest.raises(NotRegistered) as refusal:
        register_member(form, NOON)
    assert (Subject.objects.count(), VaultRow.objects.count(), ConsentRecord.objects.count()) == before
    for one in refusal.value.problems:
        assert one.vi
        assert one.en
        assert form.phone not in str(refusal.value) or not form.phone
    return {one.field: one.code for one in refusal.value.problems}


def test_the_form_says_what_each_field_is_for(shop: Installed) -> None:
    """Name, phone, e-mail and address, each with a purpose of the policy and its clause."""
    asked = {one.name: (one.purpose, one.clause) for one in asked_fields(shop.policy.policy)}
    assert asked == {
        "name": ("account", "IV.5"),
        "phone": ("supply", "I.1"),
        "email": ("account", "IV.5"),
        "address": ("supply", "I.1"),
    }


def test_a_complete_form_makes_a_member(shop: Installed) -> None:
    """Judged by the version they accepted; all four fields and the declaration sealed; one line in the ledger."""
    done = register_member(form_of(AN, shop.policy.policy, birth_year=1990), NOON)
    assert standing_of(done.subject) == (Standing.MEMBER, SubjectState.NONE, shop.policy.id)
    assert opened(done.subject, "name", "phone", "email", "address", "birth_year") == {
        "name": AN.name,
        "phone": AN.phone,
        "email": AN.email,
        "address": AN.address,
        "birth_year": "1990",
    }
    declaration = json.loads(opened(done.subject, "declaration")["declaration"])
    assert declaration == {"said": DECLARED, "policy": shop.policy.policy.hash, "at": NOON.isoformat()}
    use = waiting(1)[0].use
    assert (use.event, use.actor, use.purpose, use.clause) == ("register", "customer", "account", "IV.5")


WRONG: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "no name": ({"name": " "}, {"name": "missing"}),
    "no address": ({"address": ""}, {"address": "missing"}),
    "no phone": ({"phone": ""}, {"phone": "missing"}),
    "no e-mail": ({"email": ""}, {"email": "missing"}),
    "a phone number too short": ({"phone": "059400000"}, {"phone": "phone_invalid"}),
    "the phone number of an erased order": ({"phone": "0000000000"}, {"phone": "phone_invalid"}),
    "words for a phone number": ({"phone": "gọi cho chị Hà"}, {"phone": "phone_letters"}),
    "an e-mail without a domain": ({"email": "an@"}, {"email": "email_domain"}),
    "a name without a letter": ({"name": "12345"}, {"name": "name_letters"}),
    "half a character in the address": ({"address": "12 Hàng Bạc \ud800"}, {"address": "unreadable"}),
    "a NUL in the name": ({"name": "An\x00h"}, {"name": "unreadable"}),
    "an endless address": ({"address": "đ" * 1025}, {"address": "too_long"}),
    "an address abroad": ({"country": "FR"}, {"address": "foreign"}),
    "the policy not accepted": ({"accepted": PolicyHash("")}, {"policy": "not_accepted"}),
    "an old policy": ({"accepted": PolicyHash("0" * 64)}, {"policy": "old_version"}),
    "a declaration missing": (
        {"declarations": {"policy_accepted": "…"}},
        {"declarations.truthful": "not_declared"},
    ),
    "an empty declaration": (
        {"declarations": {**DECLARED, "truthful": "  "}},
        {"declarations.truthful": "not_declared"},
    ),
    "an endless declaration": (
        {"declarations": {**DECLARED, "more": "x" * 3000}},
        {"declarations": "too_long"},
    ),
    "a year that is none": ({"birth_year": 90}, {"birth_year": "no_year"}),
    "a purpose that no policy knows": ({"choices": [yes("profiling")]}, {"choices": "unknown_choice"}),
    "a channel that the purpose has not": (
        {"choices": [yes("promotion", Channel.MESSENGER)]},
        {"choices": "unknown_choice"},
    ),
    "the same choice twice": ({"choices": [yes("supply"), no("supply")]}, {"choices": "asked_twice"}),
    "everything wrong at once": (
        {"name": "", "phone": "1", "email": "x", "address": "", "accepted": PolicyHash("")},
        {
            "name": "missing",
            "phone": "phone_invalid",
            "email": "email_shape",
            "address": "missing",
            "policy": "not_accepted",
        },
    ),
}


@pytest.mark.parametrize(("changed", "wrong"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_field_by_field_and_nothing_is_kept(
    shop: Installed, changed: dict[str, Any], wrong: dict[str, str]
) -> None:
    """All problems at once, in both languages, without a word of what was typed."""
    assert problems(form_of(AN, shop.policy.policy, **changed)) == wrong


def test_silence_is_not_consent(shop: Installed) -> None:
    """Yes is given, no is refused, left open is neither; registering by itself consents to nothing."""
    choices = [yes("supply"), no("promotion", Channel.SMS), left_open("promotion", Channel.EMAIL)]
    done = register_member(form_of(AN, shop.policy.policy, choices=choices), NOON)
    assert states_of(done.subject) == {
        ("supply", "in_house", ""): ConsentState.GIVEN,
        ("promotion", "sms", ""): ConsentState.REFUSED,
    }
    assert len(done.consents) == 2
    other = register_member(form_of(BINH, shop.policy.policy), NOON)
    assert states_of(other.subject) == {}


def test_a_consent_keeps_the_words_it_was_asked_with(shop: Installed) -> None:
    """Word for word, with the version and the way it was given."""
    done = register_member(form_of(AN, shop.policy.policy, choices=[yes("supply")]), NOON)
    record = ConsentRecord.objects.get(id=done.consents[0])
    assert record.wording.text == yes("supply").wording
    assert (record.policy_id, record.method, record.said_by) == (shop.policy.id, "web", "subject")
    receipt = done.receipts()[0]
    assert yes("supply").wording in json.dumps(receipt, ensure_ascii=False)


@pytest.mark.parametrize(
    "again",
    [{"email": "an.moi@example.vn"}, {"phone": "0594000077"}, {"phone": "+84 594 000 001"}, {}],
    ids=["same phone", "same e-mail", "same phone, spelled otherwise", "same everything"],
)
def test_whoever_is_a_member_already_is_told_so(shop: Installed, again: dict[str, str]) -> None:
    """One person at most behind a phone number or an e-mail address."""
    register_member(form_of(AN, shop.policy.policy), NOON)
    form = form_of(AN, shop.policy.policy, **again)
    assert set(problems(form).values()) == {"taken"}
    assert Subject.objects.count() == 1


def test_a_refused_registration_takes_no_ones_phone_or_mail(shop: Installed) -> None:
    """The other half of the pair stays free."""
    register_member(form_of(AN, shop.policy.policy), NOON)
    problems(form_of(BINH, shop.policy.policy, phone=AN.phone))
    assert register_member(form_of(BINH, shop.policy.policy), NOON)


def test_what_a_crash_left_behind_is_no_member(shop: Installed) -> None:
    """A claim in the key store without a row in the data: the next to register takes it over."""
    left_over = 4711
    keyring().index(
        [
            Entry("phone", "+84594000001", left_over, left_over, claimed=True),
            Entry("email", AN.email, left_over, left_over, claimed=True),
        ]
    )
    assert register_member(form_of(AN, shop.policy.policy), NOON).subject == left_over
    assert opened(left_over, "name") == {"name": AN.name}
    assert set(problems(form_of(AN, shop.policy.policy)).values()) == {"taken"}


AGES: dict[str, tuple[dict[str, Any], bool]] = {
    "not said": ({}, False),
    "born long ago": ({"birth_year": 1990}, False),
    "old enough, they say": ({"of_age": True}, False),
    "seventeen this year": ({"birth_year": 2009}, False),
    "sixteen this year, perhaps not yet": ({"birth_year": 2010}, True),
    "sixteen this year, old enough, they say": ({"birth_year": 2010, "of_age": True}, False),
    "fifteen, whatever they say": ({"birth_year": 2011, "of_age": True}, True),
    "not old enough, they say": ({"of_age": False}, True),
}


@pytest.mark.parametrize(("said", "minor"), AGES.values(), ids=AGES)
def test_a_minor_is_registered_by_a_guardian_and_asked_for_no_promotion(
    shop: Installed, said: dict[str, Any], minor: bool
) -> None:
    """Of two possible ages the lower counts; a yes to a side purpose is not taken from a minor."""
    policy = shop.policy.policy
    choices = [yes("supply"), yes("promotion", Channel.EMAIL)]
    if minor:
        assert problems(form_of(CHI, policy, choices=choices, **said)) == {"birth_year": "guardian_needed"}
    form = form_of(CHI, policy, choices=choices, represented=True, **said)
    subject = register_member(form, NOON).subject
    found = standing_of(subject)
    assert found is not None
    assert (found[1] == SubjectState.MINOR) is minor
    assert (("promotion", "email", "") not in states_of(subject)) is minor
    assert ("supply", "in_house", "") in states_of(subject)


def test_a_guest_becomes_a_member_by_accepting(shop: Installed) -> None:
    """The same person, judged by the accepted version from now on; once only."""
    subject = welcome_guest(Contact(BINH.name, BINH.phone, BINH.email, BINH.address), NOON)
    form = form_of(BINH, shop.policy.policy, choices=[yes("supply")])
    assert accept_as_member(subject, form, NOON).subject == subject
    assert standing_of(subject) == (Standing.MEMBER, SubjectState.NONE, shop.policy.id)
    assert Subject.objects.count() == 1
    with pytest.raises(NotRegistered, match="member already"):
        accept_as_member(subject, form, NOON)


def test_a_no_on_becoming_a_member_takes_back_what_the_guest_had_agreed_to(shop: Installed) -> None:
    """The newest answer holds, in the key store as well."""
    guest = welcome_guest(Contact(BINH.name, BINH.phone, BINH.email, BINH.address), NOON)
    mail = ("promotion", "email", "")
    give(guest, [Asked("promotion", Channel.EMAIL, "Đồng ý", "vi", Method.WEB)], NOON)
    form = form_of(BINH, shop.policy.policy, choices=[no("promotion", Channel.EMAIL)])
    accept_as_member(guest, form, NOON)
    assert states_of(guest) == {mail: ConsentState.WITHDRAWN}
    assert mail in keyring().withdrawals_of(guest)


def test_a_guardian_answers_in_the_minors_place(shop: Installed) -> None:
    """Who said it is part of the record."""
    form = form_of(CHI, shop.policy.policy, of_age=False, represented=True, choices=[yes("supply")])
    register_member(form, NOON)
    assert ConsentRecord.objects.get().said_by == "representative"


def test_a_guest_cannot_take_a_members_place(shop: Installed) -> None:
    """Accepting with another member's phone number is refused."""
    register_member(form_of(AN, shop.policy.policy), NOON)
    guest = welcome_guest(Contact(BINH.name, BINH.phone, BINH.email, BINH.address), NOON)
    with pytest.raises(NotRegistered, match="sign in"):
        accept_as_member(guest, form_of(BINH, shop.policy.policy, phone=AN.phone), NOON)
    assert standing_of(guest) == (Standing.GUEST, SubjectState.NONE, shop.policy.id)


def test_a_frozen_guest_does_not_become_a_member(shop: Installed) -> None:
    """Somebody who is being erased is not brought back by a form."""
    guest = welcome_guest(Contact(BINH.name, BINH.phone, BINH.email, BINH.address), NOON)
    set_states(guest, SubjectState.FROZEN, NOON)
    with pytest.raises(NotRegistered, match="frozen"):
        accept_as_member(guest, form_of(BINH, shop.policy.policy), NOON)


def test_a_member_with_a_guests_phone_is_noted_and_not_merged(shop: Installed) -> None:
    """Until somebody verified the number, nobody knows whether the two are one."""
    guest = welcome_guest(Contact(AN.name, AN.phone, "", ""), NOON)
    member = register_member(form_of(AN, shop.policy.policy), NOON).subject
    pair = PossibleMatch.objects.get()
    assert {pair.subject_id, pair.other_id} == {guest, member}
    assert pair.field == "phone"
