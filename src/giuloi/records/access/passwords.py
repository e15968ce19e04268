"""Passwords of staff: twelve characters or more, none of the commonest, hashed by Argon2id.

RFC 9106 and ASVS 5.0 V6.2: no rule of composition and no change by the calendar, for length is what counts.
"""

from __future__ import annotations

import string
import threading
from functools import lru_cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from django.contrib.auth.password_validation import CommonPasswordValidator

from giuloi.core.bilingual import Words
from giuloi.core.normal import normalized
from giuloi.core.terms import GiuloiError
from giuloi.records.access.keyed import keyed

LEAST, LONGEST = 12, 1024  # characters
_AROUND = string.digits + string.punctuation + string.whitespace

_HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_turns = threading.BoundedSemaphore(
    2
)  # each takes 64 MiB for a moment: a crowd at the door must not take them all


class BadPassword(GiuloiError):
    """A password that is refused; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__("the password is refused")
        self.words = words


def hashed(staff: int, password: str) -> str:
    """The hash to keep. Raises BadPassword."""
    plain = _plain(password)
    _refuse_bad(plain)
    with _turns:
        return _HASHER.hash(_peppered(staff, plain))


def fits(hash: str, staff: int, password: str) -> bool:
    """Whether it is the password; with no hash (nobody of that name) the same work is done, and it is not."""
    with _turns:
        try:
            return _HASHER.verify(hash or _nobodys(), _peppered(staff, _plain(password))) and bool(hash)
        except (VerificationError, InvalidHashError):
            return False


def _plain(password: str) -> str:
    """One form for a text that keyboards write in two (RFC 8265 §4.2: NFC); no trimming, no case folding."""
    return normalized("NFC", password[: LONGEST + 1])


def _refuse_bad(plain: str) -> None:
    if not LEAST <= len(plain) <= LONGEST:
        raise BadPassword(
            Words(
                f"Mật khẩu cần từ {LEAST} ký tự trở lên; một câu dài dễ nhớ là tốt nhất.",
                f"A password needs at least {LEAST} characters; a long sentence you remember is best.",
            )
        )
    if _is_common(plain.casefold()) or len(set(plain)) < 4:
        raise BadPassword(
            Words(
                "Mật khẩu này nhiều người dùng, ai cũng đoán được. Xin chọn mật khẩu khác.",
                "Many people use this password, so anybody guesses it. Please choose another.",
            )
        )


def _peppered(staff: int, plain: str) -> bytes:
    # Under a key of the key store first: a thief of the database alone cannot even begin to try words.
    return keyed("password", staff, plain.encode("utf-8", "surrogatepass"))


def _is_common(folded: str) -> bool:
    """Whether it is a common password, or one with digits and signs around it, or one several times over."""
    core = folded.strip(_AROUND)
    again = (folded + folded).find(folded, 1)  # after how many characters it begins anew (J. Booth, 1980)
    return not {folded, core, folded[:again]}.isdisjoint(_common())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """What people write when twelve characters are asked for, and the list of 19,646 that comes with Django."""
    ours = files("giuloi.records.access").joinpath("common_passwords.txt").read_text("utf-8").split()
    return frozenset(ours) | frozenset(CommonPasswordValidator().passwords)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash(b"nobody's")
