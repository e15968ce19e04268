"""Use of information for its purposes, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Use(AppConfig):
    """Its tables are `use_…`."""

    name = "giuloi.promises.use"
    label = "use"
