"""The registration form as it is shown: every input with its purpose, its clause, what was typed, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from giuloi.core.bilingual import Words
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import ClauseRef
from giuloi.doors.portal.declaring import ACCEPTING, sentence_of
from giuloi.doors.portal.typed import ELSEWHERE, GROWN, GUARDIAN, YOUNG, Typed
from giuloi.promises.collect.form import AskedField, Problem, asked_fields, rule_of
from giuloi.promises.collect.questions import NO, YES, AskedPurpose, Question, asked_purposes

_COUNTRIES = {"VN": Words("Việt Nam", "Viet Nam")}


@dataclass(frozen=True, slots=True)
class Input:
    """One input: `why` and `clause` say what it is for; ids of its problems are made from `name`."""

    name: str
    label: Words
    value: str = field(default="", repr=False)
    problems: tuple[Problem, ...] = ()
    why: Words | None = None
    clause: ClauseRef | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of several; `chosen` only if somebody chose it."""

    value: str
    label: Words
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One question of consent with its two answers, neither chosen beforehand."""

    question: Question
    answers: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class AskedRows:
    """One purpose with its questions."""

    asked: AskedPurpose
    rows: tuple[Row, ...]


def form_page(policy: Policy, typed: Typed, problems: Sequence[Problem] = ()) -> dict[str, Any]:
    """Everything that the template names."""
    said, rule = typed.texts, rule_of(policy)
    beside = _Beside(problems)
    inputs = {one.name: _input(one, policy, said, beside) for one in asked_fields(policy)}
    declared = [name for name in rule.declarations if name != ACCEPTING]
    return {
        "inputs": inputs,
        "street": said.get("street", ""),
        "place": said.get("place", ""),
        "countries": _countries(rule.countries, said.get("country", "")),
        "age": Input("age", _age_asked(rule.least_age), problems=beside.of("birth_year")),
        "ages": _ages(rule.least_age, said.get("age", "")),
        "least_age": rule.least_age,
        "declarations": [
            Input(
                f"declared.{name}",
                sentence_of(name),
                said.get(f"declared.{name}", ""),
                beside.of(f"declarations.{name}"),
                clause=rule.clause,
            )
            for name in declared
        ],
        "accepting": Input(
            "accepted",
            sentence_of(ACCEPTING),
            said.get("accepted", "") if said.get("accepted") == policy.hash else "",
            beside.of("policy")[:1] or beside.of(f"declarations.{ACCEPTING}"),
            clause=rule.clause,
        ),
        "policy_hash": policy.hash,
        "policy_version": str(policy.shop.get("version", "")),
        "needs": [_rows(one, said) for one in asked_purposes(policy) if not one.topic],
        "topics": [_rows(one, said) for one in asked_purposes(policy) if one.topic],
        "elsewhere_problems": beside.of("choices") + beside.of("declarations") + beside.of("subject"),
        "problem_count": len(problems),
    }


class _Beside:
    """Problems by the field they stand beside."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self._problems = problems

    def of(self, field_name: str) -> tuple[Problem, ...]:
        """The ones of this field."""
        return tuple(one for one in self._problems if one.field == field_name)


def _input(asked: AskedField, policy: Policy, said: Any, beside: _Beside) -> Input:
    purpose = policy.purposes[asked.purpose]
    return Input(
        asked.name,
        Words(asked.vi[:1].upper() + asked.vi[1:], asked.en[:1].upper() + asked.en[1:]),
        said.get(asked.name, ""),
        beside.of(asked.name),
        Words(purpose.vi or purpose.name, purpose.en or purpose.name),
        asked.clause,
    )


def _countries(countries: frozenset[str], chosen: str) -> list[Option]:
    """Nothing to choose where any country will do."""
    if not countries:
        return []
    named = [Option(one, _COUNTRIES.get(one, Words(one, one)), one == chosen) for one in sorted(countries)]
    other = Words("Nước khác", "Another country")
    return [*named, Option(ELSEWHERE, other, chosen == ELSEWHERE)]


def _age_asked(least: int | None) -> Words:
    return Words(f"Quý khách đã đủ {least} tuổi chưa?", f"Are you {least} or older?")


def _ages(least: int | None, chosen: str) -> list[Option]:
    labels = {
        GROWN: Words(f"Tôi đã đủ {least} tuổi", f"I am {least} or older"),
        YOUNG: Words(f"Tôi chưa đủ {least} tuổi", f"I am under {least}"),
        GUARDIAN: Words(
            f"Tôi là cha, mẹ hoặc người giám hộ, đăng ký thay cho người chưa đủ {least} tuổi",
            f"I am a parent or guardian and register for somebody under {least}",
        ),
    }
    return [Option(value, label, value == chosen) for value, label in labels.items()]


def _rows(asked: AskedPurpose, said: Any) -> AskedRows:
    return AskedRows(asked, tuple(_row(one, said.get(one.name, "")) for one in asked.questions))


def _row(question: Question, answer: str) -> Row:
    return Row(question, (Option("yes", YES, answer == "yes"), Option("no", NO, answer == "no")))
