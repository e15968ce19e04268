"""The API as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Api(AppConfig):
    """No tables of its own: keys, rates and repeats are records."""

    name = "giuloi.doors.api"
    label = "api"
