"""What every page knows: the shop's name, the reader's language, where they are, whether this is the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from giuloi.core.terms import GiuloiError
from giuloi.records.published import current
from giuloi.site.pages.words import language


def frame(request: HttpRequest) -> dict[str, Any]:
    """For the frame of a page; a shop that has not published yet has no name to show."""
    return {
        "shop_name": _shop(),
        "language": language(),
        "here": request.path,
        "demo": settings.GIULOI_DEMO,
        "visitor": getattr(request, "visitor", None),
    }


def _shop() -> str:
    try:
        return str(current().policy.shop.get("shop", ""))
    except GiuloiError:
        return ""
