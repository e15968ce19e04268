"""A browser that says "do not sell or share" is heard, once, about third parties and about nothing else (III.1)."""

from __future__ import annotations

from typing import Any

import pytest

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, ConsentState
from giuloi.promises.share import browser_objection
from giuloi.records import consents
from giuloi.records.choices import said_by
from giuloi.records.uses.pending import PendingUse
from tests.doors.portal.own.conftest import Customer, now

HERE = Channel.IN_HOUSE.value
TO_X = ("advertising", HERE, "quang-cao-x")
TO_ALL = ("advertising", HERE, "")


def _give(subject: int, *key: str) -> None:
    purpose, channel, recipient = key
    words = "Tôi đồng ý."
    asked = consents.Asked(purpose, Channel(channel), words, "vi", Method.WEB, recipient)
    consents.give(subject, [asked], now())


def _opens(customer: Customer, path: str = "/me", signal: str = "1") -> Any:
    headers = {"accept-language": "en", "sec-gpc": signal}
    return customer.browser.get(path, secure=True, headers=headers)


def test_the_signal_takes_back_what_third_parties_were_to_have(an: Customer) -> None:
    """The consent to X is withdrawn, a refusal stands in the words of the signal, and the page says so."""
    _give(an.subject, *TO_X)
    assert "asks that nothing be shared" in _opens(an).content.decode()
    said = said_by(an.subject, now())
    assert (said[TO_X].state, said[TO_ALL].state) == (ConsentState.WITHDRAWN, ConsentState.REFUSED)
    assert "Sec-GPC" in said[TO_ALL].wording
    assert "Sec-GPC" in an.text("/me/choices")


def test_the_shops_own_news_that_somebody_asked_for_go_on(an: Customer) -> None:
    """The signal is about selling and sharing; An ticked the shop's own mails herself."""
    before = {key: state for key, state in consents.states_of(an.subject).items() if key[0] != "advertising"}
    _opens(an)
    after = {key: state for key, state in consents.states_of(an.subject).items() if key[0] != "advertising"}
    assert ConsentState.GIVEN in before.values()
    assert after == before


def test_it_is_heard_once_and_a_later_word_that_names_the_recipient_stands(an: Customer) -> None:
    """Page after page with the signal changes nothing more, and writes nothing."""
    _opens(an)
    _give(an.subject, *TO_X)
    uses = PendingUse.objects.count()
    assert "asks that nothing be shared" not in _opens(an, "/me/choices").content.decode()
    assert consents.states_of(an.subject)[TO_X] is ConsentState.GIVEN
    assert not browser_objection.hear(an.subject, now(), "vi")
    assert PendingUse.objects.count() == uses


@pytest.mark.parametrize("signal", ["0", "", "true", "1, 1"])
def test_nothing_but_the_signal_is_the_signal(an: Customer, signal: str) -> None:
    """Only the value 1 is defined."""
    _give(an.subject, *TO_X)
    _opens(an, signal=signal)
    assert consents.states_of(an.subject)[TO_X] is ConsentState.GIVEN


def test_a_guest_is_heard_as_well(binh: Customer) -> None:
    """Whoever holds the link of an order has a browser too."""
    _opens(binh)
    assert consents.states_of(binh.subject)[TO_ALL] is ConsentState.REFUSED


def test_browsers_can_read_that_they_are_heard(an: Customer) -> None:
    """The file that the standard names, for everybody."""
    assert an.get("/.well-known/gpc.json").json() == {"gpc": True, "lastUpdate": "2026-11-23"}
