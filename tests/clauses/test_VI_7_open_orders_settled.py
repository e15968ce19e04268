"""VI.7: who withdraws consent to supply while an order is open: use stops at once, care settles it in 24 hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.terms import CaseKind, Channel
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.lifecycle import move_order
from giuloi.promises.collect.orders import Placing, place_order
from giuloi.promises.collect.progress import Progress, Reason
from giuloi.promises.collect.withdrawn import settle_withdrawn, sweep_withdrawn
from giuloi.records import cases, vault
from giuloi.records.measures import LOOKS
from giuloi.records.requests import open_requests_about
from giuloi.records.reveal import Answer, Refusal, Revealed
from tests.cast import AN
from tests.clauses.wording import (
    ENFORCED,
    block,
    clock,
    kept,
    policy_of,
    requirement,
    text_with,
    the_policy,
    without,
)
from tests.records.conftest import Shop

SUPPLY = ("supply", Channel.IN_HOUSE)
KHOA = "staff/fulfilment/9f2c01ab5d3e7a40"


def clause_of(answer: Answer) -> str:
    """The clause that refused."""
    assert isinstance(answer, Refusal)
    return answer.decision.clause


def test_use_stops_at_once_and_the_order_stays_open(shop: Shop, an: int) -> None:
    """The case is still there; the consent is not: fulfilment and care alike are refused."""
    order, case = shop.order(an)
    assert isinstance(shop.open(shop.staff("fulfilment", "supply", case), ["name"], an)[0], Revealed)
    shop.withdraw(an, SUPPLY)
    for role in ("fulfilment", "care"):
        assert clause_of(shop.open(shop.staff(role, "supply", case), ["name"], an)[0]) == "IV.4"
    assert cases.Case.objects.get(id=case).closed_at is None
    assert vault.fields_held(an)[order] > 0, "what the law stores stays stored"


def test_care_can_settle_it_under_the_customers_own_request(shop: Shop, an: int) -> None:
    """The withdrawal is a request (IV.3), and answering it rests on no consent."""
    order, _ = shop.order(an)
    shop.withdraw(an, SUPPLY)
    request = cases.open_case(CaseKind.REQUEST, shop.now(), subject=an)
    [answer] = shop.open(shop.staff("care", "rights", request), ["name", "phone", "purchases"], an)
    assert isinstance(answer, Revealed)
    assert answer.records[order]["purchases"].open() == "2 bánh cốm"


def test_a_fresh_consent_finishes_the_delivery(shop: Shop, an: int) -> None:
    """One of the three ways the clause names."""
    _, case = shop.order(an)
    shop.withdraw(an, SUPPLY)
    shop.give(an, SUPPLY)
    assert isinstance(shop.open(shop.staff("fulfilment", "supply", case), ["name"], an)[0], Revealed)


def test_a_guests_order_is_a_contract_and_goes_on(shop: Shop, binh: int) -> None:
    """The clause speaks of members; Bình cancels instead."""
    _, case = shop.order(binh)
    assert isinstance(shop.open(shop.staff("fulfilment", "supply", case), ["name"], binh)[0], Revealed)


def test_by_whom_and_by_when_is_written_down_as_in_iv_3() -> None:
    """Care, 24 hours; the same department and hours as every request."""
    settled, answer = requirement("open_orders_settled"), clock("answer")
    assert (
        settled.values == {"by": answer.by, "within": str(answer.within)} == {"by": "care", "within": "24h"}
    )
    assert "withdraw" in answer.kinds
    rule = block("require.open_orders_settled")
    later = policy_of(text_with((rule, rule.replace('"24h"', '"72h"'))))
    assert requirement("open_orders_settled", later).values["within"] == "72h"


def placed(subject: int, shop: Shop) -> int:
    """An order of An's."""
    goods = Purchases((Line("Bánh cốm", "2", "170000"),), "170000", payment="cod")
    placing = Placing(goods, Contact(AN.name, AN.phone, "", AN.address), "Đặt hàng: giao đơn này.")
    return place_order(subject, placing, shop.now())


def opened(shop: Shop, order: int, subject: int) -> Answer:
    """Fulfilment reaches for what the order needs."""
    case = cases.Case.objects.get(record_id=order, kind=CaseKind.ORDER)
    return shop.open(shop.staff("fulfilment", "supply", case.id), ["delivery_address"], subject)[0]


def test_the_order_goes_to_customer_care_within_the_hours_promised(shop: Shop, an: int) -> None:
    """As a request, whose clock is the withdrawal's own, with a person who answers for it where one is named."""
    order = placed(an, shop)
    shop.withdraw(an, SUPPLY)
    withdrawn_at = shop.clock
    assert clause_of(opened(shop, order, an)) == "IV.4"
    sweep_withdrawn(shop.now() + timedelta(hours=1))
    [request] = open_requests_about(order, ["withdraw"])
    assert request.received_at == withdrawn_at
    assert request.due_at == withdrawn_at + timedelta(hours=24)
    assert request.case_id is not None
    [answer] = shop.open(shop.staff("care", "rights", request.case_id), ["name", "delivery_phone"], an)
    assert isinstance(answer, Revealed), "care can reach the customer to settle it"


ENDS = {
    "cancelled": lambda order, shop: move_order(
        order, Progress.CANCELLED, shop.now(), KHOA, Reason.WITHDRAWN
    ),
    "sent back": lambda order, shop: move_order(order, Progress.RETURNED, shop.now(), KHOA, Reason.WITHDRAWN),
}


@pytest.mark.parametrize("end", ENDS)
def test_cancelled_or_sent_back_it_is_settled(shop: Shop, an: int, end: str) -> None:
    """Two of the three ends; nothing opens after them, and what the law asks for stays stored."""
    order = placed(an, shop)
    move_order(order, Progress.HANDED_OVER, shop.now(), KHOA)
    shop.withdraw(an, SUPPLY)
    settle_withdrawn(an, shop.now())
    ENDS[end](order, shop)
    assert not open_requests_about(order)
    assert isinstance(opened(shop, order, an), Refusal)
    assert vault.fields_held(an)[order] > 0


def test_consent_given_anew_settles_it_and_delivery_goes_on(shop: Shop, an: int) -> None:
    """The third end."""
    order = placed(an, shop)
    shop.withdraw(an, SUPPLY)
    settle_withdrawn(an, shop.now())
    shop.give(an, SUPPLY)
    settle_withdrawn(an, shop.now())
    assert not open_requests_about(order, ["withdraw"])
    assert isinstance(opened(shop, order, an), Revealed)


def test_settling_is_kept_and_shown_so() -> None:
    """Where the policy does not promise it, nothing is shown."""
    assert kept("VI.7") == {"require.open_orders_settled": ENFORCED}
    assert kept("VI.7", policy_of(without("require.open_orders_settled"))) == {}


def test_whether_it_is_done_can_be_looked_at(shop: Shop, an: int) -> None:
    """A stopped order that nobody has is seen, and so is one that nobody settled in time."""
    order = placed(an, shop)
    look = LOOKS["open_orders_settled"]
    assert look(the_policy())[0]
    shop.withdraw(an, SUPPLY)
    assert "not handed to customer care: 1" in look(the_policy())[2]
    settle_withdrawn(an, shop.now())
    [request] = open_requests_about(order, ["withdraw"])
    assert "not handed to customer care: 0" in look(the_policy())[2]
    request.due_at = shop.clock - timedelta(days=400)
    request.save()
    assert not look(the_policy())[0]
