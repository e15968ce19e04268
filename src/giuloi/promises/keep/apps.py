"""What is kept, for how long, and how it goes, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Keep(AppConfig):
    """Its tables are `keep_…`."""

    name = "giuloi.promises.keep"
    label = "keep"

    def ready(self) -> None:
        """Say where rows about people stand."""
        from giuloi.promises.keep.traces import TRACES
        from giuloi.records.traces import register

        register(*TRACES)
