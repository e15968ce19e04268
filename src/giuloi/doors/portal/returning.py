"""The way back to a shop that keeps no people."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpResponse

from giuloi.promises.collect.shop_origins import origin_of


def with_word(url: str, name: str, word: str) -> str:
    """The address with one more parameter, in place of one of that name."""
    parts = urlsplit(url)
    said = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return urlunsplit((*parts[:3], urlencode([*said, (name, word)]), ""))


def may_lead_to(response: HttpResponse, url: str) -> None:
    """Let the form on this page end at the shop: browsers hold `form-action` against every step of the way."""
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        f"form-action 'self' {origin_of(url)}; base-uri 'none'; frame-ancestors 'none'"
    )
