"""A consent is a yes to what was said when it was given, and until when: no later policy and no clock widens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import NoReturn

import pytest
from typer import BadParameter

from giuloi.core.gate.condition import ConsentGiven
from giuloi.core.gate.request import Reason
from giuloi.core.terms import CaseKind, Channel, ConsentState, NotATerm, Unavailable
from giuloi.doors.cli import consent as counter
from giuloi.records import cases, consent_ends, consents
from giuloi.records.audience import audience
from giuloi.records.consents import ConsentNow, ConsentRecord
from giuloi.records.database import run
from giuloi.records.facts import Ask
from giuloi.records.keyring import keyring
from giuloi.records.published import Published, publish
from giuloi.records.reveal import Refusal, Revealed, reveal
from giuloi.records.subjects import become_member
from tests.records.conftest import Shop

USES = 'uses     = ["name", "phone", "email", "zalo"]'
MAILED = ConsentGiven("promotion", Channel.EMAIL, "")


def version(shop: Shop, *changes: tuple[str, str]) -> Published:
    """The shipped policy with one text in the place of another, published."""
    folder = files("giuloi.policies")
    sources = {file: (folder / file).read_text("utf-8") for file in ("shop.vi.md", "shop.en.md")}
    for old, new in changes:
        assert old in sources["shop.vi.md"]
        sources["shop.vi.md"] = sources["shop.vi.md"].replace(old, new)
    return publish(sources, date(2026, 11, 22), shop.now())


@pytest.fixture
def wider(shop: Shop) -> Published:
    """A version whose promotion also uses what was bought."""
    return version(
        shop,
        (
            'uses     = ["name", "phone", "email", "zalo"]',
            'uses     = ["name", "phone", "email", "zalo", "purchases"]',
        ),
    )


@pytest.mark.parametrize("how", ["by a case", "by becoming a member"])
def test_a_wider_purpose_is_not_opened_on_the_consent_to_the_narrower(
    shop: Shop, binh: int, wider: Published, how: str
) -> None:
    """Consent to the first version's promotion covers what that version said, whichever version judges."""
    shop.order(binh)
    shop.give(binh, ("promotion", Channel.EMAIL))
    case = cases.open_case(
        CaseKind.CAMPAIGN, shop.now(), policy_id=wider.id if how == "by a case" else None, role="marketing"
    )
    if how == "by becoming a member":
        become_member(binh, wider.id)
    holding = shop.staff("marketing", "promotion", case)
    [more] = shop.open(holding, ["email", "purchases"], binh, channel=Channel.EMAIL)
    assert isinstance(more, Refusal)
    assert more.decision.policy == wider.policy.hash
    [same] = shop.open(holding, ["email"], binh, channel=Channel.EMAIL)
    assert isinstance(same, Revealed)
    if how == "by becoming a member":  # the consent that is given now is to the version accepted now
        shop.give(binh, ("promotion", Channel.EMAIL))
        [anew] = shop.open(holding, ["email", "purchases"], binh, channel=Channel.EMAIL)
        assert isinstance(anew, Revealed)


def test_the_projection_knows_which_version_was_consented_to(shop: Shop, binh: int, wider: Published) -> None:
    """ConsentNow carries the version of its newest record."""
    shop.give(binh, ("promotion", Channel.EMAIL))
    assert ConsentNow.objects.get().policy_id == shop.policy_id
    become_member(binh, wider.id)
    shop.give(binh, ("promotion", Channel.EMAIL))
    assert ConsentNow.objects.get().policy_id == wider.id


def test_a_consent_whose_time_is_over_opens_nothing_though_no_clock_has_knocked(
    shop: Shop, binh: int
) -> None:
    """The end that was agreed is the end, to the moment; and nobody is found for an audience by it."""
    until = shop.now() + timedelta(days=1)
    consents.give(binh, [replace(shop.asked("promotion", Channel.EMAIL), valid_until=until)], shop.now())
    holding = shop.staff("marketing", "promotion", shop.campaign())
    for at, opens in ((until - timedelta(microseconds=1), True), (until, False)):
        answer = reveal(holding, ["email"], Ask(binh), at, Channel.EMAIL)
        assert isinstance(answer, Revealed if opens else Refusal)
        assert audience(MAILED, at) == ([binh] if opens else [])
    assert isinstance(answer, Refusal)
    assert answer.decision.reason is Reason.NO_CONSENT


@pytest.fixture
def renamed(shop: Shop) -> Published:
    """A version that no longer knows the purpose `services`."""
    return version(shop, ("[purpose.services]", "[purpose.workshops]"), ('"services"', '"workshops"'))


@pytest.mark.parametrize("no", [consents.withdraw, consents.refuse])
def test_what_was_consented_to_can_be_taken_back_after_the_policy_dropped_it(
    shop: Shop, binh: int, renamed: Published, no: Callable[..., list[int]]
) -> None:
    """Law 91/2025 art. 9: nobody's yes is stuck because the shop renamed what it was to."""
    shop.give(binh, ("services", Channel.EMAIL))
    become_member(binh, renamed.id)
    [record] = no(binh, [shop.asked("services", Channel.EMAIL)], shop.now())
    assert consents.states_of(binh)["services", "email", ""] is ConsentState.WITHDRAWN
    assert ("services", "email", "") in keyring().withdrawals_of(binh)
    assert ConsentRecord.objects.get(id=record).policy_id == shop.policy_id


def test_a_withdrawal_of_nothing_anybody_published_touches_no_store(shop: Shop, binh: int) -> None:
    """What cannot be recorded is refused before the key store hears of it."""
    with pytest.raises(NotATerm):
        consents.withdraw(binh, [shop.asked("resale", Channel.EMAIL)], shop.now())
    assert keyring().withdrawals_of(binh) == set()


def test_a_withdrawal_reaches_the_key_store_also_while_the_data_cannot_answer(
    shop: Shop, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing to check it against is no reason to go on opening."""

    def away(_: int) -> NoReturn:
        raise Unavailable("the data database cannot do this now")

    monkeypatch.setattr(consents, "standing_of", away)
    with pytest.raises(Unavailable):
        shop.withdraw(an, ("promotion", Channel.EMAIL))
    assert ("promotion", "email", "") in keyring().withdrawals_of(an)


def test_one_consent_that_cannot_end_keeps_no_other_from_ending(
    shop: Shop, an: int, binh: int, renamed: Published
) -> None:
    """A purpose that was dropped ends like any other, and a row that is broken is passed over."""
    until = shop.now() + timedelta(hours=1)
    for subject, purpose in ((an, "services"), (binh, "services"), (binh, "promotion")):
        asked = replace(shop.asked(purpose, Channel.EMAIL), valid_until=until)
        consents.give(subject, [asked], shop.now())
    become_member(binh, renamed.id)
    run("UPDATE records_consentrecord SET method = 'telepathy' WHERE subject_id = %s", (an,))
    assert consent_ends.expire_due(until) == 2
    assert set(consents.states_of(binh).values()) == {ConsentState.EXPIRED}
    assert consents.states_of(an)["services", "email", ""] is ConsentState.GIVEN


def test_a_consent_given_anew_meanwhile_does_not_end_with_the_old_one(
    shop: Shop, binh: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock looked, the customer said yes again for longer, the clock went on."""
    until = shop.now() + timedelta(hours=1)
    asked = replace(shop.asked("promotion", Channel.EMAIL), valid_until=until)
    consents.give(binh, [asked], shop.now())
    real = consents.asked_again

    def said_again(record: ConsentRecord) -> consents.Asked:
        monkeypatch.setattr(consent_ends, "asked_again", real)
        consents.give(binh, [replace(asked, valid_until=None)], shop.now())
        return real(record)

    monkeypatch.setattr(consent_ends, "asked_again", said_again)
    assert consent_ends.expire_due(until) == 0
    assert consents.states_of(binh)["promotion", "email", ""] is ConsentState.GIVEN


def test_the_counter_can_write_down_such_a_withdrawal_too(
    shop: Shop, binh: int, renamed: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    """`giuloi consent withdraw` knows what was consented to, and refuses to record a new yes to it."""
    shop.give(binh, ("services", Channel.EMAIL))
    become_member(binh, renamed.id)
    with pytest.raises(BadParameter):
        counter.give(binh, "services", "email", "Đồng ý?")
    counter.withdraw(binh, "services", "email")
    assert consents.states_of(binh)["services", "email", ""] is ConsentState.WITHDRAWN
    assert capsys.readouterr().out
