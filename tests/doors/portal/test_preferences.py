"""The preference page by its link: a GET changes nothing, one click withdraws, strangers find nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from giuloi.core.terms import Channel, ConsentState, SubjectState
from giuloi.promises.collect.questions import YES, question
from giuloi.promises.collect.verification import note_verified
from giuloi.records import consents, do_not_contact
from giuloi.records.access.preference_links import PreferenceLink, preference_link, preference_links
from giuloi.records.consents import ConsentRecord
from giuloi.records.freezing import set_states
from giuloi.records.published import current
from tests.doors.portal.conftest import browser
from tests.records.conftest import Shop

BY_EMAIL = ("promotion", "email", "")


@pytest.fixture
def link(shop: Shop, an: int) -> str:
    """The link in a message to An."""
    return preference_link(an, shop.now())


def test_looking_changes_nothing(web: Client, an: int, link: str) -> None:
    """A mail scanner follows every link, more than once."""
    before = ConsentRecord.objects.count()
    for _ in range(3):
        assert web.get(link).status_code == 200
    assert web.head(link).status_code == 200
    assert ConsentRecord.objects.count() == before


def test_one_click_withdraws_without_signing_in(web: Client, an: int, link: str) -> None:
    """In force when the answer comes; a second click does nothing twice."""
    for _ in range(2):
        assert web.post(link, {"off": "choice.promotion.email"}).status_code == 303
    assert consents.states_of(an)[BY_EMAIL] is ConsentState.WITHDRAWN
    assert ConsentRecord.objects.filter(state="withdrawn").count() == 1


def test_a_mail_programs_own_button_withdraws(an: int, link: str, web: Client) -> None:
    """RFC 8058: one POST without page, cookie or token of ours."""
    strict = browser(enforce_csrf_checks=True)
    assert strict.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert consents.states_of(an)[BY_EMAIL] is ConsentState.WITHDRAWN


def test_one_click_takes_back_just_what_the_message_rested_on(shop: Shop, an: int, web: Client) -> None:
    """RFC 8058, for the link of a campaign: that topic by that channel, and nothing else."""
    shop.give(an, ("services", Channel.EMAIL), ("promotion", Channel.SMS))
    [link] = preference_links([an], shop.now(), "promotion", "email")
    assert web.get(link).status_code == 200
    assert consents.states_of(an)[BY_EMAIL] is ConsentState.GIVEN
    assert web.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    states = consents.states_of(an)
    assert states[BY_EMAIL] is ConsentState.WITHDRAWN
    assert states["services", "email", ""] is states["promotion", "sms", ""] is ConsentState.GIVEN


def test_never_contact_me_again_is_asked_once_more_and_then_holds(web: Client, an: int, link: str) -> None:
    """The first click explains, the second does it: consents end, the mark stays, and nothing is offered again."""
    assert "mãi" in web.post(link, {"never": "ask"}).content.decode()
    assert do_not_contact.never(an) == frozenset()
    assert web.post(link, {"never": "yes"}).status_code == 303
    assert consents.states_of(an)[BY_EMAIL] is ConsentState.WITHDRAWN
    assert do_not_contact.never(an) == {""}
    web.post(link, {"on": "choice.promotion.email"})
    assert consents.states_of(an)[BY_EMAIL] is ConsentState.WITHDRAWN


def test_all_off_leaves_what_orders_need(web: Client, an: int, link: str) -> None:
    """Side purposes only: the consent to supply is not touched here."""
    web.post(link, {"off": "all"})
    states = consents.states_of(an)
    assert states[BY_EMAIL] is ConsentState.WITHDRAWN
    assert states["supply", "in_house", ""] is ConsentState.GIVEN


def test_saying_yes_is_as_easy_and_keeps_the_words(web: Client, an: int, link: str) -> None:
    """One channel by its own button, in the words beside it."""
    web.post(link, {"on": "choice.services.email"})
    record = ConsentRecord.objects.select_related("wording").get(purpose="services")
    assert record.wording.text == question(current().policy, "services", Channel.EMAIL).wording("vi", YES)


@pytest.mark.parametrize("state", [SubjectState.MINOR, SubjectState.RESTRICTED, SubjectState.FROZEN])
def test_a_yes_is_not_taken_from_minors_or_frozen_data(
    web: Client, shop: Shop, an: int, link: str, state: SubjectState
) -> None:
    """A no always is."""
    set_states(an, state, shop.now())
    web.post(link, {"on": "choice.services.email"})
    assert ("services", "email", "") not in consents.states_of(an)
    web.post(link, {"off": "all"})
    assert consents.states_of(an)[BY_EMAIL] is ConsentState.WITHDRAWN


@pytest.mark.parametrize("token", ["0" * 64, "x", "1" * 5000])
def test_another_link_is_no_page(web: Client, an: int, token: str) -> None:
    """404, and nothing of anybody."""
    assert web.get(f"/preferences/{token}").status_code == 404


def test_a_link_says_nothing_of_whose_it_is(shop: Shop, an: int) -> None:
    """Two links for one person share nothing, and the row has only a hash."""
    one, two = preference_link(an, shop.now()), preference_link(an, shop.now())
    assert one != two
    assert str(an) not in one
    assert one.rpartition("/")[2].encode() not in [
        bytes(row.token_hash) for row in PreferenceLink.objects.all()
    ]


def test_a_link_in_a_former_mailbox_only_switches_off(web: Client, shop: Shop, an: int, link: str) -> None:
    """After An proved another address, the old letter still takes back, and gives nothing."""
    note_verified(an, "email", shop.now() + timedelta(minutes=1))
    web.post(link, {"on": "choice.services.email"})
    assert ("services", "email", "") not in consents.states_of(an)
    web.post(link, {"off": "choice.promotion.email"})
    assert consents.states_of(an)[BY_EMAIL] is ConsentState.WITHDRAWN
