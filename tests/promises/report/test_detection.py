"""An attack is noticed by the software, and a file is open within a minute, whoever deletes what afterwards."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from signal import SIGKILL

import pytest

from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.terms import RetentionClass
from giuloi.promises.report.detection import told, watching
from giuloi.promises.report.incidents.book import lines_of
from giuloi.promises.report.incidents.kinds import IncidentKind, What
from giuloi.promises.report.incidents.opening import incident_row, incidents
from giuloi.promises.report.incidents.rows import IncidentRow
from giuloi.records.access import limits
from giuloi.records.access.limits import TooMany
from giuloi.records.database import run
from giuloi.records.facts import Ask
from giuloi.records.keyring import Allowance, OverBudget, Permit, Trap, keyring
from giuloi.records.keyring import alarms as words
from giuloi.records.places import places
from giuloi.records.reveal import reveal_many
from giuloi.records.uses.handed import compare
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN
from tests.harness.forks import fork
from tests.records.conftest import Shop


def read(shop: Shop, subject: int) -> None:
    """Somebody in fulfilment opens this customer's name for an order."""
    case = shop.order(subject)[1]
    reveal_many(shop.staff("fulfilment", "supply", case), ["name"], [Ask(subject)], shop.now())


def kinds() -> list[str]:
    """Of every file, the oldest first."""
    return [one.kind for one in sorted(incidents(), key=lambda one: one.opened_at)]


def test_the_words_of_alarms_are_kinds_of_incidents() -> None:
    """What the key store writes, a file can be opened for."""
    said = {words.HONEY, words.READ_RATE, words.MISMATCH, words.BURST, words.TAMPERED}
    assert said == {str(one) for one in IncidentKind if one in said}


def test_whoever_reads_a_honey_record_opens_an_incident(shop: Shop) -> None:
    """At the clock's next knock, dated from the read, naming the reader and the leaf."""
    honey = shop.person(AN)
    keyring().set_trap(Trap.SUBJECT, honey, shop.now())
    read(shop, honey)
    began = keyring().alarms()[0].at
    assert watching.open_waiting(shop.now()) == 1
    (row,) = incidents()
    assert (row.kind, row.known_at) == ("honey", began)
    assert str(honey) not in " ".join(str(line) for line in lines_of(row.id))
    assert watching.open_waiting(shop.now()) == 0


def test_an_alarm_waits_for_a_clock_that_is_dead(shop: Shop) -> None:
    """A day later the file is opened all the same, and its clocks run from the read."""
    honey = shop.person(AN)
    keyring().set_trap(Trap.SUBJECT, honey, shop.now())
    read(shop, honey)
    began = keyring().alarms()[0].at
    shop.clock += timedelta(days=1)
    watching.open_waiting(shop.now())
    assert incidents()[0].known_at == began


def test_killed_between_the_file_and_the_note_of_it_opens_no_second(shop: Shop) -> None:
    """The same alarm again joins the open file, and the timeline says so."""
    keyring().alarm(words.HONEY, shop.now(), actor="key/x/00000000000000aa")
    (alarm,) = keyring().alarms_waiting()
    watching._opened(alarm, shop.now())  # and the process was killed here
    watching.open_waiting(shop.now())
    (row,) = incidents()
    assert [line.what for line in lines_of(row.id)] == [What.OPENED, What.JOINED]


def test_who_reads_too_much_opens_an_incident(shop: Shop) -> None:
    """Refused at the key store, and a file with the figures."""
    person = shop.person(AN)
    keyring().allow("fulfilment", "supply", Allowance(1, 1), shop.now())
    case = shop.order(person)[1]
    holding = shop.staff("fulfilment", "supply", case)
    reveal_many(holding, ["name"], [Ask(person)], shop.now())
    with pytest.raises(OverBudget):
        reveal_many(holding, ["name"], [Ask(person)], shop.now())
    watching.open_waiting(shop.now())
    assert kinds() == ["read_rate"]


def test_an_honest_day_raises_nothing(shop: Shop) -> None:
    """Reads before and after the sequencer's tick, and a whole look at everything."""
    person = shop.person(AN)
    read(shop, person)
    watching.look(shop.now())
    integrate()
    read(shop, person)
    assert watching.look(shop.now()) == 0
    integrate()
    found = watching.detect(shop.now())
    assert (found["handed_out"], found["without_use"], found["ledger"]) == (2, 0, "ok")
    assert keyring().alarms() == []
    assert incidents() == []


def test_a_key_taken_behind_the_gates_back_is_missed_in_the_ledger(shop: Shop) -> None:
    """Somebody inside the process asks with a use that was never written. (The harness forbids the key itself.)"""
    person = shop.person(AN)
    keyring()._watched([Permit(random_bytes(16), ((person, RetentionClass.CONTACT, 1),), 0, ())])
    assert watching.look(shop.now()) == 1
    assert watching.look(shop.now()) == 0  # said once
    watching.open_waiting(shop.now())
    assert kinds() == ["ledger_mismatch"]
    assert compare(shop.now(), whole=True).nowhere == 1


def test_a_use_deleted_before_its_leaf_is_missed(shop: Shop) -> None:
    """The queue's row is taken away by whoever has the database: the hand-out still names it."""
    read(shop, shop.person(AN))
    run("DELETE FROM records_pendinguse WHERE event = %s", ("reveal",))
    watching.look(shop.now())
    watching.open_waiting(shop.now())
    assert kinds() == ["ledger_mismatch"]


def test_a_ledger_whose_tail_was_deleted_is_noticed(shop: Shop) -> None:
    """The older ledger put back, with the older checkpoint: the head beside the root key knows better."""
    person = shop.person(AN)
    read(shop, person)
    integrate()
    saved = places().ledger.with_name("saved")
    shutil.copytree(places().ledger, saved)
    read(shop, person)
    integrate()
    shutil.rmtree(places().ledger)
    shutil.move(saved, places().ledger)
    assert watching.look(shop.now()) >= 1
    watching.open_waiting(shop.now())
    assert "tampered" in kinds()


def test_an_altered_leaf_is_found_by_the_whole_look(shop: Shop) -> None:
    """One byte of one leaf: every hash above it says so."""
    read(shop, shop.person(AN))
    integrate()
    leaves = max(
        (one for one in (places().ledger / "private").rglob("*") if one.is_file()),
        key=lambda one: one.stat().st_size,
    )
    raw = bytearray(leaves.read_bytes())
    raw[len(raw) // 2] ^= 1
    leaves.write_bytes(bytes(raw))
    found = watching.detect(shop.now())
    assert found["ledger"] != "ok"
    assert "tampered" in kinds()


def test_a_deleted_incident_is_an_incident(shop: Shop) -> None:
    """The attacker deletes the file about them: the chain of all files misses it."""
    keyring().alarm(words.HONEY, shop.now(), actor="staff/care/00000000000000aa")
    watching.open_waiting(shop.now())
    gone = incidents()[0].id
    run("DELETE FROM report_duty WHERE incident_id = %s", (gone,))
    IncidentRow.objects.filter(id=gone).delete()
    assert incident_row(gone) is None
    assert watching.look(shop.now()) >= 1
    watching.open_waiting(shop.now())
    assert kinds() == ["tampered"]


def test_a_burst_of_guesses_is_one_incident(shop: Shop) -> None:
    """One login tried again and again, then another: one alarm each, one file; a forgotten password is none."""
    at = shop.now()

    def guess(login: str, times: int) -> None:
        for number in range(times):
            try:
                limits.spend("password", f"203.0.113.{number % 200}", login, at=at)
            except TooMany:
                continue

    guess("ha", 15)
    assert keyring().alarms() == []
    guess("ha", 20)
    guess("lan", 40)
    watching.open_waiting(at)
    assert kinds() == ["login_burst"]
    assert "ha" not in [str(one) for one in keyring().alarms()[0].said.values()]


def test_an_alarm_from_a_killed_process_becomes_an_incident(shop: Shop) -> None:
    """Killed with the key in hand: the alarm was on disk before."""
    honey = shop.person(AN)
    keyring().set_trap(Trap.SUBJECT, honey, shop.now())

    def stolen(pipe: int) -> None:
        keyring()._watched([Permit(random_bytes(16), ((honey, RetentionClass.CONTACT, 1),), 0, ())])
        os.kill(os.getpid(), SIGKILL)

    assert fork(stolen).ended() == -SIGKILL
    watching.open_waiting(shop.now() + timedelta(days=1))
    assert kinds() == ["honey"]


def test_a_watch_book_that_was_taken_away_is_an_alarm_in_the_new_one(shop: Shop) -> None:
    """With it went who was handed keys, and every alarm that had no file yet."""
    honey = shop.person(AN)
    keyring().set_trap(Trap.SUBJECT, honey, shop.now())
    assert watching.look(shop.now()) == 0
    read(shop, honey)
    keyring().watch.close()
    for path in places().keys.parent.glob(places().keys.name + ".watch*"):
        path.unlink()
    assert watching.look(shop.now()) == 1
    assert watching.look(shop.now()) == 0
    watching.open_waiting(shop.now())
    assert kinds() == ["tampered"]
    assert "watch book" in told.said(keyring().alarms()[0]).en


def test_the_same_thing_broken_twice_is_told_of_twice(shop: Shop) -> None:
    """While it stands it is one alarm; broken again after it was mended it is another."""
    said: dict[str, str | int] = {"what": "ledger", "fault": "shorter"}
    assert keyring().alarm_once(words.TAMPERED, shop.now(), said)
    for _ in range(3):
        shop.clock += timedelta(hours=20)
        assert not keyring().alarm_once(words.TAMPERED, shop.now(), said)
    shop.clock += timedelta(days=2)
    assert keyring().alarm_once(words.TAMPERED, shop.now(), said)


def test_a_refused_look_does_not_hide_the_one_that_opened(shop: Shop) -> None:
    """Whoever knocks first and opens within ten minutes is named for having opened."""
    for how in ("refused", "opened", "opened"):
        said: dict[str, str | int] = {"what": "customer", "how": how, "use": random_bytes(4).hex()}
        keyring().alarm(words.HONEY, shop.now(), actor="staff/care/00000000000000aa", said=said)
    seen = [(str(one.said["how"]), one.times) for one in keyring().alarms()]
    assert sorted(seen) == [("opened", 2), ("refused", 1)]
