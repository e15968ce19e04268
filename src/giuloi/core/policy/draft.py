"""A policy while its blocks are being read: what they name (`Scope`) and what they mean so far (`Draft`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from giuloi.core.fields import EVERY, FIELD
from giuloi.core.policy.clauses import (
    Clock,
    ContactRule,
    Permit,
    Prohibition,
    PurposeRule,
    Registration,
    Requirement,
    Retention,
    Role,
)
from giuloi.core.policy.diagnostics import Findings, Place
from giuloi.core.policy.keys import Keys, named
from giuloi.core.policy.reader import Block, Document
from giuloi.core.policy.vocabulary import KINDS, OWN_ROLES
from giuloi.core.terms import ClauseRef


@dataclass(frozen=True, slots=True)
class Scope:
    """The names a document gives: every heading counts, also of a block with mistakes, so that they stay few."""

    purposes: frozenset[str]
    roles: frozenset[str]
    categories: Mapping[str, int]

    def fields(self, keys: Keys, key: str) -> int:
        """The mask of a list of fields and categories; unknown ones are said."""
        mask = 0
        for word in keys.words(key, (*FIELD, *self.categories), "unknown-field"):
            mask |= self.categories[word] if word in self.categories else FIELD[word].mask
        return mask


@dataclass(slots=True)
class Draft:
    """What the blocks mean, kind by kind, in the order of the document; `blocks` finds where each stands."""

    blocks: list[Block] = field(default_factory=list)
    purposes: dict[str, PurposeRule] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    permits: list[Permit] = field(default_factory=list)
    prohibitions: list[Prohibition] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    retentions: list[Retention] = field(default_factory=list)
    contacts: list[ContactRule] = field(default_factory=list)
    registration: Registration | None = None
    requirements: list[Requirement] = field(default_factory=list)
    reports: list[Requirement] = field(default_factory=list)
    otherwise: ClauseRef | None = None
    sensitive: int = 0
    says: dict[str, ClauseRef] = field(default_factory=dict)
    soft: list[tuple[ClauseRef, str, str]] = field(
        default_factory=list
    )  # clause, promise, procedural|mirrored

    def place(self, kind: str, name: str, key: str = "") -> Place:
        """Where a key of a block stands; the block exists, for something was read from it."""
        block = next(block for block in self.blocks if (block.kind, block.name) == (kind, name))
        return block.at(key)


def well_named(document: Document, findings: Findings) -> list[Block]:
    """The blocks whose heading is right, each name once; a second one is said and dropped."""
    first: dict[tuple[str, str], Block] = {}
    kept: list[Block] = []
    for block in document.blocks:
        if not named(block, findings):
            continue
        label = (block.kind, block.name)
        if label in first and block.kind not in ("kept", "says"):
            findings.say(
                "two-otherwise" if block.kind == "otherwise" else "defined-twice",
                block.place,
                name=".".join(part for part in label if part),
                line=first[label].place.line,
            )
            continue
        first.setdefault(label, block)
        kept.append(block)
    return kept


def scope_of(blocks: list[Block], document: Document, findings: Findings) -> Scope:
    """What the document names. Blocks that could not be read still lend their name."""
    names: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for kind, name in [(b.kind, b.name) for b in blocks] + [p for p in document.broken if len(p) == 2]:
        names.setdefault(kind, set()).add(name)
    categories = _categories(blocks, findings)
    for lost in names["category"] - set(categories):
        categories[lost] = EVERY  # whatever it held: no second mistake for the same line
    return Scope(frozenset(names["purpose"]), frozenset(names["role"] | set(OWN_ROLES)), categories)


def _categories(blocks: list[Block], findings: Findings) -> dict[str, int]:
    """Each category's mask. Categories may name one another, but not round in a circle."""
    named_by: dict[str, tuple[str, ...]] = {}
    known = {block.name for block in blocks if block.kind == "category"}
    silent = Findings()  # keys are said once, where the category itself is read
    for block in blocks:
        if block.kind == "category":
            if block.name in FIELD:
                findings.say("name-taken", block.place, word=block.name)
            named_by[block.name] = Keys(block, silent).words("fields", (*FIELD, *(known - set(FIELD))))
    masks: dict[str, int] = {}
    looped: set[str] = set()
    for block in blocks:
        if block.kind == "category":
            masks[block.name], loop = _closure(block.name, named_by)
            if loop and block.name not in looped:
                looped |= set(loop)
                findings.say("loop", block.at("fields"), loop=" → ".join((*loop, loop[0])))
    return masks


def _closure(start: str, named_by: Mapping[str, tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
    """The fields that a category reaches, and the loop it stands in, if any."""
    mask = 0
    came_from: dict[str, str] = {}
    open_, seen = [start], {start}
    while open_:
        here = open_.pop()
        for word in named_by.get(here, ()):
            if word in FIELD:
                mask |= FIELD[word].mask
            elif word == start:
                return mask, _way(here, start, came_from)
            elif word not in seen:
                seen.add(word)
                came_from[word] = here
                open_.append(word)
    return mask, ()


def _way(last: str, start: str, came_from: Mapping[str, str]) -> tuple[str, ...]:
    way = [last]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def settings(keys: Keys) -> dict[str, Any]:
    """The free keys of a block: words, numbers, yes or no, lists and tables of words; nothing deeper."""
    kept: dict[str, Any] = {}
    for key, value in keys.block.values.items():
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
        if isinstance(value, bool | str | int) or (parts and all(isinstance(item, str) for item in parts)):
            kept[key] = value
        else:
            keys.say("wrong-type", key, word=key, wanted='"…", 1, true, ["…"]')
    kept.pop("keeper", None)
    return kept
