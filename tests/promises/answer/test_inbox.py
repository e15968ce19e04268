"""IV.3: one inbox; the most urgent first, nothing repeated or hidden while it is worked through."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from giuloi.core.terms import NotATerm
from giuloi.promises.answer import assignment, ending, inbox, messages
from giuloi.promises.answer.assignment import NotAssigned
from giuloi.promises.answer.inbox import Filter, counts, page
from giuloi.promises.answer.messages import NotWritten, Written
from giuloi.records.credentials import let_go
from giuloi.records.request_kinds import Happened, RequestState
from giuloi.records.reveal import Revealed
from tests.promises.answer.conftest import an_order, asks
from tests.records.conftest import Shop
from tests.together import together


def _all(wanted: Filter, shop: Shop, most: int = 4) -> list[int]:
    found, after = [], ""
    while True:
        one = page(wanted, shop.clock, after=after, most=most)
        found += [row.id for row in one.rows]
        if not (after := one.after):
            return found


def test_the_most_urgent_comes_first_and_pages_neither_repeat_nor_hide(
    shop: Shop, binh: int, ha: int
) -> None:
    """Eleven requests in pages of four; one ends and one comes in while somebody turns the pages."""
    asked = [asks(shop, binh).request for _ in range(11)]
    assert _all(Filter(), shop) == asked
    first = page(Filter(), shop.clock, most=4)
    ending.end(asked[1], RequestState.DONE, shop.now(), "customer")
    asks(shop, binh)
    rest = page(Filter(), shop.clock, after=first.after, most=50)
    assert [row.id for row in rest.rows][:7] == asked[4:]
    assert len(rest.rows) == 8


FILTERS = {
    "complaints": (Filter(kinds=("complain",)), {"complain"}),
    "Hà's": (Filter(whose="mine"), {"support"}),
    "nobody's": (Filter(whose="unassigned"), {"question", "complain", "cancel"}),
    "about the order": (Filter(), {"question", "complain", "support", "cancel"}),
    "due within a day and a half": (Filter(within=36), {"question", "complain", "support", "cancel"}),
    "due within an hour": (Filter(within=1), set()),
    "ended": (Filter(show="ended"), {"call_back"}),
    "all": (Filter(show="all"), {"question", "complain", "support", "cancel", "call_back"}),
    "missed": (Filter(show="missed"), set()),
    "by telephone": (Filter(source="phone"), set()),
    "waiting": (Filter(states=(RequestState.WAITING,)), {"cancel"}),
}


@pytest.mark.parametrize("what", FILTERS)
def test_each_filter_shows_what_it_says(shop: Shop, binh: int, ha: int, what: str) -> None:
    """Five requests in five states."""
    order = an_order(shop, binh)
    of = {kind: asks(shop, binh, kind, "Xin giúp").request for kind in ("question", "complain", "support")}
    of["cancel"] = asks(shop, binh, "cancel", "", order=order).request
    of["call_back"] = asks(shop, binh, "call_back", "").request
    assignment.take(of["support"], ha, shop.now())
    assignment.wait(of["cancel"], shop.now(), ha)
    ending.end(of["call_back"], RequestState.DONE, shop.now(), "customer")
    wanted, expected = FILTERS[what]
    if wanted.whose == "mine":
        wanted = Filter(whose="mine", staff=ha)
    assert {row.kind for row in page(wanted, shop.clock).rows} == expected
    found = counts(shop.clock, ha)
    assert (found.open, found.mine, found.unassigned, found.missed) == (4, 1, 3, 0)
    assert found.by_kind == {"question": 1, "complain": 1, "support": 1, "cancel": 1}
    later = counts(shop.clock + timedelta(hours=25), ha)
    assert (later.missed, later.soon) == (4, 0)


def test_of_two_who_reach_for_one_request_one_gets_it(shop: Shop, binh: int, ha: int, khoa: int) -> None:
    """The other is told so, and nothing is written twice."""
    taken = asks(shop, binh)
    got = together([partial(assignment.take, taken.request, who, shop.clock) for who in (ha, khoa)])
    assert sorted(got) == [False, True]
    whole = inbox.one(taken.request)
    assert whole is not None
    assert [step.what for step in whole.steps] == [Happened.RECEIVED, Happened.TAKEN]
    assert whole.row.staff == whole.steps[1].staff == (ha if got[0] else khoa)


def test_a_request_goes_from_hand_to_hand_and_the_timeline_tells(
    shop: Shop, binh: int, ha: int, khoa: int
) -> None:
    """Taken, given on, handed back; one that has ended is nobody's to take."""
    request = asks(shop, binh).request
    assert assignment.take(request, khoa, shop.now())
    assert assignment.assign(request, ha, shop.now(), by=khoa)
    assert assignment.hand_back(request, shop.now(), by=ha)
    assert not assignment.hand_back(request, shop.now(), by=ha)
    assert ending.end(request, RequestState.REFUSED, shop.now(), "customer", "not_ours")
    assert not ending.end(request, RequestState.DONE, shop.now(), "customer")
    assert not assignment.take(request, ha, shop.now(), over=True)
    whole = inbox.one(request)
    assert whole is not None
    assert [step.what for step in whole.steps][1:] == [
        *(Happened.TAKEN, Happened.ASSIGNED, Happened.HANDED_BACK, Happened.ENDED)
    ]
    assert whole.row.ground == "not_ours"


def test_many_at_once_are_all_or_none(shop: Shop, binh: int, ha: int, khoa: int) -> None:
    """Somebody who left is given nothing, not even the first."""
    asked = [asks(shop, binh).request for _ in range(5)]
    assert assignment.take_many(asked, ha, shop.now()) == 5
    assert assignment.take_many(asked, khoa, shop.now()) == 0
    assert assignment.assign_many(asked, khoa, shop.now(), by=ha) == 5
    let_go(khoa, shop.now())
    with pytest.raises(NotAssigned):
        assignment.assign_many(asked, khoa, shop.now(), by=ha)
    assert assignment.hand_back_many(asked, shop.now(), by=ha) == 5
    assert ending.end_many(asked, RequestState.DONE, shop.now(), "customer") == 5


def test_a_ground_is_a_word_and_never_a_sentence_about_somebody(shop: Shop, binh: int, ha: int) -> None:
    """It stands in clear, and the customer reads what it means."""
    request = asks(shop, binh).request
    for ground in ("", "Khách là bà An ở Hàng Vừng", "made_up"):
        with pytest.raises(NotATerm):
            ending.end(request, RequestState.REFUSED, shop.now(), "customer", ground)


def test_a_note_among_colleagues_is_sealed_under_the_case_and_opens_with_it(
    shop: Shop, binh: int, ha: int
) -> None:
    """What is written about a person is theirs too."""
    taken = asks(shop, binh)
    record = messages.note(taken.request, "Khách dị ứng lạc", shop.now(), assignment.actor_of(ha))
    opened = shop.open(shop.staff("care", "care", taken.case), ("care_note",), binh)[0]
    assert isinstance(opened, Revealed)
    assert opened.records[record or 0]["care_note"].open() == "Khách dị ứng lạc"
    assert [text.kind for text in messages.texts_of(taken.request)] == [Written.ASKED, Written.NOTE]
    with pytest.raises(NotWritten):
        messages.note(taken.request, "  ", shop.now(), assignment.actor_of(ha))


def test_a_reply_is_the_answer_that_the_clock_of_the_law_asks_for(shop: Shop, binh: int, ha: int) -> None:
    """The first one counts."""
    taken = asks(shop, binh, "access", "")
    at = shop.now()
    messages.write(taken.request, Written.REPLY, "Chúng tôi đang chuẩn bị", at, assignment.actor_of(ha))
    messages.write(taken.request, Written.CALL, "Đã gọi", shop.now(), assignment.actor_of(ha))
    whole = inbox.one(taken.request)
    assert whole is not None
    assert whole.row.answered_at == at
    assert [step.what for step in whole.steps].count(Happened.ANSWERED) == 2
