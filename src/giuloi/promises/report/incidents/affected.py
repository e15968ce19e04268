"""Who was affected: computed from the use ledger by actor, purpose and time, and kept as ids, fields and purposes.

Where somebody read past the ledger (a stolen copy of the data), no leaf tells whom: then everybody counts as affected.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from giuloi.core.fields import FIELDS
from giuloi.core.terms import Unavailable
from giuloi.promises.report.incidents.book import writing
from giuloi.promises.report.incidents.kinds import What
from giuloi.promises.report.incidents.rows import AffectedRow, SearchRow
from giuloi.promises.report.incidents.writing import still_open
from giuloi.records.database import answering, rows, run_many
from giuloi.records.ids import new_id
from giuloi.records.keyring import keyring
from giuloi.records.uses.affected import AT_ONCE, Found, Touched, Wanted, touched
from giuloi.records.uses.sequencer import integrate
from giuloi.records.vault import masks_held

_BATCH = 5_000
UNKNOWN = "?"  # the purpose of whoever read past the ledger


@dataclass(frozen=True, slots=True)
class Listed:
    """The result: how many people, over how many leaves, and how many codes are nobody's any more (erased since)."""

    people: int
    leaves: int
    size: int
    nameless: int


def list_affected(incident: int, wanted: Wanted, at: datetime, by: str, *, at_once: int = AT_ONCE) -> Listed:
    """Compute the list anew for these uses and keep it in the place of the last one. Durable.

    Raises Unavailable when the sequencer does not bring what waits into the ledger, LookupError for a closed file.
    """
    if not integrate():
        raise Unavailable("the sequencer has not taken the newest uses into the ledger yet: try again")
    found = Found()
    said = {
        "actors": sorted(wanted.actors),
        "purposes": sorted(wanted.purposes),
        "since": wanted.since.isoformat(),
        "until": wanted.until.isoformat(),
    }
    return _keep(incident, touched(wanted, found, at_once), found, said, at, by)


def everybody_affected(incident: int, at: datetime, by: str) -> Listed:
    """Somebody read past the ledger: everybody of whom anything was held is affected, with every field held."""
    return _keep(incident, _everybody(), Found(), {"everybody": True}, at, by)


def _keep(
    incident: int,
    people: Iterator[tuple[int, Touched]],
    found: Found,
    said: Mapping[str, object],
    at: datetime,
    by: str,
) -> Listed:
    invented = keyring().traps()
    number, known = 0, (one for one in people if one[0] not in invented)  # nobody to be told
    with writing(at, by) as book:
        still_open(incident)
        AffectedRow.objects.filter(incident_id=incident).delete()
        while some := list(islice(known, _BATCH)):
            run_many(_INSERT, [_row(incident, subject, one) for subject, one in some])
            number += len(some)
        values = {"size": found.size, "leaves": found.leaves, "nameless": found.nameless, "people": number}
        SearchRow.objects.create(incident_id=incident, at=at, by=by, wanted=json.dumps(said), **values)
        book.line(incident, What.AFFECTED, wanted=json.dumps(said), **values)
    return Listed(number, found.leaves, found.size, found.nameless)


def _row(incident: int, subject: int, one: Touched) -> tuple[object, ...]:
    return new_id(), incident, subject, one.fields, " ".join(sorted(one.purposes)), one.uses


def _everybody() -> Iterator[tuple[int, Touched]]:
    last = 0
    while some := [int(subject) for (subject,) in rows(_PEOPLE, (last, _BATCH))]:
        for subject, mask in sorted(masks_held(some).items()):
            yield subject, Touched(mask, frozenset({UNKNOWN}), 0)
        last = some[-1]


@dataclass(frozen=True, slots=True)
class Search:
    """One search, as the file shows it."""

    at: datetime
    by: str
    wanted: dict[str, object]
    size: int
    leaves: int
    people: int
    nameless: int


@answering()
def searches_of(incident: int) -> list[Search]:
    """Every search, the newest first: its list is the one that stands."""
    found = SearchRow.objects.filter(incident_id=incident).order_by("-at", "-id")
    return [
        Search(one.at, one.by, json.loads(one.wanted), one.size, one.leaves, one.people, one.nameless)
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The list in numbers: people by field, and by purpose. `gone` were erased since."""

    people: int
    gone: int
    by_field: tuple[tuple[str, int], ...]
    by_purpose: tuple[tuple[str, int], ...]


@answering()
def in_numbers(incident: int) -> Kinds:
    """How many people, which fields and purposes: what the reports say. Nobody is read one by one."""
    found = rows(_COUNTED, (incident,))
    fields: dict[str, int] = {}
    purposes: dict[str, int] = {}
    for mask, said, number, _ in found:
        for one in FIELDS:
            if int(mask) & one.mask:
                fields[one.name] = fields.get(one.name, 0) + int(number)
        for purpose in said.split():
            purposes[purpose] = purposes.get(purpose, 0) + int(number)
    people = sum(int(number) for *_, number, _ in found)
    gone = people - sum(int(named) for *_, named in found)
    return Kinds(people, gone, tuple(fields.items()), tuple(sorted(purposes.items())))


def each(incident: int) -> Iterator[tuple[int | None, int, str, int]]:
    """(subject, fields, purposes, uses) of everybody on the list, in batches: for the file that is exported."""
    last = 0
    while some := rows(_EACH, (incident, last, _BATCH)):
        for row, subject, mask, purposes, uses in some:
            yield subject, int(mask), purposes, int(uses)
            last = int(row)


_INSERT = """
INSERT INTO report_affected (id, incident_id, subject_id, fields, purposes, uses) VALUES (%s, %s, %s, %s, %s, %s)
"""
_COUNTED = """
SELECT fields, purposes, count(*), count(subject_id) FROM report_affected WHERE incident_id = %s
GROUP BY fields, purposes
"""
_EACH = """
SELECT id, subject_id, fields, purposes, uses FROM report_affected
WHERE incident_id = %s AND id > %s ORDER BY id LIMIT %s
"""
_PEOPLE = "SELECT id FROM records_subject WHERE id > %s ORDER BY id LIMIT %s"
