"""The Django app `collect`: its tables, and nothing that runs by itself."""

from __future__ import annotations

from django.apps import AppConfig


class Collect(AppConfig):
    """Label `collect`, tables `collect_…`."""

    name = "giuloi.promises.collect"
    label = "collect"

    def ready(self) -> None:
        """Say where rows about people stand, and what law keeps of them."""
        from giuloi.promises.collect.lawful import lawful
        from giuloi.promises.collect.terms import TERMS, VERSIONS
        from giuloi.promises.collect.traces import TRACES
        from giuloi.records.lawful import register_lawful
        from giuloi.records.terms_begun import register_terms, register_versions
        from giuloi.records.traces import register

        register(*TRACES)
        register_terms(*TERMS)
        register_versions(*VERSIONS)
        register_lawful(self.label, lawful)
