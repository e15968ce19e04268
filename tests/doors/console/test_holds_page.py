"""A hold at the desk: placed with its ground and its end, seen by whoever answers for it, lifted once asked twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import Client

from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.records.holds import Hold, holds_on
from tests.doors.console.conftest import Desk
from tests.records.conftest import Shop

SOON = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
WHY = {"ground": "court", "document": "12/2026/QĐ-TA", "until": SOON, "once": "c" * 32}


def test_a_hold_stands_until_its_day_and_the_list_says_why(owner: Client, an: int) -> None:
    """Ground, document and day stand in the list; the form sent twice is one hold."""
    for _ in range(2):
        owner.post(f"/console/customers/{an}/hold", WHY)
    [held] = holds_on([an], datetime.now(UTC))[an]
    page = owner.get("/console/holds").content.decode()
    assert "12/2026/QĐ-TA" in page
    assert "a court asked for it to be kept" in page
    assert f"/console/holds/{held.id}/lift" in page


def test_it_is_lifted_only_after_it_was_asked_again(owner: Client, an: int) -> None:
    """Looking at the question lifts nothing; afterwards it stands among those that are over, with who lifted it."""
    owner.post(f"/console/customers/{an}/hold", WHY)
    [held] = holds_on([an], datetime.now(UTC))[an]
    where = f"/console/holds/{held.id}/lift"
    assert "Lift this hold?" in owner.get(where).content.decode()
    assert holds_on([an], datetime.now(UTC))
    assert owner.post(where).status_code == 302
    assert holds_on([an], datetime.now(UTC)) == {}
    assert "Lifted or over" in owner.get("/console/holds").content.decode()
    assert Hold.objects.get(id=held.id).lifted_by
    assert owner.get(where).status_code == 404


def test_a_slip_is_said_beside_its_field_and_what_was_typed_stays(owner: Client, an: int) -> None:
    """No ground, no document, a day that is past or never ends, an order of somebody else: nothing is held."""
    for until in ("2020-01-01", "2099-01-01", "mai"):
        said = {"document": "", "until": until, "order": "12345", "once": "d" * 32}
        answer = owner.post(f"/console/customers/{an}/hold", said)
        page = answer.content.decode()
        assert answer.status_code == 400
        for name in ("ground", "document", "until", "order"):
            assert f'id="{name}-problem"' in page
        assert f'value="{until}"' in page
    assert holds_on([an], datetime.now(UTC)) == {}


def test_one_order_alone_can_be_held(desk: Desk, owner: Client, an: int, an_order: int) -> None:
    """Named by the number on its label."""
    del desk
    owner.post(f"/console/customers/{an}/hold", {**WHY, "order": spoken_number(an_order)})
    [held] = holds_on([an], datetime.now(UTC))[an]
    assert held.record == an_order


def test_nobody_is_held_and_the_page_says_so(shop: Shop, owner: Client) -> None:
    """An empty list is a sentence."""
    del shop
    assert "Nothing is held." in owner.get("/console/holds").content.decode()
