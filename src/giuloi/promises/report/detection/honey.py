"""Honey records: customers and machines' keys that nobody has any reason to touch, made like everybody else's.

They register as members do, with invented words (collect/invented.py), so that no table tells them apart; they agree
to nothing, and every count, list, letter and term leaves them out (records/not_real.py). Which they are is sealed in
the key store, and told to administrators and to whoever has the shell.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from giuloi.core.consent.record import Method
from giuloi.core.terms import NotATerm
from giuloi.promises.collect.form import Form, NotRegistered
from giuloi.promises.collect.invented import Invented, people
from giuloi.promises.collect.members import register_member
from giuloi.promises.keep.erasure.batch import erase_many
from giuloi.records import credentials
from giuloi.records.ids import new_id
from giuloi.records.keyring import Trap, keyring
from giuloi.records.published import current
from giuloi.records.subjects import standing_of

MOST = 50  # at once; a shop has a handful among thousands
KEY_LIFE = timedelta(days=365)
_TRIES = 20


def add_customers(number: int, at: datetime) -> list[int]:
    """So many more; returns their ids. Each is durable, and a trap, before the next is made. Raises NotATerm."""
    if not 0 < number <= MOST:
        raise NotATerm(f"from 1 to {MOST} honey customers at once")
    return [_customer(at) for _ in range(number)]


def _customer(at: datetime) -> int:
    for _ in range(_TRIES):
        [one] = people(1, seed=new_id() % 2**31)
        try:
            subject = register_member(_form(one), at, proven=("phone", "email")).subject
        except NotRegistered:
            continue  # somebody has that number already, invented or not: another
        keyring().set_trap(Trap.SUBJECT, subject, at)
        return subject
    raise NotATerm("no honey customer could be registered under the policy in force: its form asks for more")


def _form(one: Invented) -> Form:
    policy = current().policy
    said = {
        "truthful": "Tôi cam đoan thông tin trên là đúng.",
        "policy_accepted": "Tôi đồng ý với chính sách này.",
    }
    where = (one.name, one.phone, one.email.replace(".0@", f".{one.birth_year}@"), one.address)
    return Form(
        *where, accepted=policy.hash, declarations=said, of_age=True, language="vi", method=Method.WEB
    )


def customers() -> list[int]:
    """The ids of those that are there."""
    return sorted(one for one in keyring().traps() if standing_of(one) is not None)


def add_key(role: str, purpose: str, at: datetime) -> str:
    """A machine's key as others are, and its token: to be left where only a thief looks. It opens nothing.

    Raises NotATerm for a role that no key may have.
    """
    token = credentials.add_key(role, [purpose], ["name", "phone"], at + KEY_LIFE)
    key = credentials.known_key(token, at, noted=False)
    keyring().set_trap(Trap.API_KEY, key.id, at)
    return token


def keys(at: datetime) -> list[str]:
    """The pseudonyms of the honey keys that have not expired."""
    traps = keyring().traps(Trap.API_KEY)
    return [one.pseudonym for one in credentials.working_keys(at) if one.id in traps]


def remove_customer(subject: int, at: datetime) -> bool:
    """Erase one, its keys destroyed as anybody's are; False when it is no honey record."""
    if subject not in keyring().traps():
        return False
    erase_many([subject], at, "retention")
    # Last: a crash before leaves a trap on nobody, a crash the other way round would leave somebody who counts.
    return keyring().take_trap(Trap.SUBJECT, subject)


def remove_key(pseudonym: str, at: datetime) -> bool:
    """Revoke one; False when it is no honey key."""
    key = credentials.working_key(pseudonym, at)
    if key is None or key.id not in keyring().traps(Trap.API_KEY):
        return False
    credentials.revoke_key(pseudonym, at)
    return keyring().take_trap(Trap.API_KEY, key.id)
