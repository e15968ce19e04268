"""What a shop's passwords cost whoever guesses them, since every other test lets people in for less."""

from __future__ import annotations

import pytest

from giuloi.records.access import passwords, staff_accounts
from giuloi.records.credentials import add_staff
from tests.harness.quick_passwords import REAL
from tests.records.conftest import Shop, shop

__all__ = ["shop"]


def test_a_shop_uses_what_rfc_9106_recommends() -> None:
    """Argon2id, three passes over 64 MiB, four lanes (RFC 9106 §4, second choice)."""
    assert (REAL.type.name, REAL.time_cost, REAL.memory_cost, REAL.parallelism) == ("ID", 3, 64 * 1024, 4)


def test_somebody_is_let_in_by_the_real_one(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invited, a password set, checked."""
    monkeypatch.setattr(passwords, "_HASHER", REAL)
    staff, password = add_staff("Hà", "care"), "bánh cốm làng Vòng 1926"
    staff_accounts.accept_invite(staff_accounts.invite(staff, "ha", shop.now()), password, shop.now())
    assert staff_accounts.check_password("ha", password, shop.now()) == staff
    with pytest.raises(staff_accounts.WrongPassword):
        staff_accounts.check_password("ha", "bánh cốm làng Vòng 1927", shop.now())
