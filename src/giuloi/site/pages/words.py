"""What templates may say (built in, no `{% load %}`): two languages side by side, dates, money, names of things.

{% say "Đăng nhập" "Sign in" %}                    a short text
{% vi %}… {{ x }} …{% en %}… {{ x }} …{% endvi %}   a longer one, with variables and markup
{{ words|spoken }}                                 anything with `.vi` and `.en`
{{ at|clock }} {{ at|day }} {{ 1250000|money }}    22/11/2026 14:05 · 22/11/2026 · 1.250.000 ₫
{{ "phone"|field_word }} {{ "email"|channel_word }}   what a field or channel is called
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.translation import get_language

from giuloi.core.fields import FIELD
from giuloi.core.gate.words import CHANNELS
from giuloi.core.terms import Channel

register = template.Library()
VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


def language() -> str:
    """The language of this answer: "vi" or "en"."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@register.simple_tag
def say(vi: str, en: str) -> str:
    """The text in the reader's language. The texts are the template's own; what is put in is escaped."""
    return vi if language() == "vi" else en


@register.filter
def spoken(words: Any) -> str:
    """Anything that has `.vi` and `.en`, in the reader's language; "" for nothing."""
    return "" if words is None else str(getattr(words, language()))


@register.filter
def law(cited: str) -> str:
    """A law as the policy cites it, in the reader's language: "Law 91/2025/QH15 art 9", "Luật 91/2025/QH15, điều 9"."""
    if language() == "en":
        return cited
    for english, vietnamese in _LAWS:
        cited = english.sub(vietnamese, cited)
    return cited


_LAWS = tuple(
    (re.compile(english), vietnamese)
    for english, vietnamese in (
        (r"\bAccounting Law\b", "Luật Kế toán"),
        (r"\bLaw\b", "Luật"),
        (r"\bDecree\b", "Nghị định"),
        (r"\bCircular\b", "Thông tư"),
        (r",? art\.? ", ", điều "),
    )
)


class _Both(template.Node):
    def __init__(self, vi: template.NodeList, en: template.NodeList) -> None:
        self.vi, self.en = vi, en

    def render(self, context: template.Context) -> str:
        """Only the reader's language is rendered."""
        return str((self.vi if language() == "vi" else self.en).render(context))


@register.tag("vi")
def _both(parser: template.base.Parser, token: template.base.Token) -> _Both:
    vi = parser.parse(("en",))
    parser.delete_first_token()
    en = parser.parse(("endvi",))
    parser.delete_first_token()
    return _Both(vi, en)


@register.filter
def clock(at: datetime | None) -> str:
    """22/11/2026 14:05, in Viet Nam."""
    return "" if at is None else at.astimezone(VIET_NAM).strftime("%d/%m/%Y %H:%M")


@register.filter
def day(at: datetime | date | None) -> str:
    """22/11/2026, in Viet Nam."""
    if at is None:
        return ""
    return (at.astimezone(VIET_NAM) if isinstance(at, datetime) else at).strftime("%d/%m/%Y")


@register.filter
def machine(at: datetime | None) -> str:
    """For `<time datetime="…">`."""
    return "" if at is None else at.astimezone(VIET_NAM).isoformat(timespec="minutes")


@register.filter
def money(amount: Any) -> str:
    """1.250.000 ₫: whole đồng, a dot for thousands; the text itself where it is no number."""
    try:
        return f"{Decimal(str(amount)).quantize(Decimal(1)):,}".replace(",", ".") + " ₫"
    except InvalidOperation:
        return str(amount)


@register.filter
def number(amount: Any) -> str:
    """1.204 in Vietnamese, 1,204 in English."""
    text = f"{int(amount):,}"
    return text.replace(",", ".") if language() == "vi" else text


@register.filter
def field_word(name: str) -> str:
    """What a field is called."""
    return spoken(FIELD[name]) if name in FIELD else name


@register.filter
def channel_word(name: str) -> str:
    """What a channel is called: "qua email"."""
    pair = CHANNELS.get(Channel(name)) if name in list(Channel) else None
    return name if pair is None else (pair[0] if language() == "vi" else pair[1])
