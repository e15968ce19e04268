"""The table of transfers abroad: one row for each party, from the first day on which anything could have gone there."""

from __future__ import annotations

from django.db import models


class Crossing(models.Model):
    """A party abroad. `party` is "recipient/NAME" or "channel/sms/NAME": nothing about any customer.

    `filed_on` is the day the dossier was handed in, or the exemption noted; `ground` cites the exemption, "" for a
    dossier. `paper` is what was handed in, sealed (records/sealed_files.py).
    """

    party = models.TextField(unique=True)
    country = models.TextField()
    first_at = models.DateTimeField()
    filed_on = models.DateField(null=True)
    number = models.TextField(default="")
    ground = models.TextField(default="")
    paper = models.BinaryField(null=True)
    paper_hash = models.BinaryField(default=b"")
    filed_by = models.TextField(default="")
    filed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "report_crossing"
