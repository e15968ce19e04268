"""What is said to be kept of an order, and when the daily run lets go of it, is one rule: the order's own version."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

from giuloi.core.fields import FIELD
from giuloi.core.terms import RetentionClass, Standing
from giuloi.promises.collect.invoices import Invoice
from giuloi.promises.collect.orders import Order
from giuloi.promises.keep.retention.judging import judge, terms_now
from giuloi.records.lawful import held_by_law
from tests.promises.keep.retention.conftest import guest, order, second_version
from tests.records.conftest import Shop

BEGUN = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
EVER = 2**63 - 1


def _gone(subject: int, record: int, klass: RetentionClass, at: datetime) -> int:
    found = judge(terms_now(), subject - 1, subject, at)
    return next((one.gone for one in found if (one.record, one.klass) == (record, klass)), 0)


def test_what_law_keeps_of_an_order_goes_in_that_very_moment(shop: Shop) -> None:
    """Whichever version the person and the order have: erasing and the run name one day, to the microsecond."""
    other = second_version(BEGUN - timedelta(days=10))
    days = set()
    for standing, theirs, its, invoiced in product(
        Standing, (shop.policy_id, other), (shop.policy_id, other), (False, True)
    ):
        one = guest(shop, BEGUN, standing, theirs)
        made = order(one, its, BEGUN, BEGUN + timedelta(days=3), invoice=invoiced)
        if invoiced:
            Invoice.objects.create(
                order_id=made, asked_at=BEGUN, changed_at=BEGUN, issued_at=BEGUN, actor="code/test"
            )
        found = [kept for kept in held_by_law([one], BEGUN + timedelta(days=4))[one] if kept.record == made]
        assert len(found) == 1 + invoiced
        for kept in found:
            [klass] = kept.classes
            assert kept.until is not None
            assert not _gone(one, made, klass, kept.until - TICK)
            assert _gone(one, made, klass, kept.until)
            days.add((its, klass, kept.until))
    assert len(days) == 4, "the two versions do not differ: nothing is proven"


def test_an_order_whose_closing_nobody_dated_counts_from_when_it_last_changed(shop: Shop) -> None:
    """A platform that does not say when it closed: both count from the same day."""
    one = guest(shop, BEGUN)
    made = order(one, shop.policy_id, BEGUN, BEGUN)
    Order.objects.filter(id=made).update(closed_at=None, modified_at=BEGUN + timedelta(days=9))
    [kept] = held_by_law([one], BEGUN + timedelta(days=10))[one]
    assert kept.until is not None
    assert not _gone(one, made, RetentionClass.ORDER, kept.until - TICK)
    assert _gone(one, made, RetentionClass.ORDER, kept.until)


def test_a_version_that_only_an_order_has_is_judged_by_too(shop: Shop) -> None:
    """Everybody accepted the first version, one order was taken under the second: its use ends when that says."""
    other = second_version(BEGUN - timedelta(days=10))
    one = guest(shop, BEGUN)
    first, second = (order(one, version, BEGUN, BEGUN) for version in (shop.policy_id, other))
    aside = {
        found.record: bool(found.aside & FIELD["purchases"].mask)
        for found in judge(terms_now(), -1, EVER, BEGUN + timedelta(days=100))
    }
    assert {first: aside.get(first, False), second: aside.get(second, False)} == {first: True, second: False}
