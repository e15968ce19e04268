"""IV.3: a request that nears its hour speaks up before it, one that missed it at once; each time exactly once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from giuloi.promises.answer import escalation, inbox, letters
from giuloi.promises.answer.alerts import AlertRow
from giuloi.promises.answer.escalation import escalate
from giuloi.promises.answer.rota import name_head
from giuloi.promises.use.channels import inbox as sandbox
from giuloi.records.access.alert_addresses import AlertAddress, set_address
from giuloi.records.credentials import let_go
from giuloi.records.request_kinds import Happened, RequestState
from giuloi.records.request_row import CustomerRequest
from giuloi.records.requests import finish
from tests.promises.answer.conftest import asks
from tests.records.conftest import Shop
from tests.together import together

LEVELS = [Happened.HALF, Happened.THREE_QUARTERS, Happened.LAST_HOUR, Happened.MISSED]


@pytest.fixture
def post(settings: Any, ha: int) -> None:
    """Letters land in the demo's inbox, and Hà gave her address."""
    settings.GIULOI_DEMO = True
    sandbox.clear()
    set_address(ha, "ha@example.vn")


def _steps(request: int) -> list[Happened]:
    whole = inbox.one(request)
    assert whole is not None
    return [step.what for step in whole.steps if step.what in LEVELS]


def test_each_level_is_noted_once_and_at_its_moment(shop: Shop, binh: int, ha: int) -> None:
    """At 12, 18, 23 and 24 hours, however often the clock knocks."""
    taken = asks(shop, binh)
    begun, seen = shop.clock, []
    for minutes in range(0, 26 * 60, 10):
        escalate(begun + timedelta(minutes=minutes))
        if (now := _steps(taken.request)) != seen:
            seen = now
            reached = {1: 12, 2: 18, 3: 23, 4: 24}[len(seen)]
            assert minutes == reached * 60
    assert seen == LEVELS


def test_after_downtime_everything_is_noted_at_once_and_says_that_it_was_late(
    shop: Shop, binh: int, ha: int
) -> None:
    """Down from the 10th to the 30th hour: the first sweep notes all four levels, and by how much too late."""
    taken = asks(shop, binh)
    begun = shop.clock
    assert escalate(begun + timedelta(hours=10)) == 0
    assert escalate(begun + timedelta(hours=30)) == 1
    whole = inbox.one(taken.request)
    assert whole is not None
    assert _steps(taken.request) == LEVELS
    late = escalation.noticed_late(CustomerRequest.objects.get(id=taken.request), whole.steps)
    assert late == {
        what: timedelta(hours=30 - hour) for what, hour in zip(LEVELS, (12, 18, 23, 24), strict=True)
    }


def test_two_clocks_at_one_moment_note_a_level_once(shop: Shop, binh: int, ha: int) -> None:
    """Whatever runs twice: one step, and one alert for each who is told."""
    taken = asks(shop, binh)
    at = shop.clock + timedelta(hours=13)
    together([partial(escalate, at) for _ in range(4)])
    assert _steps(taken.request) == [Happened.HALF]
    assert AlertRow.objects.filter(request_id=taken.request).count() == 1


def test_what_ended_in_time_is_never_escalated_and_what_ended_late_always_is(
    shop: Shop, binh: int, ha: int
) -> None:
    """Also where it ended in the very minute before the clock came back."""
    soon, late = asks(shop, binh), asks(shop, binh)
    begun = shop.clock
    finish(soon.request, RequestState.DONE, begun + timedelta(hours=1), "customer")
    finish(late.request, RequestState.DONE, begun + timedelta(hours=25), "customer")
    assert escalate(begun + timedelta(hours=26)) == 0
    assert _steps(soon.request) == []
    assert _steps(late.request) == [Happened.MISSED]
    assert escalation.silent(begun + timedelta(hours=26)) == 0


def test_nobody_named_is_put_right_as_soon_as_a_head_is(shop: Shop, binh: int, khoa: int) -> None:
    """Without a rota and a head a request says that nobody answers for it; naming one takes it over."""
    taken = asks(shop, binh)
    assert CustomerRequest.objects.get(id=taken.request).answerable_id is None
    name_head(khoa, shop.now())
    assert CustomerRequest.objects.get(id=taken.request).answerable_id == khoa


def test_the_head_and_whoever_has_it_in_hand_are_written_to_in_one_letter(
    shop: Shop, binh: int, ha: int, khoa: int, post: None
) -> None:
    """Kinds, hours and numbers; no word of the customer."""
    set_address(khoa, "khoa@example.vn")
    requests = [asks(shop, binh), asks(shop, binh, "complain", "Bánh bị mốc")]
    CustomerRequest.objects.filter(id=requests[0].request).update(staff_id=khoa)
    at = shop.clock + timedelta(hours=23, minutes=5)
    escalate(at)
    assert letters.send_alerts(at) == 2
    came = {one.to: one for one in sandbox.messages()}
    assert set(came) == {"ha@example.vn", "khoa@example.vn"}
    assert str(requests[1].request) in came["ha@example.vn"].text.vi
    assert str(requests[1].request) not in came["khoa@example.vn"].text.vi
    assert "khiếu nại" in came["ha@example.vn"].text.vi
    assert "mốc" not in came["ha@example.vn"].text.vi
    assert letters.send_alerts(at + timedelta(hours=1)) == 0, "told once"


def test_a_letter_that_is_not_taken_is_tried_again_and_none_is_lost(
    shop: Shop, binh: int, ha: int, settings: Any, post: None
) -> None:
    """No mail server: the alert waits, and goes out when there is one."""
    asks(shop, binh)
    at = shop.clock + timedelta(hours=19)
    settings.GIULOI_DEMO = False
    escalate(at)
    assert letters.send_alerts(at) == 0
    assert letters.untold(at) == 2, "two levels"
    settings.GIULOI_DEMO = True
    assert letters.send_alerts(at + timedelta(seconds=30)) == 0, "not at once again"
    assert letters.send_alerts(at + timedelta(minutes=5)) == 1
    assert letters.untold(at + timedelta(minutes=5)) == 0


def test_whoever_left_is_not_written_to(shop: Shop, binh: int, ha: int, khoa: int, post: None) -> None:
    """Their address is of no use any more."""
    taken = asks(shop, binh)
    CustomerRequest.objects.filter(id=taken.request).update(staff_id=khoa)
    let_go(khoa, shop.now())
    escalate(shop.clock + timedelta(hours=13))
    assert set(AlertRow.objects.values_list("staff_id", flat=True)) == {ha}


def test_an_overload_is_one_letter_and_not_a_thousand(shop: Shop, binh: int, ha: int, post: None) -> None:
    """Hundreds at one moment are named twenty at a time, and the next letter waits ten minutes."""
    for _ in range(230):
        asks(shop, binh)
    at = shop.clock + timedelta(hours=24, minutes=1)
    assert escalate(at) == 230
    assert letters.send_alerts(at) == 1
    (came,) = sandbox.messages()
    assert "230 yêu cầu" in came.subject.vi
    assert "và 210 yêu cầu nữa" in came.text.vi
    asks(shop, binh)
    escalate(shop.clock + timedelta(hours=24))
    assert letters.send_alerts(at + timedelta(minutes=2)) == 0


def test_an_address_for_alerts_is_sealed_where_it_stands(shop: Shop, ha: int) -> None:
    """Nothing of it, not even its length, can be read from the row."""
    set_address(ha, "ha@example.vn")
    short = bytes(AlertAddress.objects.get(staff_id=ha).sealed)
    set_address(ha, "mot-dia-chi-dai-hon@example.vn")
    long = bytes(AlertAddress.objects.get(staff_id=ha).sealed)
    assert b"example" not in short
    assert len(short) == len(long)
