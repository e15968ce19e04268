"""A key store from before something happened is noticed; and nobody is taken for erased because a key is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from giuloi.core.terms import CaseKind, NotServing, Undecryptable
from giuloi.records import selfcheck, vault
from giuloi.records.cases import open_case
from giuloi.records.database import rows
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry
from giuloi.records.keyring.serials import Serials
from giuloi.records.places import places
from giuloi.records.reveal import Unreadable
from giuloi.records.uses.bundle import export_bundle
from tests.cast import AN, BINH
from tests.records.conftest import NOON, Shop

CHANGES: dict[str, Callable[[Shop, int], object]] = {
    "somebody new": lambda shop, _: shop.person(AN),
    "a first order": lambda shop, binh: shop.order(binh),
    "a phone to be found by": lambda _, binh: keyring().index([Entry("phone", "+84594000001", binh, binh)]),
    "a connected shop": lambda shop, _: keyring().write_named("bridge/x", b"", b"s" * 40, shop.now()),
    "a withdrawal": lambda shop, binh: keyring().withdraw(binh, ("promotion", "email", ""), shop.now()),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_key_store_from_before_anything_at_all_does_not_start(shop: Shop, binh: int, what: str) -> None:
    """Whatever the copy lacks, whoever starts with it is told that it is old."""
    old = places().keys.with_suffix(".old")
    shutil.copy(places().keys, old)
    CHANGES[what](shop, binh)
    selfcheck.run()
    keyring().store.close()
    shutil.copy(old, places().keys)
    with pytest.raises(NotServing, match="old copy"):
        Serials(places().heads).check(keyring().serial())


def test_one_transaction_counts_once(shop: Shop) -> None:
    """A thousand new customers are one change, and one line on the disk beside the root key."""
    before = keyring().serial()
    keyring().create_keys(
        [(one, klass) for one in range(1, 1001) for klass in vault.CLASS_OF_NUMBER.values()], NOON
    )
    assert keyring().serial() == before + 1 == Serials(places().heads).newest()


def test_without_its_note_a_used_key_store_does_not_pass(shop: Shop) -> None:
    """The note is there from the very start; where it is gone nobody knows whether the store is the newest."""
    noted = places().heads / "keys.serial"
    stored = keyring().serial()
    assert stored > 0
    Serials(places().heads).check(stored)
    noted.unlink()
    with pytest.raises(NotServing, match=str(noted)):
        Serials(places().heads).check(stored)
    Serials(places().heads).check(0)


@pytest.fixture
def keyless(shop: Shop, binh: int) -> int:
    """Bình, whose keys are lost without anybody having erased them."""
    with keyring().store.writing() as connection:
        connection.execute("DELETE FROM data_key WHERE subject = ?", (binh,))
    return binh


def test_a_lost_key_is_no_erasure(shop: Shop, keyless: int) -> None:
    """The answer is that it cannot be read, and the ledger never says that they were erased or refused."""
    case = open_case(CaseKind.ORDER, shop.now(), subject=keyless)
    [answer] = shop.open(shop.staff("fulfilment", "supply", case), ["name"], keyless)
    assert isinstance(answer, Unreadable)
    events = rows("SELECT event FROM records_pendinguse ORDER BY id DESC LIMIT 2")
    assert [event for (event,) in events] == ["not_opened", "reveal"]


def test_no_second_first_key_is_drawn_for_sealed_rows(shop: Shop, keyless: int) -> None:
    """A new key of the same name would make what is sealed unreadable even after the right store is back."""
    with pytest.raises(Undecryptable, match="a sealed value does not open") as said:
        vault.seal(keyless, {"name": BINH.name}, shop.now())
    assert str(keyless) not in str(said.value)
    with keyring().store.reading() as connection:
        assert not connection.execute("SELECT 1 FROM data_key WHERE subject = ?", (keyless,)).fetchall()


def test_a_customer_whose_key_is_lost_is_not_told_that_they_were_erased(
    shop: Shop, keyless: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their export fails as what it is: this installation does not fit together."""
    monkeypatch.setattr("giuloi.records.uses.bundle.integrate", lambda **_: True)
    with pytest.raises(NotServing, match="does not fit the data"):
        export_bundle(keyless, shop.now())
