"""What a page says once after something was done, kept in a cookie until the next page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class Told(CookieStorage):
    """Django's signed cookie under a name that a browser takes from this host only (RFC 6265bis §4.1.3.2)."""

    cookie_name = "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"
