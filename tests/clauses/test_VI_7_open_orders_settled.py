"""VI.7: who withdraws consent to supply while an order is open: use stops at once, care settles it in 24 hours."""

from __future__ import annotations

from giuloi.core.terms import CaseKind, Channel
from giuloi.records import cases, vault
from giuloi.records.reveal import Answer, Refusal, Revealed
from tests.clauses.wording import NOT_KEPT_YET, block, clock, kept, policy_of, requirement, text_with, without
from tests.records.conftest import Shop

SUPPLY = ("supply", Channel.IN_HOUSE)


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


def test_settling_is_not_kept_yet_and_shown_so() -> None:
    """That use stops is the gate's (IV.4); that somebody settles it in time is nobody's yet."""
    assert kept("VI.7") == {"require.open_orders_settled": NOT_KEPT_YET}
    assert kept("VI.7", policy_of(without("require.open_orders_settled"))) == {}
