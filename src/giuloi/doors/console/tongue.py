"""What a view says by itself, in the reader's language; templates have `say` for that."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language

from giuloi.core.bilingual import Words


def spoken(words: Words) -> str:
    """The text in the reader's language."""
    return words.spoken(get_language() or "vi")


def tell(request: HttpRequest, words: Words, level: int = messages.SUCCESS) -> None:
    """A sentence for the next page. It travels in a cookie: our own words only, never anybody's data."""
    messages.add_message(request, level, spoken(words))
