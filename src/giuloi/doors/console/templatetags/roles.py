"""What a role of the policy in force is called."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from giuloi.core.gate.words import role_named
from giuloi.records.published import current

register = template.Library()


@register.filter
def role_word(name: str) -> str:
    """A role in the reader's language."""
    return role_named(current().policy, name, "en" if (get_language() or "vi").startswith("en") else "vi")
