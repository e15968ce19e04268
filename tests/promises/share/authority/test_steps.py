"""Every state that three people can bring a file to, breadth first: nothing leaves but as III.2 says."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from giuloi.promises.share.authority.steps import (
    NEXT,
    Action,
    NotThisStep,
    Position,
    Stage,
    Why,
    step,
    verifies,
)
from tests.house.conftest import say_at_the_end

__all__ = ["say_at_the_end"]
HA, KHOA, LAN = STAFF = (1, 2, 3)
SCOPES = ("narrow", "wide", "")
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seen:
    """A file, and beside it what an onlooker noted who does not read the code: the truth to judge it by."""

    file: Position
    taker: int
    verified: bool = False
    denied: bool = False
    scope: str = ""
    preparers: frozenset[int] = frozenset()
    said_yes: frozenset[int] = frozenset()  # to the scope that stands now
    left: int = 0
    left_scope: str = ""


def noted(before: Seen, after: Position, action: Action, actor: int, scope: str) -> Seen:
    """What the onlooker writes down after a step that was taken."""
    seen = replace(before, file=after)
    if action is Action.CONFIRM:
        return replace(seen, verified=True)
    if action is Action.DENY:
        return replace(seen, denied=True, said_yes=frozenset())
    if action is Action.PREPARE:
        return replace(seen, scope=scope, preparers=seen.preparers | {actor}, said_yes=frozenset())
    if action in (Action.SEND_BACK, Action.REFUSE):
        return replace(seen, said_yes=frozenset())
    if action is Action.APPROVE:
        return replace(seen, said_yes=seen.said_yes | {actor})
    if action is Action.SEALED:
        return replace(seen, left=seen.left + 1, left_scope=after.scope)
    return seen


def followers(seen: Seen) -> Iterator[tuple[Action, int, str, Seen]]:
    """Everything that anybody can do next."""
    for action in Action:
        for actor in STAFF:
            for scope in SCOPES:
                try:
                    after = step(seen.file, action, actor, scope)
                except NotThisStep:
                    continue
                yield action, actor, scope, noted(seen, after, action, actor, scope)


def violations(before: Seen, action: Action, after: Seen) -> Iterator[str]:
    """What III.2 forbids, in terms of the onlooker's notes only."""
    if after.left > 1:
        yield "released twice"
    if after.left > before.left:
        others = before.said_yes - before.preparers - {before.taker}
        if len(others) < 2:
            yield "released without two approvers who neither took it in nor prepared it"
        if not before.verified or before.denied:
            yield "released without verification"
        if after.left_scope != before.scope or not before.scope:
            yield "released over another scope than the approved one"
    if before.left and action in (Action.PREPARE, Action.APPROVE, Action.RELEASE, Action.REFUSE, Action.NAME):
        yield "changed after the release"
    if before.file.stage is Stage.REFUSED:
        yield "went on after the refusal"


def test_no_way_leads_around_two_approvers_verification_or_the_scope(
    say_at_the_end: Callable[[str], None],
) -> None:
    """All states × all actions × three people × every scope, from each who may have taken it in."""
    starts = [Seen(Position(Stage.RECEIVED, frozenset({one})), one) for one in STAFF]
    known, waiting, steps, wrong = set(starts), deque(starts), 0, []
    released = 0
    while waiting:
        before = waiting.popleft()
        for action, actor, scope, after in followers(before):
            steps += 1
            released += after.left > before.left
            wrong += [(one, action, actor, scope, before) for one in violations(before, action, after)]
            if after not in known:
                known.add(after)
                waiting.append(after)
    say_at_the_end(
        f"authority: {len(known)} states, {steps} steps taken by 3 people, {released} of them releases; "
        f"violations {len(wrong)}"
    )
    assert wrong == []
    assert released > 0  # it does come to releases: the search was not blind
    assert {one.file.stage for one in known} == set(Stage)


@pytest.mark.parametrize("loophole", ["self approval", "stale approval", "one approver"])
def test_the_search_would_notice(loophole: str) -> None:
    """With a rule taken out the onlooker sees a release that must not be."""
    file = Position(Stage.RELEASING, frozenset({HA}), "narrow", ((KHOA, "narrow"), (LAN, "narrow")))
    before = Seen(file, HA, True, False, "narrow", frozenset({HA}), frozenset({KHOA, LAN}))
    after = noted(before, step(file, Action.SEALED, HA), Action.SEALED, HA, "")
    assert list(violations(before, Action.SEALED, after)) == []
    spoiled = {
        "self approval": replace(before, preparers=frozenset({HA, KHOA})),
        "stale approval": replace(before, scope="wide"),
        "one approver": replace(before, said_yes=frozenset({KHOA})),
    }[loophole]
    assert list(violations(spoiled, Action.SEALED, after))


def _to(*taken: tuple[Action, int, str]) -> Position:
    file = Position(Stage.RECEIVED, frozenset({HA}))
    for action, actor, scope in taken:
        file = step(file, action, actor, scope)
    return file


_PREPARED = ((Action.CONFIRM, HA, ""), (Action.PREPARE, HA, "narrow"))


@pytest.mark.parametrize(
    ("taken", "action", "actor", "scope", "why"),
    [
        ((), Action.PREPARE, HA, "narrow", Why.NOT_NOW),
        (_PREPARED, Action.APPROVE, HA, "narrow", Why.OWN_WORK),
        (_PREPARED, Action.APPROVE, KHOA, "wide", Why.STALE),
        ((*_PREPARED, (Action.APPROVE, KHOA, "narrow")), Action.APPROVE, KHOA, "narrow", Why.TWICE),
        ((*_PREPARED, (Action.PREPARE, KHOA, "wide")), Action.APPROVE, KHOA, "wide", Why.OWN_WORK),
        ((*_PREPARED, (Action.APPROVE, KHOA, "narrow")), Action.RELEASE, HA, "narrow", Why.NOT_NOW),
        (((Action.CONFIRM, HA, ""),), Action.PREPARE, HA, "", Why.NO_SCOPE),
        (((Action.DENY, HA, ""),), Action.CONFIRM, HA, "", Why.NOT_NOW),
    ],
)
def test_what_is_not_taken_says_why(
    taken: tuple[tuple[Action, int, str], ...], action: Action, actor: int, scope: str, why: Why
) -> None:
    """One's own work, a scope that changed, a second yes of one person, a letter that the authority denied."""
    with pytest.raises(NotThisStep) as refused:
        step(_to(*taken), action, actor, scope)
    assert refused.value.why is why


def test_a_number_counts_only_if_it_was_there_before_the_letter() -> None:
    """Entered a minute later, or taken out of the register: it verifies nothing."""
    minute = timedelta(minutes=1)
    assert verifies(NOON - minute, None, NOON, NOON)
    assert not verifies(NOON, None, NOON, NOON + minute)
    assert not verifies(NOON + minute, None, NOON, NOON + 2 * minute)
    assert not verifies(NOON - minute, NOON, NOON, NOON + minute)


def test_every_stage_but_the_last_two_has_a_way_on() -> None:
    """No file is stuck: what is not closed or refused can be ended."""
    ends = {Stage.CLOSED, Stage.REFUSED}
    assert {stage for stage, _ in NEXT} == set(Stage) - ends


@pytest.mark.parametrize(("action", "stage"), [(Action.PREPARE, Stage.PREPARED), (Action.DENY, Stage.DENIED)])
def test_a_release_that_a_crash_cut_off_can_be_cut_anew_or_denied(action: Action, stage: Stage) -> None:
    """An approver may have left meanwhile, or the authority say that it never asked; the old yeses count no more."""
    file = Position(Stage.RELEASING, frozenset({HA}), "narrow", ((KHOA, "narrow"), (LAN, "narrow")))
    after = step(file, action, HA, "narrow")
    assert after.stage is stage
    assert after.valid == ()
    with pytest.raises(NotThisStep):
        step(after, Action.SEALED, HA)
