"""Who telephones is found by the number they call from; nothing of theirs is shown."""

from __future__ import annotations

import pytest

from giuloi.core.identifiers import norm_v1
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry
from tests.cli.transcript import Run
from tests.records.conftest import Shop

pytestmark = pytest.mark.once


def test_a_customer_is_found_however_the_number_is_written(giuloi: Run, shop: Shop, an: int) -> None:
    """Id, standing and open cases; not the number, nor who it is."""
    _, case = shop.order(an)
    keyring().index([Entry("phone", norm_v1("phone", "0912345678"), an, an)])
    code, said = giuloi(["find", "--phone", "+84 912 345 678"])
    assert code == 0
    assert said.splitlines()[1].split() == [str(an), "member", str(case)]
    assert "912" not in said.replace(str(an), "").replace(str(case), "")


def test_who_is_not_known_or_not_named_is_said_so(giuloi: Run, shop: Shop) -> None:
    """No customer, no number, both at once: a sentence that quotes nothing."""
    assert giuloi(["find", "--email", "nobody@example.vn"]) == (1, "giuloi: no customer is known by it\n")
    code, said = giuloi(["find", "--phone", "no number"])
    assert (code, "no number" in said) == (2, False)
    assert giuloi(["find"])[0] == 2
