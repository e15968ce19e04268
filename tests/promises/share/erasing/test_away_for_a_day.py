"""A shop that is away for a day is asked again with growing pauses, is seen meanwhile, and the certificate waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from giuloi.promises.keep.erasure import telling
from giuloi.promises.keep.erasure.rows import ErasureRow, State
from giuloi.promises.share.erasing import woocommerce
from giuloi.promises.share.erasing.access import How
from giuloi.records.database import durable
from giuloi.records.ids import new_id
from giuloi.records.keyring import keyring
from tests.fakes.installation import NOON
from tests.promises.share.erasing.conftest import Both


@pytest.fixture
def erasure(both: Both) -> int:
    """The person's keys are gone; what the shop calls their things was drawn before."""
    both.way_in(How.DELETE)
    row = ErasureRow.objects.create(
        id=new_id(),
        token_hash=b"x",
        state=State.ROWS,
        why="asked",
        actor="test",
        asked_at=NOON,
        begins_at=NOON,
    )
    drawn = telling.draw(row.id, [both.subject], NOON)
    assert list(drawn) == ["woocommerce"]
    with durable():
        telling.write_tasks(row.id, drawn, NOON)
    keyring().erase_people([both.subject], NOON)
    return int(row.id)


def test_a_shop_that_is_away_for_a_day(both: Both, erasure: int) -> None:
    """Asked at growing pauses; every try shows; once it is back it is erased and read back, and nothing is open."""
    both.there.trouble = "away"
    now, tries = NOON, list[datetime]()
    while now < NOON + timedelta(days=1):
        tries.append(now)
        due = telling.tell_due(erasure, now)
        (unanswered,) = telling.open_exceptions()
        assert (unanswered.partner, unanswered.code, unanswered.tries) == (
            "woocommerce",
            "no_answer",
            len(tries),
        )
        assert not telling.all_ended(erasure)
        assert due is not None
        now = due
    pauses = [later - earlier for earlier, later in pairwise(tries)]
    assert pauses == sorted(pauses)
    assert len(pauses) > 4
    both.there.trouble = ""
    assert telling.tell_due(erasure, now) is None
    assert telling.all_ended(erasure)
    assert (telling.open_exceptions(), both.there.orders) == ((), {})


def test_a_shop_that_answers_twice_is_told_once_more_and_harms_nobody(both: Both, erasure: int) -> None:
    """A crash after its answer: the same names, the same receipt."""
    (sealed,) = telling.PartnerTask.objects.values_list("id", flat=True)
    names = telling.references_for(sealed)
    assert both.erase(names) == both.erase(names)
    assert telling.tell_due(erasure, NOON) is None
    assert telling.all_ended(erasure)


def test_much_to_do_goes_on_soon_and_is_no_exception(
    both: Both, erasure: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One thing a try, where there is time for one: each try goes on after the last one, at an even pace."""
    monkeypatch.setattr(woocommerce, "LONGEST", 0.0)
    due = telling.tell_due(erasure, NOON)
    assert due == NOON + telling.GOING_ON
    assert telling.open_exceptions() == ()
    assert (both.there.orders == {}, both.there.customers == {}) == (True, False), "orders first"
    assert telling.tell_due(erasure, due) is None
    assert both.there.customers == {}
