"""After one record of many was erased, the key above it changes, and the old one goes once no backup needs it."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from giuloi.core.terms import RetentionClass
from giuloi.records import partner_names, vault
from giuloi.records.database import durable
from giuloi.records.keyring import keyring
from giuloi.records.keyring.erasing import Part
from giuloi.records.renewal import renew_after_erasing
from giuloi.records.reveal import Revealed
from tests.records.conftest import NOON, Shop

HORIZON = timedelta(days=7)
ORDER = RetentionClass.ORDER


def _orders(shop: Shop, subject: int, count: int = 3) -> list[tuple[int, int]]:
    return [shop.order(subject) for _ in range(count)]


def _erased(subject: int, order: int) -> None:
    keyring().erase_parts([Part(subject, ORDER, order)], NOON)
    with durable():
        vault.remove_rows([(subject, order, ORDER)])


def _versions(subject: int) -> list[int]:
    with keyring().store.reading() as connection:
        found = connection.execute(
            "SELECT version FROM data_key WHERE subject = ? AND class = 1 ORDER BY version", (subject,)
        )
        return [version for (version,) in found]


@pytest.fixture
def orders(shop: Shop, an: int) -> list[tuple[int, int]]:
    """Three orders of An, each with something sealed in the class of orders."""
    made = _orders(shop, an)
    for order, _ in made:
        vault.seal(an, {_FIELD: "x"}, NOON, order)
    return made


_FIELD = next(one.name for one in vault.fields.FIELD.values() if one.klass == ORDER)


def test_the_rest_stands_under_a_new_key_at_once_and_the_old_goes_with_the_last_backup(
    shop: Shop, an: int, orders: list[tuple[int, int]]
) -> None:
    """One of three orders erased: the two others open throughout; the key of the third is nowhere afterwards."""
    _erased(an, orders[0][0])
    assert renew_after_erasing(NOON, HORIZON) == 1
    assert vault.oldest_versions([an])[an, ORDER] == 2
    assert renew_after_erasing(NOON + HORIZON - timedelta(seconds=1), HORIZON) == 0
    assert _versions(an) == [1, 2]
    assert renew_after_erasing(NOON + HORIZON, HORIZON) == 1
    assert _versions(an) == [2]
    assert keyring().erased_parts() == []
    assert isinstance(shop.open(shop.staff("care", "supply", orders[1][1]), ["name"], an)[0], Revealed)
    assert renew_after_erasing(NOON + 2 * HORIZON, HORIZON) == 0


def test_what_a_partner_calls_their_things_moves_along(
    shop: Shop, an: int, orders: list[tuple[int, int]]
) -> None:
    """Otherwise nobody could ask the partner any longer to erase them there."""
    with durable():
        partner_names.note_name(an, orders[1][0], "woocommerce", "order 12 of shop1", NOON)
    _erased(an, orders[0][0])
    renew_after_erasing(NOON, HORIZON)
    renew_after_erasing(NOON + HORIZON, HORIZON)
    assert _versions(an) == [2]
    assert partner_names.names_of(an, "woocommerce") == ["order 12 of shop1"]


def test_a_row_that_came_late_under_the_old_key_is_not_lost(
    shop: Shop, an: int, orders: list[tuple[int, int]]
) -> None:
    """Somebody read the old key just before it was renewed and wrote just after: the wait begins anew."""
    before = vault._stored({(an, orders[1][0], ORDER): None})[an, orders[1][0], ORDER]
    _erased(an, orders[0][0])
    renew_after_erasing(NOON, HORIZON)
    with durable():
        sealed = vault.RowToSeal(an, ORDER, orders[1][0], {})
        vault.run_many(vault._RESEAL, [vault._anew(sealed, before)])
    assert renew_after_erasing(NOON + HORIZON, HORIZON) == 0
    assert _versions(an) == [1, 2]
    assert vault.oldest_versions([an])[an, ORDER] == 2
    assert renew_after_erasing(NOON + 2 * HORIZON, HORIZON) == 1
    assert _versions(an) == [2]


def test_broken_off_anywhere_it_is_finished_by_the_next(
    shop: Shop, an: int, orders: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the key is drawn, after the rows are written: the next run draws no second key and loses no row."""
    _erased(an, orders[0][0])
    for place, name in (
        ("giuloi.records.vault", "seal_anew"),
        ("giuloi.records.keyring.Keyring", "note_renewed"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(f"{place}.{name}", _broken)
            with pytest.raises(ConnectionError):
                renew_after_erasing(NOON, HORIZON)
    assert renew_after_erasing(NOON, HORIZON) == 1
    assert _versions(an) == [1, 2]
    assert vault.oldest_versions([an])[an, ORDER] == 2


def _broken(*_: object) -> None:
    raise ConnectionError


def test_whatever_order_it_happens_in_what_is_alive_opens(shop: Shop, an: int, runs: int) -> None:
    """Orders come and go, keys are renewed and rotated: what was not erased is there, with its key."""
    for seed in range(max(2, runs // 5)):
        rng, at, alive = random.Random(seed), NOON + timedelta(days=1000 * seed), set[int]()
        for _ in range(25):
            at += timedelta(days=rng.randrange(5))
            step = rng.choice(["order", "order", "erase", "renew", "rotate"])
            if step == "order":
                alive.add(order := shop.order(an)[0])
                vault.seal(an, {_FIELD: str(order)}, NOON, order)
            elif step == "erase" and alive:
                _erased(an, gone := rng.choice(sorted(alive)))
                alive.remove(gone)
            elif step == "renew":
                renew_after_erasing(at, HORIZON)
            elif keyring().rotate(timedelta(days=7), at):
                while keyring().rewrap():
                    pass
                keyring().destroy_epochs(at)
            held = [place for place in vault.places_of([an]) if place[2] == ORDER and place[1] in alive]
            assert {record for _, record, _ in held} == alive
            with durable():  # opened and sealed again inside the key store: raises where a key is missing
                vault.seal_many([vault.Sealing(an, {_FIELD: "y"}, record) for record in alive], NOON)
