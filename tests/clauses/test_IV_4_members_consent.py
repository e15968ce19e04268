"""IV.4: a member's information is used only with that member's consent to that very purpose, or for an authority.

No box is ticked beforehand, no two things share one consent, each has a receipt and can be withdrawn.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.consent.record import Method
from giuloi.core.policy.vocabulary import CARVED_OUT
from giuloi.core.terms import CaseKind, Channel, ConsentState
from giuloi.promises.collect.questions import asked_purposes
from giuloi.records import consents, subjects
from giuloi.records.measures import LOOKS
from giuloi.records.receipts import receipt_for
from giuloi.records.reveal import Refusal, Revealed
from tests.clauses.way import GUEST, HERE, MEMBER, Way, agreed, outcome, would_be_noticed
from tests.clauses.wording import (
    ENFORCED,
    block,
    codes,
    kept,
    prohibition,
    requirement,
    text_with,
    the_policy,
    without,
)
from tests.records.conftest import Shop

ON_CONSENT = sorted(set(the_policy().purposes) - set(CARVED_OUT) - {"advertising"})


def way_for(purpose: str) -> Way:
    """A member, somebody of the shop who serves the purpose, the case it needs, nothing asked yet."""
    rule = the_policy().purposes[purpose]
    return Way(purpose, min(rule.roles), ("name",), rule.needs, MEMBER)


@pytest.mark.parametrize("purpose", ON_CONSENT)
def test_each_purpose_rests_on_the_members_own_consent(shop: Shop, purpose: str) -> None:
    """Open with it; shut when it was never asked for, is open, was refused or withdrawn."""
    way, clause = way_for(purpose), the_policy().purposes[purpose].clause
    assert outcome(shop, replace(way, consents=(agreed(purpose),))) == f"{clause} permitted"
    assert outcome(shop, way) == "IV.4 prohibited"
    for state in set(ConsentState) - {ConsentState.GIVEN, ConsentState.EXPIRED}:
        assert outcome(shop, replace(way, consents=((purpose, HERE, "", state),))) == "IV.4 prohibited"


@pytest.mark.parametrize("purpose", ON_CONSENT)
def test_consent_to_everything_else_opens_nothing(shop: Shop, purpose: str) -> None:
    """To every other purpose, and to this one by every other channel."""
    others = tuple(agreed(name) for name in the_policy().purposes if name != purpose)
    elsewhere = tuple(agreed(purpose, channel) for channel in sorted(the_policy().purposes[purpose].channels))
    assert outcome(shop, replace(way_for(purpose), consents=(*others, *elsewhere))) == "IV.4 prohibited"


@pytest.mark.parametrize("purpose", CARVED_OUT)
def test_only_what_vi_6_names_and_authorities_need_none(shop: Shop, purpose: str) -> None:
    """The exceptions of the sentence, each with nothing asked at all."""
    assert outcome(shop, way_for(purpose)).endswith(" permitted")
    assert prohibition("member_without_consent").beyond == frozenset(CARVED_OUT)


def test_a_guest_is_served_by_their_order_and_nothing_more(shop: Shop) -> None:
    """Also a customer of another shop site who never accepted this policy."""
    assert outcome(shop, Way("supply", "care", ("name",), CaseKind.ORDER, GUEST)) == "I.1 permitted"
    for purpose in ("promotion", "services", "engagement"):
        assert outcome(shop, replace(way_for(purpose), standing=GUEST)).endswith(" no_consent")


def test_a_guest_who_becomes_a_member_is_asked_like_one(shop: Shop, binh: int) -> None:
    """The very next opening is judged by IV.4."""
    _, case = shop.order(binh)
    desk = shop.staff("fulfilment", "supply", case)
    assert isinstance(shop.open(desk, ["name"], binh)[0], Revealed)
    subjects.become_member(binh, shop.policy_id)
    [answer] = shop.open(desk, ["name"], binh)
    assert isinstance(answer, Refusal)
    assert answer.decision.clause == "IV.4"


def test_one_consent_is_given_and_withdrawn_without_the_others(shop: Shop, an: int) -> None:
    """An takes promotion by e-mail back; supply stands."""
    shop.withdraw(an, ("promotion", Channel.EMAIL))
    states = consents.states_of(an)
    assert states["promotion", "email", ""] is ConsentState.WITHDRAWN
    assert states["supply", "in_house", ""] is ConsentState.GIVEN


def test_each_consent_has_a_receipt(shop: Shop, an: int) -> None:
    """Given and withdrawn, each with a document of its own that names the purpose and the words that were shown."""
    asked = shop.asked("care", Channel.EMAIL)
    [given] = consents.give(an, [asked], shop.now())
    [withdrawn] = consents.withdraw(an, [asked], shop.now())
    first, second = receipt_for(given), receipt_for(withdrawn)
    assert first != second
    assert asked.wording in str(first)
    assert "care" in str(first)


def test_a_policy_without_the_clause_would_be_noticed(shop: Shop) -> None:
    """Out with it, and a contract for members: An's order would do."""
    supply = block("purpose.supply")
    loose = text_with(
        (block("prohibit.member_without_consent"), ""),
        (supply, supply.replace('member = "consent"', 'member = "contract"')),
    )
    would_be_noticed(shop, loose, way_for("supply"), "IV.4 prohibited", "I.1 permitted")


def test_the_basis_alone_still_asks_the_member(shop: Shop) -> None:
    """Two locks: without the prohibition the purpose's own basis asks for the same consent."""
    loose = without("prohibit.member_without_consent")
    would_be_noticed(shop, loose, way_for("supply"), "IV.4 prohibited", "I.1 no_consent")


def test_the_exceptions_cannot_be_taken_away() -> None:
    """Whoever withdrew everything could not sign in any more: that does not compile."""
    said = block("prohibit.member_without_consent")
    assert codes(text_with((said, said.replace('"account", ', "")))) == {"locked-out"}


def test_how_it_is_asked_is_kept_and_shown_so() -> None:
    """Nothing ticked, nothing bundled, a receipt for each: the page does it, and a look says whether it is so."""
    assert kept("IV.4") == {"prohibit.member_without_consent": ENFORCED, "require.consent": ENFORCED}
    assert requirement("consent").values == {"preticked": False, "bundled": False, "receipt": True}


def test_each_question_is_about_one_purpose_and_one_channel() -> None:
    """No two questions share their words, so no answer can speak for two things."""
    asked = [one for group in asked_purposes(the_policy()) for one in group.questions]
    for language in ("vi", "en"):
        assert len({one.wording(language) for one in asked}) == len(asked) == len({one.name for one in asked})


def test_an_answer_that_bundles_would_be_noticed(shop: Shop, an: int) -> None:
    """Two consents in the same words, from a page: the look says so."""
    look = LOOKS["consent"]
    assert look(the_policy())[0]
    for purpose in ("promotion", "services"):
        one = consents.Asked(purpose, Channel.EMAIL, "Tôi đồng ý nhận tin.", "vi", Method.WEB)
        consents.give(an, [one], shop.now())
    assert not look(the_policy())[0]
