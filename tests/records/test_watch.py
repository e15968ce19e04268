"""The key store sees who takes too much, who touches a customer that does not exist, and forgets no alarm."""

from __future__ import annotations

import os
import sqlite3
from datetime import timedelta
from signal import SIGKILL

import pytest

from giuloi.records import credentials
from giuloi.records.database import rows
from giuloi.records.facts import Ask
from giuloi.records.keyring import Allowance, OverBudget, Trap, keyring
from giuloi.records.keyring.allowances import DEFAULTS, JOB, STAFF, default
from giuloi.records.keyring.watching import Reader
from giuloi.records.places import places
from giuloi.records.reveal import Refusal, Revealed, reveal_many
from tests.cast import AN, BINH, CHI
from tests.harness.forks import fork
from tests.records.conftest import Shop
from tests.together import together

FEW = Allowance(2, 3)


def care(shop: Shop, subject: int) -> credentials.Holding:
    """Somebody in care with this customer's request in hand."""
    case = shop.order(subject)[1]
    return shop.staff("fulfilment", "supply", case)


def test_whoever_opens_a_honey_record_finds_what_others_hold_and_raises_an_alarm(shop: Shop) -> None:
    """The thief is told nothing; the alarm names them, their purpose and the leaf, and not which customer it was."""
    honey = shop.person(AN)
    keyring().set_trap(Trap.SUBJECT, honey, shop.now())
    holding = care(shop, honey)
    (answer,) = reveal_many(holding, ["name"], [Ask(honey)], shop.now())
    assert isinstance(answer, Revealed)
    (alarm,) = keyring().alarms_waiting()
    assert (alarm.kind, alarm.actor, alarm.purpose) == ("honey", holding.actor, "supply")
    assert alarm.said["use"] == answer.use.hex()
    assert str(honey) not in str(alarm.said)


def test_a_refused_look_at_a_honey_record_is_an_alarm_too(shop: Shop) -> None:
    """A curious clerk without a case opens nothing, and is noticed."""
    honey = shop.person(AN)
    keyring().set_trap(Trap.SUBJECT, honey, shop.now())
    holding = shop.staff("care", "care")
    (answer,) = reveal_many(holding, ["name"], [Ask(honey)], shop.now())
    assert isinstance(answer, Refusal)
    assert [one.said["how"] for one in keyring().alarms_waiting()] == ["refused"]


def test_who_is_real_raises_none(shop: Shop) -> None:
    """Beside a honey record, and when there is none at all."""
    real, honey = shop.person(BINH), shop.person(AN)
    reveal_many(care(shop, real), ["name"], [Ask(real)], shop.now())
    keyring().set_trap(Trap.SUBJECT, honey, shop.now())
    reveal_many(care(shop, real), ["name"], [Ask(real)], shop.now())
    assert keyring().alarms() == []
    assert keyring().take_trap(Trap.SUBJECT, honey)
    reveal_many(care(shop, honey), ["name"], [Ask(honey)], shop.now())
    assert keyring().alarms() == []


def test_a_thief_of_every_table_and_of_the_key_store_finds_no_mark(shop: Shop) -> None:
    """No table changes when a customer becomes a trap, and in the key store's file the number is nowhere."""
    honey = shop.person(AN)
    before = rows("SELECT * FROM records_subject ORDER BY id")
    keyring().set_trap(Trap.SUBJECT, honey, shop.now())
    assert rows("SELECT * FROM records_subject ORDER BY id") == before
    with sqlite3.connect(places().keys) as stolen:
        stored = b"".join(bytes(row[0]) for row in stolen.execute("SELECT sealed FROM trap"))
    assert honey.to_bytes(8, "big", signed=True) not in stored
    assert str(honey).encode() not in stored


def test_beyond_the_allowance_no_key_goes_out_and_the_ledger_says_so(shop: Shop) -> None:
    """Two in an hour: the third is refused in words, an alarm is raised, and nothing of the call was counted."""
    people = [shop.person(one) for one in (AN, BINH, CHI)]
    holding = shop.staff("fulfilment", "supply")
    keyring().allow("fulfilment", "", FEW, shop.now())
    asks = [Ask(one, case=shop.order(one)[1]) for one in people]
    assert all(isinstance(one, Revealed) for one in reveal_many(holding, ["name"], asks[:2], shop.now()))
    with pytest.raises(OverBudget) as told:
        reveal_many(holding, ["name"], asks[2:], shop.now())
    assert "2" in told.value.words.vi
    assert "2 people an hour" in told.value.words.en
    (alarm,) = keyring().alarms_waiting()
    assert (alarm.kind, alarm.said["people"]) == ("read_rate", 1)
    ((last,),) = rows("SELECT event FROM records_pendinguse ORDER BY id DESC LIMIT 1")
    assert last == "not_opened"
    later = shop.now() + timedelta(hours=1)
    assert isinstance(reveal_many(holding, ["name"], asks[2:], later)[0], Revealed)
    with pytest.raises(OverBudget):
        reveal_many(holding, ["name"], asks[:1], later)  # the day's three are gone


def test_eight_at_once_get_no_more_than_one_after_another(shop: Shop) -> None:
    """Eight hands at once: as many pass as the allowance has, to the one."""
    subject = shop.person(AN)
    _, case = shop.order(subject)
    holding = shop.staff("fulfilment", "supply", case)
    keyring().allow("fulfilment", "supply", Allowance(5, 5), shop.now())
    at = shop.now()

    def take() -> bool:
        try:
            reveal_many(holding, ["name"], [Ask(subject)], at)
        except OverBudget:
            return False
        return True

    assert sum(together([take] * 8)) == 5


def test_a_killed_process_leaves_its_alarm_and_its_count(shop: Shop) -> None:
    """Killed before the key is handed out: whoever looks afterwards finds the alarm, and the hand-out counted."""
    honey = shop.person(AN)
    keyring().set_trap(Trap.SUBJECT, honey, shop.now())
    reader = Reader("staff/care/00000000000000aa", "care", "care", shop.now())

    def caught(pipe: int) -> None:
        keyring().asked(reader, [honey])
        os.kill(os.getpid(), SIGKILL)

    assert fork(caught).ended() == -SIGKILL
    assert [one.kind for one in keyring().alarms_waiting()] == ["honey"]


def test_jobs_and_people_have_allowances_of_their_own(shop: Shop) -> None:
    """A campaign goes through everybody; whoever started it still has hands."""
    person = Reader("staff/marketing/00000000000000aa", "marketing", "marketing")
    assert default(person) == STAFF
    assert default(Reader(person.actor, "marketing", "marketing", job="campaign")) == JOB
    assert default(Reader("code/tell_of_order", "system", "notice")) == JOB
    assert set(DEFAULTS) == {"fulfilment", "self"}


def test_a_flood_of_one_alarm_is_one_line(shop: Shop) -> None:
    """Within ten minutes it is counted; later it is another."""
    reader = Reader("key/partner/00000000000000aa", "partner", "supply")
    for _ in range(3):
        keyring().alarm("read_rate", shop.now(), actor=reader.actor)
    (one,) = keyring().alarms()
    assert one.times == 3
    shop.clock += timedelta(minutes=11)
    keyring().alarm("read_rate", shop.now(), actor=reader.actor)
    assert len(keyring().alarms()) == 2
