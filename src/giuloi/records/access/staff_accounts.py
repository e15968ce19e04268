"""How colleagues sign in: a login, a password, and a second factor that nobody goes without (ASVS 5.0 V6.3.3).

A row holds an Argon2id hash and a TOTP secret sealed under the key store; recovery codes are keyed hashes.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import IntegrityError

from giuloi.core.bilingual import Words
from giuloi.core.crypto.primitives import random_bytes
from giuloi.core.terms import GiuloiError
from giuloi.records.access import passwords, sessions
from giuloi.records.access.account_rows import StaffAccount
from giuloi.records.access.second_factors import (
    LastFactor,
    WrongFactor,
    check_totp,
    confirm_totp,
    has_second_factor,
    new_recovery_codes,
    new_totp,
    recovery_codes_left,
    remove_passkey,
    reset_second_factor,
    use_recovery_code,
)
from giuloi.records.access.sessions import Visitor
from giuloi.records.credentials import Staff, UnknownActor, let_go
from giuloi.records.database import durable, joined

__all__ = [
    "BadInvite",
    "LastFactor",
    "LoginTaken",
    "WrongFactor",
    "WrongPassword",
    "accept_invite",
    "change_password",
    "check_password",
    "check_totp",
    "confirm_totp",
    "has_second_factor",
    "invite",
    "invited",
    "is_administrator",
    "leave",
    "login_of",
    "new_recovery_codes",
    "new_totp",
    "recovery_codes_left",
    "remove_passkey",
    "reset_second_factor",
    "set_administrator",
    "use_recovery_code",
]

INVITED_FOR = timedelta(hours=48)
TOKEN_BYTES = 32


class LoginTaken(GiuloiError):
    """Another colleague signs in by this name."""

    words = Words("Tên đăng nhập này đã có người dùng.", "Somebody else signs in by this name.")


class BadInvite(GiuloiError):
    """An invitation that was used, is too old, or never was."""

    words = Words(
        "Đường dẫn này đã dùng hoặc đã quá 48 giờ. Xin người quản trị gửi lại.",
        "This link was used, or is older than 48 hours. Ask your administrator for another.",
    )


class WrongPassword(GiuloiError):
    """Login and password do not fit; never says which of them."""

    words = Words("Tên đăng nhập hoặc mật khẩu không đúng.", "Login or password is wrong.")


def invite(staff: int, login: str, at: datetime) -> str:
    """The token of a one-time link by which a colleague sets their password: the only time it is seen.

    A second one replaces the first; an old password stays good until the new one is set. Raises LoginTaken,
    UnknownActor, ValueError for a login that is no name.
    """
    name, token = _login(login), random_bytes(TOKEN_BYTES).hex()
    if not name or not name.isprintable() or " " in name or len(name) > 60:
        raise ValueError("a login is one word of at most 60 letters")
    if not Staff.objects.filter(id=staff, left_at=None).exists():
        raise UnknownActor("no such member of staff")
    values = {"login": name, "invite_hash": _hash(token), "invited_until": at + INVITED_FOR}
    try:
        with joined():
            StaffAccount.objects.update_or_create(staff=staff, defaults=values)
    except IntegrityError:
        raise LoginTaken(LoginTaken.words.en) from None
    return token


def invited(token: str, at: datetime) -> str:
    """The login an invitation is for; raises BadInvite. Changes nothing: a look before the form is shown."""
    return str(_invitation(token, at).login)


def accept_invite(token: str, password: str, at: datetime) -> int:
    """Set the password; returns the staff id. Ends every session they had. Raises BadInvite, passwords.BadPassword."""
    row = _invitation(token, at)
    made = passwords.hashed(row.staff, password)
    with durable():
        waiting = StaffAccount.objects.filter(staff=row.staff, invite_hash=_hash(token))
        if not waiting.update(password_hash=made, invite_hash=None, invited_until=None):
            raise BadInvite(BadInvite.words.en)
        sessions.end_all(Visitor.STAFF, row.staff)
    return int(row.staff)


def check_password(login: str, password: str, at: datetime) -> int:
    """Whose login and password these are. Raises WrongPassword, after the same work, for a login nobody has."""
    row = StaffAccount.objects.filter(login=_login(login)).first()
    right = passwords.fits(row.password_hash if row else "", row.staff if row else 0, password)
    works = Staff.objects.filter(id=row.staff if row else 0, left_at=None).exists()
    if row is None or not right or not works:
        raise WrongPassword(WrongPassword.words.en)
    return int(row.staff)


def change_password(staff: int, old: str, new: str) -> None:
    """Set a new password for who knows the old one. Raises WrongPassword, passwords.BadPassword."""
    row = StaffAccount.objects.get(staff=staff)
    if not passwords.fits(row.password_hash, staff, old):
        raise WrongPassword(WrongPassword.words.en)
    StaffAccount.objects.filter(staff=staff).update(password_hash=passwords.hashed(staff, new))


def login_of(staff: int) -> str:
    """The name somebody signs in by; "" while they have no account."""
    return str(StaffAccount.objects.filter(staff=staff).values_list("login", flat=True).first() or "")


def is_administrator(staff: int) -> bool:
    """Whether they may change staff, keys, bridges and policy. What they may see is another matter: the role's."""
    return bool(StaffAccount.objects.filter(staff=staff, administrator=True).exists())


def set_administrator(staff: int, on: bool) -> bool:
    """Make somebody an administrator, or no longer; False if they have no account."""
    return bool(StaffAccount.objects.filter(staff=staff).update(administrator=on))


def leave(staff: int, at: datetime) -> bool:
    """Somebody left: they hold nothing any more, are signed out, and nothing they came in by is kept.

    False if nobody of that id works here.
    """
    with durable():
        left = let_go(staff, at)
        reset_second_factor(staff)
        StaffAccount.objects.filter(staff=staff).delete()
    return left


def _invitation(token: str, at: datetime) -> StaffAccount:
    row = StaffAccount.objects.filter(invite_hash=_hash(token), invited_until__gt=at).first()
    if row is None or not Staff.objects.filter(id=row.staff, left_at=None).exists():
        raise BadInvite(BadInvite.words.en)
    return row


def _login(text: str) -> str:
    return text.strip().casefold()


def _hash(token: str) -> bytes:
    # A plain hash is enough: the token has 256 random bits, so there is nothing to guess or to slow down.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
