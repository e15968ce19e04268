"""Machines place, list and close orders; a list says which data there is, and none of it."""

from __future__ import annotations

import json

from giuloi.promises.collect.orders import Order
from giuloi.records.access.repeats import Repeat
from giuloi.records.subjects import Subject
from tests.doors.api.conftest import ORDER, Machine


def test_an_order_of_somebody_new_is_taken_and_can_be_packed(fulfilment: Machine) -> None:
    """Placed, it is a case, and under that case its delivery data opens."""
    placed = fulfilment.post("/orders", ORDER)
    assert placed.status_code == 201, placed.content
    made = placed.json()
    use = {
        "subject": made["subject"],
        "purpose": "supply",
        "case": made["case"],
        "fields": ["delivery_phone"],
    }
    opened = fulfilment.post("/reveal", use)
    assert opened.status_code == 200
    assert opened.json()["records"][0]["fields"] == {"delivery_phone": "0594000002"}


def test_a_member_consents_by_ordering(fulfilment: Machine, an: int) -> None:
    """An's order is taken under her own id."""
    body = {**ORDER, "subject": str(an)}
    del body["guest"]
    placed = fulfilment.post("/orders", body)
    assert (placed.status_code, placed.json()["subject"]) == (201, str(an))


def test_a_closed_order_opens_nothing(fulfilment: Machine) -> None:
    """From its end on the gate cites the clause of supply."""
    made = fulfilment.post("/orders", ORDER).json()
    assert fulfilment.post(f"/orders/{made['order']}/close", {}).json()["ended"] is True
    use = {
        "subject": made["subject"],
        "purpose": "supply",
        "case": made["case"],
        "fields": ["delivery_phone"],
    }
    refused = fulfilment.post("/reveal", use)
    assert (refused.status_code, refused.json()["reason"]) == (403, "no_case")
    assert refused.json()["clause"] == "I.1"


def test_lists_are_masked_and_page_through_every_order_once(fulfilment: Machine) -> None:
    """Three orders, two on a page; names of fields and no value."""
    made = [fulfilment.post("/orders", ORDER).json()["order"] for _ in range(3)]
    first = fulfilment.get("/orders?limit=2")
    second = fulfilment.get(f"/orders?limit=2&cursor={first.json()['next']}")
    seen = first.json()["orders"] + second.json()["orders"]
    assert [one["order"] for one in seen] == made[::-1]
    assert second.json()["next"] is None
    assert "delivery_phone" in seen[0]["holds"]
    assert b"0594000002" not in first.content + second.content
    assert fulfilment.get(f"/orders/{made[0]}").json() == seen[2]


def test_the_same_request_twice_is_one_order(fulfilment: Machine) -> None:
    """One Idempotency-Key, one order; another body under it is refused; and nothing personal is kept."""
    answers = [fulfilment.post("/orders", ORDER, Idempotency_Key="đơn-1".encode().hex()) for _ in range(3)]
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1
    assert Order.objects.count() == 1
    other = fulfilment.post("/orders", {**ORDER, "note": "khác"}, Idempotency_Key="đơn-1".encode().hex())
    assert (other.status_code, other.json()["code"]) == (409, "other_request")
    (kept,) = Repeat.objects.values()
    assert set(kept["outcome"]) == {"order", "subject", "case"}
    assert "Bình" not in str(kept)


def test_a_request_that_was_cut_off_is_finished_and_not_repeated(fulfilment: Machine) -> None:
    """The server dies after the order is on disk and before it is remembered: sent again, it is the same order."""
    first = fulfilment.post("/orders", ORDER, Idempotency_Key="k").json()
    Repeat.objects.update(status=None, outcome={}, claimed_at="2026-01-01T00:00:00Z")
    again = fulfilment.post("/orders", ORDER, Idempotency_Key="k")
    assert again.json() == first
    assert (Order.objects.count(), Subject.objects.count()) == (1, 1)


def test_a_request_that_is_being_done_is_not_done_beside_it(fulfilment: Machine) -> None:
    """Sent again meanwhile: 409 and when to come again."""
    fulfilment.post("/orders", ORDER, Idempotency_Key="k")
    Repeat.objects.update(status=None)
    busy = fulfilment.post("/orders", ORDER, Idempotency_Key="k")
    assert (busy.status_code, busy.json()["code"], busy["Retry-After"]) == (409, "busy", "1")


def test_an_order_is_refused_whole(fulfilment: Machine) -> None:
    """A property nobody described, and a place that is too long: 422, and neither is repeated."""
    for wrong in ({"is_staff": "0594999999"}, {"note": "0594999999" * 1000}, {"state": "closed"}):
        answer = fulfilment.post("/orders", {**ORDER, **wrong})
        assert answer.status_code == 422
        assert b"0594999999" not in answer.content
        assert next(iter(wrong)) == "note" or next(iter(wrong)) not in json.dumps(answer.json()["wrong"])
    assert Order.objects.count() == 0


COD = {**ORDER, "purchases": {**ORDER["purchases"], "payment": "cod"}}  # type: ignore[dict-item]


def test_a_machine_tells_how_far_an_order_is(fulfilment: Machine) -> None:
    """Twice is once, late changes nothing, and what contradicts it is a sentence."""
    order = fulfilment.post("/orders", COD).json()["order"]
    where = f"/orders/{order}/state"
    told = {"order": order, "moved": True, "progress": "handed_over", "payment": "unpaid"}
    assert fulfilment.post(where, {"state": "handed_over"}).json() == told
    assert fulfilment.post(where, {"state": "handed_over"}).json() == {**told, "moved": False}
    assert fulfilment.post(where, {"state": "packed"}).json() == {**told, "moved": False}
    assert fulfilment.post(where, {"state": "delivered"}).json()["payment"] == "paid", "cash on delivery"
    refused = fulfilment.post(where, {"state": "cancelled", "reason": "out_of_stock"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_possible")
    assert fulfilment.get(f"/orders/{order}").json()["progress"] == "delivered"


def test_a_return_stays_open_until_the_money_is_back(fulfilment: Machine) -> None:
    """Told by the same address."""
    order = fulfilment.post("/orders", COD).json()["order"]
    where = f"/orders/{order}/state"
    fulfilment.post(where, {"state": "delivered"})
    assert (
        fulfilment.post(where, {"state": "returned", "reason": "damaged"}).json()["payment"] == "refund_due"
    )
    assert fulfilment.get(f"/orders/{order}").json()["case"]
    assert fulfilment.post(where, {"payment": "refunded"}).json()["moved"]
    assert fulfilment.get(f"/orders/{order}").json()["case"] is None


def test_only_what_is_on_the_list_can_be_told(fulfilment: Machine) -> None:
    """A reason in free text may tell of a person; a step nobody knows is none; two at once are one too many."""
    order = fulfilment.post("/orders", ORDER).json()["order"]
    for body in (
        {"state": "cancelled", "reason": "Bà An không ở nhà"},
        {"state": "eaten"},
        {"state": "packed", "payment": "paid"},
        {},
    ):
        assert fulfilment.post(f"/orders/{order}/state", body).status_code == 422
    assert fulfilment.post("/orders/4611686018427387904/state", {"state": "packed"}).status_code == 404
