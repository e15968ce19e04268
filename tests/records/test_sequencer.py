"""Pending uses become leaves: each exactly once, in one order, whatever dies in between."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections

from giuloi.core.ledger.entry import decode
from giuloi.core.terms import BadEvidence, NotServing
from giuloi.records import selfcheck
from giuloi.records.database import rows, run
from giuloi.records.locks import locked
from giuloi.records.places import places
from giuloi.records.uses import head, journal, pending, sequencer
from giuloi.records.uses.pending import Use, record_uses
from giuloi.records.uses.sequencer import Sequencer, integrate
from giuloi.records.uses.tiles import TileLog
from tests.cast import BINH
from tests.records.conftest import NOON, Shop


def _use(*people: int, event: str = "reveal", actor: str = "code/export_bundle") -> Use:
    decision = "denied" if event == "refuse" else "allowed"
    return Use(NOON, actor, event, "supply", "I.1", "0" * 64, decision, people, channel="in_house")


def _leaves() -> list[bytes]:
    with sequencer.closing(TileLog(places().ledger)) as log:
        return list(log.entries(0, log.size))


def test_every_use_becomes_one_leaf_and_leaves_no_subject_behind(shop: Shop) -> None:
    """A leaf names nobody, and the pending row with its subject is gone."""
    binh = shop.person(BINH)
    record_uses([_use(binh), _use(binh)])
    assert integrate()
    assert pending.backlog() == 0
    assert [decode(leaf).count for leaf in _leaves()] == [1, 1]
    assert str(binh).encode() not in b"".join(_leaves())


def test_a_persons_uses_are_numbered_without_gaps(shop: Shop) -> None:
    """Each leaf of a person carries the code of their next counter."""
    binh, an = shop.person(BINH), shop.person(BINH)
    record_uses([_use(binh), _use(an), _use(binh, an), _use(binh)])
    integrate()
    assert dict(rows("SELECT subject_id, count FROM records_usecounter")) == {binh: 3, an: 2}
    assert len(rows("SELECT code FROM records_uselookup")) == 5


def test_a_flood_of_refusals_is_counted_in_one_leaf(shop: Shop) -> None:
    """A thousand refusals of one kind by one actor cost one leaf; another actor's are apart."""
    binh = shop.person(BINH)
    record_uses(
        [_use(binh, event="refuse") for _ in range(1000)] + [_use(binh, event="refuse", actor="customer")]
    )
    integrate()
    assert sorted(decode(leaf).count for leaf in _leaves()) == [1, 1000]


def test_somebody_who_never_existed_is_ledgered_too(shop: Shop) -> None:
    """A refusal about an unknown id gets a code nobody can link, and no counter."""
    record_uses([_use(424242, event="refuse")])
    assert integrate()
    assert len(_leaves()) == 1
    assert rows("SELECT * FROM records_usecounter") == []


KILLED = textwrap.dedent(
    """
    import os, sys, django
    django.setup()
    from giuloi.records import durable
    from giuloi.records.uses import head, journal, pending, sequencer, tiles
    step = sys.argv[1]
    def die(*a, **k): os.kill(os.getpid(), 9)
    places = {
        "planned": (sequencer.Sequencer, "_append"),
        "appended": (head, "note_head"),
        "signed": (tiles.TileLog, "publish"),
        "published": (sequencer.Sequencer, "_commit"),
        "before the rows go": (sequencer, "remove"),
        "committed": (journal, "sweep"),
    }
    with sequencer.closing(sequencer.Sequencer()) as running:
        running.recover()
        setattr(*places[step], die)
        running.tick()
    """
)
STEPS = ["planned", "appended", "signed", "published", "before the rows go", "committed"]


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_loses_and_doubles_nothing(shop: Shop, step: str) -> None:
    """kill -9 between any two steps of a tick: afterwards each use stands once, in sequence."""
    binh = shop.person(BINH)
    record_uses([_use(binh) for _ in range(3)])
    connections.close_all()
    done = subprocess.run([sys.executable, "-c", KILLED, step], env=_environment(), capture_output=True)
    assert done.returncode == -9, done.stderr.decode()
    record_uses([_use(binh)])
    integrate()
    leaves = [decode(leaf) for leaf in _leaves()]
    assert len(leaves) == len({leaf.id for leaf in leaves}) == 4
    assert dict(rows("SELECT subject_id, count FROM records_usecounter")) == {binh: 4}
    assert len(rows("SELECT code FROM records_uselookup")) == 4
    assert rows("SELECT leaves, count FROM records_usetally") == [(4, 4)]
    assert pending.backlog() == 0


def _environment() -> dict[str, str]:
    from django.conf import settings

    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        url = f"sqlite://{database['NAME']}"
    else:
        url = re.sub(r"/[^/]*$", "/" + database["NAME"], os.environ["GIULOI_DATABASE_URL"])
    return {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        "GIULOI_DATA": str(settings.GIULOI_DATA),
        "GIULOI_ROOT_KEY": str(settings.GIULOI_ROOT_KEY),
        "GIULOI_DATABASE_URL": url,
    }


def test_a_ledger_that_was_rolled_back_is_refused(shop: Shop) -> None:
    """An old copy of the ledger's files is behind the head beside the root key: no start."""
    binh = shop.person(BINH)
    record_uses([_use(binh)])
    integrate()
    kept = {path: path.read_bytes() for path in places().ledger.rglob("*") if path.is_file()}
    record_uses([_use(binh)])
    integrate()
    for path in [path for path in places().ledger.rglob("*") if path.is_file()]:
        path.unlink()
    for path, content in kept.items():
        path.write_bytes(content)
    with pytest.raises(NotServing):
        _recover()


def test_an_altered_leaf_is_refused_at_the_start(shop: Shop) -> None:
    """One changed byte in the last leaves gives another root than the one signed: no start."""
    binh = shop.person(BINH)
    record_uses([_use(binh)])
    integrate()
    [path] = [p for p in (places().ledger / "private" / "entries").rglob("*") if p.is_file()]
    path.write_bytes(path.read_bytes().replace(b'"denied"', b'"allowe"').replace(b'"I.1"', b'"I.2"'))
    with pytest.raises(NotServing):
        _recover()


def test_data_from_another_time_than_the_ledger_is_refused(shop: Shop) -> None:
    """A data database restored by hand does not know the newest leaves: no start until it is reconciled."""
    binh = shop.person(BINH)
    record_uses([_use(binh)])
    integrate()
    run("UPDATE records_useprogress SET size = 0")
    with pytest.raises(NotServing, match="another time"):
        _recover()


def test_a_forged_head_beside_the_root_key_is_refused(shop: Shop) -> None:
    """A head that the log's key did not sign is named as such."""
    record_uses([_use(shop.person(BINH))])
    integrate()
    path = places().heads / "ledger.head"
    path.write_bytes(path.read_bytes().replace(b"\n1\n", b"\n7\n"))
    with pytest.raises(NotServing, match="not signed"):
        _recover()


def test_the_journal_names_no_person(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is noted before a tick holds row numbers only."""
    binh = shop.person(BINH)
    record_uses([_use(binh)])
    with sequencer.closing(Sequencer()) as running:
        running.recover()
        monkeypatch.setattr(running, "_append", lambda plan: None)
        monkeypatch.setattr(running, "_commit", lambda start, plan: None)
        monkeypatch.setattr(journal, "sweep", lambda path: None)
        running.tick()
        noted = json.loads(running._journal.read_bytes())
    assert set(noted) == {"start", "leaves"}
    assert str(binh) not in json.dumps(noted)


def test_the_newest_head_is_signed_and_published(shop: Shop) -> None:
    """The public checkpoint is the head noted beside the root key."""
    record_uses([_use(shop.person(BINH))])
    integrate()
    newest = head.newest_head(head.log_key()[0])
    assert newest is not None
    assert newest.size == 1
    assert (places().ledger / "public" / "checkpoint").read_bytes() == head.noted()


def _recover() -> None:
    with sequencer.closing(Sequencer()) as running:
        running.recover()


@pytest.mark.parametrize("field", ["actor", "recipient", "purpose", "clause", "event"])
def test_a_use_that_could_not_become_a_leaf_is_refused_before_it_waits(shop: Shop, field: str) -> None:
    """Words that have no place in a leaf never reach the queue, so they can never stop it."""
    with pytest.raises((BadEvidence, ValueError)):
        record_uses([replace(_use(shop.person(BINH)), **{field: "Trần Văn Bình 0594000002"})])
    assert pending.backlog() == 0


@pytest.mark.parametrize("missing", ["gone", "older"])
def test_a_head_that_is_missing_or_old_touches_nothing(shop: Shop, missing: str) -> None:
    """Without the newest head beside the root key the ledger is not opened, and not a byte of it is cut."""
    record_uses([_use(shop.person(BINH))])
    integrate()
    path = places().heads / "ledger.head"
    older = path.read_bytes()
    record_uses([_use(shop.person(BINH))])
    integrate()
    before = {file: file.read_bytes() for file in places().ledger.rglob("*") if file.is_file()}
    if missing == "gone":
        path.unlink()
    else:
        path.write_bytes(older)
    with pytest.raises(NotServing, match=r"put the newest \.heads folder back"):
        _recover()
    assert before == {file: file.read_bytes() for file in places().ledger.rglob("*") if file.is_file()}


def test_a_use_that_waits_too_long_is_seen(shop: Shop) -> None:
    """A dead sequencer shows in the readiness within half a minute, however few uses wait."""
    record_uses([_use(shop.person(BINH))])
    assert not selfcheck.ready()["ledger"]  # NOON is long gone: this use has been waiting since then
    integrate()
    assert selfcheck.ready()["ledger"]


def test_who_waits_for_one_use_does_not_wait_for_all(shop: Shop) -> None:
    """The running sequencer has taken the first; the second, of a busy shop, still waits."""
    binh = shop.person(BINH)
    first, second = record_uses([_use(binh), _use(binh)])
    with locked(sequencer.lock_file()), sequencer.closing(Sequencer()) as running:
        running.recover()
        running.tick(limit=1)
        assert integrate(0.1, use=first)
        assert not integrate(0.1, use=second)
