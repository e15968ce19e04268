"""Epochs: what is alive opens throughout, and what was erased is nowhere once its epoch is destroyed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import pytest

from giuloi.core.terms import NotServing, RetentionClass, Standing
from giuloi.records.keyring import Keyring, keyring
from giuloi.records.keyring.erasing import Part
from giuloi.records.keyring.indexes import Entry
from giuloi.records.keyring.rotation import GRACE
from giuloi.records.places import places
from giuloi.records.reveal import Revealed
from tests.cast import AN
from tests.harness.forks import fork
from tests.records.conftest import NOON, Shop

WEEK = timedelta(days=7)


def _whole_rotation(at_week: int) -> None:
    """A new epoch, everything alive under it."""
    assert keyring().rotate(WEEK, NOON + at_week * WEEK)
    while keyring().rewrap(most=3):
        pass


def _opens(shop: Shop, subject: int, case: int) -> bool:
    return isinstance(shop.open(shop.staff("care", "supply", case), ["name"], subject)[0], Revealed)


def test_an_epoch_lasts_as_long_as_is_set(shop: Shop) -> None:
    """A minute before nothing happens; of two that come at the same time, one begins the next."""
    begun = keyring().epochs()[0].created_at
    assert not keyring().rotate(WEEK, begun + WEEK - timedelta(minutes=1))
    assert [keyring().rotate(WEEK, begun + WEEK) for _ in range(2)] == [True, False]
    assert [one.number for one in keyring().epochs()] == [1, 2]


def test_what_is_alive_opens_after_every_rotation(shop: Shop, an: int) -> None:
    """Three epochs later, the first two destroyed; a phone number that led to them leads to them still."""
    _, case = shop.order(an)
    keyring().index([Entry("phone", "+84594000001", an, an)])
    for week in (1, 2, 3):
        _whole_rotation(week)
        keyring().destroy_epochs(NOON + week * WEEK + GRACE)
        assert _opens(shop, an, case)
    assert [one.number for one in keyring().epochs()] == [4]
    assert [number for number, _ in keyring().destroyed_epochs()] == [1, 2, 3]
    assert keyring().find("phone", "+84594000001") == [an]


def test_an_epoch_that_still_wraps_something_is_not_destroyed(shop: Shop, an: int) -> None:
    """It is said how much hangs under it, and nothing is lost."""
    assert keyring().rotate(WEEK, NOON + WEEK)
    with pytest.raises(NotServing, match="hang under epoch 1"):
        keyring().destroy_epochs(NOON + WEEK + GRACE)
    while keyring().rewrap():
        pass
    assert keyring().destroy_epochs(NOON + WEEK + GRACE - timedelta(hours=1)) == []  # its time is not over
    assert keyring().destroy_epochs(NOON + WEEK + GRACE) == [1]


def _copied(to: Path) -> Keyring:
    """A thief's copy of the key store and of the root key, opened as if it were ours."""
    to.mkdir()
    shutil.copy(places().keys, to / "keys.db")
    shutil.copy(places().root_key, to / "root.key")
    return Keyring(to / "keys.db", to / "root.key", to / "heads")


def test_an_erased_key_is_in_no_copy_from_after_its_epoch_was_destroyed(
    shop: Shop, an: int, tmp_path: Path
) -> None:
    """Neither as a row nor as bytes; a copy from before still has it, which is why such copies have an end."""
    wrapped = (
        sqlite3.connect(places().keys)
        .execute("SELECT wrapped FROM data_key WHERE subject = ? AND class = 0", (an,))
        .fetchone()[0]
    )
    before = _copied(tmp_path / "before")
    keyring().erase_people([an], NOON)
    _whole_rotation(1)
    keyring().destroy_epochs(NOON + WEEK + GRACE)
    after = _copied(tmp_path / "after")
    assert wrapped in before.store.path.read_bytes()
    assert wrapped not in after.store.path.read_bytes()
    assert after.without_key([(an, 0)]) == 0  # the erased do not count: there is nothing to make anew
    with after.store.reading() as connection:
        assert connection.execute("SELECT count(*) FROM data_key WHERE subject = ?", (an,)).fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM epoch WHERE number = 1").fetchone() == (0,)
    # What somebody kept of the row itself hangs under an epoch key that no newer store has.
    assert not after.epoch_alive(1)


def test_another_process_lets_go_of_a_destroyed_key(shop: Shop, an: int) -> None:
    """What it had unwrapped in its memory goes with its next opening."""
    _, case = shop.order(an)
    assert _opens(shop, an, case)
    child = fork(lambda _: (_whole_rotation(1), keyring().destroy_epochs(NOON + WEEK + GRACE)))  # type: ignore[arg-type,return-value]
    child.all_it_said()
    assert child.ended() == 0
    held = keyring()._epochs
    assert 1 in held
    assert _opens(shop, an, case)
    assert set(held) == {2}


def test_killed_at_any_moment_nothing_is_lost(shop: Shop, runs: int) -> None:
    """Everybody opens afterwards, whatever the kill left half done; the next run finishes it."""
    people = [shop.person(AN, Standing.GUEST) for _ in range(12)]
    cases = [shop.order(one)[1] for one in people]
    killed = 0
    for round_ in range(1, max(8, runs) + 1):
        child = fork(lambda _, week=round_: _toil(week))  # type: ignore[misc]
        time.sleep(random.random() * 0.05)
        os.kill(child.pid, signal.SIGKILL)
        child.all_it_said()
        killed += child.ended() < 0
        assert all(_opens(shop, one, case) for one, case in zip(people, cases, strict=True))
    assert killed
    while keyring().rewrap():
        pass
    keyring().destroy_epochs(keyring().epochs()[-1].created_at + GRACE)
    assert len(keyring().epochs()) == 1
    assert all(_opens(shop, one, case) for one, case in zip(people, cases, strict=True))


def _toil(week: int) -> None:
    """A rotation in small steps, for as long as it lives."""
    keyring().rotate(WEEK, NOON + week * WEEK)
    while keyring().rewrap(most=2):
        pass
    keyring().destroy_epochs(NOON + week * WEEK + GRACE)
    time.sleep(1)


def test_an_erased_class_gets_a_new_key_that_opens_nothing_old(shop: Shop, an: int) -> None:
    """The next version, so that what a backup holds under the old one stays shut."""
    keyring().create_keys([(an, RetentionClass.CARE)], NOON)
    keyring().erase_parts([Part(an, RetentionClass.CARE)], NOON)
    keyring().create_keys([(an, RetentionClass.CARE)], NOON)
    with keyring().store.reading() as connection:
        found = connection.execute("SELECT version FROM data_key WHERE subject = ? AND class = 2", (an,))
        assert found.fetchall() == [(2,)]
