"""The order of Vietnamese words: a ă â b c d đ e ê … o ô ơ … u ư …, tones only where all letters are the same.

Written down here because the order of code points is another ("Ánh" behind "Zung", "Đông" behind everything),
and a database's or system's collation differs from machine to machine.
"""

from __future__ import annotations

import unicodedata

from giuloi.core.normal import normalized

Key = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], str]

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {normalized("NFD", letter): rank for rank, letter in enumerate(_LETTERS)}
_QUALITIES = "\u0306\u0302\u031b"  # breve, circumflex, horn: they make another letter
_TONES = {mark: rank for rank, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}
_GAP, _OTHER, _DIGIT, _LETTER = 0, 1_000, 200_000_000, 300_000_000


def key(text: str) -> Key:
    """What to sort texts by; total: two different texts never have the same key.

    First the letters (a space before every letter: "An Bình" before "Anh"), digits before letters; then the
    tones in the order ngang, huyền, hỏi, ngã, sắc, nặng; then small before capital; last the text itself.
    """
    letters: list[int] = []
    tones: list[int] = []
    capitals: list[int] = []
    for cluster in _clusters(text):
        small = cluster.lower()
        letters.append(_place(small))
        tones.append(next((_TONES[mark] for mark in small[1:] if mark in _TONES), 0))
        capitals.append(int(small != cluster))
    return tuple(letters), tuple(tones), tuple(capitals), text


def _clusters(text: str) -> list[str]:
    """Each letter with its marks, taken apart (NFD), however the text was typed."""
    clusters: list[str] = []
    for character in normalized("NFD", text):
        if clusters and unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _place(cluster: str) -> int:
    base, marks = cluster[0], cluster[1:]
    letter = base + "".join(mark for mark in marks if mark in _QUALITIES)
    # A letter with a mark that Vietnamese does not have stands where its base does.
    rank = _RANK.get(letter, _RANK.get(base))
    if rank is not None:
        return _LETTER + rank
    if base.isspace():
        return _GAP
    return (_DIGIT if base.isdigit() else _LETTER + _OTHER if base.isalpha() else _OTHER) + ord(base)
