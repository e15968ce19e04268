"""Invented data that nobody could mistake for anything else, and a search for it in whatever form it may lie.

Every canary carries a mark: seven letters or six digits that stand in no word and no number of ours. A file in
which no form of a mark is found holds no canary; where one is, each canary is looked for in each form.
"""

from __future__ import annotations

import base64
import gzip
import json
import pickle
import quopri
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.cast import Person

LETTERS, DIGITS = "zxvkwjq", "597313"
_LARGEST = 1 << 22  # bytes that a compressed stream is unpacked to


@dataclass(frozen=True, slots=True)
class Bearer:
    """One invented person; every text about them is a canary."""

    person: Person
    goods: str
    note: str
    recipient: str
    recipient_phone: str
    care: str

    @property
    def canaries(self) -> tuple[str, ...]:
        """Each text by itself, phones without their first digit: that is how they look after normalising."""
        who = self.person
        street = who.address.split(", ")[0]
        phones = who.phone[1:], self.recipient_phone[1:]
        return (who.name, *phones, who.email, street, self.goods, self.note, self.recipient, self.care)


def bearer(number: int) -> Bearer:
    """The person of this number, 0 to 499."""
    mark = f"{LETTERS.capitalize()}{_word(number)}"
    return Bearer(
        Person(
            f"Nguyễn Thị {mark}ệ",
            f"0{DIGITS}{number:03d}",
            f"{mark.lower()}@example.vn",
            f"{number + 1} Đường {mark}ườ, Phường Hoàn Kiếm, Thành phố Hà Nội",
            10_000 + number,
        ),
        goods=f"Bánh {mark}ốm",
        note=f"Để ở cửa {mark}ậu",
        recipient=f"Trần Văn {mark}ỡ",
        recipient_phone=f"0{DIGITS}{number + 500:03d}",
        care=f"Hỏi về {mark}ực",
    )


def _word(number: int) -> str:
    """Three letters for a number: no digits, so that a name stays a name."""
    return "".join(chr(ord("a") + number // 26**place % 26) for place in range(3))


def _base64(shift: int, urlsafe: bool = False) -> Callable[[str], bytes]:
    """The letters of a text that stay the same wherever it stands in what was encoded."""

    def stable(text: str) -> bytes:
        raw, encode = text.encode(), base64.urlsafe_b64encode if urlsafe else base64.b64encode
        first = -(-shift * 8 // 6)  # the first letter that no byte before has a part in
        return encode(b"\0" * shift + raw)[first : (shift + len(raw)) * 8 // 6]

    return stable


def _escaped(text: str) -> bytes:
    return json.dumps(text)[1:-1].encode()


# How a text may lie in a file. Each is found by bytes alone, wherever in the file it begins.
FORMS: Mapping[str, Callable[[str], bytes]] = {
    "UTF-8, composed": lambda text: unicodedata.normalize("NFC", text).encode(),
    "UTF-8, decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "upper case": lambda text: text.upper().encode(),
    "lower case": lambda text: text.lower().encode(),
    "UTF-16, little end": lambda text: text.encode("utf-16-le"),
    "UTF-16, big end": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32-le"),
    "base64": _base64(0),
    "base64, one byte on": _base64(1),
    "base64, two bytes on": _base64(2),
    "base64 for URLs": _base64(0, urlsafe=True),
    "base64 for URLs, one byte on": _base64(1, urlsafe=True),
    "base64 for URLs, two bytes on": _base64(2, urlsafe=True),
    "hex": lambda text: text.encode().hex().encode(),
    "HEX": lambda text: text.encode().hex().upper().encode(),
    "percent": lambda text: quote(text).encode(),
    "form": lambda text: quote(text).replace("%20", "+").encode(),
    "JSON": _escaped,
    "JSON in JSON": lambda text: _escaped(_escaped(text).decode()),
    "quoted printable": lambda text: quopri.encodestring(text.encode()).replace(b"=\n", b"").rstrip(),
    "entities": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "Python's repr": lambda text: text.encode("unicode_escape"),
}
# What a whole file may be packed in: unpacked first, and then searched like any other.
PACKED: Mapping[str, Callable[[str], bytes]] = {
    "gzip": lambda text: gzip.compress(text.encode()),
    "zlib": lambda text: zlib.compress(text.encode()),
    "pickle": lambda text: pickle.dumps({"value": text}),
    "pickle in base64 in gzip": lambda text: gzip.compress(base64.b64encode(pickle.dumps([text]))),
}
MARKS = {
    form(mark) for mark in (LETTERS, LETTERS.upper(), LETTERS.capitalize(), DIGITS) for form in FORMS.values()
} - {b""}
_PACK = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")


def marked(data: bytes) -> bool:
    """Whether any form of a mark stands in these bytes, or in something packed in them."""
    return any(mark in one for one in _layers(data) for mark in MARKS)


def found(data: bytes, canaries: Iterable[str]) -> set[str]:
    """Which canaries stand in these bytes in any form."""
    layers = [one for one in _layers(data) if any(mark in one for mark in MARKS)]
    return {
        canary
        for canary in (canaries if layers else ())
        if any(form(canary) in one for one in layers for form in FORMS.values())
    }


def _layers(data: bytes, deep: int = 2) -> Iterator[bytes]:
    """The bytes, and whatever compressed streams begin anywhere in them."""
    yield data
    for start in _PACK.finditer(data) if deep else ():
        try:
            unpacker = zlib.decompressobj(wbits=47)  # 32 + 15: gzip or zlib, as the header says
            unpacked = unpacker.decompress(data[start.start() : start.start() + _LARGEST], _LARGEST)
        except zlib.error:
            continue  # two bytes that only look like a beginning
        if len(unpacked) > 8:
            yield from _layers(unpacked, deep - 1)


def files_under(*folders: Path) -> Iterator[Path]:
    """Every file there is, links not followed."""
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
