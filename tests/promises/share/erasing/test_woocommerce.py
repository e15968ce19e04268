"""What a WooCommerce holds of somebody is erased there, and believed only when it was read back."""

from __future__ import annotations

import json

import pytest

from giuloi.promises.collect.from_source import Outcome
from giuloi.promises.collect.guests import Account
from giuloi.promises.collect.orders import Order
from giuloi.promises.share import posting
from giuloi.promises.share.destinations import NotADestination
from giuloi.promises.share.erasing import access
from giuloi.promises.share.erasing.access import How, NotAWayIn
from giuloi.records import traces
from giuloi.records.database import durable
from giuloi.records.keyring import keyring
from giuloi.records.partner_names import PartnerName
from giuloi.records.partners import NotErased
from giuloi.records.vault import VaultRow
from tests.cast import AN
from tests.fakes.installation import NOON
from tests.promises.share.erasing.conftest import Both

URL = "https://shop.example.vn"


def test_the_shops_own_names_are_kept_sealed_and_found_from_the_person(both: Both) -> None:
    """Order and account, and neither number stands in a column in clear."""
    assert both.names() == (
        f"woocommerce:shop1:customer:{AN.account}",
        f"woocommerce:shop1:order:{both.number}",
    )
    assert not [one for one in PartnerName.objects.all() if b"shop1" in bytes(one.sealed)]


def test_the_names_go_with_the_persons_keys_and_rows(both: Both) -> None:
    """Without the key a row says nothing; then the row goes as well."""
    keyring().erase_people([both.subject], NOON)
    assert both.names() == ()
    with durable():
        traces.erase_people([both.subject])
    assert not PartnerName.objects.exists()


def test_an_order_is_made_anonymous_and_the_account_removed(both: Both) -> None:
    """Names, addresses, note, custom fields and notes; the sum and the goods stay for the books."""
    both.way_in(How.ANONYMISE)
    receipt = both.erase()
    assert (receipt.how, receipt.read_back) == ("anonymised", True)
    order = both.there.orders[both.number]
    text = json.dumps([order, both.there.notes], ensure_ascii=False)
    assert not [one for one in (AN.name, AN.phone, AN.email, AN.given_name, "Gọi trước") if one in text]
    assert (order["billing"]["email"], order["customer_id"]) == ("deleted@site.invalid", 0)
    assert order["line_items"]
    assert both.there.customers == {}


def test_an_order_is_deleted_where_the_shop_chose_so(both: Both) -> None:
    """And a second asking finds nothing, which is fine."""
    both.way_in(How.DELETE)
    names = both.names()
    for _ in range(2):
        assert both.erase(names).how == "erased"
    assert (both.there.orders, both.there.customers) == ({}, {})


def test_asking_again_changes_nothing(both: Both) -> None:
    """What is anonymous already is looked at and left alone."""
    both.way_in(How.ANONYMISE)
    both.erase()
    both.there.heard.clear()
    assert both.erase().read_back
    assert not [one for one in both.there.heard if not one.startswith("GET")]


@pytest.mark.parametrize(("how", "code"), [(How.ANONYMISE, "kept_contact"), (How.DELETE, "kept")])
def test_a_shop_that_says_ok_and_keeps_it_is_caught(both: Both, how: How, code: str) -> None:
    """Its answer is not believed; what is read back is."""
    both.way_in(how)
    both.there.trouble = "keeps"
    assert _fault(both) == (code, True)


def test_an_address_that_no_interface_can_remove_stays_an_exception(both: Both) -> None:
    """IP and browser are read-only there: asking again helps nobody, deleting the order would."""
    both.way_in(How.ANONYMISE)
    both.there.orders[both.number]["customer_ip_address"] = "203.0.113.7"
    assert _fault(both) == ("kept_device", False)
    assert both.there.customers == {}, "what can be done is done all the same"
    both.way_in(How.DELETE)
    assert both.erase().how == "erased"


@pytest.mark.parametrize(
    ("trouble", "code", "again"),
    [
        *(("away", "no_answer", True), ("html", "not_understood", True)),
        *(("401", "not_let_in", True), ("403", "not_let_in", True)),
        *(("404", "wrong_address", True), ("302", "wrong_address", True)),
        *(("429", "later", True), ("503", "shop_error", True)),
        ("400", "refused", False),
    ],
)
def test_a_shop_in_trouble_is_asked_again_when_that_can_help(
    both: Both, trouble: str, code: str, again: bool
) -> None:
    """Never taken for erased: least of all a 404 that is not WooCommerce's own."""
    both.way_in(How.DELETE)
    both.there.trouble = trouble
    assert _fault(both) == (code, again)
    both.there.trouble = ""
    assert both.erase().read_back


def test_an_answer_that_drips_is_cut_off(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every byte comes in time, the whole never does."""
    monkeypatch.setattr(posting, "IN_ALL", 0.3)
    both.way_in(How.DELETE)
    both.there.trouble = "drips"
    assert _fault(both) == ("no_answer", True)


def test_a_shop_without_a_key_for_us_waits_for_one(both: Both) -> None:
    """Visible, and tried again once somebody gave it."""
    assert _fault(both) == ("no_way_in", True)
    both.way_in(How.DELETE)
    assert both.erase().read_back


def test_a_key_is_given_only_for_a_connected_shop_in_public(both: Both, settings: object) -> None:
    """By https, to a public name; and no secret is shown again or repeated."""
    settings.GIULOI_DEMO = False  # type: ignore[attr-defined]
    good = ("ck_12345678", "cs_12345678", How.DELETE, NOON)
    for bad in ("http://shop.example.vn", "https://10.0.0.1", "https://localhost", both.there.url):
        with pytest.raises(NotADestination):
            access.let_in("shop1", bad, *good)
    with pytest.raises(NotAWayIn):
        access.let_in("shop9", URL, *good)
    with pytest.raises(NotAWayIn) as refused:
        access.let_in("shop1", URL, "ck_two words", "cs_12345678", How.DELETE, NOON)
    assert "two words" not in str(refused.value)
    access.let_in("shop1", URL + "/wp-json/wc/v3/", *good)
    assert access.ways_in() == {"shop1": (URL + "/wp-json/wc/v3", How.DELETE)}
    assert "12345678" not in repr(access.access_of("shop1"))


def test_what_the_shop_tells_after_its_erasure_brings_nothing_back(both: Both) -> None:
    """It sends the order once more, anonymous, and that the account is gone: no person, nothing sealed."""
    both.way_in(How.ANONYMISE)
    names, order = both.names(), Order.objects.get().id
    keyring().erase_people([both.subject], NOON)
    with durable():
        traces.erase_people([both.subject])
        traces.erase_records([order])
    both.erase(names)
    told = both.wire.shop.send("order.updated", both.there.orders[both.number])
    assert both.wire.take(told) is Outcome.ERASED_AT_SOURCE
    assert both.wire.take(both.wire.shop.customer_deleted(AN)) is Outcome.GONE_AT_SOURCE
    late = both.wire.shop.order_updated(AN, both.number, "completed")
    assert both.wire.take(late) is Outcome.STALE
    assert not VaultRow.objects.exists()
    assert not PartnerName.objects.exists()
    assert {one.subject_id for one in (*Order.objects.all(), *Account.objects.all())} == {None}


def _fault(both: Both) -> tuple[str, bool]:
    with pytest.raises(NotErased) as fault:
        both.erase()
    assert not [one for one in (AN.name, AN.phone, AN.email, "shop1") if one in str(fault.value)]
    return fault.value.code, fault.value.again
