"""/me/uses: who used it, in plain words, refusals too; and the proof to take away (VI.9)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.ledger.verify import verify_bundle
from giuloi.core.terms import Channel, Relation
from giuloi.records import credentials
from giuloi.records.cases import Case
from giuloi.records.uses import entry_files, own
from giuloi.records.uses.sequencer import integrate
from tests.doors.portal.own.conftest import Customer, now
from tests.records.conftest import Shop


def a_day(shop: Shop, customer: Customer) -> None:
    """Looked at for an order, by marketing in vain, and handed to the carrier."""
    case = Case.objects.get(record_id=customer.orders[0]).id
    shop.open(shop.staff("fulfilment", "supply", case), ["delivery_phone"], customer.subject)
    desk = shop.staff("marketing", "promotion", shop.campaign())
    shop.open(desk, ["phone"], customer.subject, channel=Channel.SMS)
    until = now() + timedelta(days=1)
    key = credentials.add_key(
        "fulfilment", ["supply"], ["delivery_name"], until, "carrier", Relation.NEEDED_FOR_ORDER
    )
    shop.open(credentials.hold_with_key(key, "supply", now(), case), ["delivery_name"], customer.subject)


def test_it_says_what_for_which_data_by_whom_and_by_which_clause(shop: Shop, an: Customer) -> None:
    """A role or a recipient, never a name or a pseudonym."""
    a_day(shop, an)
    integrate()
    page = an.text("/me/uses")
    assert "Opened for supplying goods" in page
    assert "phone for delivery" in page
    assert "Fulfilment" in page
    assert "Refused" in page
    assert "Asked to open it for promotions by text message" in page
    assert "“carrier”" in page
    assert 'href="/trust/policy#III.3"' in page
    assert "staff/" not in page
    assert "Hà" not in page.replace("Hàng", "").replace("Hà Nội", "")


def test_what_is_not_in_the_tree_yet_is_shown_as_being_written(shop: Shop, an: Customer) -> None:
    """For the second it takes; then it has its line."""
    a_day(shop, an)
    assert "being written" in an.text("/me/uses")
    integrate()
    assert "being written" not in an.text("/me/uses")


def test_own_looks_are_told_calmly_and_folded(shop: Shop, an: Customer) -> None:
    """Five visits are one sentence, not five lines."""
    for _ in range(5):
        an.text("/me")
    integrate()
    page = an.text("/me/uses")
    assert "You looked at your own data: 5 times" in page
    assert "Opened for account" not in page


@pytest.mark.parametrize(
    ("show", "there", "absent"),
    [
        ("used", "Opened for supplying goods", "Refused</span>"),
        ("refused", "Refused</span>", "Opened for"),
        ("consent", "You agreed", "Opened for"),
        ("nonsense", "Opened for supplying goods", "no such text"),
    ],
)
def test_it_can_be_filtered(shop: Shop, an: Customer, show: str, there: str, absent: str) -> None:
    """An unknown filter shows all."""
    a_day(shop, an)
    integrate()
    page = an.text(f"/me/uses?show={show}")
    assert there in page
    assert absent not in page


def test_a_long_history_comes_in_pages_without_a_gap(shop: Shop, an: Customer) -> None:
    """Page by page everything once, newest first."""
    case = Case.objects.get(record_id=an.orders[0]).id
    desk = shop.staff("fulfilment", "supply", case)
    for _ in range(90):
        shop.open(desk, ["delivery_phone"], an.subject)
    integrate()
    seen, path = 0, "/me/uses"
    while path:
        page = an.text(path)
        seen += page.count("Opened for supplying goods")
        following = page.partition("/me/uses?show=all&amp;before=")[2].partition('"')[0]
        path = f"/me/uses?show=all&before={following}" if following else ""
    assert seen == 90


@pytest.mark.parametrize("before", ["0", "-1", "99999999999999999999", "abc", "1e3", "٣"])
def test_a_cursor_that_is_none_starts_at_the_newest(an: Customer, before: str) -> None:
    """Nothing fails over it."""
    assert "The record of use is whole" in an.text(f"/me/uses?before={before}")


def test_nobody_elses_use_is_in_it(shop: Shop, an: Customer, binh: Customer) -> None:
    """An's day is not Bình's."""
    a_day(shop, an)
    integrate()
    assert "“carrier”" not in binh.text("/me/uses")


def test_the_banner_is_green_because_it_was_looked_at_and_red_when_a_leaf_was_rewritten(
    shop: Shop, an: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A leaf that says another clause than the one that was signed for."""
    a_day(shop, an)
    integrate()
    assert "The record of use is whole" in an.text("/me/uses")
    stored = entry_files.EntryFiles.bundle

    def rewritten(self: entry_files.EntryFiles, number: int) -> list[bytes]:
        return [leaf.replace(b'"III.3"', b'"III.4"') for leaf in stored(self, number)]

    monkeypatch.setattr(entry_files.EntryFiles, "bundle", rewritten)
    assert not own.check(an.subject, now()).ok
    page = an.text("/me/uses")
    assert "Something in the record does not fit" in page
    assert "The record of use is whole" not in page


def test_the_proof_is_a_file_that_verifies_and_taking_it_is_an_entry(an: Customer) -> None:
    """By POST only: a link that is followed by mistake writes nothing."""
    assert an.get("/me/uses/bundle.json").status_code == 405
    answer = an.post("/me/uses/bundle.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    verdict = verify_bundle(answer.content)
    assert verdict.ok
    assert verdict.uses[-1].event == "export"
    assert "The proof of this record was taken out" in an.text("/me/uses")


def test_taking_the_proof_too_often_is_told_kindly(an: Customer) -> None:
    """After ten in an hour; nothing is written then."""
    answers = [an.post("/me/uses/bundle.json").status_code for _ in range(11)]
    assert answers == [200] * 10 + [303]
    assert "Tried too often" in an.text("/me/uses/proofs")
