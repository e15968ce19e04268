"""Search every byte of some files for a text, however it was written down."""

from __future__ import annotations

import base64
import html
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

from giuloi.core.normal import normalized


@dataclass(frozen=True, slots=True)
class Traces:
    """How many files and bytes were looked through, and in which files something stood."""

    files: int
    size: int
    hits: tuple[str, ...]


def search(places: Iterable[Path], sought: str) -> Traces:
    """Every regular file in these places; a text counts however it is encoded (`spellings`)."""
    wanted, files = spellings(sought), [file for place in places for file in _files(place)]
    size, hits = 0, []
    for file in files:
        content = file.read_bytes()
        size += len(content)
        lower = content.lower()
        if any(one in lower for one in wanted):
            hits.append(file.name)
    return Traces(len(files), size, tuple(hits))


def spellings(sought: str) -> set[bytes]:
    """The text as UTF-8 and UTF-16, composed and decomposed, without accents, as JSON, in a URL, hexadecimal, base64.

    All in small letters. A telephone number also as +84…, and with spaces or dots between its digits.
    """
    texts = {normalized(form, sought) for form in ("NFC", "NFD")} | {_unaccented(sought)}
    texts |= _as_dialled(sought)
    found: set[bytes] = set()
    for text in texts:
        raw = text.encode()
        found |= {raw, text.encode("utf-16-le"), text.encode("utf-16-be"), raw.hex().encode()}
        found |= {quote(text).encode(), quote_plus(text).encode(), html.escape(text).encode()}
        found |= {json.dumps(text)[1:-1].encode(), *_base64(raw)}
    return {one.lower() for one in found}


def _as_dialled(sought: str) -> set[str]:
    digits = re.sub(r"\D", "", sought)
    if not 9 <= len(digits) <= 12:
        return set()
    bare = digits.removeprefix("84").lstrip("0")
    local = "0" + bare
    grouped = {sep.join((local[:4], local[4:7], local[7:])) for sep in " .-"}
    return {local, bare, "84" + bare, *grouped}


def _unaccented(text: str) -> str:
    plain = "".join(one for one in normalized("NFD", text) if not unicodedata.combining(one))
    return plain.replace("đ", "d").replace("Đ", "D")


def _base64(raw: bytes) -> set[bytes]:
    """The letters that stay the same wherever it stands in what was encoded: at each of three beginnings."""
    found = set()
    for before in range(3):
        first = -(-before * 8 // 6)  # the first letter in which no byte before has a part
        inner = base64.b64encode(b"\0" * before + raw)[first : (before + len(raw)) * 8 // 6]
        found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return {one for one in found if len(one) >= 6}


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return sorted(file for file in place.rglob("*") if file.is_file() and not file.is_symlink())
    return [place] if place.is_file() else []
