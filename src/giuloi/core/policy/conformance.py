"""Clause by clause: what is promised, who keeps it, with which code and tests, and how far (clause IV.6).

Also who may use what: the purposes of the policy as one table. Both are read off the compiled policy alone;
`markdown` writes them as `docs/promises.md`, which a test keeps up to date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from giuloi.core.fields import names_in
from giuloi.core.policy.clauses import Clause, Policy, PurposeRule
from giuloi.core.policy.coverage import WEAKEST_FIRST
from giuloi.core.policy.vocabulary import OWN_ROLES
from giuloi.core.terms import ClauseRef, Coverage, Standing

WORDS: Mapping[Coverage, tuple[str, str]] = {
    Coverage.ENFORCED: ("bảo đảm bằng phần mềm", "enforced"),
    Coverage.MIRRORED: ("đồng bộ từ hệ thống khác", "mirrored"),
    Coverage.PROCEDURAL: ("theo quy trình", "procedural"),
    Coverage.NOT_KEPT_YET: ("chưa thực hiện", "not kept yet"),
}


@dataclass(frozen=True, slots=True)
class Conformance:
    """One promise of one clause: its keeper's modules, what is still missing, and the word for all that."""

    clause: ClauseRef
    promise: str
    keeper: str
    code: tuple[str, ...]
    missing: str
    coverage: Coverage


def conformance(
    policy: Policy, code: Mapping[str, Sequence[str]], missing: Mapping[str, str]
) -> tuple[Conformance, ...]:
    """Every promise in the document's order. `code` and `missing`: keeper → modules, → what is to come."""
    order = {clause: number for number, clause in enumerate(policy.clauses)}
    return tuple(
        Conformance(
            kept.clause,
            kept.promise,
            kept.keeper,
            tuple(code.get(kept.keeper, ())),
            missing.get(kept.keeper, ""),
            kept.coverage,
        )
        for kept in sorted(policy.kept, key=lambda kept: order[kept.clause])
    )


def weakest(policy: Policy) -> Mapping[ClauseRef, Coverage]:
    """How far each clause is kept as a whole: as far as the least kept of its promises."""
    of: dict[ClauseRef, set[Coverage]] = {clause: set() for clause in policy.clauses}
    for kept in policy.kept:
        of[kept.clause].add(kept.coverage)
    return {
        clause: next((word for word in WEAKEST_FIRST if word in found), Coverage.NOT_KEPT_YET)
        for clause, found in of.items()
    }


def markdown(
    policy: Policy,
    code: Mapping[str, Sequence[str]],
    missing: Mapping[str, str],
    tests: Mapping[str, Sequence[str]],
) -> str:
    """The whole document, in English. `tests`: clause → the files that test it."""
    return "\n".join(
        [
            *_head(policy),
            *_clauses(policy, code, missing, tests),
            "",
            *_purposes(policy),
            "",
            *_outside(policy),
        ]
    )


def _head(policy: Policy) -> Iterator[str]:
    yield "# What is promised, who keeps it, and how far"
    yield ""
    yield "Made by `giuloi policy coverage --markdown` from the policy that ships with the package; a test fails"
    yield "when this file and the code no longer agree. A clause counts as far as the least kept of its promises."
    yield ""
    for word, number in _counted(policy).items():
        yield f"- **{word.value.replace('_', ' ')}**: {number} of {len(policy.clauses)} clauses"
    yield ""
    yield "*Enforced*: it cannot happen otherwise through this software. *Procedural*: people do it. *Not kept yet*:"
    yield "the rule is compiled and shown, and nothing carries it out."
    yield ""


def _counted(policy: Policy) -> dict[Coverage, int]:
    words = list(weakest(policy).values())
    return {word: words.count(word) for word in Coverage if word in words}


def _clauses(
    policy: Policy,
    code: Mapping[str, Sequence[str]],
    missing: Mapping[str, str],
    tests: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    promises = conformance(policy, code, missing)
    whole = weakest(policy)
    yield "## Clause by clause"
    for ref, clause in _english(policy).items():
        yield ""
        yield f"### {ref}: {WORDS[whole[ref]][1]}"
        yield ""
        yield _first_sentence(clause.sentence)
        yield ""
        yield "| promise | how far | keeper | code | still missing |"
        yield "|---|---|---|---|---|"
        for row in (row for row in promises if row.clause == ref):
            modules = "<br>".join(f"`{module.removeprefix('giuloi.')}`" for module in row.code)
            cells = (f"`{row.promise}`", WORDS[row.coverage][1], row.keeper or "people", modules, row.missing)
            yield "| " + " | ".join(cell or "—" for cell in cells) + " |"
        yield ""
        yield "Tests: " + (", ".join(f"`{file}`" for file in tests.get(ref, ())) or "none")


def _english(policy: Policy) -> Mapping[ClauseRef, Clause]:
    return policy.clauses if policy.language == "en" else policy.translations.get("en", policy.clauses)


def _first_sentence(text: str) -> str:
    line = " ".join(text.split())
    end = line.find(". ")
    return line if end < 0 else line[: end + 1]


def _purposes(policy: Policy) -> Iterator[str]:
    yield "## Who may use what, and under which case"
    yield ""
    yield "Every pair of role and purpose that is not here is refused. People of the shop and machines with a key hold"
    yield "a purpose only under an open case of the kind named; what needs none is held by our own code alone."
    yield ""
    yield "| clause | purpose | role | held by | case | guests | members | fields |"
    yield "|---|---|---|---|---|---|---|---|"
    for rule in policy.purposes.values():
        for role in sorted(rule.roles):
            yield "| " + " | ".join(_row(rule, role)) + " |"


def _row(rule: PurposeRule, role: str) -> tuple[str, ...]:
    held = "our own code" if role in OWN_ROLES else "staff, keys"
    bases = [str(rule.basis.get(standing, "no basis")).replace("_", " ") for standing in Standing]
    case = rule.needs.value if rule.needs else "none"
    return (rule.clause, rule.name, role, held, case, *bases, ", ".join(names_in(rule.fields)))


def _outside(policy: Policy) -> Iterator[str]:
    yield "## What may leave the shop"
    yield ""
    yield "| clause | permit | to | for | consent to the | fields |"
    yield "|---|---|---|---|---|---|"
    for permit in policy.permits:
        to = ", ".join(sorted(relation.value for relation in permit.relations)).replace("_", " ")
        consent = permit.consent.value.removeprefix("consent(").rstrip(")")
        words = (", ".join(sorted(permit.purposes)), consent, ", ".join(names_in(permit.fields)))
        yield "| " + " | ".join((permit.clause, permit.name, to, *words)) + " |"
    yield ""
