"""Documents → `Policy`. Reads all of it or nothing; says everything that is wrong at once.

The law comes in as the parsed lawbook, the keepers that exist as a mapping (core cannot see them), the day as
an argument: the compiler reads no file and no clock. Any text at all gives diagnostics, never an exception.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from giuloi.core.policy import checks, joins, lints, promises, uses
from giuloi.core.policy.clauses import Policy, frozen
from giuloi.core.policy.coverage import coverage
from giuloi.core.policy.diagnostics import Diagnostic, Findings, Place
from giuloi.core.policy.draft import Draft, Scope, scope_of, settings, well_named
from giuloi.core.policy.hashing import hash_of
from giuloi.core.policy.keys import Keys
from giuloi.core.policy.law import join, names
from giuloi.core.policy.reader import Block, Document, read
from giuloi.core.policy.unfilled import settled
from giuloi.core.policy.vocabulary import FRONT
from giuloi.core.terms import ClauseRef, PolicyHash

_READERS: Mapping[str, Callable[[Draft, Keys, Scope], None]] = MappingProxyType(
    {
        "category": uses.category,
        "role": uses.role,
        "purpose": uses.purpose,
        "recipient": uses.recipient,
        "permit": uses.permit,
        "prohibit": uses.prohibit,
        "otherwise": uses.otherwise,
        "promise": promises.promise,
        "retain": promises.retain,
        "contact": promises.contact,
        "register": promises.register,
        "require": promises.require,
        "report": promises.report,
        "kept": promises.kept,
        "says": promises.says,
    }
)
_LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A policy, unless an error stands among the diagnostics; warnings may come with it."""

    policy: Policy | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Front:
    """The front matter, read."""

    shop: Mapping[str, Any]
    language: str
    law: tuple[str, ...]
    confirmed: tuple[str, ...]


def compile_policy(
    sources: Mapping[str, str],
    *,
    main: str | None = None,
    law: Mapping[str, Any],
    keepers: Mapping[str, str],
    as_of: date,
) -> Compiled:
    """Compile the documents of one policy: filename → text, one of them with the rules.

    `main` is the file with the rules (found by itself when None); the others are translations. `law` is the
    parsed lawbook, `keepers` says of each feature "kept" or "announced" (see coverage), `as_of` is the day
    whose law counts.
    """
    findings = Findings()
    documents = {file: read(file, sources[file], findings) for file in sorted(sources)}
    document = _main(documents, main, findings)
    if document is None or not document.readable:
        return Compiled(None, findings.sorted())
    document = settled(document, findings)
    front = _front(document, law, findings)
    translations = _translations(documents, document, front.language, findings)
    blocks = well_named(document, findings)
    scope = scope_of(blocks, document, findings)
    draft = Draft(blocks=blocks)
    for block in blocks:
        _READERS[block.kind](draft, Keys(block, findings), scope)
    checks.check(draft, scope, document, findings)
    languages = {front.language, *translations}
    lints.lint(draft, front.shop, languages, Place(document.file, 1), findings)
    bench = joins.Bench(join(law, front.law, as_of), front.confirmed, findings)
    joins.hold_clocks(draft, bench)
    policy = Policy(
        hash=PolicyHash(""),
        shop=front.shop,
        language=front.language,
        law=front.law,
        as_of=as_of.isoformat(),
        clauses=frozen(document.clauses),
        purposes=frozen(draft.purposes),
        categories=frozen(
            {block.name: scope.categories[block.name] for block in _of_kind(blocks, "category")}
        ),
        roles=frozen(draft.roles),
        permits=tuple(draft.permits),
        prohibitions=tuple(draft.prohibitions),
        clocks=tuple(draft.clocks),
        retentions=joins.retentions(draft, bench),
        contacts=joins.contacts(draft, bench),
        registration=draft.registration,
        requirements=tuple(draft.requirements),
        reports=tuple(draft.reports),
        otherwise=draft.otherwise or ClauseRef(""),
        kept=coverage(draft, keepers, findings),
        translations=frozen({name: frozen(other.clauses) for name, other in translations.items()}),
        sensitive=draft.sensitive,
        sections=frozen(
            {name: other.sections for name, other in {front.language: document, **translations}.items()}
        ),
        says=frozen(draft.says),
        figures=bench.law.figures(),
        held_to=frozenset(bench.used),
        shop_in=frozen({name: _shop_in(other, findings) for name, other in translations.items()}),
    )
    if findings.fatal:
        return Compiled(None, findings.sorted())
    return Compiled(replace(policy, hash=hash_of(policy)), findings.sorted())


def _of_kind(blocks: list[Block], kind: str) -> list[Block]:
    return [block for block in blocks if block.kind == kind]


def _main(documents: Mapping[str, Document], named: str | None, findings: Findings) -> Document | None:
    """The document with the rules: the named one, else the one that has most of them."""
    if named is not None:
        if named in documents:
            return documents[named]
        findings.say("no-main", Place(named, 1), near=", ".join(documents) or "—")
        return None
    if not documents:
        findings.say("no-main", Place("", 1), near="—")
        return None
    return max(documents.values(), key=lambda document: len(document.blocks) + len(document.broken))


def _front(document: Document, lawbook: Mapping[str, Any], findings: Findings) -> _Front:
    """The front matter: the shop, the language, and the law it is held to."""
    if ("front",) in document.broken:
        return _Front(frozen({}), "vi", (), ())
    keys = Keys(document.front, findings, FRONT)
    keys.text("shop")
    law = keys.words("law", names(lawbook), "unknown-law")
    language = keys.word("language", _LANGUAGES, default="vi")
    return _Front(frozen(settings(keys)), language, law, keys.list("confirmed"))


def _shop_in(translation: Document, findings: Findings) -> Mapping[str, Any]:
    """What the front matter of a translation says; nothing in it is compulsory."""
    return frozen(
        settings(Keys(translation.front, findings, replace(FRONT, must=(), may=FRONT.must + FRONT.may)))
    )


def _translations(
    documents: Mapping[str, Document], main: Document, language: str, findings: Findings
) -> dict[str, Document]:
    """Language → translation. A file says its language in its front matter or its name (shop.en.md)."""
    found: dict[str, Document] = {}
    for file, document in documents.items():
        if document.file == main.file or not document.readable:
            continue
        stem = file.split(".")
        name = document.front.values.get("language", stem[-2] if len(stem) > 2 else "")
        if name not in _LANGUAGES or name == language or name in found:
            findings.say("translation-language", document.front.at("language"), word=name)
            continue
        checks.check_translation(document, main, findings)
        found[name] = document
    return found
