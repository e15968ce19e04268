"""Plain text → the Markdown of a draft: numbered clauses in their own words, proposed blocks, what is missing.

The draft is no policy before a person went through it: each proposal says so, and each blank is an error of the
compiler at its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from giuloi.core.policy.diagnostics import Findings
from giuloi.core.policy.importing.plain_text import NotPlainText, Part, Sentence, parts_of, sentences_of
from giuloi.core.policy.importing.proposals import Proposed, needed_by, patterns, proposed_for, written
from giuloi.core.policy.importing.remarks import Remark, contradictions, missing, too_long, without_numbers
from giuloi.core.policy.reader import CLAUSE_HEADING, read
from giuloi.core.policy.unfilled import BLANK, PROPOSED

_TITLE = "Chính sách bảo mật"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
MOST_SECTIONS, MOST_CLAUSES = 100, 999
_KEYS = ("shop", "address", "contact", "dpo", "business_registration")


@dataclass(frozen=True, slots=True)
class Imported:
    """The draft, what a person has to look at, and how many clauses and proposals it has."""

    draft: str
    remarks: tuple[Remark, ...]
    clauses: int
    proposals: int


@dataclass(frozen=True, slots=True)
class _Clause:
    """A paragraph on its way to a clause."""

    number: str
    part: Part
    sentences: tuple[Sentence, ...]
    proposed: Proposed


def import_text(text: str, pattern: str) -> Imported:
    """Make a draft of plain text; `pattern` is the text of the policy whose blocks are proposed.

    Raises NotPlainText for what is no text, or holds no sentence.
    """
    parts = parts_of(text)
    if not any(not part.heading for part in parts):
        raise NotPlainText("văn bản không có câu nào", "the text has no sentence")
    title, sections = _sections(parts)
    _refuse_endless(sections)
    doubtful = frozenset(_doubtful(sections))
    by_section, every = _clauses(sections, doubtful), patterns(pattern)
    clauses = [clause for members in by_section for clause in members]
    labels = [label for clause in clauses for label in clause.proposed.labels]
    purposes = {label.split(".")[1] for label in labels if label.startswith("purpose.")}
    lines, count = [*_front(), f"# {title}"], 0
    given: set[str] = set()
    for number, ((heading, _), members) in enumerate(zip(sections, by_section, strict=True), 1):
        lines += ["", f"## {_roman(number)}. {heading.text}" if heading else f"## {_roman(number)}. {_TITLE}"]
        for clause in members:
            blocks = _blocks(clause, every, purposes, given)
            count += len(blocks)
            lines += ["", f"### {clause.number}", *_safe(clause.part.text), *_fenced(blocks)]
    sentences = [one for clause in clauses for one in clause.sentences]
    says = [item for clause in clauses for item in clause.proposed.says]
    found = (*contradictions(sentences), *without_numbers(sentences), *too_long(sentences))
    remarks = (*found, *missing(says, labels, {}))
    draft = "\n".join([*lines, *_closing(remarks), ""])
    _refuse_other(draft, len(clauses))
    return Imported(draft, remarks, len(clauses), count)


def _refuse_endless(sections: Sequence[tuple[Part | None, list[Part]]]) -> None:
    """A number of a clause has an end: LXXXVIII.999 is the longest that can be cited."""
    if len(sections) > MOST_SECTIONS:
        raise NotPlainText(
            f"văn bản có hơn {MOST_SECTIONS} đề mục: chỉ để lại chính sách",
            f"the text has more than {MOST_SECTIONS} headings: leave the policy only",
        )
    for _, members in sections:
        if len(members) > MOST_CLAUSES:
            raise NotPlainText(
                f"dòng {members[MOST_CLAUSES].line}: phần này có hơn {MOST_CLAUSES} đoạn, hãy chia nhỏ",
                f"line {members[MOST_CLAUSES].line}: this section has over {MOST_CLAUSES} paragraphs, divide it",
            )


def _refuse_other(draft: str, clauses: int) -> None:
    """Read back what was made: their sentences are clauses, every one, and no rule stands there unproposed."""
    document = read("draft", draft, Findings())
    if len(document.clauses) != clauses or not all(PROPOSED in block.values for block in document.blocks):
        raise NotPlainText(
            "văn bản có dòng giống khối quy tắc hoặc số điều khoản: hãy bỏ các ký hiệu Markdown rồi thử lại",
            "a line of the text reads as a rule or as the number of a clause: take Markdown's marks out and try again",
        )


def _front() -> list[str]:
    rows = [f'{key} = "{BLANK}"' for key in _KEYS]
    return ["---", *rows, 'law = ["vn"]', 'language = "vi"', 'version = "1"', "---"]


def _sections(parts: list[Part]) -> tuple[str, list[tuple[Part | None, list[Part]]]]:
    """(the title, each heading with its paragraphs). A heading that opens the text is its title."""
    title = _TITLE
    found: list[tuple[Part | None, list[Part]]] = []
    for number, part in enumerate(parts):
        if part.heading and number == 0 and len(parts) > 1:
            # One that reads like the number of a clause would become a clause, and an empty one.
            title = f"{_TITLE}: {part.text}" if CLAUSE_HEADING.fullmatch(part.text) else part.text
        elif part.heading:
            found.append((part, []))
        elif found:
            found[-1][1].append(part)
        else:
            found.append((None, [part]))
    return title, found


def _doubtful(sections: Iterable[tuple[Part | None, list[Part]]]) -> Iterator[str]:
    """Topics of which the text says two different times: neither is taken over."""
    sentences = [one for _, members in sections for part in members for one in sentences_of(part)]
    for remark in contradictions(sentences):
        yield remark.code.removeprefix("two-times-")


def _clauses(
    sections: Iterable[tuple[Part | None, list[Part]]], doubtful: frozenset[str]
) -> list[list[_Clause]]:
    """The clauses of each section."""
    taken: set[str] = set()
    said: set[str] = set()
    found: list[list[_Clause]] = []
    for number, (_, members) in enumerate(sections, 1):
        found.append([])
        for place, part in enumerate(members, 1):
            sentences = tuple(sentences_of(part))
            proposed = proposed_for(sentences, taken, said, doubtful)
            found[-1].append(_Clause(f"{_roman(number)}.{place}", part, sentences, proposed))
    return found


def _blocks(
    clause: _Clause, every: dict[str, list[str]], purposes: set[str], given: set[str]
) -> list[list[str]]:
    """The blocks under one clause, each as lines; what they name comes with the first that names it."""
    found = []
    helping = [
        label for label in dict.fromkeys(needed_by(clause.proposed.labels, every)) if label not in given
    ]
    deeper = [label for label in dict.fromkeys(needed_by(helping, every)) if label not in given]
    for label in dict.fromkeys((*clause.proposed.labels, *helping, *deeper)):
        if label in given or label not in every:
            continue
        given.add(label)
        values = clause.proposed.values.get(label, {})
        if lines := written(label, every[label], values, clause.part.line, purposes):
            found.append(lines)
    if clause.proposed.says:
        items = ", ".join(f'"{item}"' for item in clause.proposed.says)
        found.append(["[says]", f'{PROPOSED} = "dòng {clause.part.line}"', f"items = [{items}]"])
    return found


def _fenced(blocks: list[list[str]]) -> list[str]:
    if not blocks:
        return []
    rows = [row for block in blocks for row in (*block, "")]
    return ["```rule", *rows[:-1], "```"]


def _safe(text: str) -> list[str]:
    """Their words; a line that Markdown would take for a heading is moved in, so that it stays a sentence."""
    return [f"\\{line}" if line.startswith("#") else line for line in text.split("\n")]


def _closing(remarks: Iterable[Remark]) -> list[str]:
    """What is left to do, as a comment at the end of the draft: nothing in it is a sentence of the shop's."""
    rows = [f"{f'dòng {one.line}: ' if one.line else ''}{one.words.vi}".replace("--", "–") for one in remarks]
    return ["", "<!-- CÒN PHẢI LÀM", *(f"- {row}" for row in rows), "-->"]


def _roman(number: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        while number >= value:
            found, number = found + letters, number - value
    return found
