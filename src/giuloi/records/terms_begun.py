"""When the terms of keeping began: each app says it of its own tables, as a statement, when it is ready (IV.1).

A statement yields (subject_id, record_id, start, at): the start as the policy names it, `at` null while it is still to
come (an order that is open). The daily run joins them all; it knows no table but the vault's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core.terms import RetentionClass, Standing
from giuloi.records.database import rows
from giuloi.records.keyring import keyring
from giuloi.records.keyring.data_keys import CLASS_NUMBER
from giuloi.records.subjects import counted
from giuloi.records.vault import PERSON

# Starts that belong to the person and never to one record of theirs.
OF_THE_PERSON = frozenset({"account_closed", "registered", "consent_withdrawn", "last_contact"})
# Starts that a record of its own has, and the person has only from their own row.
OF_THE_ROW = frozenset({"collected"})


@dataclass(frozen=True, slots=True)
class TermsOf:
    """One statement; `{people}` in it stands for the ids that are looked at."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class VersionsOf:
    """Records that were taken under a version of their own, such as orders: that version's terms are theirs.

    `sql` yields (subject_id, record_id, policy_id) of `{people}`; `used` every policy_id that stands there.
    """

    name: str
    sql: str
    used: str


_KNOWN: dict[str, TermsOf] = {}
_VERSIONS: dict[str, VersionsOf] = {}


def register_terms(*terms: TermsOf) -> None:
    """Called once by each app when it is ready. Registering a name twice replaces what was said first."""
    _KNOWN.update({one.name: one for one in terms})


def terms_known() -> tuple[TermsOf, ...]:
    """Every statement, in the order in which apps were made ready."""
    return tuple(_KNOWN.values())


def register_versions(*versions: VersionsOf) -> None:
    """Called once by each app when it is ready. Registering a name twice replaces what was said first."""
    _VERSIONS.update({one.name: one for one in versions})


def versions_known() -> tuple[VersionsOf, ...]:
    """Every statement, in the order in which apps were made ready."""
    return tuple(_VERSIONS.values())


def versions_used() -> set[int]:
    """The versions by which somebody's data is judged: the person's own, and those of records that have one."""
    found = {number for _, number in counted()}
    for one in versions_known():
        found |= {int(number) for (number,) in rows(one.used)}
    return found


def accounts_closed(first: int, last: int) -> dict[int, datetime]:
    """Members whose account was closed → when: their contact data was erased, which only the key store knows."""
    member, number = Standing.MEMBER.value, CLASS_NUMBER
    found = rows(
        _LEFT, (first, last, member, PERSON, number[RetentionClass.LEGAL], number[RetentionClass.CONTACT])
    )
    left = [int(subject) for (subject,) in found]
    return dict(keyring().erased_since(left, RetentionClass.CONTACT)) if left else {}


_LEFT = """
SELECT s.id FROM records_subject s
JOIN records_vaultrow l ON l.subject_id = s.id
WHERE s.id > %s AND s.id <= %s AND s.standing = %s AND l.record_id = %s AND l.klass = %s
AND NOT EXISTS (SELECT 1 FROM records_vaultrow c WHERE c.subject_id = s.id AND c.record_id = 0 AND c.klass = %s)
"""

# Of this floor's own tables. A member's account is open while it has its contact data: see `accounts_closed`.
TERMS = (
    TermsOf(
        "account",
        "SELECT id AS subject_id, 0 AS record_id, 'account_closed' AS start, NULL AS at FROM records_subject "
        "WHERE standing = 'member' AND id IN ({people}) AND EXISTS (SELECT 1 FROM records_vaultrow c "
        "WHERE c.subject_id = records_subject.id AND c.record_id = 0 AND c.klass = {contact})",
    ),
    TermsOf(
        "registered",
        "SELECT id, 0, 'registered', created_at FROM records_subject WHERE standing = 'member' AND id IN ({people})",
    ),
    TermsOf(
        "topics",
        "SELECT n.subject_id, 0, 'collected', r.at FROM records_consentnow n JOIN records_consentrecord r "
        "ON r.id = n.record_id WHERE n.state = 'given' AND n.purpose IN ({topics}) AND n.subject_id IN ({people})",
    ),
    TermsOf(
        "withdrawn",
        "SELECT n.subject_id, 0, 'consent_withdrawn', r.at FROM records_consentnow n JOIN records_consentrecord r "
        "ON r.id = n.record_id WHERE n.state = 'withdrawn' AND n.subject_id IN ({people})",
    ),
)
