"""What is done about an attack, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Report(AppConfig):
    """Label `report`, tables `report_…`."""

    name = "giuloi.promises.report"
    label = "report"

    def ready(self) -> None:
        """Say where rows about people stand, what a restore carries over, and how the file checks itself."""
        from giuloi.promises.report.incidents.whole import holds
        from giuloi.promises.report.traces import TRACES
        from giuloi.records import selfcheck
        from giuloi.records.backup import carried
        from giuloi.records.traces import register

        register(*TRACES)
        # The file about an attack is not undone by going back to a backup of the day before it.
        carried.register(
            *("report_incident", "report_line", "report_text", "report_duty", "report_alert", "report_step"),
            *("report_stepperson", "report_affected", "report_search", "report_evidence"),
            *("report_glass", "report_glassperson"),
        )
        selfcheck.also("incidents", holds)
