"""Where rows about people stand: every table says it itself, in the file `traces.py` of its app.

Erasing follows this list, and a test walks all tables: one that names people and has no line here fails it.
What is not personal any longer without the person (that a promise was kept, how many were counted) stays, unlinked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from giuloi.records.database import IDS, dialect, id_list, run

OF_SUBJECT = "subject_id IN ({ids})"


def of_ids(name: str) -> str:
    """The condition for a table whose column `ids` is JSON with ids as text. Both dialects read `->>` and the cast."""
    return f"CAST(ids ->> '{name}' AS bigint) IN ({{ids}})"


@dataclass(frozen=True, slots=True)
class Trace:
    """One table. `people` and `records` complete a WHERE, with `{ids}` for the ids of subjects or records.

    `people` "" and `records` "" mean: no row of this table is found that way. `unlink` completes a SET: the row stays,
    and names nobody. `lawful`: while law obliges to keep a record (an order with its voucher), these rows of it stay.
    """

    table: str
    people: str = OF_SUBJECT
    records: str = ""
    unlink: str = ""
    lawful: bool = False


_KNOWN: dict[str, Trace] = {}


def register(*traces: Trace) -> None:
    """Called once by each app when it is ready. Registering a table twice replaces what was said first."""
    _KNOWN.update({trace.table: trace for trace in traces})


def known() -> tuple[Trace, ...]:
    """Every trace, in the order in which apps were made ready: rows that point to others come after them."""
    return tuple(_KNOWN.values())


def erase_people(subjects: Sequence[int], *, lawful: bool = False) -> int:
    """Take away or unlink every row about these people; with `lawful` those stay that law obliges to keep.

    Joins the caller's transaction; safe to repeat. Foreign keys are checked at its end. Returns how many rows went.
    """
    found = [trace for trace in known() if trace.people and not (lawful and trace.lawful)]
    return sum(_erase(trace, trace.people, subjects) for trace in reversed(found))


def erase_records(records: Sequence[int]) -> int:
    """Take away or unlink every row about these records (orders, cases); as `erase_people`."""
    found = [trace for trace in known() if trace.records]
    return sum(_erase(trace, trace.records, records) for trace in reversed(found))


def _erase(trace: Trace, where: str, ids: Iterable[int]) -> int:
    wanted = where.format(ids=IDS[dialect()])  # as often as it is named
    verb = f"UPDATE {trace.table} SET {trace.unlink}" if trace.unlink else f"DELETE FROM {trace.table}"  # noqa: S608
    # Tables, columns and conditions are constants of the traces.py files; the ids are one parameter.
    return run(f"{verb} WHERE {wanted}", (id_list(list(ids)),) * where.count("{ids}"))
