"""The whole file in one ZIP, signed: timeline, parts, reports with their numbers, papers, evidence, proof of telling.

The list of the affected and the proofs are ids alone: the shop's own, opaque, and of no use to anybody else.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from giuloi.core.fields import names_in
from giuloi.promises.report.documents.docx import docx
from giuloi.promises.report.documents.filled import filled
from giuloi.promises.report.documents.papers import NAMES, paper
from giuloi.promises.report.documents.pdf import pdf
from giuloi.promises.report.incidents.affected import each, searches_of
from giuloi.promises.report.incidents.book import writing
from giuloi.promises.report.incidents.containment import steps_of
from giuloi.promises.report.incidents.duties import duties_of, kept_until
from giuloi.promises.report.incidents.evidence import evidence_file, evidence_of, timeline_json, zipped
from giuloi.promises.report.incidents.kinds import What
from giuloi.promises.report.incidents.notices import NotReady, proofs, public_text
from giuloi.promises.report.incidents.opening import incident_row
from giuloi.promises.report.incidents.writing import parts_of
from giuloi.promises.share.formulas import formula_safe
from giuloi.records.signed_files import signed_list


def archive(incident: int, at: datetime, by: str) -> bytes:
    """The ZIP; that it was taken is in the timeline. Raises LookupError for a file that is none."""
    row = incident_row(incident)
    if row is None:
        raise LookupError("there is no incident of that number")
    files = _files(incident, at)
    files["incident.json"] = _json(
        {
            "id": str(row.id),
            "kind": row.kind,
            "opened_at": row.opened_at,
            "opened_by": row.opened_by,
            "known_at": row.known_at,
            "data_known_at": row.data_known_at,
            "likelihood": row.likelihood,
            "severity": row.severity,
            "closed_at": row.closed_at,
            "kept_until": kept_until(row),
        }
    )
    about = {"kind": "giuloi incident", "incident": f"{incident:x}", "at": at.isoformat(), "by": by}
    data = zipped({**files, **signed_list(files, about)})
    with writing(at, by) as book:
        book.line(incident, What.EXPORTED, sha256=hashlib.sha256(data).hexdigest())
    return data


def _files(incident: int, at: datetime) -> dict[str, bytes]:
    known = filled(incident, at)
    made = {which: paper(which, known) for which in NAMES}
    evidence = {one.file: evidence_file(one) for one in evidence_of(incident)}
    return {
        "timeline.json": timeline_json(incident),
        "parts.json": _json(parts_of(incident)),
        "reports.json": _json([_plain(asdict(one)) for one in duties_of(incident)]),
        "steps.json": _json([_plain(asdict(one)) for one in steps_of(incident)]),
        "searches.json": _json([_plain(asdict(one)) for one in searches_of(incident)]),
        "affected.csv": _csv(
            ("customer", "fields", "purposes", "uses"),
            (
                (subject or "", " ".join(names_in(mask)), said, uses)
                for subject, mask, said, uses in each(incident)
            ),
        ),
        "told.csv": _csv(("customer", "channel", "state", "provider_id", "at"), proofs(incident)),
        "public-notice.txt": _public(incident),
        **{f"papers/{which}.pdf": pdf(one) for which, one in made.items()},
        **{f"papers/{which}.docx": docx(one) for which, one in made.items()},
        **{f"evidence/{name}": data for name, data in evidence.items() if data is not None},
    }


def _public(incident: int) -> bytes:
    try:
        text = public_text(incident)
    except NotReady:
        return b""
    return f"{text.vi}\n\n{text.en}\n".encode()


def _csv(heading: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([formula_safe(one) if isinstance(one, str) else one for one in row] for row in rows)
    return out.getvalue().encode()


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if name == "id" else value for name, value in said.items()}


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True, default=_text).encode()


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
