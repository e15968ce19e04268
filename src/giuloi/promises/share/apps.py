"""What is told to others, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Share(AppConfig):
    """Its tables are `share_…`."""

    name = "giuloi.promises.share"
    label = "share"
