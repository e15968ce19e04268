"""A locked, lost or restarted database or key store: refused or finished, never opened without its leaf.

And afterwards it works again, with nobody repairing anything.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import connection, connections

from giuloi.core.terms import ConsentState, NotServing, Standing, Unavailable
from giuloi.records import consents, selfcheck
from giuloi.records import reveal as reveal_module
from giuloi.records.database import rows, run
from giuloi.records.keyring import Keyring, keyring, store
from giuloi.records.places import places
from giuloi.records.uses import pending
from tests.cast import AN
from tests.records.conftest import Shop
from tests.records.day import ACTS, SUPPLY, Day, attempt, works_again


@pytest.fixture
def day(shop: Shop) -> Day:
    """A member with consent and an open order, and a few leaves in the tree."""
    subject = shop.person(AN, Standing.MEMBER)
    one = Day(shop, subject, shop.staff("fulfilment", "supply", shop.order(subject)[1]))
    for act in ("give", "open", "tick", "open"):
        getattr(one, act)()
    return one


@pytest.mark.parametrize("act", ACTS)
def test_a_locked_data_database_is_waited_for_and_then_refused(day: Day, act: str) -> None:
    """Somebody else holds the tables: nothing is opened meanwhile, and all goes on afterwards."""
    other = connections.create_connection("default")
    _short_patience()
    opened = keyring().opened
    with _held(other):
        done = attempt(lambda: getattr(day, act)())
        assert not done or act in ("tick",)
        assert keyring().opened == opened
    other.close()
    works_again(day)


@contextmanager
def _held(other: Any) -> Iterator[None]:
    """The whole data database in somebody else's transaction."""
    with other.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        else:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE records_pendinguse, records_subject, records_case IN EXCLUSIVE MODE")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _short_patience() -> None:
    """A tenth of a second instead of ten."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 100")
        else:
            cursor.execute("SET lock_timeout = '100ms'")


STEPS = ("before anything", "before the commit", "after the commit")


@pytest.mark.parametrize("step", STEPS)
def test_a_database_that_restarts_in_the_middle_is_come_back_to(
    day: Day, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL ends our connection at each step of a reveal: refused or finished, and then served again."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server to lose")
    where: dict[str, tuple[Any, str]] = {
        "before anything": (reveal_module, "read_facts"),
        "before the commit": (pending, "run_many"),
        "after the commit": (Keyring, "open_many"),
    }
    module, name = where[step]
    real, opened = getattr(module, name), keyring().opened

    def cut_off(*given: Any) -> Any:
        monkeypatch.setattr(module, name, real)
        if step == "after the commit":
            answer = real(*given)
            _terminate()
            return answer
        _terminate()
        return real(*given)

    monkeypatch.setattr(module, name, cut_off)
    before = day.printed
    attempt(day.open)
    assert (day.printed > before) == (keyring().opened > opened)
    assert day.printed == before or step == "after the commit"
    attempt(day.tick)  # one refusal at most: whoever asks next finds the connection dead
    works_again(day)


def _terminate() -> None:
    """End our own connection, from another: what a restart of the server looks like from here."""
    [(mine,)] = rows("SELECT pg_backend_pid()")
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", (mine,))
    other.close()


def test_every_connection_lost_between_two_acts_is_no_more_than_a_hiccup(day: Day) -> None:
    """The server went away and came back while nobody asked: one refusal at most, then all is served."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server to lose")
    for act in ACTS:
        _terminate()
        with suppress(Unavailable):
            getattr(day, act)()
        if act == "withdraw":
            day.give()
        getattr(day, act)()
    works_again(day)


@pytest.mark.parametrize("act", ACTS)
def test_a_locked_key_store_opens_and_loses_nothing(
    day: Day, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process holds the file: not now; and a withdrawal that could not be written is not acknowledged."""
    keyring().store.close()
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    blocker = sqlite3.connect(places().keys, isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    opened = keyring().opened
    assert not attempt(lambda: getattr(day, act)())
    assert keyring().opened == opened
    assert consents.states_of(day.subject)[SUPPLY] is ConsentState.GIVEN
    blocker.execute("ROLLBACK")
    blocker.close()
    keyring().store.close()
    works_again(day)


@pytest.mark.parametrize("act", ACTS)
def test_a_key_store_that_vanished_opens_nothing_until_it_is_put_back(day: Day, act: str) -> None:
    """Moved away under a running process: nothing is opened from, or written into, a file nobody else sees."""
    aside = places().keys.with_suffix(".aside")
    places().keys.rename(aside)
    opened = keyring().opened
    assert not attempt(lambda: getattr(day, act)())
    assert keyring().opened == opened
    aside.rename(places().keys)
    works_again(day)


def test_a_key_store_that_was_replaced_under_a_running_process_is_not_trusted(day: Day) -> None:
    """An old copy put in its place would know of no later withdrawal: a restart has to check it first."""
    copy = places().keys.with_suffix(".copy")
    shutil.copy(places().keys, copy)
    day.withdraw()
    os.replace(copy, places().keys)
    run("UPDATE records_consentnow SET state = 'given'")
    before = day.printed
    with pytest.raises(NotServing, match="another file"):
        day.open()
    assert day.printed == before
    keyring().store.close()
    with pytest.raises(NotServing, match="old copy"):
        selfcheck.run()
