"""Who of the shop answers for what is asked, and when: the customer-care department's rota (IV.3).

Somebody is always answerable: whoever is on duty, else the head of the department. Where neither is named yet,
requests say so (`None`), and the console asks its administrator to name one.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models

from giuloi.records.database import answering


class Duty(models.Model):
    """One stretch of duty of one person, from `begins_at` until before `ends_at`. Stretches may overlap."""

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey("records.Staff", models.CASCADE, related_name="+")
    begins_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "records_duty"


class DepartmentHead(models.Model):
    """Who answers when nobody is on duty, since when; the newest counts."""

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey("records.Staff", models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        db_table = "records_departmenthead"


@answering()
def answerable_at(at: datetime) -> int | None:
    """Who answers for what comes in then: on duty (the one who began last), else the head of the department."""
    on_duty = Duty.objects.filter(begins_at__lte=at, ends_at__gt=at, staff__left_at=None)
    found = on_duty.order_by("-begins_at", "-id").values_list("staff_id", flat=True).first()
    return found if found is not None else head_at(at)


@answering()
def head_at(at: datetime) -> int | None:
    """The head of the department at that moment, if one that still works here was named."""
    held = DepartmentHead.objects.filter(since__lte=at, staff__left_at=None)
    return held.order_by("-since", "-id").values_list("staff_id", flat=True).first()
