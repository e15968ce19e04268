"""The reference, `decide` and `decide_many` give one answer, and a gate that is broken gives another.

Small here; with `--runs N` the same code makes N decisions, from a seed that depends on N.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice

import pytest

from giuloi.core.gate.request import Decision, Reason
from tests.core.gate import mutants
from tests.core.gate.chance import Round, rounds
from tests.core.gate.mutants import Gate
from tests.reference.gate import answer

PEOPLE = 24  # decisions in a round
# Edits here change how long an answer takes or how short a condition is, and may leave the answer alone:
# test_decide.py and test_condition.py watch them.
LEFT = frozenset({"_remember", "_one_mask", "_MOST", "_LONGEST", "_memo", "Atom", "Condition"})


def plain(decision: Decision) -> tuple:
    """A decision in the words of the reference."""
    needed = [(need.kind, need.what) for need in decision.needed]
    basis = decision.basis.value if decision.basis else None
    return (decision.outcome.value, decision.clause, decision.reason.value, basis, needed)


def differences(gate: Gate, those: Iterable[Round], seen: Counter[str]) -> Iterable[str]:
    """Each person of each round for whom the three do not agree; counts the reasons in `seen`."""
    for each in those:
        condition = gate.decide_many(each.policies, each.request)
        for version, facts in each.people:
            said = answer(each.policies[version], each.request, facts)
            decided = gate.decide(each.policies[version], each.request, facts)
            seen[said[2]] += 1
            if plain(decided) != said or gate.holds(condition, version, facts) != (said[0] == "allowed"):
                yield f"{each.request} for {facts}: {plain(decided)}, not {said}"
        if gate.holds(condition, -1, each.people[0][1]):
            yield f"{each.request}: a person judged by no known version is allowed"


def is_caught(gate: Gate, those: Iterable[Round]) -> bool:
    """A mutant is caught by a difference, or by falling over."""
    try:
        return any(True for _ in differences(gate, those, Counter()))
    except Exception:  # a mutant may raise anything at all; that too is noticed
        return True


@cache
def some_rounds() -> tuple[Round, ...]:
    """The rounds that every mutant meets."""
    return tuple(islice(rounds(seed=2), 400))


def assert_all_agree(seed: int, decisions: int) -> Counter[str]:
    seen: Counter[str] = Counter()
    those = islice(rounds(seed, PEOPLE), decisions // PEOPLE + 1)
    found = list(islice(differences(mutants.gate(), those, seen), 5))
    assert not found, "\n".join(found)
    assert seen.total() >= decisions
    # What is only stored, and whom an agreement binds, is known to the records alone.
    said_here = set(Reason) - {Reason.SET_ASIDE, Reason.NO_AGREEMENT}
    assert set(seen) == {reason.value for reason in said_here}, "a reason was never met"
    assert seen["permitted"] >= seen.total() / 5, "too few uses were allowed to mean anything"
    return seen


def test_the_reference_decide_and_decide_many_agree() -> None:
    """Over random policies, requests and people the three give one answer, of every kind there is."""
    assert_all_agree(seed=1, decisions=8_000)


@pytest.mark.large
def test_they_agree_in_a_large_run(request: pytest.FixtureRequest, record_property) -> None:
    """The same, as often as `--runs N` says."""
    runs = request.config.getoption("--runs", default=0)
    if not runs:
        pytest.skip("on demand: --runs N")
    seen = assert_all_agree(seed=runs, decisions=runs)
    record_property("decisions", seen.total())
    print(f"\n{seen.total():,} decisions, 0 differences; {dict(seen.most_common())}")


@pytest.mark.parametrize("edit", mutants.DANGEROUS)
def test_a_dangerous_edit_of_the_gate_is_caught(edit: str) -> None:
    """Somebody who breaks the gate in one of these ways is told so."""
    assert is_caught(mutants.dangerous(edit), some_rounds())


@pytest.mark.parametrize(
    ("module", "least"), [(mutants.DECIDE, 60), (mutants.MANY, 40), (mutants.CONDITION, 10)]
)
def test_every_small_edit_of_the_gate_is_caught(module: str, least: int) -> None:
    """Wherever a comparison, a connective, a choice or a step is changed, the answers differ."""
    edits = list(mutants.every_small_edit(module, leave=LEFT))
    assert len(edits) >= least
    assert [edit.name for edit in edits if not is_caught(edit, some_rounds())] == []


def test_the_gate_itself_is_not_caught() -> None:
    """The catcher does not cry wolf."""
    assert not is_caught(mutants.gate(), some_rounds())
