"""What people came in by is swept away when it is over."""

from __future__ import annotations

from datetime import timedelta

from giuloi.doors.clock.sweep import SWEEPS, forget_over
from giuloi.records.access import codes, limits, passkeys, sessions
from giuloi.records.access.sessions import Visitor
from giuloi.records.models import ChallengeRow, CodeRow, LimitRow, SessionRow
from tests.records.conftest import Shop, shop

__all__ = ["shop"]


def test_nothing_of_a_sign_in_outlives_it(shop: Shop) -> None:
    """A session, a code, a challenge, two counts: after a month no row of them is left, and the clock does it."""
    at = shop.now()
    sessions.begin(Visitor.CUSTOMER, 7, at)
    codes.issue(codes.About.SIGN_IN, "phone", "+84594000001", at)
    passkeys.offer_sign_in(Visitor.CUSTOMER, at, host="shop.example")
    limits.spend("passkey", "203.0.113.7", at=at)
    tables = (SessionRow, CodeRow, ChallengeRow, LimitRow)
    assert [table.objects.count() for table in tables] == [1, 1, 1, 1]
    assert forget_over(at) == 0
    assert forget_over(at + timedelta(days=31)) == 4
    assert [table.objects.count() for table in tables] == [0, 0, 0, 0]
    assert forget_over in [sweep.run for sweep in SWEEPS]
