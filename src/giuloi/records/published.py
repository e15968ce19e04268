"""Every policy version that was ever published, whole: people are judged by the version they accepted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import models

from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.compiler import compile_policy
from giuloi.core.terms import NotServing, PolicyError, PolicyHash
from giuloi.records.database import answering, joined
from giuloi.records.happenings import Event, happened
from giuloi.records.keepers import KEEPERS
from giuloi.records.lawbook import lawbook


class PublishedPolicy(models.Model):
    """One published version: its sources word for word, and the day whose law it was compiled under."""

    hash = models.TextField(unique=True)
    sources = models.TextField()
    law_as_of = models.DateField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "records_publishedpolicy"


@dataclass(frozen=True, slots=True)
class Published:
    """A compiled version with the number subjects, orders and cases refer to it by."""

    id: int
    policy: Policy
    published_at: datetime


def compiled(sources: Mapping[str, str], as_of: date) -> Policy:
    """Compile; raises PolicyError with every diagnostic if there is an error among them."""
    result = compile_policy(sources, law=lawbook(), keepers=KEEPERS, as_of=as_of)
    if result.policy is None:
        raise PolicyError(result.diagnostics)
    return result.policy


def publish(sources: Mapping[str, str], as_of: date, at: datetime) -> Published:
    """Publish a version; the same meaning and wording again is the same version. Nothing on any error."""
    policy = compiled(sources, as_of)
    with joined():
        row, new = PublishedPolicy.objects.get_or_create(
            hash=policy.hash,
            defaults={
                "sources": json.dumps(dict(sources), ensure_ascii=False),
                "law_as_of": as_of,
                "published_at": at,
            },
        )
        if new:
            happened(Event.POLICY_PUBLISHED, at, policy=policy.hash)
    return by_id(row.id)


@answering()
def current() -> Published:
    """The newest published version; raises NotServing when nothing was published yet."""
    newest = PublishedPolicy.objects.order_by("-id").values_list("id", flat=True).first()
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
    return Published(policy_id, policy, row.published_at)


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
