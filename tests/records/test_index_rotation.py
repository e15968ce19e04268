"""The blind index changes its key every quarter, and everybody is found all the while."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from giuloi.core.crypto import blind_index
from giuloi.core.crypto.keys import new_key, wrap
from giuloi.core.terms import NotServing
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry, Taken
from giuloi.records.keyring.rotation import GRACE
from giuloi.records.places import places
from tests.records.conftest import Shop

pytestmark = pytest.mark.once
BORN = datetime(2027, 1, 2, tzinfo=UTC)  # a day of the quarter after the one in which the shop began
PHONE = "+84594000001"


def _entry(number: int, *, claimed: bool = False) -> Entry:
    return Entry("phone", f"+8459400{number:04}", number, number, claimed)


def _quarters() -> set[str]:
    return {one.quarter for one in keyring().index_quarters()}


def _moved() -> None:
    while keyring().reindex(most=3):
        pass


def test_everybody_is_found_while_the_index_changes_its_key(shop: Shop) -> None:
    """Before, in the middle and afterwards; and the old key goes only when nothing stands under it."""
    people = [_entry(one) for one in range(1, 12)]
    keyring().index(people)
    assert keyring().rotate_indexes(BORN) == 3
    assert keyring().rotate_indexes(BORN) == 0
    with pytest.raises(NotServing, match="still stand under the index key"):
        keyring().destroy_index_keys(BORN + GRACE)
    for _ in range(5):
        assert all(keyring().find("phone", one.normalised) == [one.target] for one in people)
        keyring().reindex(most=3)
    assert len(_quarters()) == 2
    assert keyring().destroy_index_keys(BORN + GRACE - timedelta(seconds=1)) == []
    assert len(keyring().destroy_index_keys(BORN + GRACE)) == 3
    assert _quarters() == {"2027Q1"}
    assert all(keyring().find("phone", one.normalised) == [one.target] for one in people)


def test_a_clock_that_was_set_back_makes_no_second_key(shop: Shop) -> None:
    """The newest quarter stays the newest."""
    keyring().rotate_indexes(BORN)
    assert keyring().rotate_indexes(BORN - timedelta(days=200)) == 0


def test_a_claim_holds_across_quarters(shop: Shop) -> None:
    """A telephone of the old quarter is nobody else's in the new one; put in again it is one entry."""
    keyring().index([_entry(1, claimed=True)])
    keyring().rotate_indexes(BORN)
    with pytest.raises(Taken):
        keyring().index([Entry("phone", _entry(1).normalised, 2, 2, claimed=True)])
    keyring().index([_entry(1)])
    _moved()
    assert keyring().find("phone", _entry(1).normalised, claimed=True) == [1]


def test_a_digest_from_before_a_new_quarter_takes_the_entry_out(shop: Shop) -> None:
    """A correction that began before the index moved ends after it: the old number leads nowhere."""
    old, new = _entry(1), Entry("phone", "+84594009999", 1, 1)
    keyring().index([old])
    own, before = keyring().leading(new)
    keyring().index([new])
    keyring().rotate_indexes(BORN)
    _moved()
    keyring().unindex(1, before - {own})
    assert keyring().find("phone", old.normalised) == []
    assert keyring().find("phone", new.normalised) == [1]


def test_a_value_put_in_again_is_not_taken_for_an_earlier_one(shop: Shop) -> None:
    """Half-way between two quarters the same number is the same digest, so taking out the others leaves it."""
    keyring().index([_entry(1)])
    keyring().rotate_indexes(BORN)
    own, before = keyring().leading(_entry(1))
    assert before == {own}


def test_who_was_erased_is_in_no_quarter(shop: Shop) -> None:
    """Erased in the middle of moving, nothing leads to them under either key."""
    keyring().index([_entry(one) for one in range(1, 8)])
    keyring().rotate_indexes(BORN)
    keyring().reindex(most=3)
    keyring().erase_people(range(1, 8), BORN)
    _moved()
    assert [keyring().find("phone", _entry(one).normalised) for one in range(1, 8)] == [[]] * 7
    with sqlite3.connect(places().keys) as connection:
        assert connection.execute("SELECT count(*) FROM blind_index").fetchone() == (0,)


@pytest.fixture
def older(shop: Shop) -> list[Entry]:
    """The key store as the release before made it: one key a field, bare digests, fewer tables and columns."""
    keyring().store.close()
    key, epoch_key = new_key(), keyring()._epochs[1]
    people = [_entry(one, claimed=True) for one in range(1, 6)]
    with sqlite3.connect(places().keys) as connection:
        connection.executescript(_OLDER)
        for field in ("email", "phone", "source"):
            wrapped = wrap(epoch_key, key, ("index", field, "2026Q4", 1))
            connection.execute("INSERT INTO index_key VALUES (?, '2026Q4', 1, ?)", (field, wrapped))
        connection.executemany(
            "INSERT INTO blind_index VALUES (?, ?, ?, 0, 1)",
            [(blind_index.digest(key, "phone", p.normalised), p.target, p.subject) for p in people],
        )
    connection.close()
    return people


def test_a_key_store_of_the_release_before_goes_on(shop: Shop, older: list[Entry]) -> None:
    """The next start adds what is new; everybody is found before, while and after the index takes its new form."""
    keyring().open_epochs()
    keyring().erase_people([5], BORN)
    for moment in (None, BORN - timedelta(days=30), BORN):
        if moment:
            keyring().rotate_indexes(moment)
            keyring().reindex(most=2)
        assert [keyring().find("phone", one.normalised, claimed=True) for one in older[:4]] == [
            [1],
            [2],
            [3],
            [4],
        ]
    _moved()
    assert keyring().find("phone", older[4].normalised) == []
    with sqlite3.connect(places().keys) as connection:
        assert connection.execute("SELECT DISTINCT quarter, length(digest) FROM blind_index").fetchall() == [
            (20271, 32)
        ]
    keyring().open_epochs()  # a second start changes nothing


def test_whatever_happens_in_whatever_order_the_living_are_found_and_the_erased_are_not(
    shop: Shop, runs: int
) -> None:
    """A random life of the index against a plain dictionary."""
    for seed in range(max(3, runs)):
        rng, at = random.Random(seed), BORN + timedelta(days=400 * seed)
        base = 1000 * (seed + 1)
        alive: dict[int, str] = {}
        for _ in range(60):
            someone = base + rng.randrange(12)
            step = rng.choice(["in", "in", "out", "turn", "move", "destroy"])
            if step == "in" and not keyring().erased([someone]):
                alive[someone] = f"+84594{rng.randrange(10**6):06}{someone:05}"
                keyring().index([Entry("phone", alive[someone], someone, someone)], instead=True)
            elif step == "out" and alive.pop(someone, None):
                keyring().erase_people([someone], at)
            elif step == "turn":
                at += timedelta(days=rng.randrange(60))
                keyring().rotate_indexes(at)
            elif step == "move":
                keyring().reindex(most=rng.randrange(1, 9))
            elif step == "destroy" and not keyring().reindex(most=10**6):
                keyring().destroy_index_keys(at)
            assert all(keyring().find("phone", value) == [who] for who, value in alive.items())


_OLDER = """
DROP TABLE index_key; DROP TABLE blind_index; DROP TABLE erased_part; DROP TABLE destroyed_epoch;
CREATE TABLE index_key (
    field TEXT NOT NULL, quarter TEXT NOT NULL, epoch INTEGER NOT NULL, wrapped BLOB NOT NULL,
    PRIMARY KEY (field, quarter)) WITHOUT ROWID;
CREATE TABLE blind_index (
    digest BLOB NOT NULL, target INTEGER NOT NULL, subject INTEGER NOT NULL, field INTEGER NOT NULL,
    claimed INTEGER NOT NULL, PRIMARY KEY (digest, target)) WITHOUT ROWID;
"""
