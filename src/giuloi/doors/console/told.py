"""What the gate said, for the desk: a sentence, the clause as customers read it, and what would allow it."""

from __future__ import annotations

from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.gate import explain
from giuloi.core.gate.request import Decision, UseRequest
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import ClauseRef
from giuloi.records.credentials import Holding
from giuloi.records.published import by_hash, current


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of the gate in both languages."""

    clause: ClauseRef
    sentence: Words
    wording: Words
    needs: tuple[Words, ...]


def told(decision: Decision, holding: Holding, fields: int) -> Told:
    """Explained by the version of the policy that the decision cites."""
    request = UseRequest(purpose=holding.purpose, fields=fields, role=holding.role)
    return explained(decision, request, (by_hash(decision.policy) or current()).policy)


def explained(decision: Decision, request: UseRequest, policy: Policy) -> Told:
    """As `told`, for a question that was only thought through."""
    needs = zip(explain.needs(decision, policy, "vi"), explain.needs(decision, policy, "en"), strict=True)
    return Told(
        decision.clause,
        Words(
            explain.sentence(decision, request, policy, "vi"),
            explain.sentence(decision, request, policy, "en"),
        ),
        worded(decision.clause, policy),
        tuple(Words(vi, en) for vi, en in needs),
    )


def worded(clause: ClauseRef, policy: Policy) -> Words:
    """A clause's own sentence on one line."""
    return Words(*(" ".join(explain.wording(clause, policy, one).split()) for one in ("vi", "en")))
