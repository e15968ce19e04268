"""The ledger is read leaf by leaf with its proof, and the pictures say the numbers that the ledger says."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from giuloi.core.bilingual import Words
from giuloi.core.ledger.merkle import leaf_hash
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.proof import read_proof, verify_proof
from giuloi.doors.console.charts import Series, by_day, by_name, nice
from giuloi.records.places import places
from giuloi.records.uses.head import log_key
from giuloi.records.uses.sequencer import Sequencer
from tests.records.conftest import Shop


@pytest.fixture
def used(shop: Shop, an: int) -> int:
    """Today: two openings allowed, three refused; everything is in the tree."""
    shop.clock = datetime.now(UTC) - timedelta(minutes=5)
    _, case = shop.order(an)
    for _ in range(2):
        shop.open(shop.staff("fulfilment", "supply", case), ["name"], an)
    for _ in range(3):
        shop.open(shop.staff("care", "supply"), ["name"], an)
    with closing(Sequencer()) as sequencer:
        sequencer.recover()
        while sequencer.tick():
            pass
    return an


def test_a_leaf_comes_with_a_proof_that_holds_elsewhere(owner: Client, used: int) -> None:
    """The downloaded file is verified with the log's public key alone."""
    shown = owner.get("/console/ledger/0").content.decode()
    assert "Checked: this leaf stands at 0" in shown
    key, _ = log_key()
    proof = owner.get("/console/ledger/0/proof").content
    hashed = leaf_hash(read_proof(proof).extra or b"")
    assert verify_proof(proof, hashed, key.name, [VerifierKey.parse(str(key))]).size > 0
    assert owner.get("/console/ledger/999999").status_code == 404


def test_the_explorer_names_nobody(owner: Client, used: int) -> None:
    """No id of a customer stands on any of its pages."""
    for path in ("ledger", "ledger/0", "ledger/3", "ledger?decision=denied"):
        assert str(used) not in owner.get(f"/console/{path}").content.decode()


def test_filters_show_only_what_was_asked_for(owner: Client, used: int) -> None:
    """By event, decision and clause; words that are none filter nothing."""
    denied = owner.get("/console/ledger?event=refuse&decision=denied").content.decode()
    assert denied.count('<th scope="row"><a href="/console/ledger/') == 3
    nothing = owner.get("/console/ledger?clause=VIII.3").content.decode()
    assert "There is no such leaf" in nothing
    whole = owner.get("/console/ledger?event=gossip&before=x&clause=<b>").content.decode()
    assert "<b>" not in whole
    assert whole.count('<th scope="row"><a href="/console/ledger/') >= 5


def test_a_rolled_back_ledger_shows(owner: Client, used: int) -> None:
    """A head that is newer than the one beside the root key: the page says that it does not hold."""
    (places().heads / "ledger.head").unlink()
    assert "the ledger does not hold" in owner.get("/console/ledger").content.decode()


def test_the_numbers_on_the_first_page_are_those_of_the_ledger(owner: Client, used: int) -> None:
    """Cards, picture and table say the same; the picture has a name and a description."""
    shown = owner.get("/console/?days=7").content.decode()
    assert re.search(r"<strong>2</strong>uses allowed", shown)
    assert re.search(r"<strong>3</strong>uses refused", shown)
    assert "In all: allowed: 2, refused: 3, not spoken of: 0." in shown
    assert shown.count('role="img"') == 3
    assert "style=" not in shown


def test_a_new_shop_has_pictures_of_nothing(owner: Client) -> None:
    """The empty state is a sentence, not an empty frame."""
    shown = owner.get("/console/?days=999").content.decode()
    assert "Nothing in this time yet." in shown


ONE, TWO = Words("một", "one"), Words("hai", "two")


def test_bars_stand_on_one_another_and_stay_in_the_picture() -> None:
    """Whatever the counts, no bar is outside, and their heights are in the counts' proportion."""
    days = [datetime(2026, 11, 1, tzinfo=UTC).date() + timedelta(days=at) for at in range(30)]
    counts = tuple(range(30))
    chart = by_day("x", ONE, days, [Series(ONE, "ok", counts), Series(TWO, "late", counts)])
    assert len(chart.shapes) == 58
    for shape in chart.shapes:
        assert shape.x >= 0
        assert shape.y >= 0
        assert shape.x + shape.width <= chart.width
        assert shape.y + shape.height <= chart.height
    assert [row[1] for row in chart.rows] == [(count, count) for count in counts if count]


@pytest.mark.parametrize("most", [0, 1, 3, 4, 5, 61, 99, 1_000, 123_456, 10**9])
def test_an_axis_ends_at_a_round_number_that_divides_by_four(most: int) -> None:
    """And never below the highest bar."""
    assert nice(most) >= most
    assert nice(most) % 4 == 0


def test_a_chart_of_names_without_any_counts_is_empty() -> None:
    """Then the page says so in words."""
    assert by_name("x", ONE, [], [Series(ONE, "ok", ())]).empty
