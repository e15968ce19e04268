"""The number of a paper by which somebody outside confirms what they did: kept in clear, so it may hold nobody's."""

from __future__ import annotations

import re
from contextlib import suppress

from giuloi.core.bilingual import Words
from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import GiuloiError, NotAnIdentifier

_NUMBER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9./_-]{0,38}[A-Za-z0-9])?")


class NotNoted(GiuloiError):
    """What cannot be noted; `words` say what to write or to do."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def paper_number(typed: str) -> str:
    """It, without blanks around. Raises NotNoted for anything else, also for what is a telephone number."""
    number = typed.strip()
    if not _NUMBER.fullmatch(number) or _is_a_phone(number):
        raise NotNoted(_NUMBER_ONLY)
    return number


def _is_a_phone(text: str) -> bool:
    with suppress(NotAnIdentifier):
        return bool(norm_v1("phone", text))
    return False


_NUMBER_ONLY = Words(
    "Ghi số của giấy xác nhận: chữ không dấu, số và . / _ - (tối đa 40), không ghi tên hay số điện thoại.",
    "Write the number of the paper: plain letters, digits and . / _ - (40 at most), no name and no phone number.",
)
