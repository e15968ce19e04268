"""From page to page of one site, as far as asked: each page once, only this host, the nearest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit, urlunsplit

from giuloi.promises.share.site_check.fetching import Fetched, NoPage, fetch, host_of
from giuloi.promises.share.site_check.reading import Seen, read

PAGES = 30  # looked at when nobody says otherwise
MOST_PAGES = 500
# Addresses that do something when they are opened, or have no end: a visitor who only looks does not go there.
_NOT_LOOKED_AT = ("logout", "dang-xuat", "add-to-cart", "remove_item", "wp-admin", "xoa", "delete")


@dataclass(frozen=True, slots=True)
class Visited:
    """A page that was looked at, or why it could not be."""

    url: str
    page: Fetched | None = None
    seen: Seen | None = None
    failed: NoPage | None = None


def walk(start: str, most: int = PAGES) -> Iterator[Visited]:
    """Every page that can be reached from `start`, at most `most`. Raises NoPage when already the first cannot be."""
    home, waiting, known = host_of(start), deque([start]), {_same(start)}
    for number in range(min(most, MOST_PAGES)):
        if not waiting:
            return
        visited = _visit(waiting.popleft())
        if visited.failed is not None and not number:
            raise visited.failed
        yield visited
        known.add(_same(visited.url))
        for link in visited.seen.links if visited.seen else ():
            if _is_here(link, home) and _same(link) not in known:
                known.add(_same(link))
                waiting.append(link)


def _visit(url: str) -> Visited:
    try:
        page = fetch(url)
    except NoPage as no_page:
        return Visited(url, failed=no_page)
    return Visited(url) if page is None else Visited(page.url, page, read(page.html, page.url))


def _is_here(link: str, home: str) -> bool:
    try:
        return host_of(link) == home and not any(word in link.lower() for word in _NOT_LOOKED_AT)
    except NoPage:
        return False


def _same(url: str) -> str:
    """One page under all its spellings: no fragment, no last slash, the host in small letters."""
    parts = urlsplit(urldefrag(url).url)
    return urlunsplit(("", parts.netloc.lower(), parts.path.rstrip("/"), parts.query, ""))
