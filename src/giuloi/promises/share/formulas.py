"""Cells for spreadsheets: text that looks like a formula would run on the reader's machine (OWASP, CSV injection)."""

from __future__ import annotations

_RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BLANK = ("\t", "\r", "\n")


def formula_safe(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    # Spreadsheets pass over blanks before they look for the sign, and take the wide signs of an Asian keyboard too.
    plain = value.lstrip().lstrip("\ufeff")
    return f"'{value}" if value.startswith(_BLANK) or plain.startswith(_RISKY) else value
