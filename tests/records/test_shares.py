"""The root key as three shares: any two give it back, one says nothing, and nothing is ever overwritten."""

from __future__ import annotations

from itertools import permutations

import pytest

from giuloi.core.terms import NotServing
from giuloi.records.keyring import keyring, shares
from giuloi.records.places import places
from tests.records.conftest import Shop

pytestmark = pytest.mark.once


def test_any_two_of_three_give_the_root_key_back(shop: Shop) -> None:
    """In either order; it is tried on the key store before it is written, and opens it."""
    key, three = places().root_key.read_bytes(), shares.split()
    for two in permutations(three, 2):
        places().root_key.unlink()
        assert shares.recover(two)
        assert places().root_key.read_bytes() == key
        assert places().root_key.stat().st_mode & 0o077 == 0
    keyring().open_epochs()


@pytest.mark.parametrize("broken", ["one", "twice", "two splits", "a word wrong", "nothing"])
def test_less_than_two_of_one_split_give_nothing(shop: Shop, broken: str) -> None:
    """And none of their words stands in what is said."""
    one, two, _ = shares.split()
    given = {
        "one": [one],
        "twice": [one, one],
        "two splits": [one, shares.split()[1]],
        "a word wrong": [one, two.rpartition(" ")[0] + " academic"],
        "nothing": ["", " "],
    }[broken]
    with pytest.raises(shares.NotAShare) as caught:
        shares.combined(given)
    assert not set(one.split()[4:]) & set(str(caught.value).split())


def test_shares_of_another_installation_are_refused(shop: Shop) -> None:
    """Before anything is written: with the wrong root key nothing would ever open."""
    path, ours = places().root_key, places().root_key.read_bytes()
    path.write_bytes(b"k" * 32)
    others = shares.split()[:2]
    path.unlink()
    with pytest.raises(NotServing, match="another installation"):
        shares.recover(others)
    assert not path.exists()
    path.write_bytes(ours)
    path.chmod(0o600)


def test_a_root_key_that_stands_is_never_overwritten(shop: Shop) -> None:
    """Not even by itself."""
    with pytest.raises(NotServing, match="never overwritten"):
        shares.recover(shares.split()[:2])
