"""I.1: packed and cancelled, confirmed twice, cancelled twice: of what comes at one moment one thing happens."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest

from giuloi.promises.collect.lifecycle import NotMoved, move_order
from giuloi.promises.collect.order_asking import ask_to_cancel
from giuloi.promises.collect.order_moves import moves_of
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.progress import Progress
from giuloi.records.requests import requests_of
from tests.fakes.installation import NOON, Installed, set_up
from tests.promises.collect.test_lifecycle import KHOA, ordered
from tests.together import together

BY = {"source": "portal", "actor": "customer"}


@pytest.fixture
def shop(house: Any, transactional_db: None) -> Installed:
    """A shop whose data other threads and connections see too."""
    return set_up()


def pack(order: int) -> bool:
    """Fulfilment packs it; False where it was cancelled first."""
    try:
        return move_order(order, Progress.PACKED, NOON, KHOA).done
    except NotMoved:
        return False


def cancel(subject: int, order: int, form: str) -> bool:
    """Its customer cancels it; False where people have to decide."""
    return ask_to_cancel(subject, order, NOON, **BY, repeat=form).carried_out


def test_packed_or_cancelled_but_never_both(shop: Installed) -> None:
    """Whoever was first; the other is told. The request is there either way, and the timeline has one step more."""
    for _ in range(8):
        subject, order = ordered()
        packed, cancelled = together([partial(pack, order), partial(cancel, subject, order, "form")])
        assert packed != cancelled
        assert Order.objects.get(id=order).progress == (Progress.PACKED if packed else Progress.CANCELLED)
        assert len(moves_of(order)) == 2
        ended = Counter((one.kind, one.state) for one in requests_of(subject))
        assert ended[("cancel", "done" if cancelled else "received")] == 1


def test_a_form_sent_five_times_at_once_is_one_cancelling(shop: Installed) -> None:
    """One request, one step; everybody hears that it is cancelled."""
    subject, order = ordered()
    together([partial(cancel, subject, order, "form")] * 5)
    assert [one.kind for one in requests_of(subject)].count("cancel") == 1
    assert [one.became for one in moves_of(order)] == [Progress.PLACED, Progress.CANCELLED]


def test_a_machine_that_says_it_five_times_at_once_has_said_it_once(shop: Installed) -> None:
    """One step in the timeline; four are told that it was done."""
    _, order = ordered()
    done = together([partial(pack, order)] * 5)
    assert Counter(done) == {True: 1, False: 4}
    assert [one.became for one in moves_of(order)] == [Progress.PLACED, Progress.PACKED]
