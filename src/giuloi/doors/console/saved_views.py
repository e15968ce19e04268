"""A part of the inbox under a name of one's own: each colleague's, for themselves. It holds a filter and no result.

The name is free text, and a customer's may well stand in it: it is sealed under a key of the key store.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.records.access.keyed import open_secret, seal_secret
from giuloi.records.database import answering, durable

LONGEST, MOST = 40, 12
_BYTES = 64  # every name is padded to so many: the sealed length tells nothing


class SavedView(models.Model):
    """One view. `name` is sealed, in hex; `query` is what inbox_filter.py made of a filter: words of ours only."""

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey("records.Staff", models.CASCADE, related_name="+")
    name = models.TextField()
    query = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "console_savedview"
        constraints = (models.UniqueConstraint(fields=["staff", "name"], name="console_savedview_named"),)


@dataclass(frozen=True, slots=True)
class View:
    """One view, its name as its owner wrote it."""

    id: int
    name: str
    query: str


@answering()
def views_of(staff: int) -> list[View]:
    """Theirs, by name."""
    found = SavedView.objects.filter(staff=staff)
    return sorted(
        (View(row.id, _opened(row.name, staff), row.query) for row in found), key=lambda one: one.name
    )


def keep_view(staff: int, name: str, query: str, at: datetime) -> bool:
    """Keep it; the same name again replaces it. False where somebody has as many as they may."""
    name = name.encode()[:_BYTES].decode(errors="ignore").strip()
    with durable():
        mine = views_of(staff)
        same = next((one.id for one in mine if one.name == name), None)
        if same is None and len(mine) >= MOST:
            return False
        if same is not None:
            SavedView.objects.filter(id=same).update(query=query, at=at)
        else:
            SavedView.objects.create(staff_id=staff, name=_sealed(name, staff), query=query, at=at)
    return True


def _sealed(name: str, staff: int) -> str:
    return seal_secret(name.encode().ljust(_BYTES), "view", staff).hex()


def _opened(sealed: str, staff: int) -> str:
    return open_secret(bytes.fromhex(sealed), "view", staff).decode().rstrip()


def remove_view(staff: int, view: int) -> str:
    """Take one of theirs away; returns what it showed, "" where there was none of theirs."""
    mine = SavedView.objects.filter(id=view, staff=staff)
    with durable():
        query = mine.values_list("query", flat=True).first()
        mine.delete()
    return query or ""
