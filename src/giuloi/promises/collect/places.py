"""Provinces and wards of Viet Nam since 1 July 2025 (two levels), searched as somebody types, with or without marks.

The list is a help and no gate: an address abroad, or as it was before the reform, is taken as it is written.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from giuloi.core.normal import normalized

_D = str.maketrans("đĐ", "dd")
# Words that people leave out or shorten; "TP." and "P." and "X." are how they are written on parcels.
_KINDS = ("thanh pho", "tinh", "phuong", "xa", "dac khu", "tp", "p", "x")


@dataclass(frozen=True, slots=True)
class Place:
    """One ward, commune or special zone with its province; `code` is the ward's five digits."""

    code: str
    ward: str
    province: str

    def __str__(self) -> str:
        """As it ends an address: "Phường Hoàn Kiếm, Thành phố Hà Nội"."""
        return f"{self.ward}, {self.province}"


@cache
def places() -> tuple[Place, ...]:
    """All 3,321, in the order of their codes within each province."""
    found, province = [], ""
    for line in files("giuloi.promises.collect").joinpath("places.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, code, name = line.split("\t")
        if kind == "P":
            province = name
        else:
            found.append(Place(code, name, province))
    return tuple(found)


def search(text: str, limit: int = 12) -> list[Place]:
    """The places whose name has every word of `text`; wards that begin with it first. [] for a blank text."""
    words = plain(text[:100]).split()
    if not words:
        return []
    wanted = " ".join(words)
    hits = [
        (not ward.startswith(wanted), not f"{ward} ".startswith(f"{wanted} "), place)
        for place, ward, whole in _indexed()
        if all(f" {word}" in whole for word in words)
    ]
    hits.sort(key=lambda hit: hit[:2])  # stable: within a rank, the order of the list
    return [place for *_, place in hits[:limit]]


def known(text: str) -> Place | None:
    """The place that an address ends with, if it is one of today's two levels; None for any other address."""
    parts = [plain(part) for part in text.split(",") if part.strip()]
    if len(parts) < 2:
        return None
    ward, province = parts[-2], _bare(parts[-1])
    return _by_name().get((ward, province)) or _by_name().get((_bare(ward), province))


def plain(text: str) -> str:
    """Small letters without marks, punctuation as blanks: what is compared."""
    bare = normalized("NFD", text.translate(_D).lower())
    letters = (one for one in bare if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() else " " for one in letters).split())


def _bare(name: str) -> str:
    """Without the word for what kind of unit it is."""
    for kind in _KINDS:
        if name.startswith(f"{kind} "):
            return name.removeprefix(f"{kind} ")
    return name


@cache
def _indexed() -> tuple[tuple[Place, str, str], ...]:
    return tuple(
        (place, _bare(plain(place.ward)), f" {plain(place.ward)} {plain(place.province)}")
        for place in places()
    )


@cache
def _by_name() -> dict[tuple[str, str], Place]:
    """By the whole name of the ward, and by its name alone: a few provinces have a ward and a commune of one name."""
    alone = {(_bare(plain(place.ward)), _bare(plain(place.province))): place for place in places()}
    return alone | {(plain(place.ward), _bare(plain(place.province))): place for place in places()}
