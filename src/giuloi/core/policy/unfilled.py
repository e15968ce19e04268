"""What a draft still waits for: a block that software proposed and nobody confirmed, and a value nobody filled in.

Both make a policy impossible: no shop publishes by a slip what it never said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from giuloi.core.policy.diagnostics import Findings
from giuloi.core.policy.reader import Block, Document

PROPOSED = "proposed"  # the key that marks a block as proposed
BLANK = "…"


def settled(document: Document, findings: Findings) -> Document:
    """The document without the marks of proposals; each mark and each blank is said at its line."""
    for block in (document.front, *document.blocks):
        for key, value in block.values.items():
            if _blank(value):
                findings.say("not-filled", block.at(key), word=key)
    return replace(document, blocks=tuple(_confirmed(block, findings) for block in document.blocks))


def _confirmed(block: Block, findings: Findings) -> Block:
    if PROPOSED not in block.values:
        return block
    label = ".".join(part for part in (block.kind, block.name) if part)
    findings.say("proposed", block.at(PROPOSED), name=label)
    return replace(block, values={key: value for key, value in block.values.items() if key != PROPOSED})


def _blank(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip() == BLANK
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return any(_blank(part) for part in parts)
