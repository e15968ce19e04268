"""A report that the shop signs: one JSON file whose note, by the log's key, names the hash of what is in it.

    {"format": "giuloi/conformance@v1", "origin": which log, "report": {…}, "note": signed note}

    giuloi/conformance@v1
    log giuloi.example/so
    policy 3f9c…                       hash of the version that the report is about
    made 2026-11-23T04:00:00Z
    report 5JZQ…=                      SHA-256 of the canonical report (RFC 8785), base64

No line of the note is a number alone, so it cannot be passed off as a checkpoint. The file verifies with the log's
public key and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from giuloi.core.canonical import canonical
from giuloi.core.ledger.bundle_file import read_json
from giuloi.core.ledger.note import VerifierKey, open_note, sign_note, to_base64
from giuloi.core.terms import BadEvidence

FORMAT = "giuloi/conformance@v1"
LARGEST_REPORT = 8_000_000  # bytes
_KEYS = {"format", "origin", "report", "note"}


@dataclass(frozen=True, slots=True)
class Report:
    """A report whose signature was verified."""

    origin: str
    policy: str
    made: str
    content: Mapping[str, Any]


def sign_report(content: Mapping[str, Any], *, policy: str, made: str, origin: str, seed: bytes) -> bytes:
    """The file. `made` is UTC as text; raises BadEvidence for content that has no canonical form."""
    report = json.loads(canonical(dict(content)))
    text = _text(origin, policy, made, report)
    whole = {
        "format": FORMAT,
        "origin": origin,
        "report": report,
        "note": sign_note(text, origin, seed).decode(),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"


def open_report(data: bytes, log_keys: Iterable[VerifierKey]) -> Report:
    """The report, once one of the log's keys is seen to have signed exactly this content. Raises BadEvidence."""
    if len(data) > LARGEST_REPORT:
        raise BadEvidence(f"a report has at most {LARGEST_REPORT} bytes")
    whole = read_json(data)
    if not isinstance(whole, dict) or set(whole) != _KEYS or whole["format"] != FORMAT:
        raise BadEvidence(f"not a {FORMAT}")
    origin, report, note = whole["origin"], whole["report"], whole["note"]
    if not (isinstance(origin, str) and isinstance(report, dict) and isinstance(note, str)):
        raise BadEvidence("a report has an origin, a report and a note")
    said = open_note(note.encode("utf-8", "replace"), log_keys)
    lines = said.split("\n")
    if len(lines) != 6 or not lines[2].startswith("policy ") or not lines[3].startswith("made "):
        raise BadEvidence(f"the note is no {FORMAT}")
    policy, made = lines[2].removeprefix("policy "), lines[3].removeprefix("made ")
    if said != _text(origin, policy, made, report):
        raise BadEvidence("what was signed is another report")
    return Report(origin, policy, made, report)


def _text(origin: str, policy: str, made: str, report: Mapping[str, Any]) -> str:
    digest = to_base64(sha256(canonical(report)).digest())
    return f"{FORMAT}\nlog {origin}\npolicy {policy}\nmade {made}\nreport {digest}\n"
