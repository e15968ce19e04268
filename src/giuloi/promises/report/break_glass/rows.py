"""The rows of emergency access: who asked, who approved, until when, about whom, and what the review found.

Colleagues are named without a constraint: a restore brings these rows over into data that may not know them yet.
"""

from __future__ import annotations

from django.db import models

from giuloi.records.ids import new_id


class GlassRow(models.Model):
    """One access. Nothing of its scope is ever changed: whoever wants another scope asks again."""

    id = models.BigIntegerField(primary_key=True)
    incident = models.ForeignKey("report.IncidentRow", models.PROTECT, related_name="+")
    staff = models.ForeignKey("records.Staff", models.PROTECT, related_name="+", db_constraint=False)
    asked_at = models.DateTimeField()
    reason = models.BinaryField()
    fields = models.BigIntegerField()
    scope = models.BinaryField()  # the hash that both approvers were shown
    first = models.ForeignKey(
        "records.Staff", models.PROTECT, related_name="+", db_constraint=False, null=True
    )
    first_at = models.DateTimeField(null=True)
    second = models.ForeignKey(
        "records.Staff", models.PROTECT, related_name="+", db_constraint=False, null=True
    )
    opened_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        "records.Staff", models.PROTECT, related_name="+", db_constraint=False, null=True
    )
    reviewed_at = models.DateTimeField(null=True)
    review = models.BinaryField(null=True)

    class Meta:
        db_table = "report_glass"


class GlassPersonRow(models.Model):
    """One customer who is opened by it, and the case that lets them be. Erased, the row names nobody."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    glass = models.ForeignKey(GlassRow, models.PROTECT, related_name="+")
    subject = models.ForeignKey("records.Subject", models.SET_NULL, related_name="+", null=True)
    case_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "report_glassperson"
