"""The rows of the daily run: how far it is, and what it did by rule and clause. They name nobody."""

from __future__ import annotations

from enum import StrEnum

from django.db import models


class Effect(StrEnum):
    """What became of fields whose time was over."""

    ASIDE = "aside"  # only stored from now on
    BACK = "back"  # in use again: a later order began the term anew
    GONE = "gone"  # erased
    UNREAD = "unread"  # a row that does not open, so that a field of it could not be taken out


class RetentionRun(models.Model):
    """One run. `cursor` is the last person who is done: whoever continues begins behind them.

    `now` is the moment it judges by, the same for all of it, however long it takes.
    """

    id = models.BigIntegerField(primary_key=True)
    day = models.TextField(unique=True)
    now = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    cursor = models.BigIntegerField(default=-1)
    seen = models.BigIntegerField(default=0)
    whole = models.BigIntegerField(default=0)
    waiting = models.BigIntegerField(default=0)

    class Meta:
        db_table = "keep_retention_run"


class RetentionLine(models.Model):
    """What one run did by one rule: how many rows of the vault were touched by it."""

    pk = models.CompositePrimaryKey("run_id", "rule", "clause", "effect")
    run = models.ForeignKey(RetentionRun, models.CASCADE, related_name="+")
    rule = models.TextField()
    clause = models.TextField()
    effect = models.TextField()
    count = models.BigIntegerField()

    class Meta:
        db_table = "keep_retention_line"
