"""How far a right over data is, beside its request: ids, times and words of lists, nothing about anybody."""

from __future__ import annotations

from django.db import models


class RightRow(models.Model):
    """One right. `valid_at` is null until it is established who asked: from then on the law's clock runs.

    `stepped`: whoever asked controlled a channel that was known before. `wish` narrows it: [purpose, channel] pairs of
    a withdrawal or objection, ["lift"] of a restriction; empty means all there is. `due_at` is when software tries to
    carry it out next; null where a person does it, or it was done.
    """

    request = models.OneToOneField(
        "records.CustomerRequest", models.CASCADE, related_name="+", primary_key=True
    )
    valid_at = models.DateTimeField(null=True)
    stepped = models.BooleanField(default=False)
    wish = models.JSONField(default=list)
    due_at = models.DateTimeField(null=True, db_index=True)
    executed_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    extended_because = models.TextField(default="")
    extended_proof = models.TextField(default="")

    class Meta:
        db_table = "answer_right"


class RightPause(models.Model):
    """A pause of the law's clock while the customer is asked who they are; the promise's clock runs on."""

    id = models.BigAutoField(primary_key=True)
    right = models.ForeignKey(RightRow, models.CASCADE, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "answer_right_pause"
        constraints = (
            models.UniqueConstraint(
                fields=["right"], condition=models.Q(until=None), name="answer_right_one_pause"
            ),
        )


class RepresentativeRow(models.Model):
    """Who asked for somebody under age: their name is sealed as a message, here are the relation and the proof.

    `checked_by` is a second colleague; before that nothing is carried out.
    """

    request = models.OneToOneField(
        "records.CustomerRequest", models.CASCADE, related_name="+", primary_key=True
    )
    relation = models.TextField()
    proof = models.TextField()
    message = models.BigIntegerField(null=True)
    noted_by = models.TextField()
    noted_at = models.DateTimeField()
    checked_by = models.TextField(default="")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "answer_representative"
