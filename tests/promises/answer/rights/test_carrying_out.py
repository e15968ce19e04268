"""VI.1 to VI.5: what software can carry out it does within minutes; the rest stays with a person, visibly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.terms import Channel, ConsentState, NotATerm, SubjectState
from giuloi.promises.answer.asking import Asking, TakenIn
from giuloi.promises.answer.on_behalf import write_down
from giuloi.promises.answer.proving import is_unproven, prove_identity
from giuloi.promises.answer.rights import carrying_out, stages
from giuloi.promises.answer.rights.carrying_out import LETTERS_LEAVE, carry_out_due
from giuloi.promises.answer.rights.grounds import grounds_for
from giuloi.promises.keep.erasure import beginning
from giuloi.promises.keep.erasure.beginning import COOLING
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records import consents
from giuloi.records.credentials import Staff
from giuloi.records.request_kinds import RIGHTS_KINDS, RequestState
from giuloi.records.requests import SOFTWARE, request_of
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


def test_withdrawing_takes_back_what_was_named_and_nothing_else(shop: Shop, an: int) -> None:
    """Of two consents the one; carried out by software, under the name of whoever answers for it."""
    shop.give(an, ("promotion", Channel.EMAIL), ("promotion", Channel.SMS))
    taken = asks(shop, an, "withdraw", "", wish=[["promotion", "sms"]])
    _knock(shop)
    states = consents.states_of(an)
    assert states["promotion", "sms", ""] is ConsentState.WITHDRAWN
    assert states["promotion", "email", ""] is ConsentState.GIVEN
    row = request_of(taken.request)
    assert row is not None
    assert (row.state, row.finished_by) == (RequestState.DONE, SOFTWARE)


def test_what_is_withdrawn_while_another_withdrawal_is_open_is_not_lost(shop: Shop, an: int) -> None:
    """Two uses named one after the other are two wishes, and both stop."""
    shop.give(an, ("promotion", Channel.EMAIL), ("promotion", Channel.SMS))
    first = asks(shop, an, "withdraw", "", wish=[["promotion", "email"]])
    second = asks(shop, an, "withdraw", "", wish=[["promotion", "sms"]])
    assert not second.repeated
    assert second.request != first.request
    states = consents.states_of(an)
    assert {states["promotion", way, ""] for way in ("email", "sms")} == {ConsentState.WITHDRAWN}


def test_lifting_a_restriction_is_not_lost_in_the_asking_for_it(shop: Shop, an: int) -> None:
    """Asked, and before software came by taken back: the last word counts."""
    asks(shop, an, "restrict", "")
    shop.clock += timedelta(seconds=1)
    asks(shop, an, "restrict", "", wish=["lift"])
    _knock(shop)
    assert not standing_of(an)[1] & SubjectState.RESTRICTED  # type: ignore[index]


def test_objecting_ends_what_is_offered_and_leaves_the_order_alone(shop: Shop, an: int) -> None:
    """Promotions stop; what an order needs rests on another question."""
    shop.give(an, ("promotion", Channel.EMAIL), ("supply", Channel.IN_HOUSE))
    asks(shop, an, "object", "")
    _knock(shop)
    states = consents.states_of(an)
    assert states["promotion", "email", ""] is ConsentState.WITHDRAWN
    assert states["supply", "in_house", ""] is ConsentState.GIVEN


def test_an_objection_in_their_own_words_is_read_by_a_person(shop: Shop, an: int) -> None:
    """Offers stop at once; but they may mean something else, and words of an ended request nobody can open."""
    shop.give(an, ("promotion", Channel.EMAIL))
    taken = asks(shop, an, "object", "Đừng gọi tôi về đơn hàng nữa.")
    _knock(shop)
    assert consents.states_of(an)["promotion", "email", ""] is ConsentState.WITHDRAWN
    assert _state(taken) == RequestState.RECEIVED
    assert stages.right_of(taken.request).due_at is None  # type: ignore[union-attr]


def test_restricting_stops_every_use_and_is_lifted_again(shop: Shop, an: int) -> None:
    """Storage only, from one moment to the next, and back when they say so (VI.5)."""
    asks(shop, an, "restrict", "")
    _knock(shop)
    assert standing_of(an)[1] & SubjectState.RESTRICTED  # type: ignore[index]
    asks(shop, an, "restrict", "", wish=["lift"])
    _knock(shop)
    assert not standing_of(an)[1] & SubjectState.RESTRICTED  # type: ignore[index]


@pytest.mark.parametrize("kind", ["copy", "erase"])
def test_without_a_channel_known_before_a_person_does_it(shop: Shop, an: int, kind: str) -> None:
    """Somebody at an unlocked telephone takes no copy with them, and erases nobody."""
    taken = asks(shop, an, kind, "")
    _knock(shop)
    assert _state(taken) == RequestState.RECEIVED
    assert beginning.of_request(taken.request) is None
    right = stages.right_of(taken.request)
    assert right is not None
    assert (right.due_at, right.executed_at) == (None, None)


def test_an_open_order_lets_a_part_go_and_says_why(shop: Shop, an: int) -> None:
    """The lawful part is carried out, the rest explained."""
    an_order(shop, an)
    taken = asks(shop, an, "erase", "", stepped=True)
    _knock(shop)
    _knock(shop, LETTERS_LEAVE)
    shop.clock += COOLING
    erase_due(shop.now())
    _knock(shop, COOLING)
    row = request_of(taken.request)
    assert row is not None
    assert (row.state, row.ground) == (RequestState.PARTLY, "open_order")


def test_what_a_clerk_wrote_down_waits_until_it_is_sure_who_asked(
    shop: Shop, an: int, ha: int, khoa: int
) -> None:
    """No clock of the law and no execution before; by a code, which is a channel known before, both."""
    names = {one.id: one.pseudonym for one in Staff.objects.all()}
    taken = write_down(an, Asking("erase", "Xóa giúp tôi", "phone"), shop.now(), names[ha])
    _knock(shop)
    row = request_of(taken.request)
    assert row is not None
    assert (row.law_answer_at, row.law_due_at) == (None, None)
    assert row.due_at is not None
    assert beginning.of_request(taken.request) is None
    assert prove_identity(taken.request, shop.now(), names[khoa], "code")
    assert request_of(taken.request).law_due_at is not None  # type: ignore[union-attr]
    _knock(shop)
    _knock(shop, LETTERS_LEAVE)
    assert beginning.of_request(taken.request) is not None


def test_one_that_fails_keeps_no_other_waiting(
    shop: Shop, an: int, binh: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes again a minute later."""
    first, second = asks(shop, an, "restrict", ""), asks(shop, binh, "restrict", "")
    real, failing = carrying_out.set_states, [an]

    def broken(subject: int, *more: object) -> object:
        if subject in failing:
            failing.remove(subject)
            raise RuntimeError("away")
        return real(subject, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(carrying_out, "set_states", broken)
    _knock(shop)
    assert (_state(first), _state(second)) == (RequestState.RECEIVED, RequestState.DONE)
    _knock(shop, carrying_out.AGAIN)
    assert _state(first) == RequestState.DONE


@pytest.mark.parametrize("kind", sorted(RIGHTS_KINDS))
def test_a_right_is_refused_on_a_ground_that_law_lists_for_it_and_on_no_other(
    shop: Shop, an: int, kind: str
) -> None:
    """What is out of stock, for one, refuses nobody's right; the listed one ends it, and is told."""
    taken = asks(shop, an, kind, "")
    with pytest.raises(NotATerm, match="law lists"):
        stages.refuse(taken.request, "out_of_stock", shop.now(), "staff/care/x")
    assert _state(taken) == RequestState.RECEIVED
    assert stages.refuse(taken.request, grounds_for(kind)[0].word, shop.now(), "staff/care/x")
    assert _state(taken) == RequestState.REFUSED


def test_a_named_use_stops_the_moment_it_is_asked(shop: Shop, an: int, ha: int) -> None:
    """No clock is waited for, and it holds whoever writes it down; nothing of the person is opened by that."""
    shop.give(an, ("promotion", Channel.EMAIL), ("promotion", Channel.SMS))
    clerk = Staff.objects.get(id=ha).pseudonym
    named = Asking("withdraw", "", "phone", wish=[("promotion", "sms")])
    taken = write_down(an, named, shop.now(), clerk)
    states = consents.states_of(an)
    assert states["promotion", "sms", ""] is ConsentState.WITHDRAWN
    assert states["promotion", "email", ""] is ConsentState.GIVEN
    assert _state(taken) == RequestState.DONE
    row = request_of(taken.request)
    assert row is not None
    assert is_unproven(row.case_id)


def test_words_that_wait_for_a_person_hold_up_no_named_use(shop: Shop, an: int) -> None:
    """The first told it in words; the second names it, and that stops, while the words are still answered."""
    shop.give(an, ("promotion", Channel.EMAIL))
    first = asks(shop, an, "withdraw", "Thôi gửi thư cho tôi")
    asks(shop, an, "withdraw", "", wish=[("promotion", "email")])
    assert consents.states_of(an)["promotion", "email", ""] is ConsentState.WITHDRAWN
    assert _state(first) == RequestState.RECEIVED
