"""Whom a change of a policy can touch: the purposes and the people that its clause speaks of, in either version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from giuloi.core.policy.change import Change
from giuloi.core.policy.clauses import Policy, PurposeRule
from giuloi.core.policy.reader import Document
from giuloi.core.terms import ClauseRef, LegalBasis, Standing


@dataclass(frozen=True, slots=True)
class Reach:
    """What one clause is about. No purpose: it is about everybody, whatever for."""

    purposes: frozenset[str]
    standings: frozenset[Standing]


@dataclass(frozen=True, slots=True)
class Located:
    """A change, and where it stands: `old` when only the old version says it. Line 0: outside every clause."""

    change: Change
    file: str
    line: int
    old: bool


def reach(old: Policy, new: Policy, clause: ClauseRef) -> Reach:
    """The purposes whose rules, permits or terms stand under this clause, and who may be used for one of them."""
    both = (old, new)
    purposes = frozenset(name for policy in both for name in _spoken_of(policy, clause))
    standings = {
        standing for policy in both for name in purposes for standing in _basis(policy.purposes.get(name))
    }
    if any(one.registration is not None and one.registration.clause == clause for one in both):
        standings.add(Standing.MEMBER)
    return Reach(purposes, frozenset(standings) or frozenset(Standing))


def asked_anew(old: Policy, new: Policy) -> frozenset[str]:
    """Purposes that somebody consented to under words that the new version no longer says so.

    Their consents stay consents to the old words (clause VIII.3): whatever the new version adds, they do not cover.
    """
    return frozenset(
        name
        for name, rule in old.purposes.items()
        if LegalBasis.CONSENT in rule.basis.values()
        and _asked_by(old, rule) != _asked_by(new, new.purposes.get(name))
    )


def located(
    changes: Iterable[Change], old: Mapping[str, Document], new: Mapping[str, Document]
) -> tuple[Located, ...]:
    """Each change at its file and line: the new version's, or the old one's where the new says it no more."""
    before, after = _rules_in(old), _rules_in(new)
    return tuple(_located(change, before, after) for change in changes)


def _located(change: Change, before: Document, after: Document) -> Located:
    if clause := after.clauses.get(change.clause):
        return Located(change, after.file, clause.line, old=False)
    if clause := before.clauses.get(change.clause):
        return Located(change, before.file, clause.line, old=True)
    return Located(change, after.file, 0, old=False)


def _rules_in(documents: Mapping[str, Document]) -> Document:
    """The document that holds the rules: the one with most blocks, as the compiler takes it."""
    return max(documents.values(), key=lambda one: len(one.blocks) + len(one.broken))


def _spoken_of(policy: Policy, clause: ClauseRef) -> Iterator[str]:
    for name, rule in policy.purposes.items():
        if rule.clause == clause:
            yield name
    speaking = [
        *((one.clause, one.purposes) for one in policy.permits),
        *((one.clause, one.purposes) for one in policy.retentions),
        *((one.clause, one.purposes) for one in policy.prohibitions),
    ]
    for where, purposes in speaking:
        if where == clause:
            yield from purposes


def _basis(rule: PurposeRule | None) -> Iterable[Standing]:
    return () if rule is None else rule.basis


def _asked_by(policy: Policy, rule: PurposeRule | None) -> object:
    """All that somebody reads who is asked for it: the clause in every language, its name, and what it may do."""
    if rule is None:
        return None
    texts = {policy.language: policy.clauses, **policy.translations}
    said = {
        name: " ".join(clauses[rule.clause].sentence.split())
        for name, clauses in texts.items()
        if rule.clause in clauses
    }
    return said, rule.vi, rule.en, rule.fields, rule.roles, rule.channels, rule.needs, dict(rule.basis)
