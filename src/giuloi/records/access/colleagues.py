"""Who works at the shop and how they get in, seen together; and what must never leave a shop without anybody.

The last administrator stays one: without one, nobody could invite, connect or publish any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core import vietnamese
from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError
from giuloi.records.access import sessions
from giuloi.records.access.account_rows import StaffAccount
from giuloi.records.access.second_factors import has_second_factor, reset_second_factor
from giuloi.records.access.sessions import Visitor
from giuloi.records.access.staff_accounts import invite
from giuloi.records.credentials import Staff, UnknownActor, add_staff, change_role, let_go
from giuloi.records.database import answering, joined


class LastAdministrator(GiuloiError):
    """They are the only administrator: somebody else must be one first."""

    words = Words(
        "Đây là người quản trị cuối cùng: hãy giao quyền quản trị cho người khác trước.",
        "This is the last administrator: make somebody else one first.",
    )


@dataclass(frozen=True, slots=True)
class AtWork:
    """Somebody who works here. `login` is "" while nobody invited them; `ready`: a second factor is set up."""

    id: int
    name: str
    role: str
    pseudonym: str
    login: str
    administrator: bool
    ready: bool


@answering()
def colleagues() -> list[AtWork]:
    """Everybody who works here, by name in Vietnamese order."""
    accounts = {row.staff: row for row in StaffAccount.objects.all()}
    people = Staff.objects.filter(left_at=None)
    seen = [_at_work(person, accounts.get(person.id)) for person in people]
    return sorted(seen, key=lambda one: (vietnamese.key(one.name), one.id))


@answering()
def colleague(staff: int) -> AtWork | None:
    """One of them, None for nobody of that id."""
    person = Staff.objects.filter(id=staff, left_at=None).first()
    return None if person is None else _at_work(person, StaffAccount.objects.filter(staff=staff).first())


def administrators() -> list[str]:
    """The names of those who may change staff, keys, bridges and policy: whom a colleague asks."""
    return [one.name for one in colleagues() if one.administrator]


def take_on(name: str, role: str, login: str, at: datetime) -> tuple[int, str]:
    """(id, invitation): somebody new, and the one-time link's token. All of it or nothing.

    Raises LoginTaken, NotATerm, ValueError as `invite` and `add_staff` do.
    """
    with joined():
        staff = add_staff(name, role)
        return staff, invite(staff, login, at)


def give_role(staff: int, role: str) -> None:
    """Another role from now on; what was done in the old one stays under the old role in the ledger."""
    change_role(staff, role)


def part(staff: int, at: datetime) -> bool:
    """Somebody leaves: they hold nothing any more and every session of theirs ends. Raises LastAdministrator."""
    with joined():
        _not_the_last(staff)
        gone = let_go(staff, at)
        sessions.end_all(Visitor.STAFF, staff)
    return gone


def administer(staff: int, on: bool) -> None:
    """Make somebody an administrator, or no longer. Raises LastAdministrator, UnknownActor without an account."""
    with joined():
        if not on:
            _not_the_last(staff)
        if not StaffAccount.objects.filter(staff=staff).update(administrator=on):
            raise UnknownActor("nobody of that id has an account")


def renew_second_factor(staff: int) -> None:
    """Forget how they sign in and end their sessions: a new invitation lets them set up both factors anew.

    Raises LastAdministrator: nobody would be left to invite them.
    """
    with joined():
        _not_the_last(staff)
        reset_second_factor(staff)


def _not_the_last(staff: int) -> None:
    # Locked, so that of two administrators who let each other go at one moment, one stays. Who was invited and has
    # set no password yet cannot come in, and so does not count.
    able = StaffAccount.objects.select_for_update().filter(administrator=True).exclude(password_hash="")
    ids = list(able.values_list("staff", flat=True))
    if staff in ids and Staff.objects.filter(id__in=ids, left_at=None).count() == 1:
        raise LastAdministrator(LastAdministrator.words.en)


def _at_work(person: Staff, account: StaffAccount | None) -> AtWork:
    return AtWork(
        person.id,
        person.name,
        person.role,
        person.pseudonym,
        account.login if account else "",
        bool(account and account.administrator),
        bool(account) and has_second_factor(person.id),
    )
