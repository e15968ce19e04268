"""Which step of an authority's file may follow which, and whose it may be: pure, and small enough to explore whole.

::

    received ──confirm──> verified ──prepare──> prepared ──approve──> half ──approve──> approved
        │ deny                 ^  name              ^  send back: to verified   │ prepare: to prepared
        v                      └────────────────────┴───────────────────────────┘
      denied                              approved ──release──> releasing ──sealed──> released ──receipt──> closed
    every stage before `released` ──refuse──> refused

A denial ends all but the refusal, whenever it comes before the release. An approval names the very scope it is for;
a scope that changed has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from giuloi.core.terms import GiuloiError

APPROVERS = 2


class Stage(StrEnum):
    """How far a file is."""

    RECEIVED = "received"
    VERIFIED = "verified"
    DENIED = "denied"
    PREPARED = "prepared"
    HALF = "half"
    APPROVED = "approved"
    RELEASING = "releasing"
    RELEASED = "released"
    CLOSED = "closed"
    REFUSED = "refused"


class Action(StrEnum):
    """What somebody does with it."""

    CONFIRM = "confirm"
    DENY = "deny"
    NO_ANSWER = "no_answer"
    NAME = "name"
    PREPARE = "prepare"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    RELEASE = "release"
    SEALED = "sealed"
    RECEIPT = "receipt"
    REFUSE = "refuse"


class Why(StrEnum):
    """Why a step is not taken."""

    NOT_NOW = "not_now"
    OWN_WORK = "own_work"
    TWICE = "twice"
    STALE = "stale"
    NO_SCOPE = "no_scope"
    GONE = "gone"


class NotThisStep(GiuloiError):
    """This step does not follow, or is not this person's to take; `why` says which."""

    def __init__(self, why: Why) -> None:
        super().__init__(f"this step is not taken: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Position:
    """Where a file stands. `scope` is the hash of what would be released, `hands` who took it in or ever cut it."""

    stage: Stage
    hands: frozenset[int]
    scope: str = ""
    approvals: tuple[tuple[int, str], ...] = ()

    @property
    def open(self) -> bool:
        """Whether anything can still be decided about it."""
        return self.stage in _BEFORE_RELEASE

    @property
    def valid(self) -> tuple[int, ...]:
        """Who approved the scope that stands now."""
        return tuple(staff for staff, scope in self.approvals if scope == self.scope)


_WORKED_ON = (Stage.VERIFIED, Stage.PREPARED, Stage.HALF, Stage.APPROVED)
_NOT_GONE = (
    *_WORKED_ON,
    Stage.RELEASING,
)  # a release that a crash cut off: nothing left, and it is cut anew or denied
_BEFORE_RELEASE = (Stage.RECEIVED, Stage.DENIED, *_WORKED_ON, Stage.RELEASING)

NEXT: Mapping[tuple[Stage, Action], Stage] = MappingProxyType(
    {
        (Stage.RECEIVED, Action.CONFIRM): Stage.VERIFIED,
        (Stage.RECEIVED, Action.NO_ANSWER): Stage.RECEIVED,
        (Stage.RECEIVED, Action.DENY): Stage.DENIED,
        (Stage.VERIFIED, Action.NAME): Stage.VERIFIED,
        **{(stage, Action.DENY): Stage.DENIED for stage in _NOT_GONE},
        **{(stage, Action.PREPARE): Stage.PREPARED for stage in _NOT_GONE},
        **{(stage, Action.SEND_BACK): Stage.VERIFIED for stage in _NOT_GONE[1:]},
        (Stage.PREPARED, Action.APPROVE): Stage.HALF,
        (Stage.HALF, Action.APPROVE): Stage.APPROVED,
        (Stage.APPROVED, Action.RELEASE): Stage.RELEASING,
        (Stage.RELEASING, Action.RELEASE): Stage.RELEASING,  # begun anew after a crash: nothing had left
        (Stage.RELEASING, Action.SEALED): Stage.RELEASED,
        (Stage.RELEASED, Action.RECEIPT): Stage.CLOSED,
        **{(stage, Action.REFUSE): Stage.REFUSED for stage in _BEFORE_RELEASE},
    }
)


def step(now: Position, action: Action, actor: int, scope: str = "") -> Position:
    """Where the file stands afterwards. `actor` is a member of staff, `scope` the scope that they have before them.

    Raises NotThisStep. Whoever took the file in or ever cut its scope never approves it, also not after another cut.
    """
    following = NEXT.get((now.stage, action))
    if following is None:
        raise NotThisStep(Why.NOT_NOW)
    if action is Action.PREPARE:
        return _prepared(now, actor, scope)
    if action is Action.APPROVE:
        return _approved(now, following, actor, scope)
    if action is Action.RELEASE:
        _two_stand_behind(now, scope)
    if action in (Action.SEND_BACK, Action.DENY, Action.REFUSE):
        return replace(now, stage=following, approvals=())
    return replace(now, stage=following)


def _prepared(now: Position, actor: int, scope: str) -> Position:
    if not scope:
        raise NotThisStep(Why.NO_SCOPE)
    return Position(Stage.PREPARED, now.hands | {actor}, scope)


def _approved(now: Position, following: Stage, actor: int, scope: str) -> Position:
    if actor in now.hands:
        raise NotThisStep(Why.OWN_WORK)
    if scope != now.scope:
        raise NotThisStep(Why.STALE)
    if actor in now.valid:
        raise NotThisStep(Why.TWICE)
    return replace(now, stage=following, approvals=(*now.approvals, (actor, scope)))


def _two_stand_behind(now: Position, scope: str) -> None:
    """The stage says so already; a row that was altered, or a scope that changed since, must not get past this."""
    if scope != now.scope or len(set(now.valid) - now.hands) < APPROVERS:
        raise NotThisStep(Why.STALE)


def verifies(entered_at: datetime, ended_at: datetime | None, received_at: datetime, at: datetime) -> bool:
    """Whether a call to a number of the register verifies a request: it stood there before the request arrived.

    Whoever sends a forged letter would like the number beside it to be entered first.
    """
    return entered_at < received_at and (ended_at is None or ended_at > at)
