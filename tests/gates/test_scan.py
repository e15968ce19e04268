"""The gate *scan*: of people who were erased nothing is in any file on disk, in any form, and nothing opens (VI.2)."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from giuloi.core.crypto.primitives import random_id
from giuloi.promises.collect.members import register_member
from giuloi.promises.keep.erasure.beginning import COOLING, begin
from giuloi.promises.keep.erasure.plan import outlook
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records import partners as known_partners
from giuloi.records import vault
from giuloi.records.backup import daily
from giuloi.records.database import rows
from giuloi.records.keyring import keyring
from giuloi.records.keyring.rotation import GRACE
from giuloi.records.uses.sequencer import integrate
from tests.fakes.forms import form_of
from tests.fakes.installation import NOON
from tests.house.conftest import say_at_the_end
from tests.promises.keep.conftest import keys_of
from tests.scenes.canaries import FORMS, Bearer, bearer, marked
from tests.scenes.test_scan import Day, _everything, day  # the same day, the same search

__all__ = ["day", "say_at_the_end"]
SMALL = 125  # people of four canaries each


def test_after_erasure_nothing_is_in_any_file(
    day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, runs: int, say_at_the_end: Any
) -> None:
    """Planted at the form and at the desk; sealed rows and keys are there before, neither is afterwards.

    A backup of the day before holds their rows, sealed; past the horizon it is gone, and the epoch that its keys hung
    under is nowhere any more.
    """
    monkeypatch.setattr(known_partners, "_PARTNERS", {})
    settings.GIULOI_BACKUP_DIR = tmp_path / "backups"
    people = {}
    for one in itertools.islice(map(bearer, itertools.count()), min(runs or SMALL, 500)):
        subject = register_member(form_of(one.person, day.installed.policy.policy), NOON).subject
        vault.seal(subject, {"care_note": one.care}, NOON)
        people[subject] = one
    planted = sum(len(_planted(one)) for one in people.values())
    assert planted >= 500
    daily.back_up(NOON)
    assert len(_files(tmp_path / "backups")) >= 2
    before, looks = _sealed(people), {subject: outlook(subject, NOON) for subject in people}
    for subject, look in looks.items():
        begin(random_id(), subject, NOON, "customer", look)
    for _ in range(40):  # each knock has its budget
        if not erase_due(NOON + COOLING):
            break
    assert integrate()
    kept = sum(
        len(look.law) for look in looks.values()
    )  # their declarations, which law obliges the shop to keep
    assert _sealed(people) == kept < before
    for subject, look in looks.items():
        assert keys_of(subject) <= {klass for _record, klass in look.stays()}
    files = _everything(day, tmp_path)
    assert {str(path) for path in files if path.exists() and marked(path.read_bytes())} == set()
    _the_horizon_passes()
    assert _files(tmp_path / "backups") == []
    assert {subject: keys_of(subject) for subject in people} == {
        subject: {klass for _record, klass in look.stays()} for subject, look in looks.items()
    }
    files = _everything(day, tmp_path)
    assert {str(path) for path in files if path.exists() and marked(path.read_bytes())} == set()
    (tmp_path / "control").write_text(next(iter(people.values())).person.name)
    assert [path.name for path in _everything(day, tmp_path) if marked(path.read_bytes())] == ["control"]
    say_at_the_end(f"scan: {planted} canaries, {len(FORMS)} forms, {len(files)} files, 0 found after erasure")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _the_horizon_passes() -> None:
    """Seven days to the next epoch, three more until the old one is destroyed; backups end by then too."""
    ring, week = keyring(), NOON + timedelta(days=8)
    [first] = ring.epochs()
    assert ring.rotate(timedelta(days=7), week)
    while ring.rewrap():
        pass
    assert ring.destroy_epochs(week + GRACE) == [first.number]
    assert daily.expire(week + GRACE)


def _planted(one: Bearer) -> set[str]:
    """Of this person's canaries those that were typed into a form here."""
    return {
        text
        for text in one.canaries
        if text not in (one.goods, one.note, one.recipient, one.recipient_phone[1:])
    }


def _sealed(people: Any) -> int:
    marks = ",".join(str(int(one)) for one in people)
    return int(rows(f"SELECT count(*) FROM records_vaultrow WHERE subject_id IN ({marks})")[0][0])
