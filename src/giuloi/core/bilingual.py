"""A sentence in both languages, kept together: whoever changes the one has the other before their eyes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Vietnamese and in English."""

    vi: str
    en: str

    def spoken(self, language: str) -> str:
        """The text in this language; whatever is not Vietnamese reads English."""
        return self.vi if language.startswith("vi") else self.en
