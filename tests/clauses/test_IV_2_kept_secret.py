"""IV.2: suitable measures keep information secret: own keys, kept apart, masked, two factors, fails closed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError

from giuloi.core.terms import CaseKind, Unavailable
from giuloi.promises.collect.verification import note_verified
from giuloi.records import reveal
from giuloi.records.access import sessions, staff_accounts
from giuloi.records.access.sessions import Visitor
from giuloi.records.credentials import add_staff
from giuloi.records.database import rows, run
from giuloi.records.keyring import keyring
from giuloi.records.measures import LOOKS, Measure, measured
from giuloi.records.places import places
from giuloi.records.reveal import Revealed
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN
from tests.clauses.way import Way, outcome, walk
from tests.clauses.wording import ENFORCED, block, kept, policy_of, text_with, the_policy
from tests.records.conftest import Shop


def look(name: str) -> Measure:
    """One measure, as it is seen now."""
    return next(one for one in measured() if one.name == name)


def test_every_measure_that_counts_as_kept_is_looked_at_and_on(shop: Shop, an: int, binh: int) -> None:
    """In an ordinary shop on an ordinary day, each with something to show for it in both languages."""
    shop.order(binh)
    for field in ("phone", "email"):
        note_verified(an, field, shop.now())  # type: ignore[arg-type]
    walk(shop, Way("supply", "fulfilment", ("name",), CaseKind.ORDER))
    assert integrate()
    found = measured()
    assert {one.name for one in found} == set(LOOKS)
    assert [one.name for one in found if not one.on] == []
    assert all(one.vi and one.en and one.vi != one.en for one in found)


def test_no_value_stands_anywhere_in_clear(shop: Shop, an: int) -> None:
    """Neither the data nor the key store holds a letter of what An gave."""
    shop.order(an, "2 bánh cốm nhân dừa")
    kept_there = b"".join(bytes(cells) for (cells,) in rows("SELECT cells FROM records_vaultrow"))
    kept_there += places().keys.read_bytes()
    assert len(kept_there) > 1000
    for value in (AN.name, AN.phone, AN.email, AN.address, "bánh cốm"):
        assert value.encode() not in kept_there


def test_a_row_without_a_key_of_its_own_person_is_seen(shop: Shop, an: int, binh: int) -> None:
    """Give An's row to nobody's key, and the measure is off."""
    assert look("sealed_fields").on
    with keyring().store.writing() as connection:
        connection.execute("DELETE FROM data_key WHERE subject = ? AND class = 0", (an,))
    assert not look("sealed_fields").on


def test_a_key_opens_its_own_person_only(shop: Shop, an: int, binh: int) -> None:
    """Moved to another person, a sealed row stays shut."""
    _, case = shop.order(binh)
    columns = "salt, commitment, cells"
    [sealed] = rows(f"SELECT {columns} FROM records_vaultrow WHERE subject_id = %s AND record_id = 0", (an,))
    run(
        "UPDATE records_vaultrow SET salt = %s, commitment = %s, cells = %s "
        "WHERE subject_id = %s AND record_id = 0",
        (*map(bytes, sealed), binh),
    )
    [answer] = shop.open(shop.staff("fulfilment", "supply", case), ["name"], binh)
    assert not isinstance(answer, Revealed)


def test_keys_that_others_may_read_are_seen(shop: Shop) -> None:
    """Somebody loosens the file's mode, and the measure is off."""
    assert look("separate_key_store").on
    places().keys.chmod(0o644)
    assert not look("separate_key_store").on


def test_everything_is_masked_until_a_case_needs_it(shop: Shop) -> None:
    """Every purpose that people of the shop hold, without a case: nothing opens, whoever asks and whatever field."""
    of_people = {n: rule for n, rule in the_policy().purposes.items() if rule.roles - {"self", "system"}}
    assert len(of_people) == 8
    for name, rule in of_people.items():
        for role in sorted(rule.roles - {"self", "system"}):
            ends = outcome(shop, Way(name, role, ()))
            assert ends in (f"{rule.clause} no_case", f"{rule.clause} prohibited"), (name, role)


def test_a_policy_with_a_purpose_open_to_staff_without_a_case_is_seen() -> None:
    """Take one `needs` out, and the look says which."""
    care = block("purpose.care")
    on, _, evidence = LOOKS["masked_by_default"](
        policy_of(text_with((care, care.replace('needs    = "care"\n', ""))))
    )
    assert not on
    assert "care" in evidence
    assert LOOKS["masked_by_default"](the_policy())[0]


def test_a_part_that_fails_keeps_everything_shut(
    shop: Shop, binh: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that cannot be written: no key comes out; once it can, the same desk is served again."""
    _, case = shop.order(binh)
    desk = shop.staff("fulfilment", "supply", case)
    opened = keyring().opened
    with monkeypatch.context() as broken:
        broken.setattr(reveal, "record_uses", lambda uses: run("INSERT INTO no_such_table VALUES (1)"))
        with pytest.raises((DatabaseError, Unavailable)):
            shop.open(desk, ["name"], binh)
    assert keyring().opened == opened
    assert look("fail_closed").on
    assert isinstance(shop.open(desk, ["name"], binh)[0], Revealed)


def test_an_opening_without_a_permit_is_seen(shop: Shop, binh: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a key ever opened past the ledger, the count would tell."""
    with monkeypatch.context() as past_the_ledger:
        past_the_ledger.setattr(keyring(), "opened", 10**9)
        assert not look("fail_closed").on
    assert look("fail_closed").on


def test_somebody_inside_without_a_second_factor_is_seen(shop: Shop) -> None:
    """Khoa has a password only: asked for more he may be, let through he may not."""
    khoa = add_staff("Khoa", "fulfilment")
    at = datetime.now(UTC)
    staff_accounts.accept_invite(staff_accounts.invite(khoa, "khoa", at), "bánh cốm làng Vòng", at)
    sessions.begin(Visitor.STAFF, khoa, at, passed=False)
    assert look("staff_second_factor").on
    sessions.begin(Visitor.STAFF, khoa, at, passed=True)
    assert not look("staff_second_factor").on


def test_how_far_each_measure_is_kept_is_shown() -> None:
    """Each of the five has a look and the code that does it."""
    assert kept("IV.2") == {
        "require.sealed_fields": ENFORCED,
        "require.separate_key_store": ENFORCED,
        "require.masked_by_default": ENFORCED,
        "require.staff_second_factor": ENFORCED,
        "require.fail_closed": ENFORCED,
    }
    assert the_policy().says["đ"] == "IV.2"
