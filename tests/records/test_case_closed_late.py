"""A case that is closed while its reveal is under way opens nothing any more."""

from __future__ import annotations

from typing import Any

import pytest

from giuloi.core.gate.request import Reason
from giuloi.core.terms import Channel
from giuloi.records import cases, reveal
from giuloi.records.database import rows
from giuloi.records.facts import Ask
from giuloi.records.keyring import keyring
from giuloi.records.reveal import Refusal, Revealed, reveal_many
from tests.records.conftest import Shop


def _closes_between(shop: Shop, case: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody closes the case after the decision is durable and before a key is asked for."""
    real = reveal._record

    def and_then(*given: Any) -> Any:
        made = real(*given)
        monkeypatch.setattr(reveal, "_record", real)
        assert cases.close_case(case, shop.now())
        return made

    monkeypatch.setattr(reveal, "_record", and_then)


def test_a_case_closed_between_the_decision_and_the_key_opens_nothing(
    shop: Shop, an: int, binh: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused late, ledgered as not opened; whoever else was asked for under an open case is opened."""
    _, closing = shop.order(an)
    _, open_one = shop.order(binh)
    holding = shop.staff("fulfilment", "supply")
    _closes_between(shop, closing, monkeypatch)
    opened = keyring().opened
    first, second = reveal_many(holding, ["name"], [Ask(an, closing), Ask(binh, open_one)], shop.now())
    assert isinstance(first, Refusal)
    assert (first.late, first.decision.reason) == (True, Reason.NO_CASE)
    assert isinstance(second, Revealed)
    assert keyring().opened == opened + 1
    assert rows("SELECT event FROM records_pendinguse ORDER BY id DESC LIMIT 1") == [("not_opened",)]


def test_a_campaign_that_was_called_off_opens_nobody(
    shop: Shop, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for a case that the holding carries and that is about many."""
    campaign = shop.campaign()
    holding = shop.staff("marketing", "promotion", campaign)
    _closes_between(shop, campaign, monkeypatch)
    [answer] = shop.open(holding, ["email"], an, channel=Channel.EMAIL)
    assert isinstance(answer, Refusal)
    assert answer.late
