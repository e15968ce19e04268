"""What is caught: each has words for whoever did it, beside the field it is about; none repeats what was typed."""

from __future__ import annotations

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError


class NotTaken(GiuloiError):
    """Something about a file, or the register, cannot be as it was given; `field` is the form's name for it."""

    def __init__(self, field: str, words: Words) -> None:
        super().__init__(words.en)
        self.field, self.words = field, words


class NoSuchFile(GiuloiError):
    """There is no file, unit or number of that id."""


class Changed(GiuloiError):
    """Somebody else took a step meanwhile."""

    words = Words(
        "Đồng nghiệp vừa làm một bước khác trong hồ sơ này. Xin xem lại.",
        "A colleague has just taken another step in this file. Please look again.",
    )


class NotTheirs(GiuloiError):
    """Authorities' files are for who is in charge of legal matters, and for administrators."""

    words = Words(
        "Hồ sơ cơ quan có thẩm quyền chỉ dành cho người phụ trách pháp lý và người quản trị.",
        "Authorities' files are for whoever is in charge of legal matters, and for administrators.",
    )
