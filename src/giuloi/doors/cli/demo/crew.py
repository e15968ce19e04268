"""Who works for the invented shop, and how each of them signs in: shown openly, for there is nobody to protect."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from giuloi.doors.cli.demo.history import Crew


@dataclass(frozen=True, slots=True)
class Pass:
    """How somebody of the shop signs in. `totp` is the secret that an authenticator app would hold."""

    name: str
    role: str
    staff: int
    login: str
    password: str
    totp: str
    administrator: bool


# name, role, login, and whether they may administer the installation
_PEOPLE = (
    ("Hà", "care", "ha", True),
    ("Khoa", "fulfilment", "khoa", False),
    ("Lan", "marketing", "lan", False),
)


def hire(at: datetime) -> tuple[Crew, list[Pass]]:
    """Make all three, each with a password and a second factor of their own, new in every demo."""
    passes = [_hire(*person, at) for person in _PEOPLE]
    by_name = {one.login: one.staff for one in passes}
    return Crew(by_name["ha"], by_name["khoa"], by_name["lan"]), passes


def _hire(name: str, role: str, login: str, administrator: bool, at: datetime) -> Pass:
    from giuloi.records.access import second_factors, staff_accounts
    from giuloi.records.access.totp import shown_by_app
    from giuloi.records.credentials import add_staff

    staff = add_staff(name, role)
    password = _accepted(staff_accounts.invite(staff, login, at), at)
    secret, _ = second_factors.new_totp(staff)
    second_factors.confirm_totp(staff, shown_by_app(secret, at), at)
    staff_accounts.set_administrator(staff, administrator)
    return Pass(name, role, staff, login, password, secret, administrator)


def _accepted(invite: str, at: datetime) -> str:
    """A password drawn by chance; drawn again where the filter of common ones mistakes it for one of them."""
    from giuloi.records.access import staff_accounts
    from giuloi.records.access.passwords import BadPassword

    while True:
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        try:
            staff_accounts.accept_invite(invite, password, at)
        except BadPassword:
            continue
        return password


def leave_passes(file: Path, passes: list[Pass], people: list[dict[str, object]]) -> None:
    """Where the demo's own page finds them: beside the data folder, never in it."""
    told = {"staff": [asdict(one) for one in passes], "people": people}
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    file.chmod(0o600)
