"""How long is left, and what a word of a closed list is called: for the board of orders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from giuloi.core.bilingual import Words

register = template.Library()
_SOON = 4 * 3600  # seconds: from then on it is marked


@register.filter
def of(words: Mapping[Any, Any], key: Any) -> Any:
    """What stands under a key of a mapping; None where nothing does."""
    return words.get(key)


@register.simple_tag
def left(due: datetime, now: datetime) -> SafeString:
    """ "còn 5 giờ 12 phút", or by how much it is late; marked from four hours before on."""
    seconds = int((due - now).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    if seconds < 0:
        words, mark = Words(f"trễ {hours} giờ {minutes} phút", f"{hours} h {minutes} min late"), "late"
    else:
        words = Words(f"còn {hours} giờ {minutes} phút", f"{hours} h {minutes} min left")
        mark = "warn" if seconds < _SOON else "ok"
    said = words.spoken(get_language() or "vi")
    return format_html(
        '<time datetime="{}"><span class="tag {}">{}</span></time>', due.isoformat(), mark, said
    )
