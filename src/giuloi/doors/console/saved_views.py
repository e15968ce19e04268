"""A part of the inbox under a name of one's own: each colleague's, for themselves. It holds a filter and no result."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from giuloi.records.database import answering, durable

LONGEST, MOST = 40, 12


class SavedView(models.Model):
    """One view. `query` is what inbox_filter.py made of a filter: words of ours only."""

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey("records.Staff", models.CASCADE, related_name="+")
    name = models.TextField()
    query = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "console_savedview"
        constraints = (models.UniqueConstraint(fields=["staff", "name"], name="console_savedview_named"),)


@answering()
def views_of(staff: int) -> list[SavedView]:
    """Theirs, by name."""
    return list(SavedView.objects.filter(staff=staff).order_by("name"))


def keep_view(staff: int, name: str, query: str, at: datetime) -> bool:
    """Keep it; the same name again replaces it. False where somebody has as many as they may."""
    mine = SavedView.objects.filter(staff=staff)
    with durable():
        if not mine.filter(name=name).exists() and mine.count() >= MOST:
            return False
        SavedView.objects.update_or_create(staff_id=staff, name=name, defaults={"query": query, "at": at})
    return True


def remove_view(staff: int, view: int) -> str:
    """Take one of theirs away; returns what it showed, "" where there was none of theirs."""
    mine = SavedView.objects.filter(id=view, staff=staff)
    with durable():
        query = mine.values_list("query", flat=True).first()
        mine.delete()
    return query or ""
