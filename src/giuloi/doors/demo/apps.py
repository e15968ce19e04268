"""Installed only with GIULOI_DEMO=on, which the settings refuse together with HTTPS."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """No tables: its inbox is in memory."""

    name = "giuloi.doors.demo"
    label = "demo"
