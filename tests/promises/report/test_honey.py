"""A honey customer looks like any other, is in nothing that is about everybody, and betrays whoever touches them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from giuloi.core.terms import CaseKind, Channel, NotATerm, Standing
from giuloi.promises.collect.invented import people
from giuloi.promises.collect.members import register_member
from giuloi.promises.keep.retention.judging import judge, terms_now
from giuloi.promises.report.detection import honey, watching
from giuloi.promises.report.incidents.affected import everybody_affected
from giuloi.promises.report.incidents.opening import incidents
from giuloi.promises.use.notices import policy_changed
from giuloi.records import cases, credentials
from giuloi.records.candidates import counted, next_of
from giuloi.records.database import rows
from giuloi.records.facts import Ask
from giuloi.records.keyring import Trap, keyring
from giuloi.records.reveal import Refusal, reveal_many
from giuloi.records.subjects import counted as everybody
from tests.promises.report.conftest import opened
from tests.records.conftest import Shop

COLUMNS = "standing, states, policy_id"


@pytest.fixture
def trap(shop: Shop) -> int:
    """A honey customer."""
    return honey.add_customers(1, shop.now())[0]


def member(shop: Shop) -> int:
    """Somebody who registered by the same form."""
    [one] = people(1, seed=7)
    return register_member(honey._form(one), shop.now(), proven=("phone", "email")).subject


def test_no_table_tells_a_honey_customer_from_a_member(shop: Shop, trap: int) -> None:
    """The thief has every table: the same rows, in the same words, for both."""
    real = member(shop)
    tables = {
        "records_subject": ("id", COLUMNS),
        "records_vaultrow": ("subject_id", "record_id, klass, key_version"),
        "records_consentnow": ("subject_id", "purpose, channel, recipient, state"),
        "collect_verified": ("subject_id", "field, method"),
    }
    for table, (column, shown) in tables.items():
        found = [
            rows(f"SELECT {shown} FROM {table} WHERE {column} = %s ORDER BY {shown}", (one,))
            for one in (trap, real)
        ]
        assert found[0] == found[1], table
    names = [name for (name,) in rows(_TABLES[_dialect()])]
    assert not [name for name in names if "honey" in name or "trap" in name]


def test_a_honey_customer_is_in_no_count_no_list_and_no_letter(shop: Shop, trap: int) -> None:
    """Campaigns, versions, retention, the list of the affected: the real member alone."""
    real = member(shop)
    assert sum(everybody().values()) == 1
    assert {standing for standing, _ in everybody()} == {Standing.MEMBER}
    assert counted([("known", ("TRUE", []))], "others", ("TRUE", [])) == {"known": 1}
    assert next_of([("TRUE", [])], 0, 10) == [real]
    far = datetime(2060, 1, 1, tzinfo=UTC)
    assert trap not in {one.subject for one in judge(terms_now(), -1, 2**63 - 1, far)}
    file = opened(shop)
    assert everybody_affected(file, shop.now(), "staff/legal/0000000000000001").people == 1
    assert trap not in policy_changed._still_to_tell(10**6)
    assert real in policy_changed._still_to_tell(10**6)
    assert keyring().alarms() == []


def test_whoever_opens_one_on_a_made_up_case_is_noticed(shop: Shop, trap: int) -> None:
    """The honey customer agreed to nothing, so it stays shut; a file is open all the same."""
    case = cases.open_case(CaseKind.CARE, shop.now(), subject=trap)
    (answer,) = reveal_many(
        shop.staff("care", "care", case), ["name"], [Ask(trap)], shop.now(), Channel.IN_HOUSE
    )
    assert isinstance(answer, Refusal)
    watching.open_waiting(shop.now())
    assert [one.kind for one in incidents()] == ["honey"]


def test_a_honey_key_opens_nothing_and_raises_an_alarm(shop: Shop) -> None:
    """Whoever brings it is told what a stranger is; the row looks like any other key's that nobody used yet."""
    token = honey.add_key("care", "care", shop.now())
    credentials.add_key("care", ["care"], ["name", "phone"], shop.now() + honey.KEY_LIFE)
    assert rows("SELECT DISTINCT last_used_on, role, purposes, rate FROM records_apikey") == [
        (None, "care", "care", 60)
    ]
    assert keyring().alarms() == []
    with pytest.raises(credentials.UnknownActor):
        credentials.hold_with_key(token, "care", shop.now())
    (alarm,) = keyring().alarms_waiting()
    assert (alarm.kind, alarm.said["what"]) == ("honey", "api_key")
    [name] = honey.keys(shop.now())
    assert honey.remove_key(name, shop.now())
    assert honey.keys(shop.now()) == []


def test_a_honey_customer_that_is_taken_away_is_gone(shop: Shop, trap: int) -> None:
    """Erased with its keys; a real customer is never taken away by this."""
    real = member(shop)
    assert not honey.remove_customer(real, shop.now())
    assert honey.customers() == [trap]
    assert honey.remove_customer(trap, shop.now())
    assert honey.customers() == []
    assert keyring().traps(Trap.SUBJECT) == frozenset()
    with pytest.raises(NotATerm):
        honey.add_customers(51, shop.now())


def _dialect() -> str:
    from giuloi.records.database import dialect

    return dialect()


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
