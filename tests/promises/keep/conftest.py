"""An erasure asked for, and the hours and days that pass until nothing is left of it but its certificate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import pytest

from giuloi.core.crypto.primitives import random_id
from giuloi.core.terms import RetentionClass
from giuloi.promises.collect.orders import Order
from giuloi.promises.keep.erasure.beginning import COOLING, Erasure, begin
from giuloi.promises.keep.erasure.plan import outlook
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records import partners as known_partners
from giuloi.records.database import rows
from giuloi.records.keyring import keyring
from giuloi.records.partners import NotErased, PartnerAsk, PartnerReceipt
from giuloi.records.uses.sequencer import integrate
from tests.records.conftest import NOON, Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]
CUSTOMER = "customer"


def asked_to_erase(shop: Shop, subject: int) -> Erasure:
    """Somebody asks, and is frozen from this moment on."""
    at = shop.now()
    return begin(random_id(), subject, at, CUSTOMER, outlook(subject, at))


def after_cooling(shop: Shop) -> datetime:
    """The hours in which they might have changed their mind are over, and the clock knocks."""
    shop.clock += COOLING
    at = shop.now()
    erase_due(at)
    return at


def erased(shop: Shop, subject: int) -> Erasure:
    """Asked for and carried out, but for the backups."""
    made = asked_to_erase(shop, subject)
    after_cooling(shop)
    assert integrate()
    return made


def epochs_end(shop: Shop) -> None:
    """Ten days on: the next epoch began, all that lives was wrapped anew, and the keys above what is gone are gone."""
    ring = keyring()
    assert ring.rotate(timedelta(0), shop.now())
    while ring.rewrap():
        pass
    shop.clock += timedelta(days=10)
    assert ring.destroy_epochs(shop.now())
    erase_due(shop.now())


def an_order(shop: Shop, subject: int, state: str = "placed") -> int:
    """An order of theirs with what was bought sealed; `closed`: today."""
    order, _case = shop.order(subject)
    Order.objects.create(
        id=order,
        subject_id=subject,
        policy_id=shop.policy_id,
        state=state,
        placed_at=shop.clock,
        modified_at=shop.clock,
        closed_at=None if state == "placed" else shop.clock,
    )
    return order


def close(order: int, at: datetime) -> None:
    """The order is done."""
    Order.objects.filter(id=order).update(state="closed", closed_at=at)


def sealed_rows(subjects: Iterable[int]) -> int:
    """How many sealed rows are stored of these people."""
    marks = ",".join(str(int(one)) for one in subjects)
    return int(rows(f"SELECT count(*) FROM records_vaultrow WHERE subject_id IN ({marks})")[0][0])


def keys_of(subject: int) -> set[RetentionClass]:
    """The classes of which this person still has a key."""
    with keyring().store.reading() as connection:
        found = connection.execute("SELECT DISTINCT class FROM data_key WHERE subject = ?", (subject,))
        classes = {number for (number,) in found}
    return {klass for number, klass in enumerate(RetentionClass) if number in classes}


class Stall:
    """A partner that is told what it holds: down for as many questions as it is told to be."""

    name, by_hand = "stall", False

    def __init__(self, down: int = 0, *, for_good: bool = False) -> None:
        self.down, self.for_good = down, for_good
        self.asked: list[PartnerAsk] = []

    def references_of(self, subject: int, records: Iterable[int]) -> list[str]:
        """One name for the person and one for each record."""
        return [f"kh-{subject}", *(f"don-{record}" for record in records)]

    def erase(self, ask: PartnerAsk) -> PartnerReceipt:
        """Done at once, unless it is down or does not want to."""
        self.asked.append(ask)
        if self.for_good:
            raise NotErased("refused", again=False)
        if len(self.asked) <= self.down:
            raise NotErased("down", again=True)
        return PartnerReceipt("erased", read_back=True, reference="R-1")


@pytest.fixture
def only_partner(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stall]:
    """The one partner of this shop."""
    stall = Stall()
    monkeypatch.setattr(known_partners, "_PARTNERS", {stall.name: stall})
    return stall


@pytest.fixture(autouse=True)
def no_partner(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop that shares with nobody, unless a test says otherwise."""
    monkeypatch.setattr(known_partners, "_PARTNERS", {})


__all__ += ["NOON"]
