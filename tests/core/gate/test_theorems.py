"""What holds of the gate whatever the policy says: theorems, each over the same random questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from random import Random

from giuloi.core.gate.decide import decide, judge
from giuloi.core.gate.request import Decision, Need, Reason, SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Policy, Prohibition, frozen
from giuloi.core.terms import CaseKind, ConsentState, Outcome, SubjectState
from tests.core.gate.chance import a_person, a_policy, a_prohibition, a_request

SEEDS = range(300)
OTHER_STATES = [None, *(state for state in ConsentState if state is not ConsentState.GIVEN)]


class Question:
    """A policy, a request and a person, and the gate's answer; `chance` draws what else a theorem needs."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = chance = Random(seed)
        self.policy: Policy = a_policy(chance)
        self.request: UseRequest = a_request(chance, self.policy)
        self.facts: SubjectFacts = a_person(chance, {1: self.policy}, self.request)[1]
        self.answer: Decision = decide(self.policy, self.request, self.facts)


def theorem(test: Callable[[Question], None]) -> Callable[[], None]:
    """Put every question to the test; `Question(seed)` asks the one that failed again."""

    @wraps(test)
    def holds() -> None:
        for seed in SEEDS:
            try:
                test(Question(seed))
            except AssertionError as failed:
                raise AssertionError(f"does not hold for Question({seed}): {failed}") from failed

    del holds.__wrapped__  # or pytest would look for a fixture named `question`
    return holds


def that_touches(question: Question) -> Prohibition:
    """A prohibition that no consent lifts and whose conditions this use meets, each stated or left out."""
    asked, facts, maybe = question.request, question.facts, lambda: question.chance.random() < 0.5
    none: frozenset = frozenset()
    return replace(
        a_prohibition(question.chance),
        purposes=frozenset({asked.purpose, "supply"}) if maybe() else none,
        beyond=frozenset({"something else"}) if maybe() else none,
        relations=frozenset({asked.relation}) if asked.relation and maybe() else none,
        standings=frozenset({facts.standing}) if maybe() else none,
        channels=frozenset({asked.channel}) if maybe() else none,
        states=facts.states if maybe() else SubjectState.NONE,
        fields=asked.fields if maybe() else 0,
        unless=None,
    )


@theorem
def test_prohibition_trumps_permission(question: Question) -> None:
    """Wherever it stands among the others, a prohibition that touches a use denies it."""
    before = question.policy.prohibitions
    at = question.chance.randint(0, len(before))
    touching = replace(that_touches(question), clause="IV.4")
    policy = replace(question.policy, prohibitions=(*before[:at], touching, *before[at:]))
    answer = decide(policy, question.request, question.facts)
    assert answer.outcome is not Outcome.ALLOWED
    if question.answer.reason not in (Reason.UNKNOWN_PURPOSE, Reason.PROHIBITED):
        assert (answer.clause, answer.reason, answer.needed) == ("IV.4", Reason.PROHIBITED, ())


@theorem
def test_a_further_prohibition_allows_nothing_more(question: Question) -> None:
    """Prohibitions only ever take away."""
    stricter = (*question.policy.prohibitions, a_prohibition(question.chance))
    after = decide(replace(question.policy, prohibitions=stricter), question.request, question.facts)
    assert question.answer.allowed or not after.allowed


@theorem
def test_default_deny(question: Question) -> None:
    """What the policy does not speak of is a gap citing the catch-all: an empty policy allows nothing."""
    empty = replace(question.policy, purposes=frozen({}))
    answer = decide(empty, question.request, question.facts)
    assert answer == Decision(Outcome.GAP, empty.otherwise, Reason.UNKNOWN_PURPOSE, empty.hash)


@theorem
def test_nothing_leaves_the_shop_without_a_permit(question: Question) -> None:
    """With no permits at all, whatever names a recipient or a relation is refused."""
    closed = replace(question.policy, permits=())
    if question.request.relation is not None or question.request.recipient:
        assert not decide(closed, question.request, question.facts).allowed


@theorem
def test_every_decision_cites_a_clause(question: Question) -> None:
    """A clause that customers can read; and a gap cites the catch-all."""
    assert question.answer.clause in question.policy.clauses
    assert question.answer.policy == question.policy.hash
    if question.answer.outcome is Outcome.GAP:
        assert question.answer.clause == question.policy.otherwise


@theorem
def test_outcome_reason_and_basis_go_together(question: Question) -> None:
    """Allowed is permitted, on a basis; every other reason is always denied, or always a gap."""
    answer = question.answer
    gaps = {Reason.UNKNOWN_PURPOSE, Reason.FIELD, Reason.CHANNEL, Reason.RECIPIENT, Reason.NO_BASIS}
    assert answer.allowed == (answer.reason is Reason.PERMITTED) == (answer.basis is not None)
    assert (answer.outcome is Outcome.GAP) == (answer.reason in gaps)
    if answer.allowed or answer.reason in gaps:
        assert answer.needed == ()


@theorem
def test_meeting_the_need_really_helps(question: Question) -> None:
    """Each need that is met changes the answer, until the use is allowed or nothing would help."""
    policy, request, facts, answer = question.policy, question.request, question.facts, question.answer
    for _ in range(6):
        if not answer.needed:
            break
        for need in answer.needed:
            request, facts = met(need, request, facts)
        after = decide(policy, request, facts)
        assert after != answer, f"{answer.needed} did not help"
        answer = after
    assert answer.needed == ()


def met(need: Need, request: UseRequest, facts: SubjectFacts) -> tuple[UseRequest, SubjectFacts]:
    """The same question with this need met, read from the need's own words."""
    match need.kind:
        case "consent":
            asked = f"{request.purpose}/{request.channel}"
            key = "to_purpose" if need.what == asked else "to_recipient"
            assert need.what in (asked, f"{asked}/{request.recipient}")
            return request, replace(facts, **{key: ConsentState.GIVEN})
        case "case":
            return request, replace(facts, case=CaseKind(need.what))
        case "role":
            return replace(request, role=need.what.split("|")[0]), facts
        case _:
            assert need == Need("hold", request.purpose)
            return replace(request, held=True), facts


@theorem
def test_only_consent_that_is_given_counts(question: Question) -> None:
    """Asked, refused, withdrawn, expired and never asked are one and the same to the gate."""
    states = question.chance.choice(OTHER_STATES), question.chance.choice(OTHER_STATES)
    without = replace(question.facts, to_purpose=None, to_recipient=None)
    other = replace(question.facts, to_purpose=states[0], to_recipient=states[1])
    assert decide(question.policy, question.request, other) == decide(
        question.policy, question.request, without
    )


@theorem
def test_withdrawal_never_opens_anything(question: Question) -> None:
    """Whoever withdraws is never worse protected than before."""
    withdrawn = replace(question.facts, **{question.chance.choice(["to_purpose", "to_recipient"]): None})
    assert question.answer.allowed or not decide(question.policy, question.request, withdrawn).allowed


@theorem
def test_a_state_more_never_opens_anything(question: Question) -> None:
    """Frozen, restricted or a minor: each state only ever takes away."""
    state = SubjectState(question.chance.choice([1, 2, 4]))
    more = replace(question.facts, states=question.facts.states | state)
    assert question.answer.allowed or not decide(question.policy, question.request, more).allowed


@theorem
def test_asking_for_less_is_never_refused_in_house(question: Question) -> None:
    """What may be used together may be used apart. (Outside, another permit may answer.)"""
    request = replace(question.request, relation=None, recipient="")
    less = replace(request, fields=request.fields & question.chance.randrange(32))
    if decide(question.policy, request, question.facts).allowed:
        assert decide(question.policy, less, question.facts).allowed


@theorem
def test_a_recipient_without_a_name_is_never_consented_to(question: Question) -> None:
    """Consent to a recipient is consent to somebody: without a name it changes nothing."""
    request = replace(question.request, recipient="")
    given, not_given = (
        replace(question.facts, to_recipient=state) for state in (ConsentState.GIVEN, ConsentState.REFUSED)
    )
    assert decide(question.policy, request, given) == decide(question.policy, request, not_given)


@theorem
def test_what_is_remembered_is_what_is_judged(question: Question) -> None:
    """Asked again, with equal but other values, the gate says what the bare rule says."""
    again = replace(question.request), replace(question.facts)
    assert decide(question.policy, *again) == question.answer == judge(question.policy, *again)


def test_the_theorems_are_about_something() -> None:
    """The questions are allowed often enough, refused for every reason, and many refusals can be lifted."""
    answers = [Question(seed).answer for seed in SEEDS]
    assert sum(answer.allowed for answer in answers) >= len(SEEDS) / 5
    assert sum(bool(answer.needed) for answer in answers) >= len(SEEDS) / 5
    # What is only stored, and whom an agreement binds, is known to the records alone.
    assert {answer.reason for answer in answers} == set(Reason) - {Reason.SET_ASIDE, Reason.NO_AGREEMENT}
