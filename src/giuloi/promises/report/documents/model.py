"""A paper as its parts, whatever it is written in: a head of state and office, a title, numbered fields, signatures.

Laid out as Decree 30/2020/NĐ-CP asks of administrative papers: A4, Times, 30 mm on the left for the file's holes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

BLANK = "…………………………"  # to be filled in by hand: the software does not know it
MARGINS = (20.0, 20.0, 20.0, 30.0)  # mm: top, right, bottom, left
SIZE = 13.0  # points


@dataclass(frozen=True, slots=True)
class Section:
    """A heading inside the paper."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form: what it asks, and what was filled in ("" leaves a dotted line)."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a line of headings; `widths` are shares of the page."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


Part = Section | Field | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and how."""

    who: str
    how: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `form` stands above the title ("Mẫu số 08"), `to` beneath it."""

    name: str
    office: str
    number: str
    place_and_date: str
    title: str
    subtitle: str
    form: str
    to: tuple[str, ...]
    parts: Sequence[Part]
    signers: tuple[Signer, ...]
    missing: tuple[str, ...] = field(default_factory=tuple)


STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
