"""A full disk: refused or finished, never opened without its leaf; afterwards it works again, unrepaired."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from giuloi.core.terms import Standing, SubjectState
from giuloi.records import freezing, selfcheck
from giuloi.records.keyring import keyring
from tests.cast import AN
from tests.records.conftest import NOON, Shop
from tests.records.day import Day, attempt, works_again


@pytest.fixture
def day(shop: Shop) -> Day:
    """A member with consent and an open order, and a few leaves in the tree."""
    subject = shop.person(AN, Standing.MEMBER)
    one = Day(shop, subject, shop.staff("fulfilment", "supply", shop.order(subject)[1]))
    for act in ("give", "open", "tick", "open"):
        getattr(one, act)()
    return one


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
            done = attempt(lambda: getattr(day, act)())
        selfcheck.run()
        getattr(day, act)()
        day.tick()
        if disk.seen < at:
            break
    assert done
    assert at > 1, "nothing was written at all"
    works_again(day)


def _given_and_waiting(day: Day) -> None:
    """Consent stands and one use waits for its leaf."""
    freezing.release_states(day.subject, SubjectState.FROZEN, NOON)
    day.give()
    day.open()


@contextmanager
def _no_more_pages(execute: Callable[[str], Any]) -> Iterator[None]:
    """SQLite's own "database or disk is full", in earnest: not one page more, and none that was free before."""
    execute("VACUUM")
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
    # A cursor anew for each: a connection that met an error may have been replaced by then.
    with _no_more_pages((lambda sql: connection.cursor().execute(sql)) if which == "data" else keys.execute):
        for _ in range(2000):  # until what is free inside the file is used up, and some more
            if refused > 20:
                break
            before, openings = day.printed, keyring().opened
            done = [attempt(lambda act=act: getattr(day, act)()) for act in ("register", "open")]  # type: ignore[misc]
            refused += not all(done)
            assert done[1] or (day.printed, keyring().opened) == (before, openings)
    assert refused
    works_again(day)


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
        attempt(lambda act=act: getattr(day, act)())
        for _ in range(60)
        for act in ("open", "register", "tick")
    ]  # type: ignore[misc]
    assert not all(done), "the disk never filled up"
    printed, opened = day.printed, keyring().opened
    attempt(day.open)
    assert day.printed - printed in (0, keyring().opened - opened)
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    works_again(day)
    keyring().store.close()
