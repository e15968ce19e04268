"""The shipped policy as this release holds it, and the same with its text altered: what a test must notice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from giuloi.core.policy.clauses import Clock, Policy, Prohibition, Requirement, Retention
from giuloi.core.policy.compiler import Compiled, compile_policy
from giuloi.core.terms import Coverage
from giuloi.records.keepers import KEEPERS
from giuloi.records.lawbook import lawbook
from tests.core.policy.corpus import shipped

TODAY = date(2026, 11, 22)
MAIN = "shop.vi.md"

ENFORCED, NOT_KEPT_YET, PROCEDURAL = Coverage.ENFORCED, Coverage.NOT_KEPT_YET, Coverage.PROCEDURAL


def text_with(*changes: tuple[str, str]) -> dict[str, str]:
    """The shipped documents, the Vietnamese one changed; what is to be changed must stand there once."""
    sources = shipped()
    for old, new in changes:
        assert sources[MAIN].count(old) == 1, f"{old!r} stands {sources[MAIN].count(old)} times in {MAIN}"
        sources[MAIN] = sources[MAIN].replace(old, new)
    return sources


def block(label: str) -> str:
    """A block as the document has it: its heading and the lines up to the next empty one or the fence."""
    found = re.search(rf"^\[{re.escape(label)}\]\n(?:(?!```)\S?[^\n]+\n)*", shipped()[MAIN], re.MULTILINE)
    assert found, f"there is no block [{label}]"
    return found[0]


def without(*labels: str) -> dict[str, str]:
    """The shipped documents, these blocks taken out."""
    return text_with(*((block(label), "") for label in labels))


def compiled(sources: Mapping[str, str], as_of: date = TODAY) -> Compiled:
    """What becomes of them, with the keepers of this release."""
    return compile_policy(sources, law=lawbook(), keepers=KEEPERS, as_of=as_of)


def policy_of(sources: Mapping[str, str], as_of: date = TODAY) -> Policy:
    """The policy they make; an error is a failure that names it."""
    result = compiled(sources, as_of)
    assert result.policy is not None, [str(one) for one in result.diagnostics if one.severity == "error"]
    return result.policy


def codes(sources: Mapping[str, str], severity: str = "error") -> set[str]:
    """The codes of what is wrong with them."""
    return {one.code for one in compiled(sources).diagnostics if one.severity == severity}


@cache
def the_policy() -> Policy:
    """The shipped policy."""
    return policy_of(shipped())


def kept(clause: str, policy: Policy | None = None) -> dict[str, Coverage]:
    """Promise → how far, of one clause: what everybody is shown."""
    return {one.promise: one.coverage for one in (policy or the_policy()).kept if one.clause == clause}


def clock(name: str, policy: Policy | None = None) -> Clock:
    """The clock of [promise.NAME]."""
    return next(one for one in (policy or the_policy()).clocks if one.name == name)


def retention(name: str, policy: Policy | None = None) -> Retention:
    """The term of [retain.NAME]."""
    return next(one for one in (policy or the_policy()).retentions if one.name == name)


def requirement(name: str, policy: Policy | None = None) -> Requirement:
    """The measure of [require.NAME]."""
    return next(one for one in (policy or the_policy()).requirements if one.name == name)


def report(name: str, policy: Policy | None = None) -> Mapping[str, str]:
    """The incident clock of [report.NAME], its span written out."""
    found = next(one for one in (policy or the_policy()).reports if one.name == name)
    return {key: str(value) for key, value in found.values.items()}


def prohibition(name: str, policy: Policy | None = None) -> Prohibition:
    """The prohibition of [prohibit.NAME]."""
    return next(one for one in (policy or the_policy()).prohibitions if one.name == name)


def sentence(clause: str, language: str = "vi") -> str:
    """What customers read, on one line."""
    policy = the_policy()
    of = policy.clauses if language == "vi" else policy.translations[language]
    return " ".join(of[clause].sentence.split())
