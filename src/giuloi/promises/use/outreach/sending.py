"""A campaign on its way: small batches, each claimed in one transaction, opened by the gate, handed over one by one.

Before the first message of a batch goes, who it is for is on disk; just before each message goes, the key store is
asked once more whether its consent still stands. So a withdrawal that was acknowledged stops even what was claimed
and opened before it. One process at a time works on a campaign; who comes after one that died goes on after it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from giuloi.core.terms import Channel, ConsentState, Secret, Unavailable
from giuloi.promises.use.channels.adapter import Line, adapter_of
from giuloi.promises.use.channels.message import Message, NotReady, Permanent, Transient, Unknown
from giuloi.promises.use.outreach import campaigns, opinions, sends
from giuloi.promises.use.outreach.addresses import Outcomes, cleared
from giuloi.promises.use.outreach.campaigns import Campaign, State
from giuloi.promises.use.outreach.drafts import Kind, NotNow
from giuloi.promises.use.outreach.reasons import ADDRESS, Reason, field_names, for_claiming, numbers
from giuloi.promises.use.outreach.rules import Rule, rule_for
from giuloi.promises.use.outreach.sends import Claim, SendState
from giuloi.promises.use.outreach.written import Writer
from giuloi.records.access.preference_links import preference_links
from giuloi.records.backup.frozen import is_sending_frozen
from giuloi.records.candidates import languages_of, next_of
from giuloi.records.credentials import Holding, UnknownActor, hold_as_staff
from giuloi.records.database import durable
from giuloi.records.facts import Ask
from giuloi.records.keyring import keyring
from giuloi.records.locks import locked
from giuloi.records.places import places
from giuloi.records.reveal import Refusal, Revealed, reveal_many

BATCH = 50
LONGEST_BATCH = 5.0  # seconds: what is not handed over by then goes back, and is asked about anew
AGAIN = timedelta(minutes=10)
SHORT_TOKEN = 16  # bytes: a text message is short
Clock = Callable[[], datetime]


def now() -> datetime:
    """The time of day: a test gives another clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Opened:
    """A claim whose address is open, and the message for it."""

    claim: Claim
    to: Secret[str] = field(repr=False)
    message: Message = field(repr=False)


@dataclass(slots=True)
class Work:
    """One process at work on one campaign."""

    line: Line
    clock: Clock
    nap: Callable[[float], None]
    writer: Writer
    rule: Rule
    handled: int = 0


def run_due(most: float, clock: Clock = now, nap: Callable[[float], None] = time.sleep) -> int:
    """Work on every campaign that runs and is due, about so many seconds in all; returns how many messages."""
    running = [one for one in campaigns.every(State.RUNNING) if one.next_at is None or one.next_at <= clock()]
    return sum(work(one.id, most / len(running), clock, nap) for one in running)


def work(campaign: int, most: float, clock: Clock = now, nap: Callable[[float], None] = time.sleep) -> int:
    """Send what is due of one campaign, for about so many seconds; returns how many messages were dealt with.

    0 also when another process is at it. Pauses the campaign where its channel cannot send or nobody answers for it.
    """
    if is_sending_frozen() or campaigns.find(campaign).draft.channel is Channel.PHONE:
        return 0  # a person does it (outreach/calls.py), and a call under way is not one that was cut off
    with locked(places().data / "campaigns" / f"{campaign}.lock", wait=False) as mine:
        if not mine:
            return 0
        sends.recover(campaign, clock())
        return _work(campaign, most, clock, nap)


def _work(campaign: int, most: float, clock: Clock, nap: Callable[[float], None]) -> int:
    found = campaigns.find(campaign)
    if found.state is not State.RUNNING:
        return 0
    until = time.monotonic() + most
    try:
        adapter = adapter_of(found.draft.channel)
        if adapter.by_hand:
            return 0  # a person does it: outreach/calls.py
        with adapter.open() as line:
            at_work = Work(line, clock, nap, Writer.of(found.draft), rule_for(found.draft.channel))
            while _batch(campaign, at_work) and time.monotonic() < until:
                pass
    except NotReady:
        _pause(campaign, clock(), "not_ready")
        return 0
    return at_work.handled


def _pause(campaign: int, at: datetime, why: str) -> None:
    try:
        campaigns.pause(campaign, at, why)
    except NotNow:
        return  # somebody paused or stopped it meanwhile


def _batch(campaign: int, at_work: Work) -> bool:
    """One batch, from claim to outcome; False when there is nothing more to do now."""
    begun = time.monotonic()
    found = campaigns.find(campaign)
    size = max(1, min(BATCH, found.draft.per_minute))
    claims = _claim(campaign, at_work, size)
    if claims is None:
        return False
    if claims:
        _deal(campaigns.find(campaign), at_work, claims)
        at_work.handled += len(claims)
        at_work.nap(max(0.0, len(claims) * 60 / found.draft.per_minute - (time.monotonic() - begun)))
    return len(claims) == size or _next_pass(campaign, at_work)


def _claim(campaign: int, at_work: Work, size: int) -> list[Claim] | None:
    """The next people's messages, claimed with everything checked in the same transaction; None: not now."""
    with sends.alone():
        at, found = at_work.clock(), campaigns.find(campaign)
        if found.state is not State.RUNNING or _is_over(found, at) or (waits := _waits(found, at_work, at)):
            if found.state is State.RUNNING and not _is_over(found, at):
                campaigns.came_to(campaign, found.cursor, waits)
            return None
        people = next_of(for_claiming(found, at_work.rule, at), found.cursor, size)
        campaigns.came_to(campaign, people[-1] if len(people) == size else 0, None)
        return sends.claim(campaign, found.draft.channel, people, at) if people else []


def _is_over(found: Campaign, at: datetime) -> bool:
    return found.draft.ends_at is not None and found.draft.ends_at <= at


def _waits(found: Campaign, at_work: Work, at: datetime) -> datetime | None:
    """Until when there is nothing to do: its own beginning, or the hours of the day."""
    if found.draft.starts_at is not None and found.draft.starts_at > at:
        return found.draft.starts_at
    return None if at_work.rule.is_open(at) else at_work.rule.opens(at)


def _next_pass(campaign: int, at_work: Work) -> bool:
    """Everybody was looked at: done, unless somebody may be written to later. Never another batch at once."""
    at = at_work.clock()
    found = campaigns.find(campaign)
    if found.state is not State.RUNNING:
        return False
    if _is_over(found, at):
        campaigns.finish(campaign, at)
        return False
    left = numbers(found.draft, at, campaign).counts
    waiting = sends.counts(campaign).get((SendState.LATER, "not_taken"), 0)
    if (
        left[Reason.CAPPED]
        or left[Reason.QUIET]
        or left[Reason.MAY]
        or waiting
        or found.draft.kind is Kind.SURVEY
    ):
        campaigns.came_to(campaign, 0, at + AGAIN)
    else:
        campaigns.finish(campaign, at)
    return False


def _deal(found: Campaign, at_work: Work, claims: Sequence[Claim]) -> None:
    """Open, hand over, write down what came of it."""
    outcomes: Outcomes = {}
    with _given_back(claims, at_work.clock, outcomes):
        at = at_work.clock()
        opened = _open(found, at_work, claims, at, outcomes)
        going = _going(found, at_work, opened, at, outcomes)
        _hand_over(found, at_work, going, outcomes)


@contextmanager
def _given_back(claims: Sequence[Claim], clock: Clock, outcomes: Outcomes) -> Iterator[None]:
    """Whatever happens inside, every claim ends with its outcome; one without was certainly not sent."""
    try:
        yield
    finally:
        at = clock()
        with durable():
            for state in {state for state, _ in outcomes.values()}:
                told = [(one, outcomes[one.key]) for one in claims if one.key in outcomes]
                some = [(one, word) for one, (known, word) in told if known is state]
                if state is SendState.LATER:
                    sends.later([one for one, _ in some], at + AGAIN, at)
                else:
                    sends.ended(state, some, at)
            sends.let_go([one for one in claims if one.key not in outcomes])


def _open(
    found: Campaign,
    at_work: Work,
    claims: Sequence[Claim],
    at: datetime,
    outcomes: Outcomes,
) -> list[tuple[Claim, Revealed]]:
    """Through the gate, for whoever started the campaign, in its case."""
    holding = _holding(found, at)
    if holding is None:
        return []
    asks = [Ask(one.subject) for one in claims]
    try:
        answers = reveal_many(
            holding, field_names(found.draft), asks, at, found.draft.channel, job="campaign"
        )
    except Unavailable:
        return []  # nothing was opened: all of it goes back
    opened: list[tuple[Claim, Revealed]] = []
    for one, answer in zip(claims, answers, strict=True):
        if isinstance(answer, Revealed) and ADDRESS[found.draft.channel] in answer.fields:
            opened.append((one, answer))
        else:
            outcomes[one.key] = (SendState.REFUSED, _why(answer))
    return opened


def _why(answer: object) -> str:
    if isinstance(answer, Refusal):
        return answer.decision.reason.value
    return "no_address" if isinstance(answer, Revealed) else "unreadable"


def _holding(found: Campaign, at: datetime) -> Holding | None:
    try:
        return hold_as_staff(found.started_by or 0, found.draft.purpose, found.case)
    except UnknownActor:
        _pause(found.id, at, "nobody")  # who started it left: somebody else must answer for it
        return None


def _going(
    found: Campaign,
    at_work: Work,
    opened: Sequence[tuple[Claim, Revealed]],
    at: datetime,
    outcomes: Outcomes,
) -> list[Opened]:
    """Those whose address nobody asked us to leave alone, and that was not written to too often under any name."""
    channel = found.draft.channel
    with sends.alone():
        addresses = [(one, answer.fields[ADDRESS[channel]]) for one, answer in opened]
        going = {one.key for one in cleared(channel, at_work.rule, addresses, at, outcomes)}
        return _written(found, at_work, [one for one in opened if one[0].key in going], at)


def _written(
    found: Campaign, at_work: Work, some: Sequence[tuple[Claim, Revealed]], at: datetime
) -> list[Opened]:
    """Each one's message, with links of its own to say no by (and to answer by)."""
    draft, people = found.draft, [one.subject for one, _ in some]
    size = {"size": SHORT_TOKEN} if draft.channel.value == "sms" else {}
    no = preference_links(people, at, draft.purpose, draft.channel.value, **size)
    asked = opinions.links(found.id, people, at) if draft.kind is Kind.SURVEY else [""] * len(people)
    spoken = languages_of(people, draft.purpose, draft.channel)
    return [
        Opened(
            one,
            answer.fields[ADDRESS[draft.channel]],
            at_work.writer.write(
                answer.fields.get("name"),
                spoken.get(one.subject, "vi"),
                {"preferences": link, **({"opinion": opinion} if opinion else {})},
            ),
        )
        for (one, answer), link, opinion in zip(some, no, asked, strict=True)
    ]


def _hand_over(found: Campaign, at_work: Work, going: Sequence[Opened], outcomes: Outcomes) -> None:
    until = time.monotonic() + LONGEST_BATCH
    consent = (found.draft.purpose, found.draft.channel.value, "")
    for one in going:
        if time.monotonic() > until or not at_work.rule.is_open(at_work.clock()):
            return  # the rest goes back, and is asked about anew
        # The last look: what was acknowledged before it is heeded.
        if not keyring().stands(one.claim.subject, consent):
            outcomes[one.claim.key] = (SendState.REFUSED, ConsentState.WITHDRAWN.value)
            continue
        outcomes[one.claim.key] = (SendState.UNCERTAIN, "ended")  # until it is known, nobody knows
        try:
            taken = at_work.line.send(one.to, one.message, one.claim.key)
            outcomes[one.claim.key] = (SendState.SENT, taken)
        except Transient:
            outcomes[one.claim.key] = (SendState.LATER, "")
        except Permanent:
            outcomes[one.claim.key] = (SendState.FAILED, "not_taken")
            sends.suppress(one.claim.subject, found.draft.channel, None)
        except Unknown:
            outcomes[one.claim.key] = (SendState.UNCERTAIN, "unknown")
        except NotReady:
            del outcomes[one.claim.key]
            raise
