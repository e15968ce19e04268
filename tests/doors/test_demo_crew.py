"""The demo's staff get in whatever chance draws: a password that looks common is drawn again."""

from __future__ import annotations

import pytest

from giuloi.doors.cli.demo import crew
from giuloi.records.access import staff_accounts
from tests.records.conftest import Shop, shop

__all__ = ["shop"]  # a fixture: found here by the test of this file


def test_a_password_that_is_refused_is_drawn_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Digits around one common word, as chance may have it; everybody signs in with the next one."""
    drawn = iter(["1234", "dead", "beef", "0000", *["12ab", "34cd", "56ef", "7a8b"] * 3])
    monkeypatch.setattr("giuloi.records.access.passwords._common", lambda: frozenset({"dead-beef"}))
    monkeypatch.setattr("giuloi.doors.cli.demo.crew.secrets.token_hex", lambda _: next(drawn))
    _, passes = crew.hire(shop.now())
    assert [one.password for one in passes] == ["12ab-34cd-56ef-7a8b"] * 3
    for one in passes:
        assert staff_accounts.check_password(one.login, one.password, shop.now()) == one.staff
