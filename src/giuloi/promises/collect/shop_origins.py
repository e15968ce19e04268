"""The shops that may hand a basket over: only addresses at an origin that the operator listed (GIULOI_SHOP_ORIGINS)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

_LONGEST = 500


def is_listed(url: str) -> bool:
    """Whether this is an address at one of the operator's shops, with nothing in it that browsers read differently."""
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or "\\" in url or " " in url:
        return False
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return not parts.username and not parts.fragment and origin_of(url) in settings.GIULOI_SHOP_ORIGINS


def origin_of(url: str) -> str:
    """ "https://shop.example.vn:8101": scheme and host as they stand there."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
