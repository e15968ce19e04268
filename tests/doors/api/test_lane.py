"""Reveals that come at once are committed together, and each is still decided upon, answered and ledgered alone."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from giuloi.core.terms import Channel, Standing, Unavailable
from giuloi.doors.api import lane as lane_module
from giuloi.doors.api.lane import Lane
from giuloi.records.facts import Ask
from giuloi.records.reveal import Answer, Refusal, Revealed
from giuloi.records.uses.pending import backlog
from giuloi.records.uses.sequencer import integrate
from giuloi.records.uses.trail import leaf_of_use
from tests.cast import AN, BINH
from tests.records.conftest import Shop, an, binh, shop

__all__ = ["an", "binh", "shop"]
MANY = 12


def _at_once(shop: Shop, people: list[int], lane: Lane) -> list[Answer | Exception]:
    """Everybody's e-mail for the campaign, all asked for by threads of their own while the first is held up."""
    case, holding = shop.campaign(), shop.staff("marketing", "promotion")
    at = shop.now()

    def one(person: int) -> Answer | Exception:
        try:
            return lane.reveal(holding, ["email"], Ask(person, case), at, Channel.EMAIL)
        except Exception as error:
            return error
        finally:
            connection.close()

    with lane._turn, ThreadPoolExecutor(len(people)) as pool:
        asked = [pool.submit(one, person) for person in people]
        while len(lane._seats) < len(people):
            threading.Event().wait(0.001)
        lane._turn.release()
        found = [each.result() for each in asked]
        lane._turn.acquire()
    return found


def test_each_gets_the_answer_about_the_person_they_asked_for(shop: Shop, an: int, binh: int) -> None:
    """An consented, Bình did not: nobody gets another's answer, and one transaction holds them all."""
    people = [an, binh] * (MANY // 2)
    before = backlog()
    found = _at_once(shop, people, Lane())
    for person, answer in zip(people, found, strict=True):
        assert not isinstance(answer, Exception)
        assert answer.ask.subject == person
        assert isinstance(answer, Revealed if person == an else Refusal)
        if isinstance(answer, Revealed):
            assert answer.fields["email"].open() == AN.email != BINH.email
    assert backlog() - before == 2  # one use for the yes, one for the no
    integrate()
    assert all(leaf_of_use(answer.use) is not None for answer in found if not isinstance(answer, Exception))


def test_an_error_is_everybodys_who_it_befell(shop: Shop, an: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is gone: each is told, nobody waits for ever, and the next one is served."""
    lane = Lane()

    def gone(*_: Any) -> Any:
        raise Unavailable("the data database cannot do this now")

    with monkeypatch.context() as patch:
        patch.setattr(lane_module, "reveal_many", gone)
        assert {type(one) for one in _at_once(shop, [an] * MANY, lane)} == {Unavailable}
    (served,) = _at_once(shop, [an], lane)
    assert isinstance(served, Revealed)


def test_one_ask_that_fails_is_nobody_elses_failure(
    shop: Shop, an: int, binh: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever came along with it is answered."""
    real = lane_module.reveal_many

    def trips(holding: Any, names: Any, asks: Any, *rest: Any) -> Any:
        if any(ask.subject == binh for ask in asks):
            raise ValueError("this one")
        return real(holding, names, asks, *rest)

    monkeypatch.setattr(lane_module, "reveal_many", trips)
    found = _at_once(shop, [an, binh, an, binh], Lane())
    assert [type(one) for one in found] == [Revealed, ValueError, Revealed, ValueError]
    assert found[1] is not found[3]


@pytest.mark.parametrize("error", [Unavailable("gone"), KeyError("odd")])
def test_everybody_raises_an_exception_of_their_own(
    shop: Shop, an: int, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """One object raised in many threads would mix their traces."""

    def fails(*_: Any) -> Any:
        raise type(error)(*error.args)

    monkeypatch.setattr(lane_module, "reveal_many", fails)
    found = _at_once(shop, [an] * MANY, Lane())
    assert {type(one) for one in found} == {type(error)}
    assert len({id(one) for one in found}) == MANY


def test_what_differs_is_not_decided_together(shop: Shop, an: int) -> None:
    """Two purposes at once: each under its own."""
    order = shop.order(an)[1]
    member = shop.person(BINH, Standing.MEMBER)
    lane, at = Lane(), shop.now()
    supply = lane.reveal(shop.staff("fulfilment", "supply"), ["phone"], Ask(an, order), at, Channel.IN_HOUSE)
    other = lane.reveal(
        shop.staff("fulfilment", "supply"), ["phone"], Ask(member, order), at, Channel.IN_HOUSE
    )
    assert isinstance(supply, Revealed)
    assert isinstance(other, Refusal)
