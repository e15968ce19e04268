"""I.1: which step of an order may follow which, as one table; and what follows for the money and the gate."""

from __future__ import annotations

import pytest

from giuloi.promises.collect.delivered import OrderState
from giuloi.promises.collect.progress import (
    MAIN_LINE,
    NEXT,
    NEXT_PAYMENT,
    PAYMENT_WORDS,
    PROGRESS_WORDS,
    REASON_WORDS,
    Payment,
    Progress,
    Reason,
    is_behind,
    payment_after,
    state_of,
)

P = Progress
# Written out once more, by hand: a row that changes in the code changes what customers are promised.
ALLOWED: dict[Progress, set[Progress]] = {
    P.PLACED: {P.CONFIRMED, P.PACKED, P.HANDED_OVER, P.DELIVERED, P.CLOSED, P.CANCELLED},
    P.CONFIRMED: {P.PACKED, P.HANDED_OVER, P.DELIVERED, P.CLOSED, P.CANCELLED},
    P.PACKED: {P.HANDED_OVER, P.DELIVERED, P.CLOSED, P.CANCELLED},
    P.HANDED_OVER: {P.DELIVERED, P.CLOSED, P.CANCELLED, P.RETURNED},
    P.DELIVERED: {P.CLOSED, P.RETURN_ASKED, P.RETURNED},
    P.CLOSED: {P.RETURN_ASKED, P.RETURNED},
    P.CANCELLED: set(),
    P.RETURN_ASKED: {P.RETURNED, P.CLOSED},
    P.RETURNED: set(),
}


@pytest.mark.parametrize("was", Progress)
@pytest.mark.parametrize("to", Progress)
def test_a_step_follows_only_where_the_table_says_so(was: Progress, to: Progress) -> None:
    """All eighty-one pairs."""
    assert (to in NEXT[was]) == (to in ALLOWED[was])


def test_no_step_on_the_main_line_is_ever_taken_back() -> None:
    """What is behind is late news, and what is late news is not in the table."""
    for number, now in enumerate(MAIN_LINE):
        behind = {step for step in Progress if is_behind(step, now)}
        assert behind == set(MAIN_LINE[:number])
        assert not behind & NEXT[now]


def test_news_of_a_delivery_comes_late_to_an_order_that_comes_back() -> None:
    """But never to one that was cancelled: that contradicts it."""
    assert is_behind(P.PACKED, P.RETURNED)
    assert not is_behind(P.PACKED, P.CANCELLED)


MONEY: dict[Payment, set[Payment]] = {
    Payment.UNPAID: {Payment.PAID},
    Payment.PAID: {Payment.UNPAID, Payment.REFUND_DUE, Payment.REFUNDED},
    Payment.REFUND_DUE: {Payment.REFUNDED, Payment.PAID},
    Payment.REFUNDED: set(),
}


@pytest.mark.parametrize("was", Payment)
def test_money_moves_only_as_the_table_says(was: Payment) -> None:
    """What was given back stays given back."""
    assert NEXT_PAYMENT[was] == MONEY[was]


@pytest.mark.parametrize("step", Progress)
@pytest.mark.parametrize("payment", Payment)
def test_paid_money_is_owed_once_the_goods_are_not(step: Progress, payment: Payment) -> None:
    """Of all steps only these two turn it round; cash is paid on delivery, and nothing else moves by itself."""
    after = payment_after(step, payment, "transfer")
    owed = step in (P.CANCELLED, P.RETURNED) and payment is Payment.PAID
    assert after is (Payment.REFUND_DUE if owed else payment)
    paid = step is P.DELIVERED and payment is Payment.UNPAID
    assert payment_after(step, payment, "cod") is (Payment.PAID if paid else after)


@pytest.mark.parametrize("step", Progress)
@pytest.mark.parametrize("payment", Payment)
def test_an_order_is_open_until_goods_and_money_are_where_they_belong(
    step: Progress, payment: Payment
) -> None:
    """What keeps the gate open is said here and nowhere else."""
    state = state_of(step, payment)
    if step is P.CLOSED:
        assert state is OrderState.CLOSED
    elif step in (P.CANCELLED, P.RETURNED) and payment is not Payment.REFUND_DUE:
        assert state is (OrderState.CANCELLED if step is P.CANCELLED else OrderState.CLOSED)
    else:
        assert state is OrderState.PLACED


def test_every_step_and_reason_can_be_told_in_both_languages() -> None:
    """No customer reads a word of the code."""
    assert set(PROGRESS_WORDS) == set(Progress)
    assert set(PAYMENT_WORDS) == set(Payment)
    assert set(REASON_WORDS) == set(Reason)
    told = [*PROGRESS_WORDS.values(), *PAYMENT_WORDS.values()]
    assert all(words.vi and words.en for words in told)
