"""A sentence in the visitor's language, for messages."""

from __future__ import annotations

from django.utils.translation import get_language


def both(vi: str, en: str) -> str:
    """The one of the two that the visitor reads."""
    return en if (get_language() or "vi").startswith("en") else vi
