"""VI.3, VI.4: once a withdrawal or a freeze is acknowledged, nothing is opened any more, whoever was under way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Event
from threading import Barrier
from typing import Any

import pytest
from django.db.transaction import on_commit

from giuloi.core.terms import Channel, ConsentState, Standing, SubjectState
from giuloi.records import consents, freezing
from giuloi.records import reveal as reveal_module
from giuloi.records.facts import Ask
from giuloi.records.keyring import keyring, opening
from giuloi.records.keyring.standing import ConsentKey
from giuloi.records.reveal import Answer, reveal
from giuloi.records.subjects import standing_of
from giuloi.records.uses.pending import permitted
from giuloi.records.uses.sequencer import integrate, run_forever
from tests.cast import AN, BINH
from tests.harness.forks import close_connections, in_a_fork
from tests.records.conftest import NOON, Shop
from tests.records.racing import Figures, Switch, Turn, judge, read, slow_last_check, turn

SUPPLY: ConsentKey = ("supply", "in_house", "")
FROZEN, RESTRICTED = SubjectState.FROZEN, SubjectState.RESTRICTED
SMALL = 120  # races of the run of every day, each way


class Between:
    """Something that happens between the decision and the last check."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self._happens: Callable[[], object] | None = happens

    def count(self, permits: int) -> None:
        """Once: then as always."""
        happens, self._happens = self._happens, None
        permitted.count(permits)
        if happens is not None:
            happens()


def _consenting(shop: Shop) -> Switch:
    """A member: on is consent to supply, off is its withdrawal."""
    subject, asked = shop.person(AN, Standing.MEMBER), [shop.asked("supply", Channel.IN_HOUSE)]
    return Switch(
        subject,
        lambda: consents.give(subject, asked, NOON),
        lambda: consents.withdraw(subject, asked, NOON),
    )


def _freezing(shop: Shop) -> Switch:
    """A guest: off is a freeze, on is its release."""
    subject = shop.person(BINH)
    freezing.set_states(subject, FROZEN, NOON)
    return Switch(
        subject,
        lambda: freezing.release_states(subject, FROZEN, NOON),
        lambda: freezing.set_states(subject, FROZEN, NOON),
    )


def _asking(shop: Shop, switches: list[Switch]) -> Callable[[int], Answer]:
    """How those who pack the order open each of these people."""
    cases = {one.subject: shop.order(one.subject)[1] for one in switches}
    holding = shop.staff("fulfilment", "supply")
    return lambda subject: reveal(holding, ["name", "phone"], Ask(subject, cases[subject]), NOON)


Elsewhere = Callable[[Callable[[], Any]], Callable[[], Any]]


def _in_a_thread(pool: ThreadPoolExecutor) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """As `in_a_fork`, in a thread of this process."""

    def start(work: Callable[[], Any]) -> Callable[[], Any]:
        def and_close() -> Any:
            try:
                return work()
            finally:
                close_connections()

        return pool.submit(and_close).result

    return start


def _race(shop: Shop, elsewhere: Elsewhere, switches: list[Switch], times: int) -> Figures:
    """Three open all the while that each switch is turned on and off so many times, under a running sequencer."""
    ask, people, over = _asking(shop, switches), [one.subject for one in switches], Event()
    sequencing = elsewhere(lambda: run_forever(over))
    watching = [elsewhere(lambda: read(ask, people, over.is_set)) for _ in range(3)]
    turning = [elsewhere(lambda one=one: turn(one, times)) for one in switches]  # type: ignore[misc]
    turns = {one.subject: wait() for one, wait in zip(switches, turning, strict=True)}
    over.set()
    openings = [one for wait in watching for one in wait()]
    sequencing()
    assert integrate()
    return judge(turns, openings)


@pytest.mark.parametrize("where", ["threads", "processes"])
def test_withdrawal_is_effective_immediately(
    shop: Shop,
    where: str,
    runs: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No opening's last check begins after the acknowledgement and lets it through; nor does a yes get lost."""
    switches = [_consenting(shop), _freezing(shop)]
    with slow_last_check(monkeypatch), ThreadPoolExecutor(8) as pool:
        elsewhere = _in_a_thread(pool) if where == "threads" else in_a_fork
        figures = _race(shop, elsewhere, switches, max(SMALL, runs) // len(switches))
    with capsys.disabled():
        print(figures, end="")
    assert (figures.late, figures.lost) == ((), ())
    assert figures.blocked > 0, "no race was close enough to prove anything"


def test_without_the_last_check_the_race_would_be_lost(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure can fail: blind the last check, and an opening comes too late."""
    switch = _consenting(shop)
    ask = _asking(shop, [switch])
    turns: list[Turn] = []
    monkeypatch.setattr(opening, "_withdrawn", lambda *_: set())
    monkeypatch.setattr(reveal_module, "permitted", Between(lambda: turns.extend(turn(switch, 1))))
    switch.on()
    with slow_last_check(monkeypatch):
        seen = read(ask, [switch.subject], lambda: bool(turns))
    assert judge({switch.subject: turns}, seen).late


def _at_once(pool: ThreadPoolExecutor, *works: Callable[[], object]) -> None:
    """All of these in threads of their own, begun together."""
    together = Barrier(len(works))
    elsewhere = _in_a_thread(pool)
    waits = [elsewhere(lambda one=one: (together.wait(), one())) for one in works]  # type: ignore[misc]
    for wait in waits:
        wait()


def test_a_withdrawal_while_a_consent_is_being_recorded_is_not_lifted_by_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Yes is on disk, then no is said and acknowledged, then yes goes on: the no stands in both stores."""
    switch = _consenting(shop)
    switch.on()
    switch.off()
    real = consents.lift_withdrawals
    monkeypatch.setattr(consents, "lift_withdrawals", lambda *given: (switch.off(), real(*given)))
    switch.on()
    assert consents.states_of(switch.subject)[SUPPLY] is ConsentState.WITHDRAWN
    assert keyring().withdrawals_of(switch.subject) == {SUPPLY}


def test_yes_and_no_said_at_once_end_in_one_of_them(shop: Shop, runs: int) -> None:
    """Whichever comes last, data and key store agree on it: no withdrawal is known to one of them only."""
    switch = _consenting(shop)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(max(30, runs // 10)):
            _at_once(pool, switch.on, switch.off)
            withdrawn = consents.states_of(switch.subject)[SUPPLY] is ConsentState.WITHDRAWN
            assert keyring().withdrawals_of(switch.subject) == ({SUPPLY} if withdrawn else set())


@pytest.mark.parametrize("say_no", [consents.refuse, consents.withdraw])
def test_a_no_to_what_was_given_meanwhile_takes_it_back_in_both_stores(
    shop: Shop, say_no: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever way no is said, and however late the yes before it came: the key store knows."""
    switch = _consenting(shop)
    real = consents.record_consents

    def after_a_yes(*given: Any) -> Any:
        monkeypatch.setattr(consents, "record_consents", real)
        if given[2] is not ConsentState.GIVEN:
            real(*given[:2], ConsentState.GIVEN, NOON)
        return real(*given)

    monkeypatch.setattr(consents, "record_consents", after_a_yes)
    say_no(switch.subject, [shop.asked("supply", Channel.IN_HOUSE)], NOON)
    assert consents.states_of(switch.subject)[SUPPLY] is ConsentState.WITHDRAWN
    assert keyring().withdrawals_of(switch.subject) == {SUPPLY}


@pytest.mark.parametrize("then", ["restricted too", "released"])
def test_a_freeze_is_not_lost_when_another_state_changes_at_the_same_moment(
    shop: Shop, runs: int, then: str
) -> None:
    """Two people act on one customer at once: what was acknowledged holds, in the data and in the key store."""
    binh = shop.person(BINH)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(max(20, runs // 10)):
            before = RESTRICTED if then == "released" else SubjectState.NONE
            freezing.set_states(binh, before, NOON)
            other = freezing.release_states if then == "released" else freezing.set_states
            _at_once(
                pool,
                lambda: freezing.set_states(binh, FROZEN, NOON),
                lambda other=other: other(binh, RESTRICTED, NOON),  # type: ignore[misc]
            )
            expected = FROZEN if then == "released" else FROZEN | RESTRICTED
            found = standing_of(binh)
            assert found is not None
            assert found[1] == expected
            assert keyring().standing_restrictions() == {binh: int(expected)}
            freezing.release_states(binh, FROZEN | RESTRICTED, NOON)


def test_a_freeze_while_a_release_is_under_way_is_not_released_by_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The release is in the data, then a freeze is acknowledged, then the release goes on: frozen in both."""
    switch = _freezing(shop)
    real = freezing.write_states

    def and_freeze(subject: int, states: SubjectState) -> None:
        real(subject, states)
        monkeypatch.setattr(freezing, "write_states", real)
        on_commit(lambda: freezing.set_states(subject, FROZEN, NOON))

    monkeypatch.setattr(freezing, "write_states", and_freeze)
    switch.on()
    assert standing_of(switch.subject)[1] == FROZEN  # type: ignore[index]
    assert keyring().standing_restrictions() == {switch.subject: int(FROZEN)}
