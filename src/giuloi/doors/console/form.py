"""What the console's forms share: what was typed, what is wrong with it, and a number that is good for once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest

from giuloi.core.bilingual import Words
from giuloi.doors.console.drafts import first_time

REQUIRED = Words("Hãy ghi vào đây.", "Please fill this in.")
CHOOSE = Words("Hãy chọn một mục trong danh sách.", "Choose one of the list.")
TWICE = Words(
    "Biểu mẫu này đã được gửi rồi; không có gì được làm hai lần.",
    "This form was sent already; nothing was done twice.",
)


@dataclass(slots=True)
class Form:
    """What somebody typed, and a sentence for each field that cannot stay as it is."""

    typed: Mapping[str, str]
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    problems: dict[str, Words] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> Form:
        """The fields of a POST; an empty form for anything else. NUL has no place in any text."""
        data = request.POST if request.method == "POST" else {}
        values = {key: str(data[key]).replace("\0", "") for key in data}
        lists = {key: request.POST.getlist(key) for key in data} if data else {}
        return cls(values, lists)

    def text(self, name: str, longest: int = 200, *, required: bool = True) -> str:
        """One line of text without control characters."""
        said = self.typed.get(name, "").strip()
        if required and not said:
            self.problems.setdefault(name, REQUIRED)
        elif len(said) > longest:
            vi, en = f"Nhiều nhất {longest} ký tự.", f"At most {longest} characters."
            self.problems.setdefault(name, Words(vi, en))
        elif said and not said.isprintable():
            only = Words("Một dòng, chỉ gồm chữ.", "One line, of letters only.")
            self.problems.setdefault(name, only)
        return said

    def one_of(self, name: str, known: Iterable[str], *, required: bool = True) -> str:
        """One word of a closed list."""
        said = self.typed.get(name, "")
        if said not in set(known) and (said or required):
            self.problems.setdefault(name, CHOOSE)
        return said

    def some_of(self, name: str, known: Iterable[str], *, required: bool = True) -> list[str]:
        """Words of a closed list, in its order."""
        given = set(self.lists.get(name, ()))
        chosen = [word for word in known if word in given]
        if required and not chosen:
            least = Words("Hãy chọn ít nhất một.", "Choose at least one.")
            self.problems.setdefault(name, least)
        elif given - set(chosen):
            self.problems.setdefault(name, CHOOSE)
        return chosen

    def number(self, name: str, least: int, most: int, *, required: bool = True) -> int | None:
        """A whole number between two others."""
        said = self.typed.get(name, "").strip()
        if not said and not required:
            return None
        if said.isascii() and said.isdigit() and len(said) < 10 and least <= int(said) <= most:
            return int(said)
        between = Words(f"Một số từ {least} đến {most}.", f"A number from {least} to {most}.")
        self.problems.setdefault(name, between)
        return None

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def one_time_number() -> str:
    """For a hidden field: a form that makes something new is carried out once."""
    return secrets.token_hex(16)


def sent_before(form: Form, at: datetime) -> bool:
    """Whether this very form was carried out before. Asked last, when all the rest is right."""
    number = form.typed.get("once", "")
    return not number or not first_time(number, at)
