"""The language of this answer, as Django has settled it."""

from __future__ import annotations

from django.utils.translation import get_language


def spoken_language() -> str:
    """ "vi" or "en"."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"
