"""So that Django finds the console's templates and its few lines of script."""

from __future__ import annotations

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The staff's door."""

    name = "giuloi.doors.console"
    label = "console"
