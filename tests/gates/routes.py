"""Every address of the server, with something put where it takes something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_LAST = re.compile(
    r"sign-out|/end|leave|revoke|remove|discard|/cancel"
)  # they take away what the others need


def routes() -> list[str]:
    """The patterns of all views, what ends something last."""
    found = sorted(set(_under("", get_resolver().url_patterns)))
    return sorted(found, key=lambda route: bool(_LAST.search(route)))


def filled_in(route: str, number: int, word: str) -> str:
    """A path for a pattern: this number for numbers, this word for words."""
    path = re.sub(r"<int:\w+>", str(number), route)
    return "/" + re.sub(r"<[^>]*>", quote(word, safe=""), path)


def every_route() -> list[str]:
    """All routes as the URLconf writes them, beginning with "/"; what ends something last."""
    return [f"/{route}" for route in routes()]


def address(route: str, ids: Mapping[str, object]) -> str:
    """A route with its parameters filled in by name."""
    return _PARAMETER.sub(lambda found: str(ids[found[1]]), route)


def _under(before: str, patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _under(route, one.url_patterns)
        else:
            yield route
