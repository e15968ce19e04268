"""Reading the keys of one block: each against its type and its list of known words, each mistake at its line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from giuloi.core.policy.diagnostics import Findings, Place, near
from giuloi.core.policy.reader import Block
from giuloi.core.policy.vocabulary import KINDS, NAME, Kind
from giuloi.core.terms import Duration, NotATerm

_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00")


class Keys:
    """One block being read; every method says what is wrong and gives back what was right."""

    def __init__(self, block: Block, findings: Findings, kind: Kind | None = None) -> None:
        self.block, self.findings = block, findings
        self.kind = kind or KINDS[block.kind]
        self._known()

    def _known(self) -> None:
        """Keys that no such block has, and keys that it must have."""
        known = (*self.kind.must, *self.kind.may, *(("keeper",) if self.kind.keeper else ()))
        for key in self.block.values:
            if key not in known and not self.kind.open:
                self.say("unknown-key", key, word=key, near=near(key, known))
        for key in self.kind.must:
            if key not in self.block.values:
                self.say(_MISSING.get((self.block.kind, key), "missing-key"), word=key, name=self.label)

    @property
    def label(self) -> str:
        """The heading of the block as it is written, purpose.supply; front matter stands between ---."""
        if self.block.kind == "front":
            return "---"
        return f"{self.block.kind}.{self.block.name}" if self.block.name else self.block.kind

    def place(self, key: str = "") -> Place:
        return self.block.at(key)

    def say(self, code: str, key: str = "", **words: object) -> None:
        self.findings.say(code, self.block.at(key), **{"name": self.label, **words})

    def has(self, key: str) -> bool:
        return key in self.block.values

    def _wrong(self, key: str, wanted: str) -> None:
        self.say("wrong-type", key, word=key, wanted=wanted)

    def text(self, key: str) -> str:
        """A string, "" when there is none."""
        value = self.block.values.get(key, "")
        if isinstance(value, str):
            return value
        self._wrong(key, '"…"')
        return ""

    def flag(self, key: str) -> bool:
        """true or false; false when not given."""
        value = self.block.values.get(key, False)
        if isinstance(value, bool):
            return value
        self._wrong(key, "true, false")
        return False

    def number(self, key: str, least: int, most: int) -> int | None:
        """A whole number between two others, both allowed."""
        value = self.block.values.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self._wrong(key, f"{least}…{most}")
        return None

    def list(self, key: str) -> tuple[str, ...]:
        """Strings, each once; one string alone counts as a list of one. A given list may not be empty."""
        value = self.block.values.get(key)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self._wrong(key, '["…"]')
            return ()
        if not items and key not in _MAY_BE_EMPTY:
            self.say(_MISSING.get((self.block.kind, key), "empty-list"), key, word=key)
        return tuple(dict.fromkeys(items))

    def words(self, key: str, known: Iterable[str], code: str = "unknown-word") -> tuple[str, ...]:
        """The words of a list that are known; the others are said with what was probably meant."""
        listed = tuple(known)
        words = self.list(key)
        for word in words:
            if word not in listed:
                self.say(code, key, word=word, near=near(word, listed))
        return tuple(word for word in words if word in listed)

    def word(self, key: str, known: Iterable[str], code: str = "unknown-word", default: str = "") -> str:
        """One known word, or the default."""
        text = self.text(key)
        if not self.has(key) or not text:
            return default
        listed = tuple(known)
        if text in listed:
            return text
        self.say(code, key, word=text, near=near(text, listed))
        return default

    def table(self, key: str) -> dict[str, str]:
        """An inline table of strings: { guest = "contract" }."""
        value = self.block.values.get(key, {})
        if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
            return dict(value)
        self._wrong(key, '{ … = "…" }')
        return {}

    def duration(self, key: str) -> Duration | None:
        """A span such as 24h, 2wd, 3y."""
        if not self.has(key):
            return None
        try:
            return Duration.parse(self.text(key))
        except NotATerm:
            self.say("duration", key, word=self.block.values[key])
            return None

    def hours(self, key: str) -> tuple[str, str] | None:
        """Two times of one day, ["07:00", "22:00"]."""
        times = self.list(key)
        if not times:
            return None
        if len(times) == 2 and all(_CLOCK.fullmatch(time) for time in times) and times[0] < times[1]:
            return (times[0], times[1])
        self.say("hours", key, word=", ".join(times))
        return None


def named(block: Block, findings: Findings) -> bool:
    """Whether the heading of a block fits its kind: known, with a name where it takes one."""
    kind = KINDS.get(block.kind)
    if kind is None:
        findings.say("unknown-block", block.place, word=block.kind, near=near(block.kind, KINDS))
    elif kind.named and not NAME.fullmatch(block.name):
        findings.say("bad-name", block.place, kind=block.kind, word=block.name)
    elif not kind.named and block.name:
        findings.say("no-name", block.place, kind=block.kind, word=block.name)
    else:
        return True
    return False


_MISSING = {
    ("purpose", "basis"): "no-basis",
    ("purpose", "roles"): "nobody-holds",
    ("front", "law"): "no-law",
}
_MAY_BE_EMPTY = frozenset({"channels", "dpv", "declarations", "countries", "uses"})
