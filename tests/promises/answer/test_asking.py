"""IV.3: whatever a customer asks is taken in whole, once, with its clock running from that moment."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from giuloi.core.terms import CaseKind, Channel, ConsentState
from giuloi.promises.answer import inbox, messages, told
from giuloi.promises.answer.asking import Asking, NotAsked, ask
from giuloi.promises.use import cases
from giuloi.records import consents
from giuloi.records.cases import close_cases_of, find_case, open_cases_of
from giuloi.records.request_kinds import Happened, RequestState
from giuloi.records.requests import CustomerRequest, finish
from giuloi.records.reveal import Refusal, Revealed
from giuloi.records.uses.pending import PendingUse
from tests.promises.answer.conftest import an_order, asks
from tests.records.conftest import Shop
from tests.together import together


def test_a_question_has_a_clock_a_case_its_words_and_a_line_in_the_ledger(
    shop: Shop, binh: int, ha: int
) -> None:
    """24 hours from receipt; Hà, who heads the department, answers for it."""
    taken = asks(shop, binh)
    whole = inbox.one(taken.request)
    assert whole is not None
    assert whole.row.due_at == whole.row.received_at + timedelta(hours=24)
    assert (whole.row.answerable, whole.row.clause, whole.row.state) == (ha, "IV.3", RequestState.RECEIVED)
    assert [step.what for step in whole.steps] == [Happened.RECEIVED]
    assert [text.kind for text in whole.texts] == [messages.Written.ASKED]
    assert list(PendingUse.objects.values_list("event", "purpose", "clause")) == [("request", "care", "I.2")]


def test_care_opens_the_words_under_their_case_and_no_order(shop: Shop, binh: int, ha: int) -> None:
    """A question without an order opens the person's contact and itself, never what they bought."""
    an_order(shop, binh)
    taken = asks(shop, binh)
    care = shop.staff("care", "care", taken.case)
    opened = shop.open(care, ("name", "care_note", "purchases"), binh)[0]
    assert isinstance(opened, Revealed)
    assert opened.fields["care_note"].open() == "Bánh để được mấy ngày?"
    assert "purchases" not in opened.fields
    assert "name" in opened.fields


def test_a_question_about_an_order_opens_that_order(shop: Shop, binh: int, ha: int) -> None:
    """Technical support is tied to the line it is about."""
    order, other = an_order(shop, binh), an_order(shop, binh)
    taken = asks(shop, binh, "support", "Lò nướng không nóng", order=order, line=1)
    row = inbox.one(taken.request)
    assert row is not None
    assert (row.row.order, row.row.line) == (order, 1)
    opened = shop.open(shop.staff("care", "care", taken.case), ("purchases", "care_note"), binh)[0]
    assert isinstance(opened, Revealed)
    assert order in opened.records
    assert other not in opened.records


@pytest.mark.parametrize(("kind", "purpose"), [("support", "care"), ("complain", "rights")])
def test_what_is_asked_about_an_order_outlives_it(
    shop: Shop, binh: int, ha: int, kind: str, purpose: str
) -> None:
    """A warranty begins when the order closes: the case stays open, opens that order still and no other."""
    order, other = an_order(shop, binh), an_order(shop, binh)
    taken = asks(shop, binh, kind, "Lò nướng không nóng", order=order)
    close_cases_of(order, shop.now())
    holding = shop.staff("care", purpose, taken.case)
    opened = shop.open(holding, ("purchases", "care_note"), binh)[0]
    assert isinstance(opened, Revealed)
    assert order in opened.records
    assert other not in opened.records
    seen = cases.care_case(taken.case or 0)
    assert seen is not None
    assert (seen.order, seen.open) == (order, True)


def test_a_member_agrees_to_be_cared_for_by_asking_and_a_right_takes_no_consent(
    shop: Shop, chi: int, ha: int
) -> None:
    """Chi withdrew everything: her question gives care its consent, her complaint and rights need none (VI.6)."""
    asks(shop, chi, "complain", "Có người lạ gọi cho tôi")
    asks(shop, chi, "erase", "")
    assert ("care", "in_house", "") not in consents.states_of(chi)
    taken = asks(shop, chi, contact_by=(Channel.EMAIL,))
    states = consents.states_of(chi)
    assert states["care", "in_house", ""] == states["care", "email", ""] == ConsentState.GIVEN
    opened = shop.open(shop.staff("care", "care", taken.case), ("care_note",), chi)[0]
    assert isinstance(opened, Revealed)


def test_a_right_is_answered_for_the_whole_person_and_has_the_laws_clocks_beside_ours(
    shop: Shop, binh: int, ha: int
) -> None:
    """Erasure: 24 hours of ours, two working days to answer and twenty days to do by Decree 356/2025."""
    taken = asks(shop, binh, "erase", "")
    row = CustomerRequest.objects.get(id=taken.request)
    assert row.due_at is not None
    assert row.law_answer_at is not None
    assert row.law_due_at == row.received_at + timedelta(days=20)
    assert row.due_at < row.law_answer_at < row.law_due_at
    found = find_case(taken.case or 0)
    assert found is not None
    assert (found.kind, found.record) == (CaseKind.REQUEST, None)
    assert CustomerRequest.objects.get(id=asks(shop, binh).request).law_due_at is None


def test_asked_again_it_is_the_request_in_flight_and_what_was_written_stands_beside_it(
    shop: Shop, binh: int, ha: int
) -> None:
    """The clock of the first runs on; nothing that was written is lost."""
    order = an_order(shop, binh)
    first = asks(shop, binh, "cancel", "Tôi đổi ý", order=order)
    again = asks(shop, binh, "cancel", "Xin hủy giúp, gấp", order=order)
    assert (again.request, again.due_at, again.repeated, again.added) == (
        first.request,
        first.due_at,
        True,
        True,
    )
    whole = inbox.one(first.request)
    assert whole is not None
    assert [text.kind for text in whole.texts] == [messages.Written.ASKED, messages.Written.ADDED]
    assert Happened.REPEATED in [step.what for step in whole.steps]
    assert len(open_cases_of(binh)) == 2, "the order's, and one of the request"


def test_one_form_sent_twice_at_once_is_one_request_with_its_words_once(
    shop: Shop, binh: int, ha: int
) -> None:
    """A double click: two callers, one request, one of them is told that it repeats."""
    form = Asking("question", "Có giao tối không?", "portal", repeat="form-1")
    taken = together([partial(ask, binh, form, shop.now()) for _ in range(4)])
    assert len({one.request for one in taken}) == 1
    assert sorted(one.repeated for one in taken) == [False, True, True, True]
    assert len(messages.texts_of(taken[0].request)) == 1


def test_two_who_ask_the_same_at_once_are_one_request(shop: Shop, binh: int, ha: int) -> None:
    """Two windows without a common form: asked at one moment, one is in flight for the other."""
    order = an_order(shop, binh)
    form = Asking("return", "Bánh bị vỡ", "portal", order=order)
    taken = together([partial(ask, binh, form, shop.now()) for _ in range(3)])
    assert len({one.request for one in taken}) == 1
    assert CustomerRequest.objects.count() == 1


def test_once_it_has_ended_asking_is_a_new_request(shop: Shop, binh: int, ha: int) -> None:
    """And the case of the one that ended opens nothing any more."""
    first = asks(shop, binh, "call_back", "")
    assert finish(first.request, RequestState.DONE, shop.now(), "customer")
    assert asks(shop, binh, "call_back", "").request != first.request
    care = shop.staff("care", "care", first.case)
    assert isinstance(shop.open(care, ("phone",), binh)[0], Refusal)


NONSENSE = {
    "another's order": {"kind": "cancel", "order": 12},
    "no order": {"kind": "return"},
    "no words": {"kind": "question", "text": "  "},
    "too many words": {"text": "a" * (messages.LONGEST + 1)},
    "no such kind": {"kind": "order"},
    "a line of nothing": {"kind": "support", "line": 1},
}


@pytest.mark.parametrize("what", NONSENSE)
def test_what_cannot_be_asked_is_said_and_leaves_nothing(shop: Shop, binh: int, ha: int, what: str) -> None:
    """A clear sentence, and not a row."""
    with pytest.raises(NotAsked) as refused:
        asks(shop, binh, **NONSENSE[what])
    assert refused.value.words.vi
    assert not CustomerRequest.objects.exists()
    assert not open_cases_of(binh)


def test_whoever_acknowledges_is_told_in_the_same_transaction(
    shop: Shop, binh: int, ha: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be acknowledged is not taken in: the customer is told at once instead."""
    heard: list[int] = []
    monkeypatch.setattr(told, "_received", [lambda request, at: heard.append(request)])
    taken = asks(shop, binh)
    assert heard == [taken.request]

    def fails(request: int, at: object) -> None:
        raise OSError("nowhere to queue it")

    monkeypatch.setattr(told, "_received", [fails])
    with pytest.raises(OSError, match="queue"):
        asks(shop, binh)
    assert CustomerRequest.objects.count() == 1
