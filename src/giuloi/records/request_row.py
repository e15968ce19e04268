"""The row of one request, and nothing else: what is done with it stands in requests.py."""

from __future__ import annotations

from django.db import models

from giuloi.records.request_kinds import RequestState


class CustomerRequest(models.Model):
    """One request. `record_id` is the order it is about, `line` which of its lines (1 is the first).

    `case` is by which it may be worked on; `source` where it came in ("portal", "api", "email", …); `actor` who
    wrote it down, `finished_by` who ended it, as the ledger names them. `answerable_id` is the person of the shop
    who answers for it, also when software carries it out; `staff_id` who has it in hand. `due_at` is null only
    where the policy promised no time for its kind. `repeat` tells one form sent twice from two requests.

    The law's own clocks for rights over data: `law_answer_at` when it must be answered, `law_due_at` when carried
    out. `escalated` counts the levels (countdown.py) it has passed, `escalate_at` is when it reaches the next.
    `subject` is null once the person was erased: that a promise to them was kept or missed stays counted.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    subject = models.ForeignKey("records.Subject", models.SET_NULL, related_name="+", null=True)
    record_id = models.BigIntegerField(null=True)
    line = models.SmallIntegerField(null=True)
    case = models.ForeignKey("records.Case", models.SET_NULL, related_name="+", null=True)
    policy = models.ForeignKey("records.PublishedPolicy", models.PROTECT, related_name="+")
    clause = models.TextField(default="")
    source = models.TextField()
    actor = models.TextField()
    repeat = models.TextField(default="")
    state = models.TextField(default=RequestState.RECEIVED.value)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    law_answer_at = models.DateTimeField(null=True)
    law_due_at = models.DateTimeField(null=True)
    staff_id = models.BigIntegerField(null=True)
    answerable_id = models.BigIntegerField(null=True)
    escalated = models.SmallIntegerField(default=0)
    escalate_at = models.DateTimeField(null=True, db_index=True)
    escalated_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.TextField(default="")
    ground = models.TextField(default="")

    class Meta:
        db_table = "records_request"
        indexes = (
            models.Index(fields=["state", "due_at"], name="records_request_due"),
            models.Index(fields=["subject", "received_at"], name="records_request_subject"),
            models.Index(fields=["record_id"], name="records_request_record"),
            models.Index(fields=["received_at"], name="records_request_received"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["subject", "repeat"], condition=~models.Q(repeat=""), name="records_request_once"
            ),
        )
