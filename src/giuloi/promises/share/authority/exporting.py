"""A file as one ZIP with a manifest, for an inspector; the register of files as a table. The file notes who took it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import names_in
from giuloi.promises.share.authority.moving import note
from giuloi.promises.share.authority.package import zipped
from giuloi.promises.share.authority.papers import PaperKind, letter_of, newest
from giuloi.promises.share.authority.reading import Whole, files, whole
from giuloi.promises.share.formulas import formula_safe
from giuloi.records.database import durable

FORMAT = "giuloi-authority-file/v1"
_COLUMNS = (
    *(
        "file",
        "received_at",
        "came",
        "authority",
        "unit",
        "document_number",
        "document_on",
        "document_sha256",
    ),
    *(
        "kind",
        "urgent",
        "due_at",
        "verified_at",
        "number_called",
        "called_by",
        "people_named",
        "fields_asked",
    ),
    *("fields_granted", "approver_1", "approver_2", "released_at", "package_sha256", "receipt", "in_time"),
    *("reason_if_late", "refused_for", "secret_until", "customers_told_at"),
)


def export_file(file: int, actor: str, at: datetime) -> tuple[str, bytes]:
    """(name, ZIP): everything noted, the document as it came, the legal note; of customers opaque ids and fields.

    What was released is not in it: it was in the package, whose hash is. Raises NoSuchFile.
    """
    found = whole(file, at)
    letter = letter_of(file)
    legal = newest(file, PaperKind.NOTE) or b""
    with durable():
        note(file, "exported", at, actor)
    row = found.line.row
    head = {"format": FORMAT, **_line(found), "said": dict(letter.said), **_details(found)}
    name = "document" + _ENDINGS.get(letter.content[:4], ".bin")
    content = {
        "file.json": json.dumps(head, ensure_ascii=False, indent=1).encode(),
        name: letter.content,
        "legal-note.txt": legal,
    }
    return f"{row.code}.zip", zipped(content, at)


def export_register(at: datetime) -> str:
    """Every file as a line of CSV; no cell is a formula, and none names a customer."""
    out = io.StringIO()
    table = csv.DictWriter(out, _COLUMNS)
    table.writeheader()
    for line in reversed(files(at, show="all")):
        table.writerow({name: formula_safe(text) for name, text in _line(whole(line.row.id, at)).items()})
    return out.getvalue()


def _line(found: Whole) -> Mapping[str, str]:
    """The fields of an authority's record (law-book: what such a register holds), as text."""
    row, position = found.line.row, found.position
    called = next((one for one in reversed(found.calls) if one.at == row.verified_at), None)
    granted = [one.granted for one in found.people]
    approvers = [str(staff) for staff in position.valid]
    values: dict[str, Any] = {
        "file": row.code,
        "received_at": row.received_at,
        "came": row.came,
        "authority": row.unit.authority.name if row.unit else "",
        "unit": row.unit.name if row.unit else "",
        "document_number": row.document_number,
        "document_on": row.document_on,
        "document_sha256": row.document_hash,
        "kind": row.kind,
        "urgent": _yes(row.urgent),
        "due_at": row.due_at,
        "verified_at": row.verified_at,
        "number_called": called.number.number if called else "",
        "called_by": called.staff_id if called else "",
        "people_named": len(found.people),
        "fields_asked": " ".join(names_in(row.asked)),
        "fields_granted": " ".join(names_in(_union(granted))),
        "approver_1": approvers[0] if approvers else "",
        "approver_2": approvers[1] if len(approvers) > 1 else "",
        "released_at": row.released_at,
        "package_sha256": row.package_hash,
        "receipt": row.receipt,
        "in_time": "" if found.line.in_time is None else _yes(found.line.in_time),
        "reason_if_late": row.late,
        "refused_for": row.ground,
        "secret_until": row.secrecy_until,
        "customers_told_at": row.told_at,
    }
    return {name: _text(value) for name, value in values.items()}


def _details(found: Whole) -> Mapping[str, Any]:
    return {
        "steps": [
            {"at": _text(one.at), "what": one.what, "actor": one.actor, "about": one.about}
            for one in found.steps
        ],
        "calls": [
            {"at": _text(one.at), "number": one.number.number, "by": str(one.staff_id), "result": one.result}
            for one in found.calls
        ],
        "scope_sha256": found.position.scope,
        "scope": [
            {
                "person": str(one.subject_id or ""),
                "order": str(one.record_id or ""),
                "asked": names_in(one.asked),
                "granted": names_in(one.granted),
                "outcome": one.outcome,
            }
            for one in found.people
        ],
        "approvals": [
            {
                "by": str(one.staff_id),
                "scope_sha256": one.scope,
                "at": _text(one.at),
                "second_factor_at": _text(one.proved_at),
                "void_at": _text(one.void_at),
            }
            for one in found.approvals
        ],
    }


def _union(masks: list[int]) -> int:
    whole_mask = 0
    for mask in masks:
        whole_mask |= mask
    return whole_mask


def _yes(said: bool) -> str:
    return "yes" if said else "no"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat(timespec="minutes")
    return str(value)


_ENDINGS = {b"%PDF": ".pdf", b"\x89PNG": ".png", b"\xff\xd8\xff\xe0": ".jpg", b"\xff\xd8\xff\xe1": ".jpg"}
