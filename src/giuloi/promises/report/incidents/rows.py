"""The rows of an incident file. Ids, times and words of closed lists in clear; what somebody wrote is sealed."""

from __future__ import annotations

from django.db import models

from giuloi.records.ids import new_id


class IncidentRow(models.Model):
    """One file. `known_at` and `data_known_at` are the two T0s, the second None while nobody knows of any data.

    `alarm` names the alarm that opened it, "" for one opened by hand: while the file is open, it opens no second.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    alarm = models.TextField(default="")
    opened_by = models.TextField()
    opened_at = models.DateTimeField()
    known_at = models.DateTimeField()
    data_known_at = models.DateTimeField(null=True)
    likelihood = models.SmallIntegerField(null=True)
    severity = models.SmallIntegerField(null=True)
    telling_since = models.DateTimeField(null=True)
    told_up_to = models.BigIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "report_incident"
        constraints = (
            models.UniqueConstraint(
                fields=["alarm"],
                condition=models.Q(closed_at=None) & ~models.Q(alarm=""),
                name="report_incident_alarm",
            ),
        )


class LineRow(models.Model):
    """One line of the timeline of all files together: numbered, chained (records/chain.py), never changed.

    `incident_id` is no foreign key: a line outlives the file that somebody deletes. `size` and `root` are the head of
    the use ledger when it was written.
    """

    number = models.BigIntegerField(primary_key=True)
    incident_id = models.BigIntegerField(db_index=True)
    at = models.DateTimeField()
    actor = models.TextField()
    what = models.TextField()
    sealed = models.BinaryField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    code = models.BinaryField()

    class Meta:
        db_table = "report_line"


class TextRow(models.Model):
    """One part of the file as it stands now, sealed; what it said before is in the timeline."""

    pk = models.CompositePrimaryKey("incident_id", "name")
    incident = models.ForeignKey(IncidentRow, models.PROTECT, related_name="+")
    name = models.TextField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "report_text"


class DutyRow(models.Model):
    """One report that is owed: to whom, which, by when. `receipt` is the number the receiver gave it.

    `level` counts the moments before its hour that were noticed; `alert_at` is the next.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    incident = models.ForeignKey(IncidentRow, models.PROTECT, related_name="+")
    to = models.TextField(db_column="addressee")  # "to" is a word of SQL
    stage = models.TextField()
    clause = models.TextField(default="")
    source = models.TextField(default="")
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.TextField(default="")
    way = models.TextField(default="")
    receipt = models.TextField(default="")
    receipt_at = models.DateTimeField(null=True)
    waived_at = models.DateTimeField(null=True)
    level = models.SmallIntegerField(default=0)
    alert_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "report_duty"
        constraints = (models.UniqueConstraint(fields=["incident", "to", "stage"], name="report_duty_once"),)
        indexes = (models.Index(fields=["alert_at"], name="report_duty_alert"),)


class DutyAlertRow(models.Model):
    """One colleague to be written to because a report nears its hour."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    duty = models.ForeignKey(DutyRow, models.PROTECT, related_name="+")
    level = models.SmallIntegerField()
    staff = models.ForeignKey("records.Staff", models.CASCADE, related_name="+", db_constraint=False)
    try_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "report_alert"
        constraints = (models.UniqueConstraint(fields=["duty", "level", "staff"], name="report_alert_once"),)


class StepRow(models.Model):
    """One step that contains the damage: what was stopped (a pseudonym, "" for all), and whether it still is."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    incident = models.ForeignKey(IncidentRow, models.PROTECT, related_name="+")
    action = models.TextField()
    what = models.TextField(default="")
    people = models.IntegerField(default=0)
    at = models.DateTimeField()
    by = models.TextField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(default="")

    class Meta:
        db_table = "report_step"


class StepPersonRow(models.Model):
    """Somebody whom a step froze, who was not frozen before: lifting it releases them and nobody else."""

    pk = models.CompositePrimaryKey("step_id", "subject_id")
    step = models.ForeignKey(StepRow, models.PROTECT, related_name="+")
    subject = models.ForeignKey("records.Subject", models.CASCADE, related_name="+")

    class Meta:
        db_table = "report_stepperson"


class AffectedRow(models.Model):
    """One customer who was affected: an id, which fields, for which purposes, by how many uses. Nothing readable.

    Once they are erased the row names nobody: that somebody was affected stays in the file.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    incident = models.ForeignKey(IncidentRow, models.PROTECT, related_name="+")
    subject = models.ForeignKey("records.Subject", models.SET_NULL, related_name="+", null=True)
    fields = models.BigIntegerField()
    purposes = models.TextField()
    uses = models.IntegerField()

    class Meta:
        db_table = "report_affected"
        constraints = (models.UniqueConstraint(fields=["incident", "subject"], name="report_affected_once"),)


class SearchRow(models.Model):
    """How the list of the affected came about: what was looked for, over how many leaves, whom nobody can name."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    incident = models.ForeignKey(IncidentRow, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.TextField()
    wanted = models.TextField()  # JSON
    size = models.BigIntegerField()
    leaves = models.BigIntegerField()
    people = models.BigIntegerField()
    nameless = models.BigIntegerField()

    class Meta:
        db_table = "report_search"


class EvidenceRow(models.Model):
    """One frozen set of evidence: a ZIP in a private folder, its hash, and who made it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    incident = models.ForeignKey(IncidentRow, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.TextField()
    file = models.TextField()
    sha256 = models.TextField()
    bytes = models.BigIntegerField()

    class Meta:
        db_table = "report_evidence"
