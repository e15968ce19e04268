"""Files that came with a message: sealed whole, name and type too, each under its own record of the vault.

Taken are the kinds of file that customers send (pictures, PDF, plain text, office documents), known by how they
begin and not by what their name says. Whatever is handed out again is handed out to be saved, never shown.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.http import content_disposition_header

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError
from giuloi.records.cases import cover
from giuloi.records.database import answering
from giuloi.records.ids import new_id
from giuloi.records.vault import seal

LONGEST = 4_000_000  # bytes of one file
MOST = 5  # files of one message
LONGEST_NAME = 120
ANYTHING = "application/octet-stream"

# How files of these types begin. An HTML page, a script or a program is none of them.
BEGINS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),  # .docx, .xlsx, .odt and .zip: handed out as an archive
)


class CareFile(models.Model):
    """One attached file; `id` is its vault record. Its name and type are sealed with it.

    `message` is the vault record of the text it came with, whoever keeps that text's row.
    """

    id = models.BigIntegerField(primary_key=True)
    message = models.BigIntegerField()
    number = models.SmallIntegerField()
    case = models.ForeignKey("records.Case", models.CASCADE, related_name="+")
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    size = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "use_file"


class NotTaken(GiuloiError):
    """A file is not taken; `words` say why and what to do. Never says its name."""

    def __init__(self, code: str) -> None:
        super().__init__(f"a file is not taken: {code}")
        self.code, self.words = code, SENTENCES[code]


@dataclass(frozen=True, slots=True, repr=False)
class File:
    """A file as it was handed in; does not print."""

    name: str
    content: bytes

    def __repr__(self) -> str:
        return "File(…)"


@dataclass(frozen=True, slots=True)
class FileLine:
    """An attached file, masked: its record and how many bytes it has."""

    id: int
    size: int


@dataclass(frozen=True, slots=True)
class Held:
    """Where an attached file stands: whose it is, and by which case it may be opened."""

    id: int
    case: int
    subject: int


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """An attached file that was opened: what it is called, one of our own types, and its bytes."""

    name: str
    type: str
    content: bytes = field(repr=False)

    def __repr__(self) -> str:
        return "Opened(…)"


def type_of(content: bytes) -> str | None:
    """One of the types above by how the file begins, "text/plain" for readable text, None for anything else."""
    for begin, known in BEGINS:
        if content.startswith(begin):
            return known
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "image/heic"
    return "text/plain" if _readable(content) else None


def check(file: File) -> File:
    """The file, if it may be kept. Raises NotTaken."""
    if not file.content:
        raise NotTaken("empty")
    if len(file.content) > LONGEST:
        raise NotTaken("too_large")
    if type_of(file.content) is None:
        raise NotTaken("unknown_type")
    return file


def attach(case: int, subject: int, message: int, files: Sequence[File], at: datetime) -> list[int]:
    """Seal files of a message, covered by its case, in the caller's transaction. Raises NotTaken for too many."""
    if len(files) > MOST:
        raise NotTaken("too_many")
    made = []
    for number, file in enumerate(files, 1):
        record = new_id()
        seal(subject, {"attachment": _sealed_as(file)}, at, record)
        cover(case, record)
        CareFile.objects.create(
            id=record,
            message=message,
            number=number,
            case_id=case,
            subject_id=subject,
            size=len(file.content),
            at=at,
        )
        made.append(record)
    return made


@answering()
def file_of(record: int) -> Held | None:
    """Where this file stands; None when there is none."""
    row = CareFile.objects.filter(id=record).first()
    return None if row is None else Held(row.id, row.case_id, row.subject_id)


@answering()
def files_under(case: int) -> dict[int, tuple[FileLine, ...]]:
    """Message → its files, masked, of everything under one case."""
    found: dict[int, tuple[FileLine, ...]] = {}
    for one in CareFile.objects.filter(case_id=case).order_by("message", "number"):
        found[one.message] = (*found.get(one.message, ()), FileLine(one.id, one.size))
    return found


@answering()
def files_of(subject: int) -> list[CareFile]:
    """Every file somebody's cases hold, newest first."""
    return list(CareFile.objects.filter(subject_id=subject).order_by("-at", "id"))


def read(text: str) -> Opened:
    """What was sealed, opened. Its type is looked at anew: what is not known is nothing but bytes."""
    told = json.loads(text)
    content = base64.b64decode(told["base64"])
    return Opened(_name(str(told["name"])), type_of(content) or ANYTHING, content)


def saved_as(opened: Opened) -> dict[str, str]:
    """The headers under which a file is handed out: to be saved, as what it is, and never run or shown in a page."""
    named = content_disposition_header(as_attachment=True, filename=opened.name)
    return {
        "Content-Type": opened.type,
        "Content-Disposition": named or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


def _sealed_as(file: File) -> str:
    said = {
        "name": _name(file.name),
        "type": type_of(file.content) or ANYTHING,
        "base64": base64.b64encode(file.content).decode(),
    }
    return json.dumps(said, ensure_ascii=False)


def _name(name: str) -> str:
    """A name without folders and without what could break a header or hide an ending (bidi marks are no letters)."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(one for one in last if one.isprintable() and one not in '"<>|:*?').strip(" .")
    if len(kept) > LONGEST_NAME:
        kept = kept[-LONGEST_NAME:]
    return kept or "file"


def _readable(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return "\0" not in text and not text.lstrip("\ufeff \t\r\n").startswith("<")


SENTENCES = {
    "empty": Words("Tệp này trống.", "This file is empty."),
    "too_large": Words(
        "Mỗi tệp nhiều nhất 4 MB: hãy gửi ảnh nhỏ hơn.",
        "A file has at most 4 MB: please send a smaller picture.",
    ),
    "too_many": Words("Nhiều nhất 5 tệp một lần.", "At most 5 files at a time."),
    "unknown_type": Words(
        "Chỉ nhận ảnh, PDF, văn bản và tài liệu văn phòng.",
        "Only pictures, PDF, plain text and office documents are taken.",
    ),
}
