"""A backup each day, and none kept longer than was promised: what the clock does, and what the operator sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from giuloi.core.terms import NotServing
from giuloi.records.backup import making
from giuloi.records.backup.frozen import is_sending_frozen, under_way
from giuloi.records.backup.making import Progress
from giuloi.records.backup.shelf import KEYS_KEPT, Backup, Kind, Shelf

EVERY = timedelta(days=1)
LATE = timedelta(hours=26)  # a day, and time to make it in


@dataclass(frozen=True, slots=True)
class Made:
    """The two backups of one run, and the names of those that are older than is kept and are surely gone."""

    data: Backup
    keys: Backup
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """How backups stand. `kept` is how long those of the data are kept; `unmade`: none of the last 26 hours stands."""

    folder: str
    data: tuple[Backup, ...]
    keys: tuple[Backup, ...]
    kept: timedelta
    unmade: bool
    too_old: tuple[str, ...]
    restore: str
    frozen: bool


def shelf_of(kind: Kind) -> Shelf:
    """Where backups of this kind stand. Raises NotServing where the operator named no place."""
    root: Path | None = settings.GIULOI_BACKUP_DIR
    if kind is Kind.KEYS:
        root = settings.GIULOI_BACKUP_KEYS_DIR or root
    if root is None:
        raise NotServing(
            "no place for backups is named: set GIULOI_BACKUP_DIR, on another disk than the data"
        )
    return Shelf(root, kind)


def kept(kind: Kind) -> timedelta:
    """How long a backup of this kind is kept."""
    return KEYS_KEPT if kind is Kind.KEYS else timedelta(days=settings.GIULOI_BACKUP_DAYS)


def back_up(at: datetime, progress: Progress | None = None) -> Made:
    """Data, then keys, each apart; then away with what is older than is kept."""
    gone = expire(at)  # first: they must go also where there is no room for new ones
    data = making.back_up_data(shelf_of(Kind.DATA).folder.parent, at, progress)
    keys = making.back_up_keys(shelf_of(Kind.KEYS).folder.parent, at)
    return Made(data, keys, tuple(gone))


def expire(at: datetime) -> list[str]:
    """Take away every backup older than is kept; returns the names of those that are surely gone."""
    return [name for kind in Kind for name in shelf_of(kind).expire(at, kept(kind))]


def daily(now: datetime) -> int:
    """What the clock knocks for: a backup when the newest is a day old; returns how many were made or taken away."""
    if settings.GIULOI_BACKUP_DIR is None or is_sending_frozen():
        return 0
    newest = shelf_of(Kind.DATA).all()
    if newest and newest[-1].at > now - EVERY:
        return len(expire(now))
    return 2 + len(back_up(now).gone)


def status(now: datetime) -> Status | None:
    """For whoever looks after the shop; None where no place for backups is named."""
    if settings.GIULOI_BACKUP_DIR is None:
        return None
    found = {kind: tuple(shelf_of(kind).all()) for kind in Kind}
    old = [one.facts.name for kind in Kind for one in found[kind] if one.at < now - kept(kind)]
    begun = under_way()
    return Status(
        str(settings.GIULOI_BACKUP_DIR),
        found[Kind.DATA],
        found[Kind.KEYS],
        kept(Kind.DATA),
        any(not found[kind] or found[kind][-1].at < now - LATE for kind in Kind),
        tuple(old),
        begun.backup if begun else "",
        is_sending_frozen(),
    )
