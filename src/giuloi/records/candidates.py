"""Whom a campaign could be for, by nothing personal: standing, version, language and age of the consent, dates.

An order counts as "one was closed in the last so many days": when, never what. Everything here is about the row
`s` of records_subject, as in records/audience.py, and says nothing of whether it is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from giuloi.core.terms import CaseKind, Channel, NotATerm, Standing
from giuloi.records.audience import Sql
from giuloi.records.database import IDS, dialect, id_list, moment, rows
from giuloi.records.not_real import real

VIET_NAM = timezone(timedelta(hours=7))  # no summer time


@dataclass(frozen=True, slots=True)
class Wanted:
    """The attributes; whatever is empty is not asked for. Days count back from the moment it is asked."""

    standing: str = ""
    policies: tuple[int, ...] = ()
    language: str = ""
    consent_older_than: int | None = None
    consent_younger_than: int | None = None
    joined_from: str = ""  # "2026-11-22", in Viet Nam
    joined_before: str = ""
    order_closed_within: int | None = None

    def __post_init__(self) -> None:
        if self.standing and self.standing not in list(Standing):
            raise NotATerm("a standing is guest or member")
        for day in (self.joined_from, self.joined_before):
            if day:
                _day(day)
        days = (self.consent_older_than, self.consent_younger_than, self.order_closed_within)
        if any(one is not None and not 0 < one <= 3660 for one in days):
            raise NotATerm("a number of days is from 1 to 3660")

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it; `of` reads it back."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None, ())}

    @staticmethod
    def of(plain: Mapping[str, Any]) -> Wanted:
        """What `plain` wrote. Raises NotATerm, TypeError for anything else."""
        return Wanted(**{**plain, "policies": tuple(plain.get("policies", ()))})


def wanted(who: Wanted, purpose: str, channel: Channel, at: datetime) -> Sql:
    """The attributes as SQL about the row `s`; the consent's are those of (purpose, channel)."""
    parts: list[Sql] = [
        *_of_the_person(who),
        *_of_the_consent(who, purpose, channel, at),
    ]
    if who.order_closed_within is not None:
        since = moment(at - timedelta(days=who.order_closed_within))
        parts.append((_CLOSED, [CaseKind.ORDER.value, since]))
    params = [value for _, values in parts for value in values]
    return " AND ".join(["TRUE", *(text for text, _ in parts)]), params


def _of_the_person(who: Wanted) -> list[Sql]:
    parts: list[Sql] = []
    if who.standing:
        parts.append(("s.standing = %s", [who.standing]))
    if who.policies:
        parts.append((f"s.policy_id IN ({', '.join(['%s'] * len(who.policies))})", list(who.policies)))
    if who.joined_from:
        parts.append(("s.created_at >= %s", [moment(_day(who.joined_from))]))
    if who.joined_before:
        parts.append(("s.created_at < %s", [moment(_day(who.joined_before))]))
    return parts


def _of_the_consent(who: Wanted, purpose: str, channel: Channel, at: datetime) -> list[Sql]:
    parts: list[Sql] = []
    if who.consent_older_than is not None:
        parts.append(("r.at <= %s", [moment(at - timedelta(days=who.consent_older_than))]))
    if who.consent_younger_than is not None:
        parts.append(("r.at > %s", [moment(at - timedelta(days=who.consent_younger_than))]))
    if who.language:
        parts.append(("w.language = %s", [who.language]))
    if not parts:
        return []
    text = f"EXISTS ({_RECORD} AND {' AND '.join(text for text, _ in parts)})"
    return [(text, [purpose, channel.value, *(value for _, values in parts for value in values)])]


def languages_of(people: Sequence[int], purpose: str, channel: Channel) -> dict[int, str]:
    """The language in which each of them was asked for this consent."""
    found = rows(
        "SELECT c.subject_id, w.language FROM records_consentnow c "  # noqa: S608 - a constant
        "JOIN records_consentrecord r ON r.id = c.record_id JOIN records_consentwording w ON w.hash = r.wording_id "
        f"WHERE c.purpose = %s AND c.channel = %s AND c.recipient = '' AND c.subject_id IN ({IDS[dialect()]})",
        (purpose, channel.value, id_list(people)),
    )
    return {int(subject): str(language) for subject, language in found}


def never_contacted(channel: Channel) -> Sql:
    """They asked never to be contacted, at all or by this channel (records/do_not_contact.py)."""
    return (
        "EXISTS (SELECT 1 FROM records_notcontacted n WHERE n.subject_id = s.id AND n.channel IN ('', %s))",
        [channel.value],
    )


def counted(conditions: Iterable[tuple[str, Sql]], otherwise: str, among: Sql) -> dict[str, int]:
    """Each person among these under the first condition that holds: name → how many. One statement, one scan."""
    text, params = first_that_holds(conditions, otherwise)
    inside, of_them = among
    existing, numbers = real()
    found = rows(
        f"SELECT {text}, count(*) FROM records_subject s WHERE {inside} AND {existing} GROUP BY 1",  # noqa: S608 - constants
        [*params, *of_them, *numbers],
    )
    return {str(name): int(count) for name, count in found}


def first_that_holds(conditions: Iterable[tuple[str, Sql]], otherwise: str) -> Sql:
    """The name of the first condition that holds for the row `s`. The names are constants of their callers."""
    written = list(conditions)
    cases = " ".join(f"WHEN {text} THEN '{name}'" for name, (text, _) in written)
    params = [value for _, (_, values) in written for value in values]
    return f"CASE {cases} ELSE '{otherwise}' END", params


def next_of(conditions: Iterable[Sql], after: int, most: int) -> list[int]:
    """The next people beyond `after`, in order, for whom all of these hold; at most so many."""
    written = [*conditions, real()]
    text = " AND ".join(f"({text})" for text, _ in written)
    params = [value for _, values in written for value in values]
    found = rows(
        f"SELECT s.id FROM records_subject s WHERE s.id > %s AND {text} ORDER BY s.id LIMIT %s",  # noqa: S608
        [after, *params, most],
    )
    return [int(subject) for (subject,) in found]


def _day(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(), VIET_NAM)
    except ValueError:
        raise NotATerm("a day is written like 2026-11-22") from None


_RECORD = (
    "SELECT 1 FROM records_consentnow c JOIN records_consentrecord r ON r.id = c.record_id "
    "JOIN records_consentwording w ON w.hash = r.wording_id "
    "WHERE c.subject_id = s.id AND c.purpose = %s AND c.channel = %s AND c.recipient = '' AND c.state = 'given'"
)
_CLOSED = (
    "EXISTS (SELECT 1 FROM records_case o WHERE o.subject_id = s.id AND o.kind = %s AND o.closed_at >= %s)"
)
