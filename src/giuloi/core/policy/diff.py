"""What another version of a policy says differently: what it newly allows, what it tightens, what is reworded.

Two parts are compared by the one thing they do, not by how they are written: a field added to a category shows
at every purpose that uses it. Whatever the gate newly allows has a change with `looser` True, and whatever it
newly refuses one with False (tests/core/policy/test_diff.py asks the gate); a rule that is rewritten so that it
does both has two changes. A policy compared with itself has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from giuloi.core.bilingual import Words
from giuloi.core.policy.change import Change, both
from giuloi.core.policy.clauses import Clause, Policy
from giuloi.core.policy.diff_promises import promises
from giuloi.core.policy.diff_uses import uses
from giuloi.core.terms import ClauseRef

__all__ = ["Change", "diff"]

_OUTSIDE = ClauseRef("")


def diff(old: Policy, new: Policy) -> tuple[Change, ...]:
    """Every change from one version to the other: in the clauses' order of the new one, what is gone last.

    Where the two differ in nothing that is named here but have another hash (the words under a heading, a
    figure of law), one change without a clause says so.
    """
    found = dict.fromkeys((*_clauses(old, new), *uses(old, new), *promises(old, new), *_front(old, new)))
    if not found and old.hash != new.hash:
        words = Words("sửa lời ngoài các điều khoản", "other words outside the clauses")
        return (Change(_OUTSIDE, words, None),)
    order = {ref: number for number, ref in enumerate(both(old.clauses, new.clauses))}
    return tuple(sorted(found, key=lambda change: order.get(change.clause, len(order))))


def _clauses(old: Policy, new: Policy) -> Iterator[Change]:
    """Clauses that came, went, or say it in other words, in whichever language."""
    before, after = _worded(old), _worded(new)
    for ref in both(old.clauses, new.clauses):
        if ref not in old.clauses:
            yield Change(ref, Words("điều khoản mới", "a new clause"), None)
        elif ref not in new.clauses:
            yield Change(ref, Words("bỏ điều khoản này", "this clause is gone"), None)
        elif languages := _reworded(ref, before, after):
            told = ", ".join(languages)
            yield Change(ref, Words(f"sửa câu chữ ({told})", f"reworded ({told})"), None)


def _worded(policy: Policy) -> Mapping[str, Mapping[ClauseRef, Clause]]:
    """Language → its clauses, the policy's own language too."""
    return {policy.language: policy.clauses, **policy.translations}


def _reworded(
    ref: ClauseRef,
    before: Mapping[str, Mapping[ClauseRef, Clause]],
    after: Mapping[str, Mapping[ClauseRef, Clause]],
) -> tuple[str, ...]:
    """The languages in which a clause reads differently, or in which only one version has it."""
    return tuple(
        language
        for language in both(before, after)
        if _said(before.get(language, {}).get(ref)) != _said(after.get(language, {}).get(ref))
    )


def _said(clause: Clause | None) -> tuple[str, str] | None:
    return None if clause is None else (clause.title, " ".join(clause.sentence.split()))


def _front(old: Policy, new: Policy) -> Iterator[Change]:
    """The front matter: who the shop is, and the law that it is held to."""
    for key in both(old.shop, new.shop):
        if key != "version" and old.shop.get(key) != new.shop.get(key):
            yield Change(_OUTSIDE, Words(f"phần đầu: {key}", f"front matter: {key}"), None)
    if old.law != new.law:
        laws = ", ".join(new.law) or "—"
        yield Change(_OUTSIDE, Words(f"theo luật: {laws}", f"held to the law: {laws}"), None)
