"""The papers of a file: sealed when they come in, opened for somebody, and then the file says so.

The letter itself goes in with what only it says: its name, who signed it, the provision it cites, what it asks for.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from giuloi.promises.share.authority.rows import AuthorityPaper
from giuloi.records.database import answering
from giuloi.records.ids import new_id
from giuloi.records.sealed_files import open_paper, seal_paper


class PaperKind(StrEnum):
    """What a paper is."""

    DOCUMENT = "document"
    NOTE = "note"  # why the scope is lawful and the least that answers
    PACKAGE = "package"
    WORDS = "words"  # what somebody wrote with a refusal or a receipt


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """The document as it came, and what was read from it. Does not print."""

    name: str
    content: bytes = field(repr=False)
    said: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return "Letter(…)"


def keep(file: int, kind: PaperKind, content: bytes, at: datetime, actor: str) -> str:
    """Seal a paper into the file; returns the SHA-256 of its content, in hex. Joins the caller's transaction."""
    paper, digest = new_id(), hashlib.sha256(content).hexdigest()
    AuthorityPaper.objects.create(
        id=paper,
        file_id=file,
        kind=kind.value,
        sha256=digest,
        size=len(content),
        sealed=seal_paper(_named(file), paper, content),
        at=at,
        actor=actor,
    )
    return digest


def keep_letter(file: int, letter: Letter, at: datetime, actor: str) -> None:
    """Seal the document; its own hash is the file's, for this paper holds more than it."""
    whole = {
        "name": letter.name,
        "said": dict(letter.said),
        "content": base64.b64encode(letter.content).decode("ascii"),
    }
    keep(file, PaperKind.DOCUMENT, json.dumps(whole, ensure_ascii=False).encode(), at, actor)


@answering()
def newest(file: int, kind: PaperKind) -> bytes | None:
    """The newest paper of a kind, opened; None where there is none. Whoever calls this notes it in the file."""
    row = AuthorityPaper.objects.filter(file_id=file, kind=kind.value).order_by("-at", "-id").first()
    return None if row is None else open_paper(_named(file), row.id, bytes(row.sealed))


def letter_of(file: int) -> Letter:
    """The document of a file. Raises LookupError where it has none."""
    raw = newest(file, PaperKind.DOCUMENT)
    if raw is None:
        raise LookupError("this file has no document")
    whole = json.loads(raw)
    return Letter(whole["name"], base64.b64decode(whole["content"]), whole["said"])


@answering()
def drop(file: int, kind: PaperKind) -> int:
    """Take the papers of a kind away; their hashes stay in the file."""
    return int(AuthorityPaper.objects.filter(file_id=file, kind=kind.value).delete()[0])


def _named(file: int) -> str:
    return f"authority/{file}"
