"""The Django app `portal`: pages for customers, no table."""

from __future__ import annotations

from django.apps import AppConfig


class Portal(AppConfig):
    """Templates and static files under `portal/`."""

    name = "giuloi.doors.portal"
    label = "portal"
