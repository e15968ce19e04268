"""Asking the gate, through `reveal` like everybody, and showing what it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from giuloi.core.fields import mask_of
from giuloi.core.gate.words import fields_named, purpose_by, role_named
from giuloi.core.terms import Channel
from giuloi.doors.cli.demo.expect import WentWrong, expect
from giuloi.doors.cli.demo.screen import Screen
from giuloi.doors.cli.demo.stage import Stage
from giuloi.doors.cli.told import field_named, opened, spoken, told
from giuloi.doors.cli.tongue import say
from giuloi.promises.collect.goods import read

if TYPE_CHECKING:
    from giuloi.records.credentials import Holding


@dataclass(frozen=True, slots=True)
class Question:
    """One use that somebody wants to make of one person."""

    holding: Holding
    fields: Sequence[str]
    subject: int
    channel: Channel = Channel.IN_HOUSE


def must_open(screen: Screen, stage: Stage, question: Question, clause: str) -> dict[str, str]:
    """Ask; it has to be allowed by this clause. Shows and returns the values. Raises WentWrong."""
    from giuloi.records.reveal import Revealed

    answer = _ask(screen, stage, question)
    if not isinstance(answer, Revealed):
        raise WentWrong(say("lẽ ra phải được phép", "this should have been allowed"))
    _expect_clause(answer.decision.clause, clause)
    values = {name: _readable(name, value) for name, value in opened(answer).items()}
    expect(set(values) == set(question.fields), say("thiếu thông tin", "not everything was opened"))
    screen.values((field_named(name), value) for name, value in values.items())
    return values


def must_refuse(screen: Screen, stage: Stage, question: Question, clause: str, needs: str = "") -> None:
    """Ask; it has to be refused by this clause, and say what it would take. Raises WentWrong."""
    from giuloi.records.reveal import Refusal

    answer = _ask(screen, stage, question)
    if not isinstance(answer, Refusal):
        raise WentWrong(
            say("lẽ ra phải bị từ chối, vậy mà đã mở", "this should have been refused, and was opened")
        )
    _expect_clause(answer.decision.clause, clause)
    needed = [need.what for need in answer.decision.needed]
    expect(
        needed == [needs],
        say(f"lẽ ra phải cần {needs!r}, không phải {needed}", f"needs {needed}, not {needs!r}"),
    )


def _ask(screen: Screen, stage: Stage, question: Question) -> Any:
    """Through the gate and into the ledger; shows the answer and its clause."""
    from giuloi.records.facts import Ask
    from giuloi.records.reveal import reveal

    holding = question.holding
    answer = reveal(holding, question.fields, Ask(question.subject), datetime.now(UTC), question.channel)
    screen.say(_in_words(question, stage), "dim")
    said = told(answer.decision, holding, question.fields, question.channel, stage.policy)
    screen.answered(said, allowed=answer.decision.allowed)
    return answer


def _in_words(question: Question, stage: Stage) -> str:
    """Who asks · for what purpose · for which fields."""
    language, holding = spoken(), question.holding
    purpose = purpose_by(holding.purpose, question.channel, language)
    who = holding.recipient or role_named(stage.policy, holding.role, language)
    return f"{who} · {purpose} · {fields_named(mask_of(question.fields), language)}"


def _expect_clause(cited: str, clause: str) -> None:
    expect(
        cited == clause,
        say(f"viện dẫn mục {cited}, lẽ ra mục {clause}", f"cites {cited} instead of {clause}"),
    )


def _readable(name: str, value: str) -> str:
    """What was bought is sealed as JSON; everything else as it was said."""
    if name != "purchases":
        return value
    return ", ".join(f"{line.quantity} × {line.name}" for line in read(value).lines)
