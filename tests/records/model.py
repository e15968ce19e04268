"""What the records should do, said a second time in the plainest words: no keys, no database, no ledger.

A dictionary of people, the reference gate (tests/reference/gate.py), and a list of what happened to each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from giuloi.core.fields import mask_of
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, ConsentState, Standing, SubjectState
from giuloi.records.credentials import Holding
from tests.reference.gate import answer as reference

Key = tuple[str, str, str]  # purpose, channel, recipient
NO = {ConsentState.REFUSED, ConsentState.WITHDRAWN}


@dataclass(frozen=True)
class Happened:
    """One entry of a person's bundle; `fields` is a mask."""

    event: str
    purpose: str
    clause: str
    decision: str
    actor: str
    fields: int = 0
    recipient: str = ""
    channel: str = "in_house"


@dataclass
class Person:
    """Everything about one person, in clear."""

    standing: Standing
    values: dict[int, dict[str, str]]  # record (0: the person) → field → text
    states: SubjectState = SubjectState.NONE
    consents: dict[Key, ConsentState] = field(default_factory=dict)
    happened: list[Happened] = field(default_factory=list)


@dataclass
class Case:
    """Why somebody may look; `subject` None covers everybody, `staff` None is for all of its role."""

    kind: CaseKind
    subject: int | None = None
    record: int | None = None
    role: str = ""
    staff: int | None = None
    open: bool = True


@dataclass
class Model:
    """The whole shop."""

    policy: Policy
    people: dict[int, Person] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)

    def consent(self, subject: int, key: Key, to: ConsentState) -> bool:
        """Whether consent can take that step; if so it has, and it is in the person's history."""
        person = self.people[subject]
        before = person.consents.get(key)
        if to is ConsentState.REFUSED and before is ConsentState.GIVEN:
            to = ConsentState.WITHDRAWN
        if to is ConsentState.REQUESTED and before not in (None, ConsentState.EXPIRED):
            return False
        person.consents[key] = to
        purpose, channel, recipient = key
        clause = self.policy.purposes[purpose].clause
        person.happened.append(
            Happened(f"consent.{to}", purpose, clause, "allowed", "customer", 0, recipient, channel)
        )
        return True

    def reveal(
        self, holding: Holding, names: Sequence[str], asks: Iterable[tuple[int, int | None]], channel: Any
    ) -> list[tuple[tuple[Any, ...], dict[int, dict[str, str]]]]:
        """For each (subject, case): the reference gate's answer, and what is to be seen."""
        mask = mask_of(names)
        held = holding.held and mask & ~holding.fields == 0
        request = UseRequest(
            holding.purpose, mask, holding.role, held, channel, holding.relation, holding.recipient
        )
        answers = []
        for subject, case in asks:
            answer = self._decide(request, holding, subject, case)
            self._remember(request, holding, subject, answer)
            seen = self._seen(holding, names, subject, case) if answer[0] == "allowed" else {}
            answers.append((answer, seen))
        return answers

    def export(self, subject: int) -> bool:
        """Whether the person gets their bundle, which then ends with this very export."""
        person = self.people[subject]
        request = UseRequest("rights", 0, "self")
        facts = SubjectFacts(person.standing, person.states, case=CaseKind.REQUEST)
        outcome, clause, *_ = reference(self.policy, request, facts)
        event = "export" if outcome == "allowed" else "refuse"
        person.happened.append(Happened(event, "rights", clause, outcome, "code/export_bundle"))
        return outcome == "allowed"

    def _decide(self, request: UseRequest, holding: Holding, subject: int, case: int | None) -> Any:
        if subject not in self.people:
            unknown = request.purpose not in self.policy.purposes
            return ("gap", self.policy.otherwise, "unknown_purpose" if unknown else "no_basis", None, [])
        person, covering = self.people[subject], self._covering(holding, subject, case)
        about = (request.purpose, request.channel.value)
        facts = SubjectFacts(
            person.standing,
            person.states,
            person.consents.get((*about, "")),
            person.consents.get((*about, request.recipient)) if request.recipient else None,
            covering.kind if covering else None,
        )
        return reference(self.policy, request, facts)

    def _covering(self, holding: Holding, subject: int, case: int | None) -> Case | None:
        found = self.cases.get(holding.case if case is None else case)  # type: ignore[arg-type]
        if found is None or not found.open or found.subject not in (None, subject):
            return None
        if found.role not in ("", holding.role) or found.staff not in (None, holding.staff):
            return None
        return found

    def _seen(
        self, holding: Holding, names: Sequence[str], subject: int, case: int | None
    ) -> dict[int, dict[str, str]]:
        covering = self._covering(holding, subject, case)
        only = {0, covering.record} if covering and covering.record is not None else None
        wanted = {
            record: {name: values[name] for name in names if name in values}
            for record, values in self.people[subject].values.items()
            if only is None or record in only
        }
        return {record: values for record, values in wanted.items() if values}

    def _remember(self, request: UseRequest, holding: Holding, subject: int, answer: Any) -> None:
        if subject in self.people:
            outcome, clause, reason, *_ = answer
            self.people[subject].happened.append(
                Happened(
                    "reveal" if outcome == "allowed" else "refuse",
                    "" if reason == "unknown_purpose" else request.purpose,
                    *(clause, outcome, holding.actor, request.fields),
                    *(request.recipient, request.channel.value),
                )
            )
