"""VI.8: "do not contact me" is said once and kept as a mark that cannot be read back, also after erasing the rest."""

from __future__ import annotations

import pytest

from giuloi.core.consent.record import NotPossible
from giuloi.core.terms import Channel, ConsentState
from giuloi.records import consents
from tests.clauses.wording import NOT_KEPT_YET, block, codes, kept, policy_of, requirement, text_with, without
from tests.records.conftest import Shop


def test_the_mark_is_a_keyed_digest() -> None:
    """As it is written, so it is compiled."""
    assert requirement("do_not_contact").values == {"kept_as": "keyed_digest"}
    rule = block("require.do_not_contact")
    readable = policy_of(text_with((rule, rule.replace("keyed_digest", "plain_number"))))
    assert requirement("do_not_contact", readable).values == {"kept_as": "plain_number"}


def test_who_said_no_is_not_asked_again(shop: Shop, binh: int) -> None:
    """What stands of it today: a refusal is remembered for each purpose and channel, and asking again is refused."""
    asked = shop.asked("promotion", Channel.SMS)
    consents.refuse(binh, [asked], shop.now())
    with pytest.raises(NotPossible):
        consents.ask(binh, [asked], shop.now())
    assert consents.states_of(binh)["promotion", "sms", ""] is ConsentState.REFUSED
    consents.ask(binh, [shop.asked("promotion", Channel.EMAIL)], shop.now())


def test_the_list_is_not_kept_yet_and_shown_so() -> None:
    """Without the block the sentence would stand alone, and the compiler says so."""
    assert kept("VI.8") == {"require.do_not_contact": NOT_KEPT_YET}
    assert "no-rule" in codes(without("require.do_not_contact"), "warning")
