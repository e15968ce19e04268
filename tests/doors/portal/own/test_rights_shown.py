"""What a right over data says on its request's page is what is really happening to it."""

from __future__ import annotations

from datetime import timedelta

from giuloi.promises.answer.asking import Asking, ask
from giuloi.promises.answer.rights.carrying_out import LETTERS_LEAVE, cancel_erasure, carry_out_due
from giuloi.promises.collect.lifecycle import close_order
from giuloi.promises.keep.erasure import beginning
from giuloi.records.holds import Ground, place_hold
from tests.doors.portal.own.conftest import Customer, now


def _asks(customer: Customer, kind: str, order: int | None = None) -> int:
    return ask(customer.subject, Asking(kind, "", "portal", order=order, stepped=True), now()).request


def test_an_erasure_that_a_person_reads_first_is_not_said_to_be_under_way(an: Customer) -> None:
    """About one order of a member's: no letter leaves and nothing is locked, so the page does not say so."""
    asked = _asks(an, "erase", an.orders[0])
    carry_out_due(now())
    page = an.text(f"/me/requests/{asked}")
    assert "nothing is locked or erased" in page
    assert "Letters are on their way" not in page


def test_a_cancelled_erasure_is_not_called_a_certificate(an: Customer) -> None:
    """And the request has ended a moment later, with nothing that still seems to run."""
    asked = _asks(an, "erase")
    carry_out_due(now())
    carry_out_due(now() + LETTERS_LEAVE)
    found = beginning.of_request(asked)
    assert found is not None
    assert cancel_erasure(found.id, now(), "customer")
    page = an.text(f"/me/requests/{asked}")
    assert "You cancelled the erasure" in page
    assert "See what was erased" not in page
    assert "deadlines run as well" in page
    carry_out_due(now() + timedelta(seconds=1))
    assert "deadlines run as well" not in an.text(f"/me/requests/{asked}")


def test_under_a_hold_nobody_is_told_to_cancel_an_order(an: Customer) -> None:
    """What waits is the hold alone: there is no order that could be cancelled."""
    for order in an.orders:
        close_order(order, now())
    place_hold(an.subject, Ground.COURT, now() + timedelta(days=9), now(), "operator")
    page = an.text("/me/ask?kind=erase")
    assert "A lawful demand has part of it kept" in page
    assert "can be cancelled first" not in page
