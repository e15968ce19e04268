"""What a page would make a browser load, run and send, and to whom: read off its HTML, broken or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

_LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "embed": "src",
    "object": "data",
    "source": "src",
    "video": "src",
    "audio": "src",
}
_LINKED = frozenset(
    {"stylesheet", "preload", "modulepreload", "prefetch", "icon", "preconnect", "dns-prefetch"}
)
# What a form's field asks of a person, by how sites name them in both languages.
_PERSONAL = (
    "mail",
    "phone",
    "tel",
    "name",
    "address",
    "sdt",
    "dien_thoai",
    "ho_ten",
    "hoten",
    "dia_chi",
    "diachi",
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form: where it posts (an absolute address) and whether it asks for something about a person."""

    action: str
    personal: bool


@dataclass(slots=True)
class Seen:
    """One page: (element, address) of what it loads, its forms, the text of its own scripts, where it links to."""

    loads: list[tuple[str, str]] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def read(html: str, url: str) -> Seen:
    """Read a page that stands at `url`. Nothing is raised for HTML that is broken: what can be read is read."""
    reader = _Reader(url)
    reader.feed(html)
    reader.close()
    reader.end_form()
    return reader.seen


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen, self._base = Seen(), url
        self._action: str | None = None
        self._personal = False
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "base" and said.get("href"):
            self._base = self._at(said["href"]) or self._base
        elif tag == "a" and said.get("href"):
            self._note(self.seen.links, said["href"])
        elif tag == "form":
            self.end_form()
            self._action = self._at(said.get("action", "")) or self._base
        elif tag in ("input", "textarea", "select") and _is_personal(said):
            self._personal = True
        elif tag == "link" and _LINKED & set(said.get("rel", "").lower().split()):
            self._load(tag, said.get("href", ""))
        self._in_script = tag == "script" and not said.get("src")
        if tag in _LOADS:
            self._load(tag, said.get(_LOADS[tag], ""))
        if tag in ("button", "input") and said.get("formaction"):
            self.seen.forms.append(Form(self._at(said["formaction"]) or self._base, self._personal))

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False
        if tag == "form":
            self.end_form()

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.seen.scripts.append(data)

    def end_form(self) -> None:
        """The form that is open ends here, said or not."""
        if self._action is not None:
            self.seen.forms.append(Form(self._action, self._personal))
        self._action, self._personal = None, False

    def _load(self, tag: str, address: str) -> None:
        if address and (found := self._at(address)):
            self.seen.loads.append((tag, found))

    def _note(self, into: list[str], address: str) -> None:
        if found := self._at(address):
            into.append(found)

    def _at(self, address: str) -> str | None:
        """The address in full; None for what goes nowhere (data:, javascript:) or cannot be read."""
        try:
            whole = urljoin(self._base, address.strip())
            return whole if urlsplit(whole).scheme in ("http", "https") and urlsplit(whole).hostname else None
        except ValueError:
            return None


def _is_personal(said: dict[str, str]) -> bool:
    kind, name = (
        said.get("type", "").lower(),
        f"{said.get('name', '')} {said.get('autocomplete', '')}".lower(),
    )
    if kind in ("email", "tel", "password"):
        return True
    return kind not in ("hidden", "submit", "button", "search") and any(word in name for word in _PERSONAL)
