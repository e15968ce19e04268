"""Markdown → front matter, numbered clauses and their blocks, with the line of everything kept.

A heading that begins with a number such as `IV.3` opens a clause; the text under it is its sentence; a fence
opened by ```rule holds its blocks. Other headings are sections. Comments (`<!-- … -->`) are for the writer
and belong to no sentence. Any text at all can be read: what does not fit becomes a diagnostic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from giuloi.core.normal import normalized
from giuloi.core.policy.clauses import Clause, Section
from giuloi.core.policy.diagnostics import Findings, Place
from giuloi.core.policy.tables import Fault, tables
from giuloi.core.terms import ClauseRef

MOST_CHARACTERS = 400_000
# Possessive (*+): a line of any length and any content is read in one pass, without backtracking.
_FENCE = re.compile(r" {0,3}(`{3,}+|~{3,}+)\s*+([^`\s]*+)[^`]*+")
_HEADING = re.compile(r" {0,3}(#{1,6})(?![^ \t])(.*+)")
CLAUSE_HEADING = re.compile(
    r"((?:[IVXLCDM]{1,8}|[A-Z]|[0-9]{1,3})(?:\.(?:[0-9]{1,3}|[a-zđ])){1,4})\.?(?:\s+(.+))?"
)
_SECTION = re.compile(r"([IVXLCDM]{1,8}|[A-Z]|[0-9]{1,3})\.\s+(.+)")


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a rule fence. `kind` and `name` come from its heading; front matter has kind "front"."""

    kind: str
    name: str
    place: Place
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def at(self, key: str = "") -> Place:
        """Where a key stands, or the block itself."""
        return Place(self.place.file, self.lines.get(key, self.place.line), self.place.clause)


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read. `broken` names the blocks that could not be: they count as there when absence matters."""

    file: str
    front: Block
    clauses: Mapping[ClauseRef, Clause]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    broken: frozenset[tuple[str, ...]]
    readable: bool = True


@dataclass(slots=True)
class _Part:
    """A clause or a section while its lines are still coming in."""

    number: str
    title: str
    line: int
    clause: bool
    text: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.text)).strip()


def read(file: str, text: str, findings: Findings) -> Document:
    """Read one document; what is wrong with it goes into `findings`. Never raises."""
    lines = _lines(file, text, findings)
    reading = _Reading(file, findings)
    reading.run(lines)
    return reading.document(readable=bool(lines))


def _lines(file: str, text: str, findings: Findings) -> list[str]:
    """The text as lines in Unicode NFC, whatever its line ends; none when it is no text for us."""
    if len(text) > MOST_CHARACTERS:
        findings.say("too-long", Place(file, 1), most=MOST_CHARACTERS)
        return []
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = normalized("NFC", text).split("\n")
    for number, line in enumerate(lines, 1):
        if any("\ud800" <= character <= "\udfff" for character in line):
            findings.say("not-unicode", Place(file, number))
            return []
    return lines


class _Reading:
    """The state of reading one file: front matter, then parts, fences and comments in turn."""

    def __init__(self, file: str, findings: Findings) -> None:
        self.file, self.findings = file, findings
        self.front = Block("front", "", Place(file, 1), {}, {})
        self.parts: list[_Part] = [_Part("", "", 1, clause=False)]
        self.seen: dict[str, _Part] = {}
        self.blocks: list[Block] = []
        self.broken: set[tuple[str, ...]] = set()
        self.fence: tuple[int, str, str] | None = None  # line, marks, what it holds
        self.fenced: list[str] = []
        self.comment = 0  # the line where an open comment began

    def run(self, lines: list[str]) -> None:
        for number, line in self._after_front(lines):
            if self.fence:
                self._in_fence(line)
                continue
            said = self._outside_comments(line, number)
            if said is None:
                continue
            if opening := _FENCE.fullmatch(said):
                self.fence = (number, opening[1], opening[2])
            elif heading := _HEADING.fullmatch(said):
                self._heading(number, len(heading[1]), heading[2].strip().rstrip("#").rstrip())
            else:
                self.parts[-1].text.append(said.rstrip())
        self._at_end()

    def _after_front(self, lines: list[str]) -> list[tuple[int, str]]:
        numbered = list(enumerate(lines, 1))
        if not lines or lines[0].rstrip() != "---":
            return numbered
        end = next((n for n, line in numbered[1:] if line.rstrip() == "---"), None)
        if end is None:
            self.findings.say("front-open", self._place(1))
            self.broken.add(("front",))
            return numbered[1:]
        for table in tables(lines[1 : end - 1], 2):
            if isinstance(table, Fault) or table.path:
                self._fault(table if isinstance(table, Fault) else Fault((), table.line, "no heading here"))
                self.broken.add(("front",))
            else:
                self.front = Block("front", "", self._place(1), table.values, table.lines)
        return numbered[end:]

    def _outside_comments(self, line: str, number: int) -> str | None:
        """The line without its comments; None when nothing but comment stood there."""
        said, rest = "", line
        while rest:
            if self.comment:
                _, end, rest = rest.partition("-->")
                self.comment = 0 if end else self.comment
            else:
                before, start, rest = rest.partition("<!--")
                said += before
                self.comment = number if start else 0
        hidden = self.comment or said != line
        return None if hidden and not said.strip() else said

    def _in_fence(self, line: str) -> None:
        assert self.fence is not None  # noqa: S101 — run() asks for a fence before it comes here
        opened, marks, holds = self.fence
        if line.strip().startswith(marks) and not line.strip().strip(marks[0]):
            self.fence = None
            self._block(opened, holds)
            self.fenced = []
        else:
            self.fenced.append(line)

    def _heading(self, number: int, level: int, title: str) -> None:
        if found := CLAUSE_HEADING.fullmatch(title):
            self.parts.append(_Part(found[1], found[2] or "", number, clause=True))
            if found[1] in self.seen:
                first = self.seen[found[1]].line
                self.findings.say("clause-twice", self._place(number), number=found[1], line=first)
            self.seen.setdefault(found[1], self.parts[-1])
            return
        if level > 2:
            self.findings.say("heading-number", Place(self.file, number), title=title)
        section = _SECTION.fullmatch(title)
        number_of, name = (section[1], section[2]) if section else ("", title)
        self.parts.append(_Part(number_of, name, number, clause=False))

    def _block(self, opened: int, holds: str) -> None:
        if holds != "rule":
            self.findings.say("fence", self._place(opened), word=holds or "```")
            return
        if not self.parts[-1].clause:
            self.findings.say("block-outside", self._place(opened))
        for table in tables(self.fenced, opened + 1):
            if isinstance(table, Fault):
                self._fault(table)
            elif not table.path:
                self.findings.say("key-outside", self._place(table.line))
            else:
                kind, name = table.path[0], ".".join(table.path[1:])
                self.blocks.append(Block(kind, name, self._place(table.line), table.values, table.lines))

    def _fault(self, fault: Fault) -> None:
        self.findings.say("toml", self._place(fault.line), message=fault.message)
        self.broken.add(fault.path or ("",))

    def _at_end(self) -> None:
        if self.fence:
            self.findings.say("fence-open", self._place(self.fence[0]))
            self.broken.add(("",))
        if self.comment:
            self.findings.say("comment-open", self._place(self.comment))
            self.broken.add(("",))
        for part in self.seen.values():
            if not part.words:
                place = Place(self.file, part.line, ClauseRef(part.number))
                self.findings.say("clause-empty", place, number=part.number)

    def _place(self, line: int) -> Place:
        part = self.parts[-1]
        return Place(self.file, line, ClauseRef(part.number if part.clause else ""))

    def document(self, *, readable: bool) -> Document:
        clauses = {
            ClauseRef(number): Clause(ClauseRef(number), part.words, part.line, part.title)
            for number, part in self.seen.items()
        }
        sections = (Section(p.number, p.title, p.words) for p in self.parts if not p.clause)
        return Document(
            self.file,
            self.front,
            clauses,
            tuple(section for section in sections if section.title or section.text),
            tuple(self.blocks),
            frozenset(self.broken),
            readable,
        )
