"""The records floor as a Django application."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Tables whose names begin with `records_`."""

    name = "giuloi.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where rows about people stand."""
        from giuloi.records.backup import held_back
        from giuloi.records.terms_begun import TERMS, register_terms
        from giuloi.records.traces import register
        from giuloi.records.traces_of_records import TRACES

        register(*TRACES)
        # Noted and not yet told at the time of a backup: told a moment later, as likely as not.
        held_back.register(held_back.Waiting("records_notice", "taken_at = {at}", "taken_at IS NULL"))
        register_terms(*TERMS)
