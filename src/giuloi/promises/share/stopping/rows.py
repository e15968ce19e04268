"""The tables: one notice for each recipient that has to be told of a no, and how far the search for them is."""

from __future__ import annotations

from django.db import models


class StopNotice(models.Model):
    """One recipient to be told of one no. `refusal` is the consent record; `times`: how often it was sent.

    What the recipient got is read from the ledger when the letter is written, so nothing of it stands here.
    """

    id = models.BigIntegerField(primary_key=True)
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    recipient = models.TextField()
    purpose = models.TextField()
    channel = models.TextField()
    refusal = models.BigIntegerField()
    refused_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    times = models.SmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    reference = models.TextField(default="")
    actor = models.TextField(default="")

    class Meta:
        db_table = "share_stopnotice"
        constraints = (
            models.UniqueConstraint(fields=["recipient", "refusal"], name="share_stopnotice_once"),
        )


class StopLook(models.Model):
    """One row: up to which consent record everything was looked at."""

    id = models.SmallIntegerField(primary_key=True)
    upto = models.BigIntegerField()

    class Meta:
        db_table = "share_stoplook"
