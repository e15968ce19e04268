"""The policy as people read it: section by section, clause by clause, each with how far it is kept and its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.gate.words import RELATIONS, fields_named, purpose_named
from giuloi.core.policy.clauses import Clause, Permit, Policy, Unless
from giuloi.core.policy.conformance import WORDS, Conformance, conformance, weakest
from giuloi.core.terms import ClauseRef, Coverage
from giuloi.doors.trust.counts import Counted
from giuloi.doors.trust.missing import missing_words
from giuloi.promises.report.live import Seen
from giuloi.records.keepers import FEATURES

_TAGS = {Coverage.ENFORCED: "ok", Coverage.NOT_KEPT_YET: "late"}
_NONE = Counted(0, 0)


@dataclass(frozen=True, slots=True)
class Word:
    """How far something is kept, as a word, and the colour that goes with it (never colour alone)."""

    words: Words
    tag: str


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of a clause: its name in the policy's source, how far, and what is still missing."""

    name: str
    word: Word
    missing: Words | None


@dataclass(frozen=True, slots=True)
class ShownClause:
    """One clause with everything that a page says of it."""

    ref: ClauseRef
    paragraphs: tuple[str, ...]
    word: Word
    promises: tuple[Promise, ...]
    counted: Counted
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A heading, the words under it, and its clauses."""

    number: str
    title: str
    paragraphs: tuple[str, ...]
    clauses: tuple[ShownClause, ...]


@dataclass(frozen=True, slots=True)
class ShownPermit:
    """What may leave the shop: to whom, for what, which fields, and with whose consent."""

    clause: ClauseRef
    to: Words
    purposes: Words
    fields: Words
    consent: Words


def sections(
    policy: Policy,
    language: str,
    counts: Mapping[str, Counted],
    seen: Mapping[ClauseRef, tuple[Seen, ...]],
) -> tuple[ShownSection, ...]:
    """The whole policy in this language, or in its own where there is no translation."""
    words = {policy.language: policy.clauses, **policy.translations}.get(language, policy.clauses)
    headings = policy.sections.get(language) or policy.sections.get(policy.language, ())
    shown = tuple(_clauses(policy, words, counts, seen))
    told = tuple(
        ShownSection(
            heading.number,
            heading.title,
            paragraphs(heading.text),
            tuple(one for one in shown if heading.number and one.ref.split(".")[0] == heading.number),
        )
        for heading in headings
    )
    placed = {clause.ref for section in told for clause in section.clauses}
    rest = tuple(one for one in shown if one.ref not in placed)
    return (*told, ShownSection("", "", (), rest)) if rest else told


def coverage_counts(policy: Policy) -> tuple[tuple[Word, int], ...]:
    """How many clauses have which word."""
    words = list(weakest(policy).values())
    return tuple((word_of(one), words.count(one)) for one in Coverage if one in words)


def word_of(coverage: Coverage) -> Word:
    """A coverage as a page shows it."""
    return Word(Words(*WORDS[coverage]), _TAGS.get(coverage, "warn"))


def permits(policy: Policy) -> tuple[ShownPermit, ...]:
    """The recipients outside, as far as the policy lets anything go there."""
    return tuple(_permit(permit) for permit in policy.permits)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, each as one line."""
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def _clauses(
    policy: Policy,
    words: Mapping[ClauseRef, Clause],
    counts: Mapping[str, Counted],
    seen: Mapping[ClauseRef, tuple[Seen, ...]],
) -> Iterator[ShownClause]:
    code = {name: feature.code for name, feature in FEATURES.items()}
    rows = conformance(policy, code, {name: feature.missing for name, feature in FEATURES.items()})
    whole = weakest(policy)
    for ref, own in policy.clauses.items():
        clause = words.get(ref, own)
        promises = tuple(_promise(row) for row in rows if row.clause == ref)
        text = paragraphs(clause.sentence)
        yield ShownClause(
            ref, text, word_of(whole[ref]), promises, counts.get(ref, _NONE), _looked_at(seen.get(ref, ()))
        )


def _looked_at(seen: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """Without the uses by event: the line above already counts them."""
    return tuple(one for one in seen if not one.name.startswith("uses."))


def _promise(row: Conformance) -> Promise:
    missing = missing_words(row.keeper) if row.missing else None
    return Promise(row.promise, word_of(row.coverage), missing)


def _permit(permit: Permit) -> ShownPermit:
    relations, purposes = sorted(permit.relations), sorted(permit.purposes)
    to_this = permit.consent is Unless.CONSENT_TO_RECIPIENT
    return ShownPermit(
        permit.clause,
        Words(*(", ".join(RELATIONS[one][half] for one in relations) for half in (0, 1))),
        Words(*(", ".join(purpose_named(one, language) for one in purposes) for language in ("vi", "en"))),
        Words(fields_named(permit.fields, "vi"), fields_named(permit.fields, "en")),
        Words("cho đúng bên nhận này", "to this very recipient")
        if to_this
        else Words("cho mục đích, khi mục đích cần", "to the purpose, where it rests on that"),
    )
