"""VI.2, VI.4: an erasure is told, frozen and carried out; called off in time it is not; asked twice, it ends twice."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from giuloi.core.terms import SubjectState
from giuloi.promises.answer.afterwards import take_back
from giuloi.promises.answer.asking import TakenIn
from giuloi.promises.answer.ending import end, end_many
from giuloi.promises.answer.rights import carrying_out, stages
from giuloi.promises.answer.rights.carrying_out import LETTERS_LEAVE, carry_out_due
from giuloi.promises.answer.rights.grounds import grounds_for
from giuloi.promises.keep.erasure import beginning, plan
from giuloi.promises.keep.erasure.beginning import COOLING
from giuloi.promises.keep.erasure.certificate import certificate
from giuloi.promises.keep.erasure.rows import ErasureRow, State
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.promises.use import notices
from giuloi.promises.use.contact.outgoing import Outgoing
from giuloi.promises.use.letters import notice_letter
from giuloi.promises.use.notices import Notice
from giuloi.promises.use.notices.links import erasure_token
from giuloi.records.keyring import keyring
from giuloi.records.request_kinds import RequestState
from giuloi.records.requests import request_of
from giuloi.records.subjects import standing_of
from tests.promises.answer.conftest import an_order, asks
from tests.records.conftest import Shop


def _state(taken: TakenIn) -> str:
    row = request_of(taken.request)
    assert row is not None
    return str(row.state)


def _knock(shop: Shop, after: timedelta = timedelta()) -> None:
    shop.clock += after
    carry_out_due(shop.now())


def test_an_erasure_is_told_first_then_frozen_then_carried_out(shop: Shop, an: int) -> None:
    """A letter to every address known; two minutes later frozen; after the hours gone, and the request done."""
    taken = asks(shop, an, "erase", "", stepped=True)
    _knock(shop)
    assert not standing_of(an)[1] & SubjectState.FROZEN  # type: ignore[index]
    assert Notice.ERASURE_BEGINS in {one.kind for one in notices.notices_about(taken.request)}
    _knock(shop, LETTERS_LEAVE)
    assert standing_of(an)[1] & SubjectState.FROZEN  # type: ignore[index]
    shop.clock += COOLING
    erase_due(shop.now())
    assert keyring().erased([an]) == {an}
    _knock(shop, COOLING)
    assert _state(taken) == RequestState.DONE
    assert request_of(taken.request).subject_id is None  # type: ignore[union-attr]
    made = certificate(erasure_token(taken.request), shop.now())
    assert made is not None
    assert made.whole


def test_no_row_holds_the_link_that_takes_an_erasure_back(shop: Shop, an: int) -> None:
    """The letter has it and the database has not: whoever steals the rows can stop nobody's erasure."""
    taken = asks(shop, an, "erase", "", stepped=True)
    _knock(shop)
    letters = Outgoing.objects.filter(subject_id=an, kind=Notice.ERASURE_BEGINS.value)
    token = erasure_token(taken.request)
    assert {token in notice_letter(one).text.vi for one in letters} == {True}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert token not in str(cursor.fetchall()), table


def test_a_cancelled_erasure_does_not_seem_to_run_until_its_hour(shop: Shop, an: int) -> None:
    """The request ends with the next knock, not hours later when the erasure would have begun."""
    taken = asks(shop, an, "erase", "", stepped=True)
    _knock(shop)
    _knock(shop, LETTERS_LEAVE)
    found = beginning.of_request(taken.request)
    assert found is not None
    assert carrying_out.cancel_erasure(found.id, shop.now(), "customer")
    assert not carrying_out.cancel_erasure(found.id, shop.now(), "customer")
    _knock(shop)
    assert _state(taken) == RequestState.REFUSED


def test_an_erasure_that_is_taken_back_or_refused_is_not_carried_out(shop: Shop, an: int, binh: int) -> None:
    """Ending the request is not enough: what cools off under it would begin all the same."""
    for subject in (an, binh):
        taken = asks(shop, subject, "erase", "", stepped=True)
        _knock(shop)
        _knock(shop, LETTERS_LEAVE)
        if subject == an:
            assert take_back(taken.request, an, shop.now())
        else:
            assert stages.refuse(taken.request, grounds_for("erase")[0].word, shop.now(), "staff/care/x")
        shop.clock += COOLING
        erase_due(shop.now())
        assert not keyring().erased([subject])
        assert not standing_of(subject)[1] & SubjectState.FROZEN  # type: ignore[index]


def test_nobody_calls_an_erasure_done_that_can_still_be_cancelled(shop: Shop, an: int) -> None:
    """Not even among many that are ended at once: the customer would read that it was carried out."""
    taken = asks(shop, an, "erase", "", stepped=True)
    _knock(shop)
    _knock(shop, LETTERS_LEAVE)
    assert end_many([taken.request], RequestState.DONE, shop.now(), "staff/care/x") == 0
    assert not end(taken.request, RequestState.PARTLY, shop.now(), "staff/care/x", "held")
    assert _state(taken) == RequestState.RECEIVED


def test_what_has_begun_to_be_erased_cannot_be_taken_back(shop: Shop, an: int) -> None:
    """And the request does not end as if it had been."""
    taken = asks(shop, an, "erase", "", stepped=True)
    _knock(shop)
    _knock(shop, LETTERS_LEAVE)
    shop.clock += COOLING
    assert not take_back(taken.request, an, shop.now())
    assert _state(taken) == RequestState.RECEIVED


def test_who_changes_their_mind_in_time_keeps_everything(shop: Shop, an: int) -> None:
    """The request ends as taken back, and nothing is frozen any more."""
    taken = asks(shop, an, "erase", "", stepped=True)
    _knock(shop)
    _knock(shop, LETTERS_LEAVE)
    found = beginning.of_request(taken.request)
    assert found is not None
    assert beginning.cancel(found.id, shop.now(), "customer")
    _knock(shop, COOLING)
    row = request_of(taken.request)
    assert row is not None
    assert (row.state, row.ground) == (RequestState.REFUSED, "taken_back")
    assert not standing_of(an)[1] & SubjectState.FROZEN  # type: ignore[index]


def test_a_second_request_is_not_held_up_by_a_first_that_waits_for_others(shop: Shop, an: int) -> None:
    """What law keeps of them is left, and a partner has not answered: what came since goes all the same."""
    an_order(shop, an)
    first = beginning.begin(7, an, shop.now(), "code/test", plan.outlook(an, shop.now()))
    ErasureRow.objects.filter(id=first.id).update(state=State.ROWS.value, waits=False)
    taken = asks(shop, an, "erase", "", stepped=True)
    _knock(shop)
    _knock(shop, LETTERS_LEAVE)
    assert beginning.of_request(taken.request) is not None


def test_a_second_request_while_the_rest_waits_ends_with_the_ground(shop: Shop, an: int) -> None:
    """An open order keeps the rest of the first one waiting: asked again, it is said again, and nothing circles."""
    an_order(shop, an)
    first = asks(shop, an, "erase", "", stepped=True)
    _knock(shop)
    _knock(shop, LETTERS_LEAVE)
    shop.clock += COOLING
    erase_due(shop.now())
    _knock(shop)
    assert _state(first) == RequestState.PARTLY
    second = asks(shop, an, "erase", "", stepped=True)
    for _ in range(3):
        _knock(shop, LETTERS_LEAVE)
    row = request_of(second.request)
    assert row is not None
    assert (row.state, row.ground) == (RequestState.PARTLY, "open_order")


def test_a_guest_with_one_order_is_erased_like_anybody(shop: Shop, binh: int) -> None:
    """The order they came with is all there is of them: no person has to ask what they mean."""
    order = an_order(shop, binh)
    taken = asks(shop, binh, "erase", "", stepped=True, order=order)
    _knock(shop)
    _knock(shop, LETTERS_LEAVE)
    assert beginning.of_request(taken.request) is not None


def test_of_a_guest_with_two_orders_one_is_not_all(shop: Shop, binh: int) -> None:
    """Whoever came with one order number said nothing about the other order."""
    order = an_order(shop, binh)
    an_order(shop, binh)
    taken = asks(shop, binh, "erase", "", stepped=True, order=order)
    _knock(shop)
    _knock(shop, LETTERS_LEAVE)
    assert beginning.of_request(taken.request) is None
    assert stages.right_of(taken.request).due_at is None  # type: ignore[union-attr]
