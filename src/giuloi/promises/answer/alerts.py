"""Who of the shop is written to because a request nears its hour, or missed it: one row each, until they were told.

A row is written with the escalation itself, so that none is lost when the mail server, or this one, is down.
What waits for one colleague goes out as one letter: counts, kinds, hours and links, nothing about a customer.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models


class AlertRow(models.Model):
    """One colleague to be told of one level of one request. `level` counts from 1; `should_at` is its moment.

    `at` is when the software noticed; `told_at` when a server took the letter. `try_at` is when to try (again).
    """

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey("records.CustomerRequest", models.CASCADE, related_name="+")
    level = models.SmallIntegerField()
    staff = models.ForeignKey("records.Staff", models.CASCADE, related_name="+")
    should_at = models.DateTimeField()
    at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    try_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "answer_alert"
        constraints = (
            models.UniqueConstraint(fields=["request", "level", "staff"], name="answer_alert_once"),
        )
        indexes = (
            models.Index(fields=["staff", "told_at"], name="answer_alert_lately"),
            models.Index(fields=["try_at"], condition=models.Q(told_at=None), name="answer_alert_waiting"),
        )


def write_alerts(rows: list[tuple[int, int, int, datetime]], at: datetime) -> None:
    """(request, level, staff, its moment) for each who is to be told; joins the transaction. Twice is once."""
    AlertRow.objects.bulk_create(
        [
            AlertRow(request_id=request, level=level, staff_id=staff, should_at=should, at=at, try_at=at)
            for request, level, staff, should in rows
        ],
        ignore_conflicts=True,
    )
