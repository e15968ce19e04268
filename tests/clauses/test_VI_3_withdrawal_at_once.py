"""VI.3: a withdrawal takes effect at once: after the confirmation nothing is sent on the strength of that consent."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db.transaction import on_commit

from giuloi.core.terms import Channel, ConsentState
from giuloi.promises.use.outreach import sends
from giuloi.records import consent_ends, consents
from giuloi.records.database import run
from giuloi.records.keepers import FEATURES
from giuloi.records.keyring import keyring
from giuloi.records.measures import measured
from giuloi.records.reveal import Refusal, Revealed
from giuloi.records.uses import pending
from tests.cast import BINH
from tests.clauses.wording import ENFORCED, kept, requirement
from tests.promises.use.outreach.conftest import EMAIL, Desk
from tests.records.conftest import Shop

SHOWN = ("promotion", Channel.EMAIL)


def test_the_very_next_opening_is_refused(shop: Shop, an: int) -> None:
    """Same campaign, same desk, one second later."""
    desk = shop.staff("marketing", "promotion", shop.campaign())
    assert isinstance(shop.open(desk, ["email"], an, channel=Channel.EMAIL)[0], Revealed)
    shop.withdraw(an, SHOWN)
    [answer] = shop.open(desk, ["email"], an, channel=Channel.EMAIL)
    assert isinstance(answer, Refusal)
    assert answer.decision.clause == "IV.4"


def test_a_list_made_before_is_worth_nothing_after(shop: Shop, an: int) -> None:
    """Consent counts when somebody is written to, not when the list was made: An is out, another is in."""
    other = shop.person(BINH)
    shop.give(other, SHOWN)
    desk = shop.staff("marketing", "promotion", shop.campaign())
    everybody = [an, other]
    assert [type(one) for one in shop.open(desk, ["email"], *everybody, channel=Channel.EMAIL)] == [
        Revealed
    ] * 2
    shop.withdraw(an, SHOWN)
    after = shop.open(desk, ["email"], *everybody, channel=Channel.EMAIL)
    assert [type(one) for one in after] == [Refusal, Revealed]


def test_data_restored_from_before_opens_nothing(shop: Shop, an: int) -> None:
    """The data say given again; the key store remembers, and the ledger tells that nothing was opened."""
    shop.withdraw(an, SHOWN)
    run("UPDATE records_consentnow SET state = 'given' WHERE subject_id = %s", (an,))
    desk = shop.staff("marketing", "promotion", shop.campaign())
    [answer] = shop.open(desk, ["email"], an, channel=Channel.EMAIL)
    assert isinstance(answer, Refusal)
    assert pending.waiting(1000)[-1].use.event == "not_opened"


def test_data_that_lag_behind_are_seen_and_put_right(shop: Shop, an: int) -> None:
    """The measure says how many, and the next start writes them."""

    def on() -> bool:
        return next(one.on for one in measured() if one.name == "withdrawal")

    shop.withdraw(an, SHOWN)
    assert on()
    run("UPDATE records_consentnow SET state = 'given' WHERE subject_id = %s", (an,))
    assert not on()
    assert consent_ends.replay_withdrawals(shop.now()) == 1
    assert on()


def test_it_is_withdrawn_before_it_is_confirmed(shop: Shop, an: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash before the data are written leaves it withdrawn, not given."""

    def crash(*_: object) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(consents, "record_consents", crash)
        with pytest.raises(RuntimeError):
            shop.withdraw(an, SHOWN)
    assert ("promotion", "email", "") in keyring().withdrawals_of(an)
    desk = shop.staff("marketing", "promotion", shop.campaign())
    assert isinstance(shop.open(desk, ["email"], an, channel=Channel.EMAIL)[0], Refusal)


def test_what_was_done_before_stays_in_the_history(shop: Shop, an: int) -> None:
    """A withdrawal is added; nothing is taken away."""
    shop.withdraw(an, SHOWN)
    states = consents.ConsentRecord.objects.filter(subject_id=an, purpose="promotion").order_by("id")
    assert [one.state for one in states] == [ConsentState.GIVEN, ConsentState.WITHDRAWN]


def test_a_fresh_consent_counts_again(shop: Shop, an: int) -> None:
    """Withdrawing is no ban."""
    shop.withdraw(an, SHOWN)
    shop.give(an, SHOWN)
    desk = shop.staff("marketing", "promotion", shop.campaign())
    assert isinstance(shop.open(desk, ["email"], an, channel=Channel.EMAIL)[0], Revealed)


def test_at_once_is_kept_and_shown_so() -> None:
    """Nothing of it is named as missing any more (IV.6's table)."""
    assert not FEATURES["require.withdrawal"].missing
    assert kept("VI.3") == {"require.withdrawal": ENFORCED}
    assert requirement("withdrawal").values == {"effective": "at_once"}


def test_a_campaign_under_way_sends_nothing_after_the_confirmation(desk: Desk) -> None:
    """Opened and on its way to be handed over: the last look still stops it (the races: tests/promises/use)."""
    an = desk.willing(1)
    campaign = desk.started()
    with pytest.MonkeyPatch.context() as patch:
        real = sends.handed

        def then_withdraw(marks: Mapping[str, bytes]) -> None:
            real(marks)
            on_commit(lambda: desk.shop.withdraw(an, EMAIL))

        patch.setattr(sends, "handed", then_withdraw)
        desk.work(campaign)
    assert desk.to == []
