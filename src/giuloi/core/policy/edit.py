"""Changing one rule block, or one clause's sentence, in the text of a policy, and not one byte beside it.

A shop's policy is a document that people wrote: its comments, its alignment and its line ends are theirs. So a
form does not write a policy anew; it replaces the values it was asked to, and the result is read again and must
differ from what was there in nothing else. Whether the result is a policy is for the compiler to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from giuloi.core.bilingual import Words
from giuloi.core.policy.diagnostics import Findings
from giuloi.core.policy.reader import Block, Document, read
from giuloi.core.terms import ClauseRef, GiuloiError

Value: TypeAlias = str | int | bool | Sequence[str] | Mapping[str, str]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ASSIGNED = re.compile(r"\s*[A-Za-z0-9_-]+\s*=\s*")
_STARTS_PART = re.compile(r" {0,3}(?:#{1,6}(?![^ \t])|`{3,}|~{3,})")
_LONGEST_SENTENCE = 8_000


class NotEditable(GiuloiError):
    """This cannot be changed by a form; `words` says why, and the text itself can still be edited."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def with_values(text: str, kind: str, name: str, values: Mapping[str, Value | None]) -> str:
    """The text with these keys of the block `[kind.name]` set; a key whose value is None is taken out.

    A key that stays the same keeps its spelling. Raises NotEditable.
    """
    before = read("", text, Findings())
    block = _block(before, kind, name)
    lines = _LINE.findall(text)
    for key, value in sorted(values.items(), key=lambda item: -block.lines.get(item[0], 0)):
        written = block.values.get(key)
        if written == _plain(value) or (value is None and key not in block.values):
            continue
        if key in block.lines:
            _replace(lines, block.lines[key] - 1, value)
        elif value is not None:
            _insert(lines, _end(lines, block), f"{key} = {_toml(value)}", block, key)
    after = "".join(lines)
    _nothing_else(before, read("", after, Findings()), block=(kind, name), values=values)
    return after


def sentence_of(text: str, clause: ClauseRef) -> str:
    """A clause's own words as they stand in the text; "" for a clause that it has not."""
    found = read("", text, Findings()).clauses.get(clause)
    return found.sentence if found else ""


def with_sentence(text: str, clause: ClauseRef, sentence: str) -> str:
    """The text with other words under one clause, before its rule blocks. Raises NotEditable.

    Words that would open a heading, a fence or a comment are none: they would change what is around them.
    """
    before = read("", text, Findings())
    if clause not in before.clauses:
        raise NotEditable(Words(f"văn bản không có điều khoản {clause}", f"the text has no clause {clause}"))
    said = sentence.replace("\r\n", "\n").replace("\r", "\n").strip()
    _refuse_markup(said)
    if said == before.clauses[clause].sentence:
        return text
    lines = _LINE.findall(text)
    start, end = _run(lines, before.clauses[clause].line)
    ending = _ending(lines)
    lines[start:end] = [line + ending for line in said.split("\n")]
    after = "".join(lines)
    _nothing_else(before, read("", after, Findings()), clause=clause, said=said)
    return after


def _block(document: Document, kind: str, name: str) -> Block:
    found = [block for block in document.blocks if (block.kind, block.name) == (kind, name)]
    if len(found) != 1:
        label = f"[{kind}.{name}]" if name else f"[{kind}]"
        raise NotEditable(
            Words(
                f"văn bản không có đúng một khối {label} đọc được",
                f"the text has not exactly one readable block {label}",
            )
        )
    return found[0]


def _replace(lines: list[str], index: int, value: Value | None) -> None:
    """Put another value behind the `key =` of one line; what stands behind the old value stays (a comment)."""
    rest = "".join(lines[index:])
    opening = _ASSIGNED.match(rest)
    if opening is None:
        raise NotEditable(Words("khóa này được viết rải rác", "this key is written in parts"))
    end = _value_end(rest, opening.end())
    count = len(_LINE.findall(rest[:end]))
    if value is None:
        del lines[index : index + count]
        return
    tail = "".join(lines[index : index + count])[end:]
    lines[index : index + count] = [rest[: opening.end()] + _toml(value) + tail]


def _value_end(text: str, start: int) -> int:
    """Where a TOML value that begins at `start` is over: strings and brackets are stepped over."""
    depth, at, end = 0, start, start
    while at < len(text):
        mark = text[at]
        if mark in "\"'":
            at = _string_end(text, at)
            end = at
            continue
        if depth == 0 and mark in "#\r\n":
            break
        if mark == "#":  # a comment inside a list
            raise NotEditable(
                Words(
                    "trong danh sách có ghi chú của người viết: hãy sửa trong văn bản",
                    "the list holds a comment of its writer's: edit it in the text",
                )
            )
        depth += (mark in "[{") - (mark in "]}")
        at += 1
        end = end if mark.isspace() else at
    return end


def _string_end(text: str, start: int) -> int:
    mark, at = text[start], start + 1
    while at < len(text) and text[at] != mark:
        at += 2 if text[at] == "\\" and mark == '"' else 1
    return at + 1


def _end(lines: list[str], block: Block) -> int:
    """The line behind a block's last key (its heading's, when it has none)."""
    last = max(block.lines.values(), default=block.place.line) - 1
    if not block.lines:
        return last + 1
    rest = "".join(lines[last:])
    opening = _ASSIGNED.match(rest)
    return last + len(_LINE.findall(rest[: _value_end(rest, opening.end() if opening else 0)]))


def _insert(lines: list[str], index: int, line: str, block: Block, key: str) -> None:
    """A new key in the width that the block's other keys have."""
    widths = {len(found[0]) for at in block.lines.values() if (found := _ASSIGNED.match(lines[at - 1]))}
    if len(widths) == 1 and len(key) + 3 < (width := widths.pop()):
        line = f"{key.ljust(width - 2)}{line[len(key) + 1 :]}"
    lines.insert(index, line + _ending(lines))


def _ending(lines: list[str]) -> str:
    return next((line[len(line.rstrip("\r\n")) :] for line in lines if line.endswith(("\n", "\r"))), "\n")


def _run(lines: list[str], heading: int) -> tuple[int, int]:
    """The lines of a clause's words: from the first one under its heading to the fence or heading behind them."""
    start = heading
    while start < len(lines) and not lines[start].strip():
        start += 1
    end = start
    while end < len(lines) and not _STARTS_PART.match(lines[end]) and "<!--" not in lines[end]:
        end += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return start, end


def _refuse_markup(said: str) -> None:
    bad = any(_STARTS_PART.match(line) for line in said.split("\n")) or "<!--" in said or "\0" in said
    if not said or bad or len(said) > _LONGEST_SENTENCE:
        raise NotEditable(
            Words(
                "hãy ghi câu bằng lời thường: không để trống, không có dòng mở đầu bằng # hay ```, không có <!--",
                "write the sentence in plain words: not empty, no line that begins with # or ```, and no <!--",
            )
        )


def _plain(value: Value | None) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return value if value is None or isinstance(value, str | int) else list(value)


def _toml(value: Value) -> str:
    """A value as TOML; a JSON string is a TOML string."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    return json.dumps(_plain(value), ensure_ascii=False)


def _nothing_else(
    before: Document,
    after: Document,
    *,
    block: tuple[str, str] = ("", ""),
    values: Mapping[str, Value | None] | None = None,
    clause: ClauseRef | None = None,
    said: str = "",
) -> None:
    """Read again, the text says what was asked, and otherwise what it said before."""
    clauses = {ref: one.sentence for ref, one in before.clauses.items()}
    blocks = [(one.kind, one.name, dict(one.values)) for one in before.blocks]
    if clause:
        clauses[clause] = read("", f"### {clause}\n{said}", Findings()).clauses[clause].sentence
    for kind, name, held in blocks:
        if (kind, name) == block:
            held |= {key: _plain(value) for key, value in (values or {}).items()}
            for key in [key for key, value in held.items() if value is None]:
                del held[key]
    same = clauses == {ref: one.sentence for ref, one in after.clauses.items()}
    same = same and blocks == [(one.kind, one.name, dict(one.values)) for one in after.blocks]
    if not same or before.front.values != after.front.values or before.sections != after.sections:
        raise NotEditable(
            Words(
                "thay đổi này sẽ đụng tới chỗ khác của văn bản: hãy sửa trong văn bản",
                "this change would touch other places of the text: edit it in the text",
            )
        )
