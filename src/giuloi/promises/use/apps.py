"""Use of information for its purposes, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Use(AppConfig):
    """Its tables are `use_…`."""

    name = "giuloi.promises.use"
    label = "use"

    def ready(self) -> None:
        """Say where rows about people stand."""
        from giuloi.promises.use.terms import TERMS
        from giuloi.promises.use.traces import TRACES
        from giuloi.promises.use.waiting import WAITING
        from giuloi.records.backup import held_back
        from giuloi.records.terms_begun import register_terms
        from giuloi.records.traces import register

        register(*TRACES)
        register_terms(*TERMS)
        held_back.register(*WAITING)
