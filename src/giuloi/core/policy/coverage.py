"""Who keeps each promise, and how far, said honestly.

Every kind of block is kept by one feature (its *keeper*), named in `vocabulary.KINDS`:

    gate            purpose, category, role, permit, prohibit, otherwise
    recipients      recipient                    answer_clock     promise
    authority       promise of authority kinds   retention        retain
    contact_rules   contact                      registration     register
    measures        require                      incident_clock   report

What a release keeps comes in as a mapping: keeper → "kept", "by_people" (they do it, and software keeps the clock
and the record: that is procedural) or "announced". A name "kind.name" there speaks of
one block alone ("require.honey_records"); a block may also name its keeper itself (`keeper = "…"`), which only ever
weakens its word: no sentence is enforced because the policy says by whom.
"""

from __future__ import annotations

from collections.abc import Mapping

from giuloi.core.policy.clauses import Kept
from giuloi.core.policy.diagnostics import Findings, near
from giuloi.core.policy.draft import Draft
from giuloi.core.policy.reader import Block
from giuloi.core.policy.vocabulary import AUTHORITY_KINDS, KINDS
from giuloi.core.terms import ClauseRef, Coverage

KEPT, BY_PEOPLE, ANNOUNCED = "kept", "by_people", "announced"
AUTHORITY = "authority"
WEAKEST_FIRST = (Coverage.NOT_KEPT_YET, Coverage.PROCEDURAL, Coverage.MIRRORED, Coverage.ENFORCED)
KEEPERS = frozenset({AUTHORITY, *(kind.keeper for kind in KINDS.values() if kind.keeper)})


def coverage(draft: Draft, keepers: Mapping[str, str], findings: Findings) -> tuple[Kept, ...]:
    """One `Kept` for every promise of the policy, in the order of the document."""
    soft = {(clause, label): how for clause, label, how in draft.soft}
    used: set[tuple[ClauseRef, str]] = set()
    found = []
    for block in draft.blocks:
        if not KINDS[block.kind].keeper:
            continue
        label = f"{block.kind}.{block.name}" if block.name else block.kind
        keeper, far = _kept(block, label, keepers, findings)
        marks = [(block.place.clause, word) for word in (label, block.name) if word]
        mark = next((mark for mark in marks if mark in soft), None)
        if mark:
            used.add(mark)
            found.append(Kept(label, block.place.clause, Coverage(soft[mark]), keeper))
        else:
            found.append(Kept(label, block.place.clause, far, keeper))
    _announced(draft, found, keepers, findings)
    alone = [mark for mark in soft if mark not in used]
    found += [Kept(label, clause, Coverage(soft[clause, label]), "") for clause, label in alone]
    return (*found, *_told(draft, {kept.clause for kept in found}))


def _announced(draft: Draft, found: list[Kept], keepers: Mapping[str, str], findings: Findings) -> None:
    """One warning for each keeper that is announced only, at the first promise it leaves unkept."""
    places = {f"{b.kind}.{b.name}" if b.name else b.kind: b.place for b in draft.blocks}
    waiting: dict[str, list[str]] = {}
    for kept in found:
        if kept.coverage is Coverage.NOT_KEPT_YET and keepers.get(kept.keeper) == ANNOUNCED:
            waiting.setdefault(kept.keeper, []).append(kept.promise)
    for keeper, promises in waiting.items():
        findings.say("announced", places[promises[0]], keeper=keeper, names=", ".join(promises))


def _told(draft: Draft, kept: set[ClauseRef]) -> tuple[Kept, ...]:
    """Clauses that only state what the law wants stated: people keep them."""
    clauses = {clause: item for item, clause in reversed(draft.says.items()) if clause not in kept}
    return tuple(Kept(f"says.{item}", clause, Coverage.PROCEDURAL, "") for clause, item in clauses.items())


def _kept(block: Block, label: str, keepers: Mapping[str, str], findings: Findings) -> tuple[str, Coverage]:
    """(who keeps it, how far): the feature of its kind, or the one it names where that one does less."""
    own = _keeper(block, label, keepers)
    far = _far(block, own, keepers, findings)
    named = block.values.get("keeper")
    if not isinstance(named, str) or named == own:
        return own, far
    as_named = _far(block, named, keepers, findings)
    return (named, as_named) if WEAKEST_FIRST.index(as_named) < WEAKEST_FIRST.index(far) else (own, far)


def _keeper(block: Block, label: str, keepers: Mapping[str, str]) -> str:
    if label in keepers:
        return label
    kinds = block.values.get("kinds", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    of_authorities = (
        isinstance(kinds, list) and bool(kinds) and all(str(one) in AUTHORITY_KINDS for one in kinds)
    )
    return AUTHORITY if block.kind == "promise" and of_authorities else KINDS[block.kind].keeper


def _far(block: Block, keeper: str, keepers: Mapping[str, str], findings: Findings) -> Coverage:
    state = keepers.get(keeper)
    if state == KEPT:
        return Coverage.ENFORCED
    if state == BY_PEOPLE:
        return Coverage.PROCEDURAL
    if state != ANNOUNCED:
        findings.say("unknown-keeper", block.at("keeper"), word=keeper, near=near(keeper, keepers))
    return Coverage.NOT_KEPT_YET
