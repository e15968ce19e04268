"""Every form that a visitor can come to by following links, read as a browser reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

_TYPED = {"text", "email", "tel", "search", "number", "date", "password", "hidden", ""}
_NOT_OURS_TO_PRESS = re.compile(r"sign-out|/sessions/|/demo/|/language$")  # they would end the crawl itself


@dataclass(slots=True)
class Form:
    """Where it is, where it goes, what stands in it, and what can be typed into."""

    page: str
    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> list[str]:
        """The fields that take any text; hidden ones too, for nothing stops anybody."""
        return [name for name, kind in self.kinds.items() if kind in _TYPED and name != "csrfmiddlewaretoken"]

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """The same form on another page is the same form."""
        return _shape(self.action), self.method, tuple(sorted(self.kinds))

    def send(self, client: Client, **changed: str) -> Any:
        """Send it as it stands, but for what was changed."""
        body = {**self.values, **changed}
        if self.method == "post":
            return client.post(self.action, body)
        return client.get(self.action, body)


class Page(HTMLParser):
    """What matters of a page: its links, its forms, and every tag with its attributes."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.links, self.forms = path, [], []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._area: str | None = None

    links: list[str]
    forms: list[Form]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One tag."""
        said = {name: value or "" for name, value in attrs}
        self.tags.append((tag, said))
        if tag == "a":
            self.links.append(said.get("href", ""))
        elif tag == "form":
            action = said.get("action") or self.path
            self.forms.append(Form(self.path, action, said.get("method", "get").lower()))
        elif self.forms and said.get("name"):
            self._input(tag, said)

    def handle_endtag(self, tag: str) -> None:
        """A text area ends."""
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        """What stands in a text area."""
        if self._area:
            self.forms[-1].values[self._area] = data.removeprefix("\n")

    def _input(self, tag: str, said: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], said["name"], said.get("type", "")
        if tag == "textarea":
            form.kinds[name], form.values[name], self._area = "", "", name
        elif tag == "select":
            form.kinds[name] = "select"
        elif tag == "input" and kind != "file":
            form.kinds[name] = kind
            if kind not in ("checkbox", "radio") or "checked" in said:
                form.values[name] = said.get("value", "")
        elif tag == "button":
            form.kinds.setdefault(name, "button")
            form.values.setdefault(name, said.get("value", ""))


def read(path: str, answer: Any) -> Page:
    """The page of an answer."""
    page = Page(path)
    page.feed(answer.content.decode())
    return page


def crawled(client: Client, *starts: str) -> tuple[list[Form], list[str]]:
    """(forms, pages): every form and page that can be come to from these."""
    forms: dict[Any, Form] = {}
    seen: dict[str, str] = {}
    for path, page in _pages(client, list(starts), seen):
        for form in page.forms:
            if not _NOT_OURS_TO_PRESS.search(form.action):
                form.action = form.action if form.action.startswith("/") else path
                forms.setdefault(form.key, form)
    return list(forms.values()), list(seen.values())


def _pages(client: Client, waiting: list[str], seen: dict[str, str]) -> Iterator[tuple[str, Page]]:
    while waiting:
        path = waiting.pop(0)
        if _shape(path) in seen:
            continue
        answer = client.get(path)
        if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
            continue
        if answer.streaming:
            continue
        seen[_shape(path)] = path
        page = read(path.split("?")[0], answer)
        waiting += [one.split("#")[0] for one in page.links if one.startswith("/") and "verifier" not in one]
        yield path, page


def _shape(path: str) -> str:
    return re.sub(r"\d+", "0", urlsplit(path).path)
