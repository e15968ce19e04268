"""Cells for spreadsheets: text that looks like a formula would run on the reader's machine (OWASP, CSV injection)."""

from __future__ import annotations

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def formula_safe(value: str) -> str:
    """A cell that no spreadsheet takes for a formula, also not behind blanks that it trims."""
    return f"'{value}" if value.lstrip(" \n\u00a0\u3000\ufeff").startswith(_RISKY) else value
