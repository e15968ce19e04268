"""The sentence beside a field whose name is only known while the page is drawn."""

from __future__ import annotations

from django import template

from giuloi.core.bilingual import Words
from giuloi.doors.console.form import Form

register = template.Library()


@register.filter
def problem(form: Form, name: str) -> Words | None:
    """What is wrong with one field of a form, None when nothing is."""
    return form.problems.get(name)
