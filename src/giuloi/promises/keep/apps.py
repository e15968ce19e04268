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
        from giuloi.records.backup import carried
        from giuloi.records.traces import register

        register(*TRACES)
        # An erasure that was begun is not undone by a restore, nor are its certificate and its partners forgotten.
        carried.register(
            "keep_erasure", "keep_person", "keep_leaf", "keep_partner_task", "records_reserveduse"
        )
