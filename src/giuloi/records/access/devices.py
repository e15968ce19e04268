"""What a browser is called in the list of one's own sessions: "Chrome · Android", never more of what it says."""

from __future__ import annotations

import re

# Browser and system in two words, so that people recognise their own device; a version would tell one apart.
_BROWSERS = (
    ("Cốc Cốc", r"coc_coc"),
    ("Edge", r"Edg"),
    ("Opera", r"OPR|Opera"),
    ("Samsung Internet", r"SamsungBrowser"),
    ("Firefox", r"Firefox|FxiOS"),
    ("Chrome", r"Chrom|CriOS"),
    ("Safari", r"Safari"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)
_READ = 400  # characters of a user agent that are looked at


def called(user_agent: str) -> str:
    """Browser and system, as far as they are known; "" for neither."""
    found = (_first(kinds, user_agent[:_READ]) for kinds in (_BROWSERS, _SYSTEMS))
    return " · ".join(name for name in found if name)


def _first(kinds: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for name, mark in kinds if re.search(mark, said)), "")
