"""What somebody typed into the registration form, read into a `Form` and put back where it was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import PolicyHash
from giuloi.doors.portal.declaring import ACCEPTING, sentence_of
from giuloi.promises.collect.form import Choice, Form, Problem, rule_of
from giuloi.promises.collect.questions import asked_purposes

TEXTS = ("name", "phone", "email", "street", "place", "country")
LONGEST = 4096  # characters kept of what was typed into one field; the form itself says where it is too long
GROWN, YOUNG, GUARDIAN = "grown", "young", "guardian"
ELSEWHERE = "ZZ"  # ISO 3166's own "unknown": any country that is not offered

_AGE_NOT_SAID = (
    "Xin chọn một câu trả lời về tuổi: chính sách hứa riêng với người chưa đủ tuổi.",
    "please answer the question about age: the policy makes promises of its own to the young",
)


@dataclass(frozen=True, slots=True)
class Typed:
    """Name in the form → text, for every input that the form has and nothing else."""

    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    def form(self, policy: Policy, language: str) -> Form:
        """As `promises.collect` reads it. Of somebody under age no side purpose is asked (clause VII.1)."""
        age = self._get("age")
        return Form(
            name=self._get("name"),
            phone=self._get("phone"),
            email=self._get("email"),
            address=", ".join(text for text in (self._get("street"), self._get("place")) if text),
            accepted=PolicyHash(self._get("accepted")),
            declarations=dict(self._declared(policy, language)),
            country=self._get("country") or "VN",
            of_age=True if age == GROWN else (False if age in (YOUNG, GUARDIAN) else None),
            represented=age == GUARDIAN,
            choices=tuple(self._choices(policy, language, young=age != GROWN and _asks_age(policy))),
            language=language,
        )

    def problems(self, policy: Policy) -> list[Problem]:
        """What this page insists on beyond the form's own rules."""
        if _asks_age(policy) and self._get("age") not in (GROWN, YOUNG, GUARDIAN):
            return [Problem("birth_year", "not_said", *_AGE_NOT_SAID)]
        return []

    def hidden(self) -> list[tuple[str, str]]:
        """Everything, as hidden inputs that carry it to the next page: nothing of it is kept meanwhile."""
        return [(name, text) for name, text in self.texts.items() if text]

    def _get(self, name: str) -> str:
        return self.texts.get(name, "").strip()

    def _declared(self, policy: Policy, language: str) -> Iterator[tuple[str, str]]:
        for name in rule_of(policy).declarations:
            said = self._get("accepted") if name == ACCEPTING else self._get(f"declared.{name}")
            if said:
                yield name, sentence_of(name).spoken(language)

    def _choices(self, policy: Policy, language: str, *, young: bool) -> Iterator[Choice]:
        for asked in asked_purposes(policy):
            if young and asked.topic:
                continue
            for one in asked.questions:
                answer = {"yes": True, "no": False}.get(self._get(one.name))
                if answer is not None:  # left open: not asked for again here, and not given
                    yield Choice(one.purpose, one.channel, answer, one.wording(language), language)


def read_typed(sent: Mapping[str, str], policy: Policy) -> Typed:
    """Only the inputs that this policy's form has, each cut to what anybody could mean."""
    return Typed({name: str(sent[name])[:LONGEST] for name in _names(policy) if name in sent})


def _names(policy: Policy) -> Iterator[str]:
    yield from TEXTS
    yield from ("age", "accepted")
    yield from (f"declared.{name}" for name in rule_of(policy).declarations if name != ACCEPTING)
    yield from (one.name for asked in asked_purposes(policy) for one in asked.questions)


def _asks_age(policy: Policy) -> bool:
    return rule_of(policy).least_age is not None
