"""A carrier's parcel: nothing is opened before it is taken, it is taken once, and only what the gate still lets out."""

from __future__ import annotations

import csv
import io
import threading
from datetime import timedelta
from typing import Any

import pyrage
import pytest
from django.db import connection

from giuloi.core import fields
from giuloi.core.fields import mask_of
from giuloi.core.terms import Channel, Relation, SubjectState, Unavailable
from giuloi.promises.keep.erasure.batch import erase_many
from giuloi.promises.share import hashed_list as lists
from giuloi.promises.share.parcels import aliases, handing, names, packing
from giuloi.promises.share.parcels.packing import NotReady
from giuloi.promises.share.parcels.rows import Alias, Parcel, ParcelOrder
from giuloi.records import cases, consents, credentials, freezing, recipients, vault
from giuloi.records.backup.carried import Carried, carry, forget_carried, whole_tables
from giuloi.records.credentials import add_key
from giuloi.records.database import run
from giuloi.records.uses import pending
from tests.cast import AN, BINH
from tests.harness.agreements import bind
from tests.records.conftest import Shop

CARRIER = "carrier"


@pytest.fixture
def khoa(shop: Shop) -> int:
    """Who hands parcels over."""
    return credentials.add_staff("Khoa", "fulfilment")


def _uses() -> list[pending.Use]:
    return [one.use for one in pending.waiting(10_000) if one.use.recipient == CARRIER]


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]


def _link(shop: Shop, khoa: int, *orders: int, **more: Any) -> str:
    return handing.by_link(CARRIER, orders, khoa, shop.now(), **more)[1]


def _fetch(shop: Shop, token: str) -> list[list[str]] | None:
    found = handing.fetch(token, shop.now(), str)
    return None if found is None else _rows(found[1])


def test_a_link_opens_nothing_until_it_is_taken(shop: Shop, binh: int, khoa: int) -> None:
    """Made and looked at: no line in the ledger. Taken: what the parcel needs, and one line for its customer."""
    order, _ = shop.order(binh)
    token = _link(shop, khoa, order)
    assert handing.is_waiting(token, shop.now())
    assert _uses() == []
    [row] = _fetch(shop, token) or []
    assert row == [str(order), names.name_for(CARRIER, binh), BINH.name, BINH.phone, BINH.address]
    [use] = _uses()
    assert (use.event, use.subjects, use.clause) == ("disclose", (binh,), "III.3")
    assert use.fields == mask_of(["name", "phone", "address"])
    assert Parcel.objects.get().people == 1


def test_what_the_order_says_goes_before_what_the_person_said(shop: Shop, binh: int, khoa: int) -> None:
    """A present for somebody else: their name and telephone, not the buyer's; and never what is in the parcel."""
    order, _ = shop.order(binh)
    vault.seal(binh, {"delivery_name": "Chị Chi", "delivery_phone": "0594000003"}, shop.now(), order)
    [row] = _fetch(shop, _link(shop, khoa, order)) or []
    assert row[2:] == ["Chị Chi", "0594000003", BINH.address]
    assert "cốm" not in " ".join(row)


def test_a_link_is_taken_once(shop: Shop, binh: int, khoa: int) -> None:
    """The second finds nothing, and the ledger one line; so does who guesses."""
    order, _ = shop.order(binh)
    token = _link(shop, khoa, order)
    assert _fetch(shop, token)
    assert _fetch(shop, token) is None
    assert not handing.is_waiting(token, shop.now())
    assert _fetch(shop, "x" * 43) is None
    assert len(_uses()) == 1


def test_two_at_once_get_it_once(shop: Shop, binh: int, khoa: int) -> None:
    """Both come in the same moment."""
    order, _ = shop.order(binh)
    token, at, found = _link(shop, khoa, order), shop.now(), list[object]()

    def take() -> None:
        try:
            found.append(handing.fetch(token, at, str))
        finally:
            connection.close()

    both = [threading.Thread(target=take) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(one is not None for one in found) == 1
    assert len(_uses()) == 1


def test_a_link_ends_with_its_hours_and_when_it_is_cancelled(shop: Shop, binh: int, khoa: int) -> None:
    """Nothing was opened, so nothing has to be taken away."""
    order, _ = shop.order(binh)
    short = _link(shop, khoa, order, hours=1)
    number, other = handing.by_link(CARRIER, [order], khoa, shop.now())
    assert handing.cancel(number, shop.now())
    assert not handing.cancel(number, shop.now())
    assert _fetch(shop, other) is None
    shop.clock += timedelta(hours=1)
    assert _fetch(shop, short) is None
    assert _uses() == []
    assert [one.waits(shop.now()) for one in handing.parcels()] == [False, False]
    for hours in (0, 169):
        with pytest.raises(NotReady):
            _link(shop, khoa, order, hours=hours)


def test_whoever_may_not_be_handed_over_any_more_is_left_out(
    shop: Shop, an: int, binh: int, khoa: int
) -> None:
    """An took her consent back, and her line says so; Bình is served. All of it between the link and its taking."""
    theirs, his = shop.order(an)[0], shop.order(binh)[0]
    token = _link(shop, khoa, theirs, his)
    shop.withdraw(an, ("supply", Channel.IN_HOUSE))
    [row] = _fetch(shop, token) or []
    assert row[0] == str(his)
    assert Parcel.objects.get().left_out == {"prohibited": 1}
    assert {use.event for use in _uses()} == {"disclose", "refuse"}


@pytest.mark.parametrize("what", ["closed", "erased", "frozen", "agreement", "gone"])
def test_nothing_leaves_once_the_reason_is_gone(shop: Shop, binh: int, khoa: int, what: str) -> None:
    """The order was closed, the customer erased or frozen, the carrier switched off, or who made the link has left."""
    order, case = shop.order(binh)
    token = _link(shop, khoa, order)
    if what == "closed":
        cases.close_case(case, shop.now())
    elif what == "erased":
        cases.close_case(case, shop.now())
        erase_many([binh], shop.now(), "retention")
    elif what == "frozen":
        freezing.set_states(binh, SubjectState.FROZEN, shop.now())
    elif what == "agreement":
        recipients.disable(CARRIER, shop.now())
    else:
        credentials.let_go(khoa, shop.now())
    assert _fetch(shop, token) is None
    assert [use for use in _uses() if use.event == "disclose"] == []
    if what == "erased":
        assert ParcelOrder.objects.count() == 0


def test_an_unavailable_store_leaves_the_link_working(
    shop: Shop, binh: int, khoa: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Down for a moment: the carrier presses the button again."""
    order, _ = shop.order(binh)
    token, real = _link(shop, khoa, order), packing.reveal_many

    def down(*asked: object, **more: object) -> object:
        raise Unavailable("the data database cannot do this now")

    monkeypatch.setattr(packing, "reveal_many", down)
    with pytest.raises(Unavailable):
        handing.fetch(token, shop.now(), str)
    monkeypatch.setattr(packing, "reveal_many", real)
    assert _fetch(shop, token)


def test_one_that_was_cut_off_counts_as_handed_over(
    shop: Shop, binh: int, khoa: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the ledger's line and before the file: the list says so, and the link does not work twice."""
    order, _ = shop.order(binh)
    token = _link(shop, khoa, order)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(packing, "_noted", killed)
    with pytest.raises(KeyboardInterrupt):
        handing.fetch(token, shop.now(), str)
    [listed] = handing.parcels()
    assert (listed.handed_at is not None, listed.people, listed.waits(shop.now())) == (True, None, False)
    assert len(_uses()) == 1


def test_a_file_opens_with_the_carriers_key_alone(shop: Shop, binh: int, khoa: int) -> None:
    """Encrypted to age; a key that is none is refused before anything is handed over."""
    order, _ = shop.order(binh)
    with pytest.raises(NotReady):
        handing.as_file(CARRIER, [order], khoa, shop.now(), str, key="age1wrong")
    assert _uses() == []
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    content, packed = handing.as_file(CARRIER, [order], khoa, shop.now(), str, key=str(mine.to_public()))
    assert BINH.phone.encode() not in content
    assert _rows(pyrage.decrypt(content, [mine]))[0][3] == BINH.phone
    assert len(packed.lines) == 1
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(content, [other])
    freezing.set_states(binh, SubjectState.FROZEN, shop.now())
    with pytest.raises(handing.NothingInIt):
        handing.as_file(CARRIER, [order], khoa, shop.now(), str, key=str(mine.to_public()))


@pytest.mark.parametrize("recipient", ["nobody", "messenger_service", ""])
def test_only_a_carrier_that_the_policy_names_and_an_agreement_binds_gets_a_parcel(
    shop: Shop, binh: int, khoa: int, recipient: str
) -> None:
    """Refused with words, and nothing is written down."""
    order, _ = shop.order(binh)
    with pytest.raises(NotReady):
        handing.by_link(recipient, [order], khoa, shop.now())
    recipients.disable(CARRIER, shop.now())
    with pytest.raises(NotReady):
        handing.by_link(CARRIER, [order], khoa, shop.now())
    with pytest.raises(NotReady):
        handing.by_link(CARRIER, [], khoa, shop.now())
    assert Parcel.objects.count() == 0


def test_each_recipient_has_its_own_name_for_a_customer(shop: Shop, an: int, binh: int, khoa: int) -> None:
    """Always the same with one, unlike with another; and only what it was given can be asked back."""
    assert names.name_for("a", an) == names.name_for("a", an)
    assert len({names.name_for(of, who) for of in ("a", "b") for who in (an, binh)}) == 4
    order, _ = shop.order(binh)
    assert names.whose(CARRIER, names.name_for(CARRIER, binh)) is None
    _fetch(shop, _link(shop, khoa, order))
    assert names.whose(CARRIER, names.name_for(CARRIER, binh).upper() + " ") == binh
    assert names.whose(CARRIER, names.name_for("b", binh)) is None
    assert names.whose("b", names.name_for("b", binh)) is None


def test_no_cell_is_a_formula(shop: Shop, binh: int, khoa: int) -> None:
    """A recipient's name that a spreadsheet would run is text to it, also behind a blank."""
    order, _ = shop.order(binh)
    vault.seal(binh, {"delivery_name": " =HYPERLINK(1)"}, shop.now(), order)
    [row] = _fetch(shop, _link(shop, khoa, order)) or []
    assert row[2].startswith("'")


def test_nothing_of_a_person_stands_in_the_tables(shop: Shop, binh: int, khoa: int) -> None:
    """Before and after it was taken: ids, counts and reasons."""
    order, _ = shop.order(binh)
    token = _link(shop, khoa, order)
    _fetch(shop, token)
    said = str(list(Parcel.objects.values_list())) + str(list(ParcelOrder.objects.values_list()))
    for secret in (BINH.name, BINH.phone, BINH.address, AN.name, token):
        assert secret not in said


def test_a_list_that_got_out_says_whose_it_was(shop: Shop, binh: int, settings: Any) -> None:
    """One invented address in each list, given to that recipient alone; without a domain nothing is seeded."""
    for name in ("x-mot", "x-hai"):
        bind(name, Relation.UNRELATED, shop.now())
        until = shop.now() + timedelta(days=9)
        add_key("partner", ["advertising"], fields.FIELD, until, name, Relation.UNRELATED)
        consents.give(binh, [shop.asked("advertising", Channel.IN_HOUSE, name)], shop.now())
    plain = lists.hashed_list("x-mot", "advertising", shop.now())
    assert (len(plain.rows), plain.seeded, Alias.objects.count()) == (1, 0, 0)
    settings.GIULOI_ALIAS_DOMAIN = "hop-thu.example.vn"
    made = [lists.hashed_list(name, "advertising", shop.now()) for name in ("x-mot", "x-hai")]
    assert [(len(one.rows), one.seeded) for one in made] == [(2, 1), (2, 1)]
    one, two = Alias.objects.order_by("id")
    assert aliases.leaked(f" {one.address.upper()} ") == ("x-mot", one.at)
    assert aliases.leaked(two.address) == ("x-hai", two.at)
    assert aliases.leaked("ai-do@hop-thu.example.vn") is None


def test_going_back_to_a_backup_makes_no_link_work_again(shop: Shop, binh: int, khoa: int) -> None:
    """Taken or cancelled since: with the data of an hour ago both would open once more."""
    order, _ = shop.order(binh)
    taken = _link(shop, khoa, order)
    number, cancelled = handing.by_link(CARRIER, [order], khoa, shop.now())
    waiting = _link(shop, khoa, order)
    assert _fetch(shop, taken)
    handing.cancel(number, shop.now())
    carry(Carried.of_today(shop.now()))
    for table in ("share_parcelorder", "share_parcel"):
        run(f"DELETE FROM {table}")
    whole_tables()
    forget_carried()
    assert [handing.is_waiting(one, shop.now()) for one in (taken, cancelled, waiting)] == [
        False,
        False,
        True,
    ]
    assert names.whose(CARRIER, names.name_for(CARRIER, binh)) == binh
    assert _fetch(shop, waiting)
