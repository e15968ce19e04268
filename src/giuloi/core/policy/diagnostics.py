"""What is wrong with a policy document: many at once, each at its line, each saying what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, TypeAlias

from giuloi.core.policy.phrase import Severity
from giuloi.core.policy.phrases import PHRASES
from giuloi.core.terms import ClauseRef

__all__ = ["Diagnostic", "Findings", "Language", "Place", "Severity", "near"]

Language: TypeAlias = Literal["vi", "en"]  # the two every sentence for people exists in

MOST = 200  # a document with more mistakes than this gets the first ones
_LONGEST_QUOTE = 60
_NOWHERE = ClauseRef("")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: `line` counts from 1; `clause` is "" outside every clause."""

    file: str
    line: int
    clause: ClauseRef = _NOWHERE


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One mistake or doubt, as a sentence in both languages, and what to write (`write_vi`, `write_en`)."""

    file: str
    line: int
    code: str
    severity: Severity
    clause: ClauseRef
    vi: str
    en: str
    write_vi: str
    write_en: str

    def sentence(self, language: Language = "vi") -> str:
        """The sentence alone."""
        return self.vi if language == "vi" else self.en

    def write(self, language: Language = "vi") -> str:
        """What to write instead."""
        return self.write_vi if language == "vi" else self.write_en

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.vi} → {self.write_vi} [{self.code}]"


@dataclass(slots=True)
class Findings:
    """Collects diagnostics while a document is read; the same one at the same place is said once."""

    found: dict[Diagnostic, None] = field(default_factory=dict)

    def say(self, code: str, place: Place, **words: object) -> None:
        """Add the diagnostic `code` (a key of phrases.PHRASES) at a place, its words quoted and cut short."""
        if len(self.found) >= MOST:
            return
        phrase = PHRASES[code]
        quoted = {name: _short(str(word)) for name, word in words.items()}
        diagnostic = Diagnostic(
            file=place.file,
            line=place.line,
            code=code,
            severity=phrase.severity,
            clause=place.clause,
            vi=phrase.vi.format(**quoted),
            en=phrase.en.format(**quoted),
            write_vi=phrase.write_vi.format(**quoted),
            write_en=phrase.write_en.format(**quoted),
        )
        self.found.setdefault(diagnostic)

    @property
    def fatal(self) -> bool:
        """True when something found makes a policy impossible."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self.found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All that was found, in the order of the documents."""
        return tuple(sorted(self.found))


def near(word: str, known: Iterable[str]) -> str:
    """What an unknown word was probably meant to be: the closest known one, else the whole short list."""
    words = sorted(known)
    close = get_close_matches(word[:_LONGEST_QUOTE], words, n=1, cutoff=0.6)
    if close:
        return f'"{close[0]}"'
    return ", ".join(words) if words else "—"


def _short(text: str) -> str:
    """Words of the document inside a sentence: one line, and never a whole page of it."""
    line = " ".join(text.split())
    return line if len(line) <= 400 else line[:400] + "…"
