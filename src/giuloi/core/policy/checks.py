"""Cross checks: what no single block can show. Each looks at the whole draft and says what does not hold."""

from __future__ import annotations

from collections.abc import Collection

from giuloi.core.fields import names_in
from giuloi.core.policy.clauses import Prohibition, PurposeRule, Unless
from giuloi.core.policy.diagnostics import Findings, Place, near
from giuloi.core.policy.draft import Draft, Scope
from giuloi.core.policy.reader import Document
from giuloi.core.policy.vocabulary import CARVED_OUT
from giuloi.core.terms import LegalBasis, Standing, SubjectState


def check(draft: Draft, scope: Scope, document: Document, findings: Findings) -> None:
    """All cross checks, in the order a reader would make them."""
    _catch_all(draft, document, findings)
    _over_collection(draft, scope, document, findings)
    _permits(draft, document, findings)
    _states(draft, document, findings)
    for name in CARVED_OUT:
        if name in draft.purposes:
            _never_on_consent(draft.purposes[name], draft, findings)
    _unkept_sentences(draft, document, findings)


def _absent(document: Document, kind: str) -> bool:
    """Whether a kind of block is truly not there: a table that could not be read may have been it."""
    return not any(path[0] in (kind, "") for path in document.broken)


def _catch_all(draft: Draft, document: Document, findings: Findings) -> None:
    if draft.otherwise is None and _absent(document, "otherwise"):
        findings.say("no-otherwise", Place(document.file, 1))


def _over_collection(draft: Draft, scope: Scope, document: Document, findings: Findings) -> None:
    """A field that is asked for, or named in a category, but that no purpose uses (Law 91/2025 article 3.3)."""
    if not _absent(document, "purpose"):
        return
    used = 0
    for rule in draft.purposes.values():
        used |= rule.fields
    for block in draft.blocks:
        if block.kind == "category" and (idle := scope.categories.get(block.name, 0) & ~used):
            names = ", ".join(names_in(idle))
            findings.say("over-collection", block.at("fields"), fields=names, name=f"category.{block.name}")
    if draft.registration is None:
        return
    for field, purpose in draft.registration.purpose_of.items():
        rule_ = draft.purposes.get(purpose)
        if rule_ and field not in names_in(rule_.fields):
            place = draft.place("register", "", "fields")
            findings.say("purpose-without-field", place, field=field, name=purpose)


def _permits(draft: Draft, document: Document, findings: Findings) -> None:
    """A permit for fields that none of its purposes uses would never apply."""
    for permit in draft.permits:
        used = 0
        for name in permit.purposes:
            used |= draft.purposes[name].fields if name in draft.purposes else permit.fields
        if permit.purposes and (idle := permit.fields & ~used):
            place = draft.place("permit", permit.name, "fields")
            names = ", ".join(names_in(idle))
            findings.say("over-collection", place, fields=names, name=f"permit.{permit.name}")


def _states(draft: Draft, document: Document, findings: Findings) -> None:
    """Frozen forbids everything; restricted may leave what never rests on consent; both whatever the rest."""
    for state, beyond in ((SubjectState.FROZEN, ()), (SubjectState.RESTRICTED, CARVED_OUT)):
        holds = any(_forbids_all(p, state, beyond) for p in draft.prohibitions)
        if not holds and _absent(document, "prohibit"):
            findings.say("state-open", Place(document.file, 1), state=str(state.name).lower())


def _forbids_all(prohibition: Prohibition, state: SubjectState, beyond: Collection[str]) -> bool:
    narrowed = (
        prohibition.purposes
        or prohibition.relations
        or prohibition.standings
        or prohibition.fields
        or prohibition.channels
        or prohibition.unless
    )
    return bool(prohibition.states & state) and not narrowed and prohibition.beyond <= set(beyond)


def _never_on_consent(rule: PurposeRule, draft: Draft, findings: Findings) -> None:
    """Whoever withdrew everything can still sign in, ask and be warned: no consent on the way there."""
    if LegalBasis.CONSENT in rule.basis.values():
        findings.say("locked-out", draft.place("purpose", rule.name, "basis"), name=rule.name)
    for prohibition in draft.prohibitions:
        if (
            prohibition.unless is Unless.CONSENT_TO_PURPOSE
            and not prohibition.relations
            and rule.name not in prohibition.beyond
            and (not prohibition.purposes or rule.name in prohibition.purposes)
            and (not prohibition.standings or Standing.MEMBER in prohibition.standings)
        ):
            place = draft.place("prohibit", prohibition.name, "beyond")
            findings.say("locked-out", place, name=rule.name)


def _unkept_sentences(draft: Draft, document: Document, findings: Findings) -> None:
    """A clause without any block is a sentence that nothing keeps."""
    spoken = {block.place.clause for block in draft.blocks}
    if document.broken:
        return
    for clause in document.clauses.values():
        if clause.ref not in spoken:
            findings.say("no-rule", Place(document.file, clause.line, clause.ref), number=clause.ref)


def check_translation(document: Document, main: Document, findings: Findings) -> None:
    """A translation has the clause numbers of the main document, and sentences only."""
    for block in document.blocks:
        findings.say("rule-in-translation", block.place)
    for ref, clause in document.clauses.items():
        if ref not in main.clauses:
            place = Place(document.file, clause.line, ref)
            findings.say("translation-extra", place, number=ref, file=main.file, near=near(ref, main.clauses))
    for ref, clause in main.clauses.items():
        if ref not in document.clauses and document.readable:
            findings.say("translation-missing", Place(document.file, 1), number=ref, line=clause.line)
    for key in ("law", "version"):
        if key in document.front.values and document.front.values[key] != main.front.values.get(key):
            findings.say("translation-differs", document.front.at(key), word=key, file=main.file)
