"""Evidence is frozen: the ledger's head and hashes, the logs without personal data, the timeline, in one signed ZIP.

What is in it names nobody: leaves and logs do not, and the list of the affected is only counted. The ZIP lies in a
private folder beside the data; its hash is in the timeline, so that whoever holds it can show that it is the one.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from giuloi.core.canonical import canonical
from giuloi.promises.report.incidents.affected import searches_of
from giuloi.promises.report.incidents.book import lines_of, writing
from giuloi.promises.report.incidents.kinds import What
from giuloi.promises.report.incidents.log_files import Log, log_of
from giuloi.promises.report.incidents.rows import EvidenceRow
from giuloi.promises.report.incidents.whole import faults
from giuloi.promises.report.incidents.writing import still_open
from giuloi.records.database import answering
from giuloi.records.durable import put, read
from giuloi.records.keyring import keyring
from giuloi.records.places import places
from giuloi.records.signed_files import signed_list
from giuloi.records.uses.tiles import TileLog

_EPOCH = (1980, 1, 1, 0, 0, 0)  # a ZIP of the same files is the same bytes


def freeze_evidence(incident: int, logs: Iterable[Path], at: datetime, by: str) -> EvidenceRow:
    """Freeze what there is now; returns its row. Raises OSError for a log that cannot be read, LookupError."""
    still_open(incident)
    read_logs = [log_of(path) for path in logs]
    files = _files(incident, read_logs, at)
    about = {"kind": "giuloi evidence", "incident": f"{incident:x}", "at": at.isoformat(), "by": by}
    data = zipped({**files, **signed_list(files, about)})
    digest = hashlib.sha256(data).hexdigest()
    name = f"evidence-{at:%Y%m%dT%H%M%SZ}-{digest[:8]}.zip"  # two in one second are two files
    put(folder_of(incident) / name, data)
    with writing(at, by) as book:
        row = EvidenceRow(incident_id=incident, at=at, by=by, file=name, sha256=digest, bytes=len(data))
        row.save(force_insert=True)
        left_out = sum(one.left_out for one in read_logs)
        book.line(incident, What.FROZEN, file=name, sha256=digest, logs=len(read_logs), left_out=left_out)
    return row


def _files(incident: int, logs: list[Log], at: datetime) -> dict[str, bytes]:
    log = TileLog(places().ledger)
    checkpoint = log.checkpoint() or b""
    log.close()
    state = {
        "at": at.isoformat(),
        "key_store_serial": keyring().serial(),
        "faults": [{"line": one.number, "what": one.words.en} for one in faults()],
        "searches": [asdict(one) | {"at": one.at.isoformat()} for one in searches_of(incident)],
        "logs": [
            {
                "name": one.name,
                "sha256": one.sha256,
                "bytes": one.bytes,
                "kept": one.kept,
                "left_out": one.left_out,
            }
            for one in logs
        ],
    }
    return {
        "checkpoint": checkpoint,
        "ledger.sha256": _hashes_of(places().ledger),
        "timeline.json": timeline_json(incident),
        "state.json": json.dumps(state, ensure_ascii=False, indent=2, sort_keys=True).encode(),
        **{f"logs/{number}-{one.name}": one.lines for number, one in enumerate(logs, 1)},
    }


def timeline_json(incident: int) -> bytes:
    """The timeline as canonical JSON."""
    return canonical(
        [
            {
                "number": one.number,
                "at": one.at.isoformat(),
                "actor": one.actor,
                "what": one.what.value,
                "said": {name: str(value) for name, value in one.said.items()},
                "ledger_size": one.size,
            }
            for one in lines_of(incident)
        ]
    )


def _hashes_of(folder: Path) -> bytes:
    """One line a file of the ledger, as sha256sum writes them: 256 leaves a file, and no leaf in it."""
    found = sorted(
        path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".lock", ".new")
    )
    lines = [f"{_hash_of(path)}  {path.relative_to(folder)}\n" for path in found]
    return "".join(lines).encode()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """These files as a ZIP, in order, without times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@answering()
def evidence_of(incident: int) -> list[EvidenceRow]:
    """Every set that was frozen, oldest first."""
    return list(EvidenceRow.objects.filter(incident_id=incident).order_by("at", "id"))


def evidence_file(row: EvidenceRow) -> bytes | None:
    """The ZIP as it was frozen; None when it is gone or is no longer that one."""
    data = read(folder_of(row.incident_id) / row.file)
    return data if data is not None and hashlib.sha256(data).hexdigest() == row.sha256 else None


def folder_of(incident: int) -> Path:
    """Where the files of one incident lie."""
    return places().data / "incidents" / f"{incident:x}"
