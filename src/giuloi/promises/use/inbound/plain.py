"""HTML to the text a reader would see. One pass, so that no letter can make it work long.

Not a browser: it knows where lines break and what is never shown. Links lose where they lead to: staff read what was
written, and have nothing to click on.
"""

from __future__ import annotations

import re
from html import unescape

_HEADINGS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "address", "section", "article"}
)
_BREAKS = _HEADINGS | {
    "blockquote",
    "br",
    "div",
    "dl",
    "dt",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tr",
    "ul",
}
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,30})")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*\n ?| ?\n ?")


def plain_text(html: str) -> str:
    """The text; what is left open to the end of the letter is not shown."""
    parts: list[str] = []
    lower, place = html.lower(), 0
    while (tag := html.find("<", place)) >= 0:
        parts.append(_seen(html[place:tag]))
        if html.startswith("<!--", tag):
            place = _behind(html, "-->", tag)
            continue
        name = _NAME.match(html, tag)
        if name is None and not html.startswith("<!", tag):
            parts.append("<")  # "a < b": no tag
            place = tag + 1
            continue
        place = _behind(html, ">", tag)
        if name is None:
            continue
        word = name[1].lower()
        if word in _UNSEEN and html[tag + 1] != "/":
            place = _behind(html, ">", _behind(lower, f"</{word}", place) - 1)
        elif word in _BREAKS:
            parts.append("\n")
    parts.append(_seen(html[place:]))
    return _tidy("".join(parts))


def _behind(text: str, end: str, place: int) -> int:
    """Behind the next `end`; the end of the text when there is none, so that nothing is searched twice."""
    found = text.find(end, max(place, 0))
    return len(text) if found < 0 else found + len(end)


def _seen(text: str) -> str:
    """Line breaks of the source are spaces."""
    return unescape(text.replace("\n", " ").replace("\r", " "))


def _tidy(text: str) -> str:
    return _LINES.sub(
        lambda found: "\n\n" if found[0].count("\n") > 1 else "\n", _SPACES.sub(" ", text)
    ).strip()
