"""Who of the shop's own systems is told what: an address, a list of events, and a secret in the key store."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import models

from giuloi.core.terms import GiuloiError
from giuloi.promises.share.destinations import destination
from giuloi.promises.share.signed import shown
from giuloi.records.database import answering, durable
from giuloi.records.happenings import Event
from giuloi.records.keyring import keyring

_SECRET_BYTES = 32


class Subscription(models.Model):
    """One webhook. `events` is a blank-separated list; one that was removed stays for its log."""

    id = models.BigAutoField(primary_key=True)
    url = models.TextField()
    events = models.TextField()
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "share_subscription"


class NotASubscription(GiuloiError):
    """A webhook that cannot be, or is not there; the message says what to do."""


@answering()
def subscribe(url: str, events: Collection[Event], at: datetime) -> tuple[int, str]:
    """A new webhook; returns its number and, this once, its secret. Raises NotADestination, NotASubscription."""
    if not events:
        raise NotASubscription(f"say which events: {', '.join(Event)}")
    destination(url, loopback=settings.GIULOI_DEMO)
    secret = secrets.token_bytes(_SECRET_BYTES)
    with (
        durable()
    ):  # nobody sees the row before its secret stands; a secret without a row is overwritten one day
        made = Subscription.objects.create(url=url, events=" ".join(sorted(set(events))), made_at=at)
        keyring().write_named(_named(made.id), b"", secret, at)
    return made.id, shown(secret)


@answering()
def subscriptions() -> list[Subscription]:
    """Those that are told something, oldest first."""
    return list(Subscription.objects.filter(removed_at=None).order_by("id"))


@answering()
def unsubscribe(number: int, at: datetime) -> bool:
    """Tell this one nothing more; its secret is overwritten. False when there is none of that number."""
    if not Subscription.objects.filter(id=number, removed_at=None).update(removed_at=at):
        return False
    keyring().write_named(_named(number), b"", secrets.token_bytes(_SECRET_BYTES), at)
    return True


def secret_of(number: int) -> bytes:
    """What this webhook is signed with. Raises NotServing when the key store has none."""
    return keyring().read_named(_named(number))[1]


def _named(number: int) -> str:
    return f"webhook/{number}"
