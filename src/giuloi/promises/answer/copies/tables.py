"""A copy as tables: CSV that spreadsheets read in Vietnamese and never take for a formula (RFC 4180, OWASP)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

_BOM = "\ufeff"  # without it Excel reads Vietnamese as something else
_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def table(rows: Sequence[dict[str, Any]]) -> bytes:
    """One table; its columns are all names that any row has, in the order in which they first come."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([cell(row.get(name, "")) for name in columns] for row in rows)
    return (_BOM + text.getvalue()).encode()


def cell(value: Any) -> str:
    """A value as text that begins with nothing a spreadsheet would carry out: an apostrophe stands before it."""
    structured = isinstance(value, dict | list)
    text = json.dumps(value, ensure_ascii=False) if structured else "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS) else text
