"""The blocks to propose for a paragraph, written as the shipped policy writes them, with their figures taken out.

A figure stands in a proposal only if the sentence itself says it; else there is "…", which no policy compiles with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from giuloi.core.policy.importing.figures_said import hours, spans
from giuloi.core.policy.importing.plain_text import Sentence
from giuloi.core.policy.importing.topics import TOPICS, Topic
from giuloi.core.policy.unfilled import BLANK, PROPOSED

_HEADING = re.compile(r"\[([a-z_]+)(?:\.([a-z0-9_]+))?\]")
_KEY = re.compile(r"([a-z_]+)(\s*=\s*)(.*)")
# Keys whose value is a figure or a fact of the shop: never taken over from somebody else's policy.
_FIGURES = {
    "promise": {"within": BLANK},
    "report": {"within": BLANK},
    "retain": {"use": BLANK, "store": "", "store_from": "", "cite": ""},
    "contact": {"hours": "", "per_day": ""},
    "recipient": {"country": BLANK},
    "register": {"least_age": "", "countries": ""},
}


@dataclass(slots=True)
class Proposed:
    """What is proposed under one clause: labels of blocks in order, the items it says, the figures it names."""

    labels: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    values: dict[str, dict[str, str]] = field(default_factory=dict)


def proposed_for(
    sentences: Iterable[Sentence], taken: set[str], said: set[str], doubtful: frozenset[str]
) -> Proposed:
    """The proposals for a paragraph; `taken` and `said` are those already made, and grow: each is made once.

    No figure is taken from a sentence about a `doubtful` topic: the text says two.
    """
    found = Proposed()
    for sentence in sentences:
        for topic in TOPICS:
            if topic.fits(sentence.folded):
                _add(found, topic, "" if topic.name in doubtful else sentence.folded, taken, said)
    return found


def _add(found: Proposed, topic: Topic, folded: str, taken: set[str], said: set[str]) -> None:
    for label in topic.blocks:
        if label not in taken:
            taken.add(label)
            found.labels.append(label)
            found.values[label] = _figures(label, folded)
    for item in topic.says:
        if item not in said and (
            spans(folded) or not topic.timed
        ):  # how long is not said by "as long as needed"
            said.add(item)
            found.says.append(item)


def _figures(label: str, folded: str) -> dict[str, str]:
    kind = label.split(".")[0]
    times = spans(folded)
    if kind in ("promise", "report") and len(times) == 1:
        return {"within": f'"{times[0]}"'}
    if kind == "retain" and len(times) == 1:
        return {"use": f'"{times[0]}"'}
    if kind == "contact" and (open_ := hours(folded)):
        return {"hours": f'["{open_[0]}", "{open_[1]}"]'}
    return {}


def written(
    label: str, pattern: Sequence[str], values: dict[str, str], line: int, known: set[str]
) -> list[str]:
    """A block as lines of TOML: the pattern's, figures blanked or from the text, marked as proposed.

    `known` are the purposes of the draft: a list of purposes names no others. No lines where nothing is left of it.
    """
    kind = label.split(".")[0]
    lines = [f"[{label}]", f'{PROPOSED} = "dòng {line}"']
    for row in pattern:
        found = _KEY.fullmatch(row)
        if found is None:
            lines.append(row)
            continue
        key, between, value = found.groups()
        said = values.get(key)
        blank = _FIGURES.get(kind, {}).get(key)
        if said is not None:
            value = said
        elif blank is not None:
            if not blank:
                continue
            value = f'"{blank}"'
        elif key in ("purposes", "beyond"):
            names = [name for name in re.findall(r'"([a-z_]+)"', value) if name in known]
            if not names and kind == "retain":
                continue  # whatever it is used for
            if not names:
                return []
            value = "[" + ", ".join(f'"{name}"' for name in names) + "]"
        lines.append(f"{key}{between}{value}")
    lines += [
        f"{key} = {value}" for key, value in values.items() if not any(row.startswith(key) for row in lines)
    ]
    return lines


def patterns(document: str) -> dict[str, list[str]]:
    """Label → the lines under its heading, of every rule block in a policy's text."""
    found: dict[str, list[str]] = {}
    rows: list[str] | None = None
    fenced = False
    for line in document.splitlines():
        if line.startswith("```"):
            fenced, rows = line.startswith("```rule"), None
        elif fenced and (heading := _HEADING.fullmatch(line.strip())):
            label = ".".join(part for part in heading.groups() if part)
            rows = [] if label not in found else None
            if rows is not None:
                found[label] = rows
        elif fenced and rows is not None and line.strip():
            rows.append(line)
    return found


def needed_by(labels: Iterable[str], every: dict[str, list[str]]) -> Iterator[str]:
    """Roles and categories that these blocks name, as labels: without them they say nothing."""
    for label in labels:
        text = " ".join(every.get(label, ()))
        for name in re.findall(r'"([a-z_]+)"', text):
            for kind in ("role", "category"):
                if f"{kind}.{name}" in every:
                    yield f"{kind}.{name}"
