"""The records floor as a Django application."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Tables whose names begin with `records_`."""

    name = "giuloi.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
