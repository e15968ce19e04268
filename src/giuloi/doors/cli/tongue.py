"""Which language the operator reads: `--lang`, then GIULOI_LANG, then the locale; English when none says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_language = "en"


def choose(arguments: Sequence[str], env: Mapping[str, str]) -> str:
    """Settle the language before any command is imported: help texts are put together at import."""
    global _language
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    wish = _asked(arguments) or env.get("GIULOI_LANG") or locale
    _language = "vi" if wish.startswith("vi") else "en"
    return _language


def say(vi: str, en: str) -> str:
    """The text in the operator's language."""
    return vi if _language == "vi" else en


def _asked(arguments: Sequence[str]) -> str:
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
        if not argument.startswith("-"):
            break  # what follows belongs to the command
    return ""
