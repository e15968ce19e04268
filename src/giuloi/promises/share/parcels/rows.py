"""The tables: what was made ready for whom, of which orders. Nothing that is in a parcel stands here: it is opened
when it is taken, and kept nowhere."""

from __future__ import annotations

from django.db import models


class Parcel(models.Model):
    """Some orders' data for one carrier. `key` is its age recipient ("" for none), `actor` whose link it is.

    A link has a hash and an end; a file has neither and is handed over at once. `handed_at` without `people` means that
    it was cut off while it was opened: what the ledger says counts.
    """

    id = models.BigIntegerField(primary_key=True)
    recipient = models.TextField()
    purpose = models.TextField()
    staff_id = models.BigIntegerField()
    actor = models.TextField()
    made_at = models.DateTimeField(db_index=True)
    key = models.TextField(default="")
    link_hash = models.BinaryField(null=True, unique=True)
    until = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    people = models.IntegerField(null=True)
    left_out = models.JSONField(default=dict)

    class Meta:
        db_table = "share_parcel"


class ParcelOrder(models.Model):
    """One order of a parcel: what it is asked for when it is taken, and who `whose` looks among."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="lines")
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")
    record_id = models.BigIntegerField()

    class Meta:
        db_table = "share_parcelorder"
        indexes = (models.Index(fields=["record_id"], name="share_parcelorder_record"),)


class Alias(models.Model):
    """An invented address that one recipient got once, and nobody else ever: whatever comes there, came from them."""

    id = models.BigAutoField(primary_key=True)
    address = models.TextField(unique=True)
    recipient = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "share_alias"
