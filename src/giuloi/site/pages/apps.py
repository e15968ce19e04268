"""So that Django finds the frame's templates and style sheets."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Frame, look and words."""

    name = "giuloi.site.pages"
    label = "pages"
