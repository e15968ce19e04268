"""The register of authorities: their units, and the numbers on which these are called back. Nothing in it is altered.

A number that was wrong is ended, and stays to be seen with who entered it and from where. Only administrators come
here (the console's guard), and whoever works on a file cannot enter the number that verifies it: see steps.verifies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.identifiers import norm_v1
from giuloi.core.normal import normalized
from giuloi.core.terms import NotAnIdentifier
from giuloi.promises.share.authority.problems import NoSuchFile, NotTaken
from giuloi.promises.share.authority.rows import Authority, AuthorityNumber, AuthorityUnit
from giuloi.records.database import answering, durable

_LONGEST_WORD = 28
_SHORT = re.compile(r"1[0-9]{2}|1[89]00[0-9]{4,6}")  # 113, and the service numbers that a mobile cannot have


@dataclass(frozen=True, slots=True)
class UnitSeen:
    """One unit, with every number it ever had: those in force first."""

    unit: AuthorityUnit
    numbers: tuple[AuthorityNumber, ...]


@dataclass(frozen=True, slots=True)
class AuthoritySeen:
    """One authority with its units."""

    authority: Authority
    units: tuple[UnitSeen, ...]


@answering()
def register() -> list[AuthoritySeen]:
    """Everything, by name."""
    numbers: dict[int, list[AuthorityNumber]] = {}
    for number in AuthorityNumber.objects.order_by("ended_at", "entered_at", "id"):
        numbers.setdefault(number.unit_id, []).append(number)
    units: dict[int, list[UnitSeen]] = {}
    for unit in AuthorityUnit.objects.order_by("name", "id"):
        of_it = sorted(numbers.get(unit.id, []), key=lambda one: one.ended_at is not None)
        units.setdefault(unit.authority_id, []).append(UnitSeen(unit, tuple(of_it)))
    found = Authority.objects.order_by("name", "id")
    return [AuthoritySeen(one, tuple(units.get(one.id, ()))) for one in found]


def add_authority(name: str, at: datetime, actor: str) -> int:
    """A new authority; returns its id. Raises NotTaken for a name that is there already."""
    with durable():
        if Authority.objects.filter(name__iexact=name).exists():
            raise NotTaken("name", Words("Cơ quan này đã có trong sổ.", "This authority is in the register."))
        made = Authority.objects.create(name=name, word=_word(name), added_at=at, added_by=actor)
    return int(made.id)


def add_unit(authority: int, name: str, at: datetime, actor: str) -> int:
    """A new unit; returns its id. Raises NoSuchFile, NotTaken for a name that this authority has already."""
    with durable():
        if not Authority.objects.filter(id=authority).exists():
            raise NoSuchFile("there is no such authority")
        if AuthorityUnit.objects.filter(authority_id=authority, name__iexact=name).exists():
            raise NotTaken("name", Words("Đơn vị này đã có trong sổ.", "This unit is in the register."))
        made = AuthorityUnit.objects.create(authority_id=authority, name=name, added_at=at, added_by=actor)
    return int(made.id)


def enter_number(unit: int, number: str, source: str, at: datetime, actor: str) -> int:
    """A number to call back on, from now on; returns its id. Raises NoSuchFile, NotTaken."""
    said = _number(number)
    with durable():
        if not AuthorityUnit.objects.filter(id=unit).exists():
            raise NoSuchFile("there is no such unit")
        if AuthorityNumber.objects.filter(unit_id=unit, number=said, ended_at=None).exists():
            raise NotTaken("number", Words("Số này đã có trong sổ.", "This number is in the register."))
        made = AuthorityNumber.objects.create(
            unit_id=unit, number=said, source=source, entered_at=at, entered_by=actor
        )
    return int(made.id)


@answering()
def end_number(number: int, at: datetime, actor: str) -> bool:
    """From now on it verifies nothing; it stays in the history. False when it had ended, or never was."""
    held = AuthorityNumber.objects.filter(id=number, ended_at=None)
    return bool(held.update(ended_at=at, ended_by=actor))


@answering()
def numbers_of(unit: int | None) -> Sequence[AuthorityNumber]:
    """The numbers in force of a unit, the oldest first; none for an unknown sender."""
    if unit is None:
        return []
    return list(AuthorityNumber.objects.filter(unit_id=unit, ended_at=None).order_by("entered_at", "id"))


@answering()
def named_by_word(word: str) -> str:
    """What the authority is called that a leaf names so; the word itself where the register does not know it."""
    found = Authority.objects.filter(word=word).values_list("name", flat=True).first()
    return str(found or word)


def _number(text: str) -> str:
    plain = re.sub(r"[\s().-]", "", text)
    if _SHORT.fullmatch(plain):
        return plain
    try:
        return norm_v1("phone", text)
    except NotAnIdentifier:
        raise NotTaken(
            "number",
            Words(
                "Số điện thoại Việt Nam đầy đủ, kể cả mã vùng.",
                "A whole Vietnamese number, with its area code.",
            ),
        ) from None


def _word(name: str) -> str:
    """The name as a leaf can carry it: small letters without accents, never a digit; a number parts equal ones."""
    folded = normalized("NFKD", name.casefold().replace("đ", "d"))
    plain = "".join(one for one in folded if not unicodedata.combining(one))
    word = re.sub(r"[^a-z]+", "-", plain).strip("-")[:_LONGEST_WORD].strip("-") or "authority"
    taken = set(Authority.objects.filter(word__startswith=word).values_list("word", flat=True))
    return next(one for one in (word, *(f"{word}.{turn}" for turn in range(2, 999))) if one not in taken)
