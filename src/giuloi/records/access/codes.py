"""One-time codes: six digits, ten minutes, five tries, once. A row holds keyed hashes, never number nor code.

ASVS 5.0 V6.6 (out-of-band codes: short-lived, bound to their request, single use, limited tries).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from django.db import models
from django.db.models import F

from giuloi.core.bilingual import Words
from giuloi.core.crypto.primitives import equal, random_bytes, random_id
from giuloi.core.terms import GiuloiError, Secret
from giuloi.records.access.keyed import keyed
from giuloi.records.database import durable

DIGITS, TRIES = 6, 5
LASTS = timedelta(minutes=10)

Kind = Literal["phone", "email"]
Reason = Literal["wrong", "expired", "used", "too_many"]


class About(StrEnum):
    """What a code was asked for; it is good for nothing else."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    GUEST = "guest"
    CORRECT = "correct"
    ACCEPT = "accept"


class CodeRow(models.Model):
    """One code that was sent. `target` and `code_hash` are keyed: six digits are no secret from who can try all."""

    id = models.BigIntegerField(primary_key=True)
    about = models.TextField()
    target = models.BinaryField()
    code_hash = models.BinaryField()
    subject = models.BigIntegerField(null=True)
    record = models.BigIntegerField(null=True)
    tries = models.SmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_accesscode"


@dataclass(frozen=True, slots=True)
class Issued:
    """A new code. `id` may stand in a page; the code goes to its address and nowhere else."""

    id: str
    code: Secret[str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """Somebody read what was sent to an address: `subject` and `record` are what the code was issued for."""

    about: About
    kind: Kind
    subject: int | None
    record: int | None


class WrongCode(GiuloiError):
    """A code that proves nothing; `words` say so kindly, without telling what is known of the address."""

    def __init__(self, reason: Reason, tries_left: int = 0) -> None:
        super().__init__(f"the code proves nothing: {reason}")
        self.reason, self.tries_left = reason, tries_left

    @property
    def words(self) -> Words:
        """What to show beside the field."""
        if self.reason == "wrong" and self.tries_left:
            return Words(
                f"Mã không đúng. Quý khách còn {self.tries_left} lần nhập.",
                f"That is not the code. You have {self.tries_left} more "
                + ("try." if self.tries_left == 1 else "tries."),
            )
        return _WORDS[self.reason]


_AGAIN = Words("Xin bấm để nhận mã mới.", "Please ask for a new one.")
_WORDS: dict[Reason, Words] = {
    "wrong": Words(f"Mã không đúng. {_AGAIN.vi}", f"That is not the code. {_AGAIN.en}"),
    "expired": Words(f"Mã đã hết hạn. {_AGAIN.vi}", f"This code is no longer good. {_AGAIN.en}"),
    "used": Words(f"Mã này đã dùng rồi. {_AGAIN.vi}", f"This code was used already. {_AGAIN.en}"),
    "too_many": Words(
        f"Mã này đã nhập sai quá nhiều lần. {_AGAIN.vi}", f"This code was mistyped too often. {_AGAIN.en}"
    ),
}


def issue(
    about: About,
    kind: Kind,
    normalised: str,
    at: datetime,
    *,
    subject: int | None = None,
    record: int | None = None,
) -> Issued:
    """Draw a code for an address (norm_v1). The same work for an address nobody knows: simply do not send it."""
    number, code = random_id(), _six_digits()
    CodeRow.objects.create(
        id=number,
        about=about.value,
        target=_target(number, kind, normalised),
        code_hash=_hash(number, code),
        subject=subject,
        record=record,
        expires_at=at + LASTS,
    )
    return Issued(str(number), Secret(code), at + LASTS)


def prove(id: str, code: str, kind: Kind, normalised: str, at: datetime) -> Proof:
    """Take a code in: of any number of callers at most one gets the proof. Raises WrongCode."""
    number = int(id) if id.isascii() and id.isdigit() and len(id) < 20 else 0
    typed = "".join(code.split())  # people copy "123 456"
    # The try is counted and on disk before the code is looked at: parallel guesses cannot outrun the count.
    with durable():
        counted = _live(number, at).filter(tries__lt=TRIES).update(tries=F("tries") + 1)
    row = CodeRow.objects.filter(id=number).first()
    if row is None or not counted:
        raise WrongCode(_why_not(row))
    right = equal(bytes(row.code_hash), _hash(number, typed))
    if not right or not equal(bytes(row.target), _target(number, kind, normalised)):
        raise WrongCode("wrong", max(0, TRIES - row.tries))
    with durable():
        if not _live(number, at).update(used_at=at):
            raise WrongCode("used")
    return Proof(About(row.about), kind, row.subject, row.record)


def void(subject: int) -> None:
    """Codes under way for somebody are worth nothing: the address they went to is theirs no longer."""
    CodeRow.objects.filter(subject=subject, used_at=None).delete()


def forget_over(at: datetime) -> int:
    """Take away codes that are over; an hour later than need be, so that "expired" can still be told."""
    return int(CodeRow.objects.filter(expires_at__lt=at - timedelta(hours=1)).delete()[0])


def _live(number: int, at: datetime) -> models.QuerySet[CodeRow]:
    return CodeRow.objects.filter(id=number, used_at=None, expires_at__gt=at)


def _why_not(row: CodeRow | None) -> Reason:
    if row is None:
        return "expired"
    if row.used_at is not None:
        return "used"
    return "too_many" if row.tries >= TRIES else "expired"


def _six_digits() -> str:
    # 64 random bits reduced: the lean towards small numbers is below 2^-44.
    return f"{int.from_bytes(random_bytes(8), 'big') % 10**DIGITS:0{DIGITS}d}"


def _target(number: int, kind: Kind, normalised: str) -> bytes:
    # The row's own number is in it: two codes for one phone cannot be seen to be for one phone.
    return keyed("code target", number, kind, normalised)


def _hash(number: int, code: str) -> bytes:
    return keyed("code", number, code)
