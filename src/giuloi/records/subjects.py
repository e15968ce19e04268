"""The people the data is about, as opaque ids: nothing readable stands here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import models

from giuloi.core.crypto.primitives import random_id
from giuloi.core.terms import RetentionClass, Standing, SubjectState
from giuloi.records.database import answering, dialect, rows, run
from giuloi.records.keyring import keyring
from giuloi.records.not_real import real


class Subject(models.Model):
    """One person. `id` is random, so that it says neither how many people there are nor who came first."""

    id = models.BigIntegerField(primary_key=True)
    standing = models.TextField()
    states = models.SmallIntegerField(default=0)
    policy = models.ForeignKey("records.PublishedPolicy", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "records_subject"


ALWAYS = (RetentionClass.CONTACT, RetentionClass.LEGAL)  # the keys everybody has from the start


def new_subject(
    standing: Standing,
    policy_id: int,
    at: datetime,
    states: SubjectState = SubjectState.NONE,
    subject: int | None = None,
) -> int:
    """Write one new subject, under an id of the caller's if it drew one before; returns the id."""
    ids = [random_id() if subject is None else subject]
    _write(ids, standing, policy_id, at, states)
    return ids[0]


def new_subjects(number: int, standing: Standing, policy_id: int, at: datetime) -> list[int]:
    """Write many new subjects at once; returns their ids. Joins the caller's transaction."""
    ids = [random_id() for _ in range(number)]
    _write(ids, standing, policy_id, at, SubjectState.NONE)
    return ids


@answering()
def counted() -> dict[tuple[Standing, int], int]:
    """(standing, version of the policy) → how many people are judged by it so. Honey records are not."""
    existing, params = real("id")
    found = rows(
        f"SELECT standing, policy_id, count(*) FROM records_subject WHERE {existing} "  # noqa: S608 - constants
        "GROUP BY standing, policy_id",
        params,
    )
    return {(Standing(standing), int(policy)): int(count) for standing, policy, count in found}


@answering()
def versions_in_use() -> frozenset[int]:
    """The versions of the policy that somebody is judged by. One look into an index for each, however many people."""
    return frozenset(int(version) for (version,) in rows(_IN_USE))


_IN_USE = """
SELECT p.id FROM records_publishedpolicy p WHERE EXISTS (SELECT 1 FROM records_subject s WHERE s.policy_id = p.id)
"""


def _write(
    ids: Sequence[int], standing: Standing, policy_id: int, at: datetime, states: SubjectState
) -> None:
    # Keys first, and with them the key of each one's ledger sequence: durable before the rows are.
    keyring().create_keys([(subject, klass) for subject in ids for klass in ALWAYS], at)
    Subject.objects.bulk_create(
        Subject(id=subject, standing=standing.value, states=int(states), policy_id=policy_id, created_at=at)
        for subject in ids
    )


def become_member(subject: int, policy_id: int) -> None:
    """A guest accepted the policy version `policy_id`: a member from now on, judged by it (IV.4, IV.5)."""
    run(
        "UPDATE records_subject SET standing = %s, policy_id = %s WHERE id = %s",
        (Standing.MEMBER.value, policy_id, subject),
    )


def judge_by(subject: int, policy_id: int) -> None:
    """A member accepted another version: what they gave is judged by it from now on (VIII.3)."""
    run("UPDATE records_subject SET policy_id = %s WHERE id = %s", (policy_id, subject))


@answering()
def standing_of(subject: int) -> tuple[Standing, SubjectState, int] | None:
    """(standing, states, policy id) of one subject, or None when there is no such subject."""
    found = Subject.objects.filter(id=subject).values_list("standing", "states", "policy_id").first()
    return None if found is None else (Standing(found[0]), SubjectState(found[1]), found[2])


def alone_with(subject: int) -> None:
    """Until the caller's transaction ends, nobody else changes this person's consents or states.

    Data and key store are two stores: a yes and a no said at once must not end as one in each.
    """
    if dialect() == "postgresql":  # SQLite's writer holds the whole database anyway
        rows("SELECT id FROM records_subject WHERE id = %s FOR NO KEY UPDATE", (subject,))


def write_states(subject: int, states: SubjectState) -> None:
    """Set a subject's states in the data. `keyring.restrict` comes first: see records/freezing.py."""
    run("UPDATE records_subject SET states = %s WHERE id = %s", (int(states), subject))
