"""The statement behind judging: terms begun, joined to the rows of the vault, compared with when they must have begun.

Everything formatted in is a constant of ours, an id of a version, or the name of a start; moments are parameters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from giuloi.core.policy.vocabulary import RETENTION_STARTS
from giuloi.core.terms import RetentionClass, SubjectState
from giuloi.promises.keep.retention.rules import Begun, Piece, Terms, gone_over, used_over
from giuloi.records.database import IDS, dialect, id_list, moment
from giuloi.records.holds import STANDING
from giuloi.records.keyring.data_keys import CLASS_NUMBER
from giuloi.records.request_kinds import OPEN
from giuloi.records.terms_begun import OF_THE_PERSON, OF_THE_ROW, terms_known, versions_known

_PEOPLE = "SELECT id FROM people"
_FROZEN = int(SubjectState.FROZEN)  # being erased, or nobody knows whose: left as it is


def statement(
    terms: Terms,
    first: int,
    last: int,
    now: datetime,
    closed: Mapping[int, datetime],
    large: int,
    only: Collection[int] | None = None,
) -> tuple[str, list[Any]]:
    """(the statement, its parameters) for the people above `first` and up to `last`, or for these among them."""
    begun, begun_params = _begun(terms.topics, closed)
    aside, aside_params = _mask(terms.pieces, now, gone=False)
    gone, gone_params = _mask(terms.pieces, now, gone=True)
    agreed, agreed_params = _agreed(terms.topics)
    sql = _STATEMENT.format(
        begun=begun,
        versions=_versions(),
        only="" if only is None else f"AND id IN ({IDS[dialect()]})",
        starts=", ".join(_pivot(start) for start in RETENTION_STARTS),
        starts_of_person=", ".join(_pivot(start, person=True) for start in RETENTION_STARTS),
        columns=", ".join(_column(start) for start in RETENTION_STARTS),
        agreed=agreed,
        aside=aside,
        gone=gone,
        open=", ".join(f"'{state.value}'" for state in OPEN),
        holds=STANDING,
        frozen=_FROZEN,
        large=large,
    )
    return sql, [
        *(first, last),
        *(() if only is None else (id_list(sorted(only)),)),
        *begun_params,
        *agreed_params,
        *(moment(now),),
        *aside_params,
        *gone_params,
    ]


def _begun(topics: Iterable[str], closed: Mapping[int, datetime]) -> tuple[str, list[Any]]:
    """Everything that began, or will: one union of what the apps registered."""
    named = ", ".join("'" + name.replace("'", "''") + "'" for name in topics).replace("%", "%%") or "''"
    contact = CLASS_NUMBER[RetentionClass.CONTACT]
    parts = [one.sql.format(people=_PEOPLE, topics=named, contact=contact) for one in terms_known()]
    null = "CAST(NULL AS timestamptz)" if dialect() == "postgresql" else "NULL"
    # Typed by its first part: without it SQLite would join the parts below row by row instead of by an index.
    head = (
        "SELECT CAST(0 AS bigint) AS subject_id, CAST(0 AS bigint) AS record_id, "
        f"'' AS start, {null} AS at WHERE 1 = 0"
    )
    given: list[Any] = []
    for subject, at in closed.items():
        cast = "CAST(%s AS timestamptz)" if dialect() == "postgresql" else "%s"
        parts.append(f"SELECT CAST(%s AS bigint), 0, 'account_closed', {cast}")
        given += [subject, moment(at)]
    return " UNION ALL ".join([head, *parts]), given


def _versions() -> str:
    """Which records have a version of their own; whatever has none is judged by the version its person accepted."""
    head = (
        "SELECT CAST(0 AS bigint) AS subject_id, CAST(0 AS bigint) AS record_id, "
        "CAST(0 AS bigint) AS policy_id WHERE 1 = 0"
    )
    return " UNION ALL ".join([head, *(one.sql.format(people=_PEOPLE) for one in versions_known())])


def _pivot(start: str, *, person: bool = False) -> str:
    of = f"b.start = '{start}'" + (" AND b.record_id = 0" if person and start in OF_THE_ROW else "")
    return (
        f"max(CASE WHEN {of} THEN b.at END) AS {start}, "
        f"max(CASE WHEN {of} AND b.at IS NULL THEN 1 ELSE 0 END) AS {start}_open"
    )


def _column(start: str) -> str:
    """A start as it counts for one row: of its record, of the person's own row, or of all the person's records."""
    if start in OF_THE_PERSON:
        return f"q.{start} AS {start}, coalesce(q.{start}_open, 0) AS {start}_open"
    return (
        f"CASE WHEN v.record_id = 0 THEN q.{start} ELSE r.{start} END AS {start}, "
        f"coalesce(CASE WHEN v.record_id = 0 THEN q.{start}_open ELSE r.{start}_open END, 0) AS {start}_open"
    )


def _agreed(topics: Iterable[str]) -> tuple[str, list[Any]]:
    """The side purposes a person agreed to, as bits."""
    one = (
        "(CASE WHEN EXISTS (SELECT 1 FROM records_consentnow n WHERE n.subject_id = p.id "
        "AND n.state = 'given' AND n.purpose = %s) THEN {bit} ELSE 0 END)"
    )
    bits = [one.format(bit=1 << number) for number, _ in enumerate(topics)]
    return " + ".join(bits) or "0", list(topics)


def _mask(pieces: Iterable[Piece], now: datetime, *, gone: bool) -> tuple[str, list[Any]]:
    """The fields for which every rule that speaks is over: of being used, or (`gone`) of being kept at all."""
    cases, params = ["0"], []
    for piece in pieces:
        each = [list(gone_over(rule, now)) if gone else [used_over(rule, now)] for rule in piece.rules]
        over, given = _all_over(each)
        agreed = ", ".join(map(str, sorted(piece.agreed)))
        cases.append(
            f"(CASE WHEN d.policy_id = {piece.policy} AND d.standing = '{piece.standing.value}' "
            f"AND d.of_order = {int(piece.of_order)} AND d.klass = {CLASS_NUMBER[piece.klass]} "
            f"AND d.agreed IN ({agreed}) AND {over} THEN CAST({piece.fields} AS bigint) ELSE 0 END)"
        )
        params += given
    return " + ".join(cases), params


def _all_over(rules: list[list[Begun]]) -> tuple[str, list[Any]]:
    """Nothing is open, something began, and what began is over; or nothing ever will, and the row is that old."""
    starts = sorted({begins[0].start for begins in rules})
    open_ = " + ".join(f"d.{start}_open" for start in starts)
    none = " AND ".join(f"d.{start} IS NULL" for start in starts)
    parts, params = [], []
    for begins in rules:
        terms = [f"d.{begins[0].start} IS NULL"]
        begun = list(_each(begins, params))
        terms.append("(" + " AND ".join(begun) + ")")
        parts.append("(" + " OR ".join(terms) + ")")
    bys = [one.by for begins in rules for one in begins]
    if any(by is None for by in bys):
        idle = "1 = 0"
    else:
        idle = "d.changed_at <= %s"
        params.append(moment(min(by for by in bys if by is not None)))
    return f"{open_} = 0 AND ((NOT ({none}) AND {' AND '.join(parts)}) OR ({none} AND {idle}))", params


def _each(begins: Iterable[Begun], params: list[Any]) -> Iterator[str]:
    for one in begins:
        if one.by is None:
            yield "1 = 0"
        else:
            params.append(moment(one.by))
            yield f"(d.{one.start}_open = 0 AND d.{one.start} <= %s)"


_STATEMENT = """
WITH people AS MATERIALIZED (
    SELECT id, standing, policy_id FROM records_subject
    WHERE id > %s AND id <= %s AND (states & {frozen}) = 0 {only}
),
begun AS MATERIALIZED ({begun}),
r AS MATERIALIZED (SELECT b.subject_id, b.record_id, {starts} FROM begun b GROUP BY b.subject_id, b.record_id),
q AS MATERIALIZED (SELECT b.subject_id, {starts_of_person} FROM begun b GROUP BY b.subject_id),
w AS MATERIALIZED ({versions}),
a AS MATERIALIZED (SELECT p.id, {agreed} AS agreed FROM people p),
d AS MATERIALIZED (
    SELECT v.subject_id, v.record_id, v.klass, v.changed_at, p.standing, a.agreed,
        coalesce(w.policy_id, p.policy_id) AS policy_id,
        CASE WHEN v.record_id <> 0 AND r.contract IS NOT NULL THEN 1 ELSE 0 END AS of_order,
        CASE WHEN EXISTS (SELECT 1 FROM records_hold h WHERE h.subject_id = v.subject_id AND {holds}
            AND (h.record_id IS NULL OR h.record_id = v.record_id)) THEN 1 ELSE 0 END AS on_hold,
        coalesce(z.fields, 0) AS was,
        CASE WHEN length(v.cells) > {large} THEN NULL ELSE v.cells END AS cells, {columns}
    FROM people p
    JOIN a ON a.id = p.id
    JOIN records_vaultrow v ON v.subject_id = p.id
    LEFT JOIN r ON r.subject_id = v.subject_id AND r.record_id = v.record_id
    LEFT JOIN q ON q.subject_id = v.subject_id
    LEFT JOIN w ON w.subject_id = v.subject_id AND w.record_id = v.record_id
    LEFT JOIN records_setaside z
        ON z.subject_id = v.subject_id AND z.record_id = v.record_id AND z.klass = v.klass
    WHERE NOT EXISTS (SELECT 1 FROM records_case k WHERE k.subject_id = v.subject_id AND k.closed_at IS NULL
        AND (v.record_id = 0 OR k.record_id IS NULL OR k.record_id = v.record_id OR EXISTS (
            SELECT 1 FROM records_caserecord m WHERE m.case_id = k.id AND m.record_id = v.record_id)))
    AND NOT EXISTS (SELECT 1 FROM records_request o WHERE o.subject_id = v.subject_id AND o.state IN ({open})
        AND (v.record_id = 0 OR o.record_id IS NULL OR o.record_id = v.record_id))
),
j AS MATERIALIZED (SELECT d.*, {aside} AS aside, {gone} AS gone FROM d)
SELECT j.subject_id, j.record_id, j.klass, j.policy_id, j.standing, j.of_order, j.agreed, j.aside,
    CASE WHEN j.on_hold = 1 THEN 0 ELSE j.gone END, j.was, j.cells
FROM j WHERE (j.gone <> 0 AND j.on_hold = 0) OR (j.aside & ~j.was) <> 0 OR (j.was & ~j.aside) <> 0
ORDER BY j.subject_id, j.record_id, j.klass
"""
