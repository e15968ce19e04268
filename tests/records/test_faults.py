"""Full disk, locked or lost database, lost key store: refused or finished, never opened without its leaf.

And afterwards it works again, with nobody repairing anything.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from giuloi.core.ledger.verify import verify_bundle
from giuloi.core.terms import Channel, ConsentState, NotServing, Standing, SubjectState, Unavailable
from giuloi.records import consents, freezing, selfcheck, vault
from giuloi.records import reveal as reveal_module
from giuloi.records.credentials import Holding
from giuloi.records.database import durable, rows, run
from giuloi.records.facts import Ask
from giuloi.records.keyring import Keyring, keyring, store
from giuloi.records.places import places
from giuloi.records.reveal import Revealed, reveal
from giuloi.records.uses import pending
from giuloi.records.uses.bundle import export_bundle
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN
from tests.no_leaf_no_key import leaves_of
from tests.records.conftest import NOON, Shop

SUPPLY = ("supply", "in_house", "")


@dataclass(slots=True)
class Day:
    """A shop with one member, and everything that may be going on when something breaks."""

    shop: Shop
    subject: int
    holding: Holding
    printed: int = 0

    def open(self) -> None:
        """The order's data, through the gate."""
        answer = reveal(self.holding, ["name"], Ask(self.subject), NOON)
        if isinstance(answer, Revealed):
            assert answer.fields["name"].open() == AN.name
            self.printed += 1

    def give(self) -> None:
        """Consent."""
        consents.give(self.subject, [self.shop.asked("supply", Channel.IN_HOUSE)], NOON)

    def withdraw(self) -> None:
        """… taken back."""
        consents.withdraw(self.subject, [self.shop.asked("supply", Channel.IN_HOUSE)], NOON)

    def freeze(self) -> None:
        """A freeze, and its release."""
        freezing.set_states(self.subject, SubjectState.FROZEN, NOON)
        freezing.release_states(self.subject, SubjectState.FROZEN, NOON)

    def register(self) -> None:
        """Somebody new."""
        with durable():
            self.shop.person(AN)

    def change(self) -> None:
        """A new address."""
        vault.seal(self.subject, {"address": AN.address}, NOON)

    def tick(self) -> None:
        """The sequencer's turn."""
        assert integrate()

    def export(self) -> None:
        """The customer's bundle."""
        assert verify_bundle(export_bundle(self.subject, NOON)).ok


ACTS = ("open", "give", "withdraw", "freeze", "register", "change", "tick", "export")
Act = Callable[[Day], None]


@pytest.fixture
def day(shop: Shop) -> Day:
    """A member with consent and an open order, and a few leaves in the tree."""
    subject = shop.person(AN, Standing.MEMBER)
    one = Day(shop, subject, shop.staff("fulfilment", "supply", shop.order(subject)[1]))
    for act in ("give", "open", "tick", "open"):
        getattr(one, act)()
    return one


def _attempt(act: Callable[[], None]) -> bool:
    """Whether it was done; anything but a plain "not now" is a failure of the test."""
    try:
        act()
    except (Unavailable, NotServing):
        return False
    return True


def _works_again(day: Day) -> None:
    """Checked as at a start, and then all of it once more, by the same process."""
    selfcheck.run()
    freezing.release_states(day.subject, SubjectState.FROZEN | SubjectState.RESTRICTED, NOON)
    for act in ("give", "open", "freeze", "register", "change", "tick", "withdraw", "export"):
        getattr(day, act)()
    assert consents.states_of(day.subject)[SUPPLY] is ConsentState.WITHDRAWN
    assert keyring().withdrawals_of(day.subject) == {SUPPLY}
    before = day.printed
    day.open()
    assert day.printed == before
    day.give()
    day.open()
    day.tick()
    assert day.printed == before + 1
    assert sum(leaf.event == "reveal" for leaf in leaves_of(keyring(), day.subject)) >= day.printed


class FullDisk:
    """Every write, flush and renaming under a folder, numbered; from the `at`th on there is no room left."""

    def __init__(self, folder: Path, at: int) -> None:
        self.folder, self.at, self.seen = folder, at, 0

    def room(self, what: Any) -> bool:
        """Whether there is room for this one: `what` is a path or an open file."""
        name = os.readlink(f"/proc/self/fd/{what}") if isinstance(what, int) else os.fspath(what)
        if not Path(name).is_relative_to(self.folder):
            return True
        self.seen += 1
        return self.seen < self.at

    @contextmanager
    def felt(self, patch: pytest.MonkeyPatch) -> Iterator[None]:
        """Until the block ends."""
        real_write, full = os.write, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def write(handle: int, data: Any) -> int:
            if self.room(handle):
                return real_write(handle, data)
            if self.seen == self.at and len(data) > 1:  # the last block takes a part: no error yet
                return real_write(handle, bytes(data)[: len(data) // 2])
            raise full

        def guarded(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(what: Any, *given: Any, **named: Any) -> Any:
                if not self.room(what):
                    raise full
                return real(what, *given, **named)

            return call

        with patch.context() as inner:
            inner.setattr(os, "write", write)
            for name in ("fsync", "replace", "mkdir"):
                inner.setattr(os, name, guarded(getattr(os, name)))
            yield


@pytest.mark.parametrize("act", ["withdraw", "freeze", "tick", "export"])
def test_a_disk_that_fills_up_at_any_write_loses_nothing(
    day: Day, act: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ledger, heads and serials: full at the first write, at the second, … until there is room for all."""
    for at in range(1, 100):
        _given_and_waiting(day)
        disk = FullDisk(tmp_path, at)
        with disk.felt(monkeypatch):
            done = _attempt(lambda: getattr(day, act)())
        selfcheck.run()
        getattr(day, act)()
        day.tick()
        if disk.seen < at:
            break
    assert done
    assert at > 1, "nothing was written at all"
    _works_again(day)


def _given_and_waiting(day: Day) -> None:
    """Consent stands and one use waits for its leaf."""
    freezing.release_states(day.subject, SubjectState.FROZEN, NOON)
    day.give()
    day.open()


@contextmanager
def _no_more_pages(connected: Any) -> Iterator[None]:
    """SQLite's own "database or disk is full", in earnest."""
    execute = connected.execute
    execute(f"PRAGMA max_page_count = {execute('PRAGMA page_count').fetchone()[0]}")
    try:
        yield
    finally:
        execute("PRAGMA max_page_count = 1073741823")


@pytest.mark.parametrize("which", ["data", "keys"])
def test_a_full_database_refuses_what_it_cannot_keep(day: Day, which: str) -> None:
    """Data database or key store out of room: what is not on disk is not done, and nothing is opened."""
    if which == "data" and connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk is filled in no test")
    with keyring().store.reading() as keys:
        pass
    refused = 0
    with _no_more_pages(connection.cursor() if which == "data" else keys):
        for _ in range(60):
            before, openings = day.printed, keyring().opened
            done = [_attempt(lambda act=act: getattr(day, act)()) for act in ("register", "open")]  # type: ignore[misc]
            refused += not all(done)
            assert done[1] or (day.printed, keyring().opened) == (before, openings)
    assert refused
    _works_again(day)


@pytest.mark.parametrize("act", ACTS)
def test_a_locked_data_database_is_waited_for_and_then_refused(day: Day, act: str) -> None:
    """Somebody else holds the tables: nothing is opened meanwhile, and all goes on afterwards."""
    other = connections.create_connection("default")
    _short_patience()
    opened = keyring().opened
    with _held(other):
        done = _attempt(lambda: getattr(day, act)())
        assert not done or act in ("tick",)
        assert keyring().opened == opened
    other.close()
    _works_again(day)


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
    _attempt(day.open)
    assert (day.printed > before) == (keyring().opened > opened)
    assert day.printed == before or step == "after the commit"
    _attempt(day.tick)  # one refusal at most: whoever asks next finds the connection dead
    _works_again(day)


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
    _works_again(day)


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
    assert not _attempt(lambda: getattr(day, act)())
    assert keyring().opened == opened
    assert consents.states_of(day.subject)[SUPPLY] is ConsentState.GIVEN
    blocker.execute("ROLLBACK")
    blocker.close()
    keyring().store.close()
    _works_again(day)


@pytest.mark.parametrize("act", ACTS)
def test_a_key_store_that_vanished_opens_nothing_until_it_is_put_back(day: Day, act: str) -> None:
    """Moved away under a running process: nothing is opened from, or written into, a file nobody else sees."""
    aside = places().keys.with_suffix(".aside")
    places().keys.rename(aside)
    opened = keyring().opened
    assert not _attempt(lambda: getattr(day, act)())
    assert keyring().opened == opened
    aside.rename(places().keys)
    _works_again(day)


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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte, where the test may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_an_installation_on_a_disk_that_is_really_full(day: Day, small_disk: Path) -> None:
    """Keys and ledger moved to a tiny disk and worked on until there is no room: then room is made."""
    keyring().store.close()
    subprocess.run(["cp", "-a", f"{settings.GIULOI_DATA}/.", str(small_disk)], check=True)
    settings.GIULOI_DATA = small_disk
    ballast, free = small_disk / "ballast", os.statvfs(small_disk)
    ballast.write_bytes(bytes(free.f_bavail * free.f_bsize - 48 * 1024))
    done = [
        _attempt(lambda act=act: getattr(day, act)())
        for _ in range(60)
        for act in ("open", "register", "tick")
    ]  # type: ignore[misc]
    assert not all(done), "the disk never filled up"
    printed, opened = day.printed, keyring().opened
    _attempt(day.open)
    assert day.printed - printed in (0, keyring().opened - opened)
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    _works_again(day)
    keyring().store.close()
