"""Template tags of this shop: two languages side by side, and money as it is written in Viet Nam."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def say(vi: str, en: str) -> str:
    """The one of the two that the visitor reads."""
    return en if (get_language() or "vi").startswith("en") else vi


@register.filter
def dong(amount: Any) -> str:
    """ "120.000 ₫"."""
    return f"{int(Decimal(str(amount or 0))):,}".replace(",", ".") + " ₫"


@register.filter
def told(text: str) -> str:
    """One half of "tiếng Việt | English": how the catalogue keeps what is said of goods."""
    vi, _, en = str(text).partition(" | ")
    return (en or vi) if (get_language() or "vi").startswith("en") else vi
