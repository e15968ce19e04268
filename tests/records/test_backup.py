"""A backup counts only when it is whole, can be read, and is not older than is kept; keys and data stay apart."""

from __future__ import annotations

import os
import shutil
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from giuloi.core.terms import (
    Channel,
    ConsentState,
    NotServing,
    Standing,
    Unavailable,
    Undecryptable,
)
from giuloi.records import consents, selfcheck
from giuloi.records.backup import copies, daily, frozen, making, restoring, shelf
from giuloi.records.backup.shelf import Kind, Shelf
from giuloi.records.database import rows
from giuloi.records.keyring import keyring
from giuloi.records.places import places
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN, BINH
from tests.harness.forks import fork
from tests.records.conftest import Shop

SUPPLY = ("supply", Channel.IN_HOUSE)
KEY = ("supply", "in_house", "")


@pytest.fixture
def root(tmp_path: Path, settings: Any) -> Path:
    """A place for backups, as the operator names it."""
    settings.GIULOI_BACKUP_DIR = tmp_path / "shelf"
    settings.GIULOI_BACKUP_KEYS_DIR, settings.GIULOI_BACKUP_DAYS = None, 10
    return tmp_path / "shelf"


@pytest.fixture
def an(shop: Shop) -> int:
    """An, a member who consented to supply."""
    subject = shop.person(AN, Standing.MEMBER)
    shop.give(subject, SUPPLY)
    integrate()
    return subject


def test_data_and_keys_are_never_in_one_file_and_neither_can_be_read(shop: Shop, an: int, root: Path) -> None:
    """No wrapped key in the data's backup, no row in that of the keys, nothing of An in either."""
    made = daily.back_up(shop.now())
    with keyring().store.reading() as connection:
        wrapped = [bytes(one) for (one,) in connection.execute("SELECT wrapped FROM data_key")]
    data = b"".join(making.read(made.data))
    keys = b"".join(making.read(made.keys))
    assert wrapped
    assert all(one in keys and one not in data for one in wrapped)
    for path in [one for one in root.rglob("*") if one.is_file()]:
        held = path.read_bytes()
        assert AN.email.encode() not in held
        assert not any(one in held for one in wrapped)
        assert path.stat().st_mode & 0o077 == 0
    assert not list((places().data / "restore").glob("*.db"))


@pytest.mark.parametrize("harm", ["cut off", "cut between chunks", "a bit", "manifest", "another's"])
def test_a_backup_that_is_not_as_it_was_written_is_refused_and_nothing_is_touched(
    shop: Shop, an: int, root: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut, altered or moved: said so before the data is replaced."""
    monkeypatch.setattr("giuloi.records.backup.sealed_file.CHUNK", 4096)
    made = making.back_up_data(root, shop.now())
    whole = made.sealed.read_bytes()
    if harm == "cut off":
        made.sealed.write_bytes(whole[:-7])
    elif harm == "cut between chunks":
        made.sealed.write_bytes(whole[: _first_chunks(whole, 2)])
    elif harm == "a bit":
        made.sealed.write_bytes(whole[:-100] + bytes([whole[-100] ^ 1]) + whole[-99:])
    elif harm == "manifest":
        text = (made.folder / "manifest.json").read_text().replace('"serial": ', '"serial": 1')
        (made.folder / "manifest.json").write_text(text)
    else:
        shutil.copy(making.back_up_data(root, shop.now()).sealed, made.sealed)
    (found,) = [one for one in Shelf(root, Kind.DATA).all() if one.facts.name == made.facts.name]
    found = shelf.Backup(
        found.facts, found.plain, found.size, _sha(made.sealed), found.folder
    )  # as a forger would
    with pytest.raises((Undecryptable, NotServing)):
        restoring.restore(found, shop.now())
    assert frozen.under_way() is None
    assert rows("SELECT 1 FROM records_subject WHERE id = %s", (an,))


def _sha(path: Path) -> str:
    from hashlib import file_digest

    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _first_chunks(whole: bytes, count: int) -> int:
    at = 16 + 1 + whole[16]
    for _ in range(count):
        at += 4 + int.from_bytes(whole[at : at + 4], "big")
    return at


def test_an_older_key_store_is_refused(shop: Shop, an: int, root: Path) -> None:
    """Put back by hand, it would know of no later erasure."""
    old = places().keys.read_bytes()
    backup = making.back_up_data(root, shop.now())
    keyring().erase_people([an], shop.now())
    places().keys.write_bytes(old)
    with pytest.raises(NotServing, match="old copy"):
        restoring.restore(backup, shop.now())


def test_a_ledger_that_was_rolled_back_is_refused(shop: Shop, an: int, root: Path) -> None:
    """Its files from before the newest signed head."""
    shutil.copytree(places().ledger, root / "ledger")
    shop.withdraw(an, SUPPLY)
    integrate()
    backup = making.back_up_data(root, shop.now())
    shutil.rmtree(places().ledger)
    shutil.copytree(root / "ledger", places().ledger)
    with pytest.raises(NotServing, match="restore"):
        restoring.restore(backup, shop.now())


def test_older_backups_than_are_kept_are_gone_and_said_to_be(shop: Shop, an: int, root: Path) -> None:
    """Ten days of data, 72 hours of keys; the folder is looked at, not believed."""
    begun = shop.now()
    for hours in (0, 24, 48, 96, 24 * 9, 24 * 11):
        last = daily.back_up(begun + timedelta(hours=hours))
    ages = [one.at - begun for one in Shelf(root, Kind.DATA).all()]
    assert ages == [
        timedelta(hours=24),
        timedelta(hours=48),
        timedelta(hours=96),
        timedelta(days=9),
        timedelta(days=11),
    ]
    assert [one.at - begun for one in Shelf(root, Kind.KEYS).all()] == [timedelta(days=9), timedelta(days=11)]
    assert len(last.gone) == 1
    assert not [one for one in root.rglob(f"*{last.gone[0]}*")]


def test_the_clock_makes_one_a_day(shop: Shop, an: int, root: Path, settings: Any) -> None:
    """And none where no place is named."""
    at = shop.now()
    assert [daily.daily(at + timedelta(hours=hours)) for hours in (0, 1, 23, 25)] == [2, 0, 0, 2]
    settings.GIULOI_BACKUP_DIR = None
    assert daily.daily(at + timedelta(days=9)) == 0


def test_a_full_disk_leaves_no_half_backup(
    shop: Shop, an: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known before, or only while it is written: none is made, and the next is."""
    monkeypatch.setattr(shelf.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))  # type: ignore[attr-defined]
    with pytest.raises(Unavailable, match="needed"):
        making.back_up_data(root, shop.now())
    monkeypatch.undo()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "flush", full)
    with pytest.raises(Unavailable, match="none was made"):
        making.back_up_data(root, shop.now())
    monkeypatch.undo()
    assert not [one for one in root.rglob("*") if one.is_file()]
    assert making.back_up_data(root, shop.now())


@pytest.mark.parametrize("place", ["write_sealed", "verify", "flush"])
def test_a_kill_while_it_is_made_leaves_nothing_that_counts(
    shop: Shop, an: int, root: Path, place: str
) -> None:
    """At each step; the next one takes the rest away."""

    def work(_: int) -> None:
        real = getattr(making, place)

        def dying(*given: Any) -> Any:
            if place != "write_sealed":
                os.kill(os.getpid(), signal.SIGKILL)
            real(*given)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(making, place, dying)
        making.back_up_data(root, shop.now())

    child = fork(work)
    child.all_it_said()
    assert child.ended() == -signal.SIGKILL
    assert Shelf(root, Kind.DATA).all() == []
    made = making.back_up_data(root, shop.now())
    assert [one.facts for one in Shelf(root, Kind.DATA).all()] == [made.facts]
    assert not list((root / "data").glob(".*"))


KILLED = [
    (frozen, "note"),
    (copies, "place"),
    (restoring, "reconcile"),
    (restoring, "replay"),
    (restoring, "hold_back"),
    (restoring, "carried_over"),
]


@pytest.mark.parametrize(("module", "name"), KILLED, ids=[name for _, name in KILLED])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_kill_during_a_restore_is_gone_on_after_or_nothing_was_touched(
    shop: Shop, an: int, root: Path, module: Any, name: str, after: bool
) -> None:
    """Nothing is served half restored; and whoever was erased since the backup is nowhere at the end."""
    binh = shop.person(BINH)
    backup = making.back_up_data(root, shop.now())
    keyring().erase_people([binh], shop.now())
    shop.withdraw(an, SUPPLY)

    def work(_: int) -> None:
        real = getattr(module, name)

        def dying(*given: Any) -> Any:
            if after:
                real(*given)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(module, name, dying)
        restoring.restore(backup, shop.now())

    child = fork(work)
    child.all_it_said()
    assert child.ended() == -signal.SIGKILL
    begun = frozen.under_way()
    if begun is None:
        assert (module, after) == (frozen, False)
        return
    with pytest.raises(NotServing, match="resume"):
        selfcheck.run()
    restoring.resume(backup, shop.now())
    assert rows("SELECT 1 FROM records_subject WHERE id = %s", (binh,)) == []
    assert consents.states_of(an)[KEY] is ConsentState.WITHDRAWN
    selfcheck.run()
    assert restoring.confirm(shop.now())
