"""That a copy may be saved, until when, and how often it was: no datum of anybody's, for the copy is not kept."""

from __future__ import annotations

from django.db import models


class CopyRow(models.Model):
    """One copy that is offered. It goes with its request, and so with the person.

    `opened` counts how often it was saved; what it holds is read anew each time, so it can never be out of date, and
    no second store of clear data exists that somebody could take.
    """

    id = models.BigIntegerField(primary_key=True)
    request = models.OneToOneField("records.CustomerRequest", models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened = models.IntegerField(default=0)

    class Meta:
        db_table = "answer_copy"
