"""Every policy version that was ever published, whole: people are judged by the version they accepted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django.db import models

from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.compiler import compile_policy
from giuloi.core.terms import GiuloiError, NotServing, PolicyError, PolicyHash, Standing
from giuloi.records.database import answering, joined, rows
from giuloi.records.happenings import Event, happened
from giuloi.records.keepers import KEEPERS
from giuloi.records.lawbook import lawbook

BEFOREHAND = timedelta(days=7)  # members are told of a new version so long before it holds (VIII.3)


class PublishedPolicy(models.Model):
    """One published version: its sources word for word, the day whose law it was compiled under, and since when."""

    hash = models.TextField(unique=True)
    sources = models.TextField()
    law_as_of = models.DateField()
    published_at = models.DateTimeField()
    in_force_at = models.DateTimeField()

    class Meta:
        db_table = "records_publishedpolicy"


@dataclass(frozen=True, slots=True)
class Published:
    """A compiled version with the number subjects, orders and cases refer to it by."""

    id: int
    policy: Policy
    published_at: datetime
    in_force_at: datetime

    @property
    def announced(self) -> bool:
        """Whether it is published and not in force yet."""
        return self.in_force_at > datetime.now(UTC)


def compiled(sources: Mapping[str, str], as_of: date) -> Policy:
    """Compile; raises PolicyError with every diagnostic if there is an error among them."""
    return _compiled(tuple(sorted(sources.items())), as_of)


@lru_cache(maxsize=16)
def _compiled(sources: tuple[tuple[str, str], ...], as_of: date) -> Policy:
    """The same texts under the law of the same day are the same policy: what publishes one also reads it back."""
    result = compile_policy(dict(sources), law=lawbook(), keepers=KEEPERS, as_of=as_of)
    if result.policy is None:
        raise PolicyError(result.diagnostics)
    return result.policy


class TooSoon(GiuloiError):
    """A version would hold before those who accepted an older one could have heard of it (VIII.3)."""

    def __init__(self, earliest: datetime) -> None:
        super().__init__(f"members are told beforehand: it can be in force from {earliest.isoformat()}")
        self.earliest = earliest


@answering()
def earliest(at: datetime) -> datetime:
    """From when a version published at `at` can hold: at once while there is no member to tell, else later."""
    members = rows("SELECT 1 FROM records_subject WHERE standing = %s LIMIT 1", (Standing.MEMBER.value,))
    return at + BEFOREHAND if members else at


def announce(
    sources: Mapping[str, str], as_of: date, at: datetime, in_force: datetime | None = None
) -> Published:
    """Publish a version that holds from `in_force` (None: as soon as may be). Raises TooSoon, PolicyError."""
    soonest = earliest(at)
    if in_force is not None and in_force < soonest:
        raise TooSoon(soonest)
    return publish(sources, as_of, at, in_force or soonest)


def publish(
    sources: Mapping[str, str], as_of: date, at: datetime, in_force: datetime | None = None
) -> Published:
    """Publish a version, in force at once unless said; the same meaning and wording again is the same version.

    Nothing on any error. For a shop with members there is `announce`.
    """
    policy = compiled(sources, as_of)
    with joined():
        row, new = PublishedPolicy.objects.get_or_create(
            hash=policy.hash,
            defaults={
                "sources": json.dumps(dict(sources), ensure_ascii=False),
                "law_as_of": as_of,
                "published_at": at,
                "in_force_at": in_force or at,
            },
        )
        if new:
            happened(Event.POLICY_PUBLISHED, at, policy=policy.hash)
    return by_id(row.id)


@answering()
def current() -> Published:
    """The newest version that is in force now; raises NotServing when nothing was published yet."""
    held = PublishedPolicy.objects.filter(in_force_at__lte=datetime.now(UTC))
    newest = held.order_by("-id").values_list("id", flat=True).first()
    if newest is None:
        raise NotServing("no policy is published: run giuloi policy publish YOUR-POLICY.md")
    return by_id(newest)


@answering()
def by_hash(policy_hash: PolicyHash) -> Published | None:
    """The version with this hash, or None."""
    found = PublishedPolicy.objects.filter(hash=policy_hash).values_list("id", flat=True).first()
    return None if found is None else by_id(found)


@answering()
def versions() -> list[Published]:
    """Every published version, the newest first."""
    return [by_id(one) for one in PublishedPolicy.objects.order_by("-id").values_list("id", flat=True)]


@lru_cache(maxsize=256)
def by_id(policy_id: int) -> Published:
    """One version, read and compiled once in this process: a published version never changes."""
    row = PublishedPolicy.objects.get(id=policy_id)
    policy = compiled(json.loads(row.sources), row.law_as_of)
    if policy.hash != row.hash:
        raise NotServing(f"the stored policy {policy_id} compiles to another hash: its text was altered")
    return Published(policy_id, policy, row.published_at, row.in_force_at)


@answering()
def by_number(policy_id: int) -> Published:
    """The version of this number. Raises NotServing where there is none."""
    if not PublishedPolicy.objects.filter(id=policy_id).exists():
        raise NotServing(f"there is no version {policy_id}")
    return by_id(policy_id)


@answering()
def documents(policy_id: int) -> dict[str, str]:
    """The texts that a version was compiled from, by file name. Raises NotServing for a version never published."""
    found = PublishedPolicy.objects.filter(id=policy_id).values_list("sources", flat=True).first()
    if found is None:
        raise NotServing(f"there is no version {policy_id}")
    return {str(name): str(text) for name, text in json.loads(found).items()}


def forget() -> None:
    """Forget compiled versions: for a process that turns to another database (a test, a restore)."""
    by_id.cache_clear()
