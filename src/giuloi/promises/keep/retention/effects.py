"""Carrying out what was judged, for one batch of people: whole people, then rows, then single fields.

Everything that is written of the batch stands in one transaction with how far the run is: a crash before it repeats
the batch, a crash after it does not. What had gone already by then is not judged again, so nothing is counted twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.fields import names_in
from giuloi.core.ledger.entry import Event
from giuloi.core.terms import Outcome, RetentionClass, Undecryptable
from giuloi.promises.keep.erasure.batch import erase_many
from giuloi.promises.keep.retention.erasing_parts import erase_records_of
from giuloi.promises.keep.retention.judging import Verdict
from giuloi.promises.keep.retention.rows import Effect
from giuloi.records import published, vault
from giuloi.records.database import IDS, dialect, id_list, rows, run_many
from giuloi.records.keyring.erasing import Part
from giuloi.records.set_aside import Aside, set_aside
from giuloi.records.uses.pending import Use, record_uses
from giuloi.records.vault import Sealing, places_of

ACTOR = "code/retention"
WHY = "retention"
Lines = Counter[tuple[str, str, Effect]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch comes to: whole people who went or have to wait, and lines of the report."""

    whole: int
    waiting: int
    lines: Mapping[tuple[str, str, Effect], int]


Finish = Callable[[Batch], None]


def whole_people(verdicts: Iterable[Verdict]) -> list[int]:
    """Those of whom nothing is left to keep: every row of theirs is over, and none is open or held."""
    going: dict[int, set[tuple[int, RetentionClass]]] = {}
    for one in verdicts:
        if one.whole and one.gone:
            going.setdefault(one.subject, set()).add((one.record, one.klass))
    staying = {one for one, record, klass in places_of(sorted(going)) if (record, klass) not in going[one]}
    candidates = sorted(set(going) - staying)
    if not candidates:
        return []
    busy = {int(one) for (one,) in rows(_BUSY.format(ids=IDS[dialect()]), (id_list(candidates),) * 2)}
    return [one for one in candidates if one not in busy]


def carry_out(verdicts: Sequence[Verdict], at: datetime, finish: Finish) -> Batch:
    """Do it; `finish` writes how far the run is, in the transaction of the rows."""
    entire = set(whole_people(verdicts))
    many = erase_many(sorted(entire), at, WHY) if entire else None
    gone_whole = entire - _still_there(entire)
    lines = _lines(verdicts)
    rest = [one for one in verdicts if one.subject not in gone_whole]
    parts = [Part(one.subject, one.klass, one.record) for one in rest if one.gone and one.whole]
    batch = Batch(len(gone_whole), many.waiting if many else 0, lines)

    def also() -> None:
        lines.update(_take_fields(rest, at))
        set_aside(_asides(rest), at)
        _leaf(rest, at)
        finish(batch)

    erase_records_of(parts, at, also=also)
    return batch


def write_lines(run: int, lines: Mapping[tuple[str, str, Effect], int]) -> None:
    """Add these to the report. Joins the caller's transaction."""
    given = [(run, rule, clause, effect.value, count) for (rule, clause, effect), count in lines.items()]
    run_many(_ADD, given)


def _lines(verdicts: Iterable[Verdict]) -> Lines:
    lines: Lines = Counter()
    for one in verdicts:
        for piece in one.rules:
            effects = _effects(one, piece.fields)
            for rule in piece.rules:
                lines.update((rule.name, rule.clause, effect) for effect in effects)
        if one.was & ~one.aside & ~one.gone & one.held:
            lines["", "", Effect.BACK] += 1
    return lines


def _effects(one: Verdict, fields: int) -> list[Effect]:
    """What this rule's fields come to now, in this row."""
    found = []
    if one.gone & fields:
        found.append(Effect.GONE)
    if one.aside & ~one.was & fields:
        found.append(Effect.ASIDE)
    return found


def _take_fields(verdicts: Iterable[Verdict], at: datetime) -> Lines:
    """Single fields whose row stays: the row is sealed anew without them."""
    taken = [
        Sealing(one.subject, dict.fromkeys(names_in(one.gone)), one.record)
        for one in verdicts
        if one.gone and not one.whole
    ]
    unread: Lines = Counter()
    try:
        vault.seal_many(taken, at)
    except Undecryptable:  # a key that was lost: its row is told of, and holds up nobody else's
        unread["", "", Effect.UNREAD] = sum(not _taken(one, at) for one in taken)
    return unread


def _taken(one: Sealing, at: datetime) -> bool:
    try:
        vault.seal_many([one], at)
    except Undecryptable:
        return False
    return True


def _asides(verdicts: Iterable[Verdict]) -> list[Aside]:
    return [
        Aside(one.subject, one.record, one.klass, one.aside, _clause_of(one))
        for one in verdicts
        if one.aside != one.was and not (one.whole and one.gone)
    ]


def _clause_of(one: Verdict) -> str:
    return next((rule.clause for piece in one.rules for rule in piece.rules), "")


def _leaf(verdicts: Iterable[Verdict], at: datetime) -> None:
    """One leaf for each clause by which something of this batch was erased."""
    about: dict[str, tuple[int, set[int]]] = {}
    for one in verdicts:
        if one.gone:
            mask, people = about.get(_clause_of(one), (0, set()))
            about[_clause_of(one)] = (mask | one.gone, people | {one.subject})
    policy = published.current().policy
    record_uses(
        [
            Use(
                *(at, ACTOR, Event.ERASE_LIVE_DONE, "", clause, policy.hash, Outcome.ALLOWED),
                tuple(sorted(people)),
                fields=mask,
            )
            for clause, (mask, people) in sorted(about.items())
        ]
    )


def _still_there(people: Iterable[int]) -> set[int]:
    found = rows(_THERE.format(ids=IDS[dialect()]), (id_list(sorted(people)),))
    return {int(one) for (one,) in found}


_THERE = "SELECT id FROM records_subject WHERE id IN ({ids})"
_BUSY = """
SELECT subject_id FROM records_case WHERE closed_at IS NULL AND subject_id IN ({ids})
UNION SELECT subject_id FROM records_request WHERE finished_at IS NULL AND subject_id IN ({ids})
"""
_ADD = """
INSERT INTO keep_retention_line (run_id, rule, clause, effect, count) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (run_id, rule, clause, effect) DO UPDATE SET count = keep_retention_line.count + excluded.count
"""
