"""The second factor of staff: an authenticator app, a passkey, or one of ten codes on paper (ASVS 5.0 V6.5).

A code of the app is good once: the step it belongs to is kept, and none up to it is taken again (RFC 6238 §5.2).
"""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.terms import GiuloiError
from giuloi.records.access import passkeys, sessions, totp
from giuloi.records.access.account_rows import RecoveryCodeRow, StaffAccount
from giuloi.records.access.keyed import keyed, open_secret, seal_secret
from giuloi.records.access.sessions import SessionRow, Visitor
from giuloi.records.credentials import Staff
from giuloi.records.database import durable, joined

ISSUER = "Giữ Lời"
RECOVERY_CODES = 10
_RECOVERY_BYTES = 10  # 80 bits: sixteen letters, in fours


class WrongFactor(GiuloiError):
    """A code that is wrong, too old, or was used before; never says which."""

    words = Words(
        "Mã không đúng hoặc đã dùng rồi. Xin đợi mã kế tiếp rồi thử lại.",
        "The code is wrong or was used already. Please wait for the next one and try again.",
    )

    def __init__(self) -> None:
        super().__init__(self.words.en)


class LastFactor(GiuloiError):
    """The only second factor somebody has is not taken away: they set up another first."""

    words = Words(
        "Đây là lớp bảo vệ thứ hai duy nhất. Xin đặt lớp khác trước khi bỏ.",
        "This is your only second factor. Please set up another before you remove it.",
    )


def new_totp(staff: int) -> tuple[str, str]:
    """(secret in base 32, otpauth URI) for an authenticator app; it counts once a first code of it was shown.

    Until then the one before it stays good. Shown once: here and nowhere else does it come out.
    """
    secret = random_bytes(totp.SECRET_BYTES)
    StaffAccount.objects.filter(staff=staff).update(totp_next=seal_secret(secret, "totp", staff))
    login = StaffAccount.objects.values_list("login", flat=True).get(staff=staff)
    return totp.readable(secret), totp.uri(secret, ISSUER, login)


def confirm_totp(staff: int, code: str, at: datetime) -> None:
    """The first code of the new secret, which now takes the old one's place. Raises WrongFactor."""
    row = StaffAccount.objects.get(staff=staff)
    step = _step(staff, row.totp_next, code, at)
    with durable():
        waiting = StaffAccount.objects.filter(staff=staff, totp_next=row.totp_next)
        if not waiting.update(totp=row.totp_next, totp_next=None, totp_step=step):
            raise WrongFactor


def check_totp(staff: int, code: str, at: datetime) -> None:
    """Take a code in; each is good once, also for parallel callers. Raises WrongFactor."""
    row = StaffAccount.objects.filter(staff=staff).first()
    step = _step(staff, row.totp if row else None, code, at)
    with durable():
        # Both conditions at once: of two callers with one code the second finds its step used.
        if not StaffAccount.objects.filter(staff=staff, totp_step__lt=step).update(totp_step=step):
            raise WrongFactor


def new_recovery_codes(staff: int) -> list[str]:
    """Ten codes to write down; those from before are worth nothing from now on."""
    codes = [_readable(random_bytes(_RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
    with durable():
        RecoveryCodeRow.objects.filter(staff=staff).delete()
        RecoveryCodeRow.objects.bulk_create(
            RecoveryCodeRow(code_hash=_hash(staff, code), staff=staff) for code in codes
        )
    return codes


def use_recovery_code(staff: int, code: str, at: datetime) -> None:
    """Take one in; it is gone. Raises WrongFactor. `at` is when: for whoever writes it down."""
    with durable():
        if not RecoveryCodeRow.objects.filter(staff=staff, code_hash=_hash(staff, code)).delete()[0]:
            raise WrongFactor


def recovery_codes_left(staff: int) -> int:
    """How many are not used yet."""
    return int(RecoveryCodeRow.objects.filter(staff=staff).count())


def has_second_factor(staff: int) -> bool:
    """An app that has shown a code, or a passkey. Recovery codes alone are none: they are for when these are lost."""
    return _has_app(staff) or bool(passkeys.passkeys_of(Visitor.STAFF, staff))


def reset_second_factor(staff: int) -> None:
    """They lost it: password, app, passkeys, recovery codes and sessions go; a new invitation lets them in again.

    The password goes as well: whoever knew it besides them could else set up a factor of their own first.
    """
    with joined():
        StaffAccount.objects.filter(staff=staff).update(totp=None, totp_next=None, password_hash="")
        RecoveryCodeRow.objects.filter(staff=staff).delete()
        passkeys.remove_all(Visitor.STAFF, staff)
        sessions.end_all(Visitor.STAFF, staff)


def remove_passkey(staff: int, passkey: int) -> bool:
    """Take one of theirs away; False if it is not theirs. Raises LastFactor for the only second factor they have."""
    with durable():
        StaffAccount.objects.select_for_update().filter(staff=staff).first()  # one remover at a time
        others = [one for one in passkeys.passkeys_of(Visitor.STAFF, staff) if one.id != passkey]
        if not others and not _has_app(staff):
            raise LastFactor(LastFactor.words.en)
        return passkeys.remove(Visitor.STAFF, staff, passkey)


@dataclass(frozen=True, slots=True)
class SignIn:
    """How staff sign in: accounts that can, those with a second factor, and who is inside without one."""

    accounts: int
    with_factor: int
    through_without: int


def sign_in_at(at: datetime) -> SignIn:
    """What the measure "staff sign in with two factors" looks at."""
    working = set(Staff.objects.filter(left_at=None).values_list("id", flat=True))
    accounts = set(StaffAccount.objects.filter(staff__in=working).values_list("staff", flat=True))
    inside = SessionRow.objects.filter(kind=Visitor.STAFF.value, passed=True).values_list("who", flat=True)
    without = [
        who
        for who in set(inside)
        if not has_second_factor(who)
        and any(session.passed for session in sessions.sessions_of(Visitor.STAFF, who, at))
    ]
    return SignIn(len(accounts), sum(map(has_second_factor, accounts)), len(without))


def _has_app(staff: int) -> bool:
    return bool(StaffAccount.objects.filter(staff=staff, totp__isnull=False).exists())


def _step(staff: int, sealed: bytes | None, code: str, at: datetime) -> int:
    step = None if sealed is None else totp.step_of(open_secret(bytes(sealed), "totp", staff), code, at)
    if step is None:
        raise WrongFactor
    return step


def _hash(staff: int, code: str) -> bytes:
    # Written down by hand: blanks, dashes and capitals do not matter.
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return keyed("recovery code", staff, plain.encode("utf-8", "surrogatepass"))


def _readable(raw: bytes) -> str:
    letters = b32encode(raw).decode().lower()
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))
