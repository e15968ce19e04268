"""III.3: a carrier receives only what it takes to deliver that order, and may not use it for anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.fields import names_in
from giuloi.core.terms import CaseKind, Relation
from giuloi.promises.share.parcels import handing
from giuloi.records import credentials
from giuloi.records.uses.told import told_to
from tests.cast import BINH
from tests.clauses.way import (
    MEMBER,
    Way,
    agreed,
    outcome,
    shut_unless_whole,
    without_consent,
    would_be_noticed,
)
from tests.clauses.wording import (
    ENFORCED,
    block,
    kept,
    requirement,
    text_with,
    the_policy,
    without,
)
from tests.records.conftest import Shop

LABEL = ("name", "phone", "address", "delivery_name", "delivery_phone", "delivery_address")
PARCEL = Way(
    "supply",
    "fulfilment",
    LABEL,
    CaseKind.ORDER,
    recipient="giao-hang-hat-vung",
    relation=Relation.NEEDED_FOR_ORDER,
)


def test_a_carrier_gets_the_label_of_an_open_order(shop: Shop) -> None:
    """Bình's parcel: with the order closed, another's, or none at all, nothing."""
    shut_unless_whole(shop, PARCEL, "III.3", {})


def test_of_a_member_only_with_consent_to_supply(shop: Shop) -> None:
    """Who ordered agreed to be delivered to, and may withdraw it (IV.4)."""
    member = replace(PARCEL, standing=MEMBER, consents=(agreed("supply"),))
    shut_unless_whole(shop, member, "III.3", without_consent("supply", "IV.4 prohibited"))


@pytest.mark.parametrize("field", ["purchases", "email", "order_note", "invoice", "zalo"])
def test_a_carrier_is_not_told_what_is_in_the_parcel(shop: Shop, field: str) -> None:
    """Staff may see it for the same order; it does not leave."""
    assert outcome(shop, Way("supply", "fulfilment", (field,), CaseKind.ORDER)) == "I.1 permitted"
    assert outcome(shop, replace(PARCEL, fields=("name", field))) == "II.1 recipient"


@pytest.mark.parametrize(("purpose", "role", "case"), [
    ("care", "care", "care"), ("promotion", "marketing", "campaign"), ("rights", "care", "request"),
])  # fmt: skip
def test_a_carrier_gets_nothing_for_anything_else(shop: Shop, purpose: str, role: str, case: str) -> None:
    """Not even with consent to it."""
    way = replace(PARCEL, purpose=purpose, role=role, fields=("name",), case=CaseKind(case))
    assert outcome(shop, replace(way, consents=(agreed(purpose),))) == "II.1 recipient"


def test_a_policy_that_tells_carriers_more_would_be_noticed(shop: Shop) -> None:
    """One field more in the permit, and it leaves."""
    permit = block("permit.carrier")
    loose = text_with((permit, permit.replace('"name", "phone"', '"name", "phone", "purchases"', 1)))
    more = replace(PARCEL, fields=("purchases",))
    would_be_noticed(shop, loose, more, "II.1 recipient", "III.3 permitted")


def test_a_policy_without_the_permit_would_be_noticed(shop: Shop) -> None:
    """Nothing leaves without one."""
    would_be_noticed(shop, without("permit.carrier"), PARCEL, "III.3 permitted", "II.1 recipient")


def test_the_named_carrier_is_in_viet_nam_and_gets_what_the_permit_says() -> None:
    """The sentence, the register's entry and the permit are about the same six fields."""
    carrier = requirement("recipient.carrier")
    [permit] = [one for one in the_policy().permits if one.name == "carrier"]
    assert (carrier.values["relation"], carrier.values["country"]) == ("needed_for_order", "VN")
    assert set(names_in(carrier.values["fields"])) == set(names_in(permit.fields)) == set(LABEL)


def test_the_gate_and_the_register_of_recipients_keep_it() -> None:
    """The gate bounds what leaves, the register to whom: without an agreement in force nothing does."""
    assert kept("III.3") == {"recipient.carrier": ENFORCED, "permit.carrier": ENFORCED}


def test_a_parcel_is_opened_when_it_is_taken_and_holds_what_the_label_does(shop: Shop, binh: int) -> None:
    """A link for one order: its customer has a line in the ledger once it is taken, and none before."""
    khoa, order = credentials.add_staff("Khoa", "fulfilment"), shop.order(binh)[0]
    _, token = handing.by_link("carrier", [order], khoa, shop.now())
    assert told_to(binh) == set()
    taken = handing.fetch(token, shop.now(), str)
    assert taken is not None
    assert BINH.phone in taken[1].decode()
    assert "bánh cốm" not in taken[1].decode()
    assert {name for name, _ in told_to(binh)} == {"carrier"}
    assert handing.fetch(token, shop.now(), str) is None
