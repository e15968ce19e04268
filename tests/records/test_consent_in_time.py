"""A consent is a yes to what was said when it was given, and until when: no later policy and no clock widens it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest

from giuloi.core.gate.condition import ConsentGiven
from giuloi.core.gate.request import Reason
from giuloi.core.terms import CaseKind, Channel
from giuloi.records import cases, consents
from giuloi.records.audience import audience
from giuloi.records.consents import ConsentNow
from giuloi.records.facts import Ask
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
