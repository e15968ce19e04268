"""Correcting what we hold (VI.1): sealed anew, found anew, and one line in the ledger that says which field.

What it was and what it is stand in the vault alone. A telephone number or e-mail address comes with the proof
that its new owner reads what is sent to it; whether somebody else has it already is told only after that proof,
so that nobody can ask through this page who is a customer here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, cast

from giuloi.core.fields import FIELD, mask_of
from giuloi.core.identifiers import Kind, norm_v1
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel, GiuloiError, Outcome, Secret, Standing, SubjectState
from giuloi.promises.collect.form import Problem, problems_with, taken
from giuloi.promises.collect.guests import note_matches
from giuloi.promises.collect.turns import REGISTRATION, take_turn
from giuloi.promises.collect.untrue import corrected
from giuloi.promises.collect.verification import Verifiable, note_verified
from giuloi.records import corrections, vault
from giuloi.records.consents import CUSTOMER
from giuloi.records.corrections import Pair
from giuloi.records.credentials import hold_in_code
from giuloi.records.database import durable, joined
from giuloi.records.facts import Ask
from giuloi.records.freezing import set_states
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry, Taken
from giuloi.records.published import by_id
from giuloi.records.requests import SOFTWARE, carried_out
from giuloi.records.reveal import Revealed, reveal
from giuloi.records.subjects import standing_of
from giuloi.records.uses.pending import Use, record_uses

Correctable = Literal["name", "phone", "email", "address", "birth_year"]
CORRECTABLE: tuple[Correctable, ...] = ("name", "phone", "email", "address", "birth_year")
PROVEN: Mapping[str, Channel] = {
    "phone": Channel.SMS,
    "email": Channel.EMAIL,
}  # field → the channel it is told by


class NotCorrected(GiuloiError):
    """Nothing was changed; `problems` say why, without any value."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{one.field}: {one.code}" for one in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be put in the place of a field's value. "" takes a year of birth out; nothing else may be empty.

    `proven`: the new owner has shown that they read what is sent to this number or address.
    """

    subject: int
    field: Correctable
    text: str = field(repr=False)
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Corrected:
    """It is done. `told_at` is the number or address it had before, to tell it there; None where there was none."""

    field: str
    told_at: Secret[str] | None = field(default=None, repr=False)


def problems_of(name: Correctable, text: str) -> list[Problem]:
    """What is wrong with a value as it was typed; needs nobody's data."""
    if name != "birth_year":
        return problems_with(name, text)
    if not text or (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2100):
        return []
    return [_said("birth_year", "no_year")]


def correct(correction: Correction, at: datetime) -> Corrected:
    """Put it right; durable on return. Raises NotCorrected with nothing changed, Unavailable."""
    name, text = correction.field, correction.text.strip()
    found = standing_of(correction.subject)
    if found is None or found[1] & SubjectState.FROZEN:
        raise NotCorrected(_said(name, "frozen"))
    if problems := problems_of(name, text):
        raise NotCorrected(*problems)
    if name in PROVEN and not correction.proven:
        raise NotCorrected(_said(name, "not_proven"))
    standing, states, policy_id = found
    policy = by_id(policy_id).policy
    under_age = name == "birth_year" and _under_age(policy, text, at)
    if name == "birth_year" and states & SubjectState.MINOR and not under_age:
        raise NotCorrected(_said(name, "no_longer_minor"))
    before = _before(correction.subject, name, at)
    earlier: frozenset[bytes] = frozenset()
    with durable():
        take_turn(REGISTRATION)
        if name not in PROVEN:
            _put_right(correction.subject, name, text, policy, at, under_age=under_age)
        else:
            with _found_by_both(correction.subject, standing, cast(Kind, name), text, at) as earlier:
                _put_right(correction.subject, name, text, policy, at, under_age=under_age)
    # Only now, for the database could still have rolled back. A crash before this line leaves both values leading
    # to this one person, until the next correction of the field.
    keyring().unindex(correction.subject, earlier)
    return Corrected(name, before)


BY_SOFTWARE: tuple[Correctable, ...] = (
    "name",
    "address",
)  # a year may make somebody under age; a person looks


def carry_out_wish(subject: int, pair: Pair, at: datetime) -> bool:
    """What somebody asked to have corrected, put right by software; False where a person has to. Joins the transaction.

    A telephone number or address to write to is never put right so: its new owner proves it on `/me/correct`.
    """
    found = standing_of(subject)
    if found is None or pair.field not in BY_SOFTWARE or found[1] & SubjectState.FROZEN:
        return False
    with joined():
        corrections.carry_out(pair, subject, at)
        record_uses([_line(subject, pair.field, by_id(found[2]).policy, at, SOFTWARE)])
        corrected(subject, pair.field, at)
    return True


def _put_right(
    subject: int, name: Correctable, text: str, policy: Policy, at: datetime, *, under_age: bool
) -> None:
    """All that the data database holds of it, in the caller's transaction."""
    # A right like any other: somebody of the shop answers for it, though nobody had to lift a hand (IV.3).
    request = carried_out("rectify", at, subject=subject, source="portal", actor=CUSTOMER)
    corrections.kept(request, subject, name, text, at)
    vault.seal(subject, {name: text or None}, at)
    if name in PROVEN:
        note_verified(subject, cast(Verifiable, name), at)
    if under_age:
        set_states(subject, SubjectState.MINOR, at)
    record_uses([_line(subject, name, policy, at, "customer")])
    if text:
        corrected(subject, name, at)


def _before(subject: int, name: str, at: datetime) -> Secret[str] | None:
    """The number or address it had so far: a notice goes there, for it may not be its owner who changes it."""
    if name not in PROVEN or not vault.fields_held(subject).get(vault.PERSON, 0) & FIELD[name].mask:
        return None
    answer = reveal(hold_in_code("tell_of_correction"), [name], Ask(subject), at, PROVEN[name])
    return answer.fields.get(name) if isinstance(answer, Revealed) else None


@contextmanager
def _found_by_both(
    subject: int, standing: Standing, name: Kind, text: str, at: datetime
) -> Iterator[frozenset[bytes]]:
    """The new value leads to them as well; yields the digests to take out once the rest is on disk.

    A member's value is theirs alone. The key store does not roll back with the data: what fails inside takes the
    new value out again, unless it led to them before.
    """
    normalised = norm_v1(name, text)
    note_matches(subject, {name: normalised}, at)
    entry = Entry(name, normalised, subject, subject, claimed=standing is Standing.MEMBER)
    own, before = keyring().leading(entry)
    try:
        keyring().index([entry])
    except Taken:
        raise NotCorrected(taken(name)) from None
    try:
        yield before - {own}
    except BaseException:
        keyring().unindex(subject, {own} - before)
        raise


def _under_age(policy: Policy, year: str, at: datetime) -> bool:
    """As at registration: of two possible ages the lower one counts (VII.1)."""
    least = policy.registration.least_age if policy.registration else None
    return bool(year) and least is not None and at.year - int(year) < least + 1


def _line(subject: int, name: str, policy: Policy, at: datetime, actor: str) -> Use:
    """The ledger's line: under the clause that promises correcting, or the account's where none does (item e)."""
    clause = policy.says.get("e", policy.purposes["account"].clause)
    return Use(
        *(at, actor, "rectify", "account", clause, policy.hash, Outcome.ALLOWED.value, (subject,)),
        fields=mask_of([name]),
        channel=Channel.IN_HOUSE.value,
    )


def _said(name: str, code: str) -> Problem:
    return Problem(name, code, *_SENTENCES[code])


_SENTENCES: dict[str, tuple[str, str]] = {
    "no_year": (
        "Năm sinh gồm bốn chữ số, ví dụ 1990; hoặc để trống.",
        "A year of birth has four digits, such as 1990; or leave it empty.",
    ),
    "frozen": (
        "Thông tin đang được đóng băng nên chưa sửa được: xin báo bộ phận chăm sóc khách hàng.",
        "This information is frozen and cannot be changed now: please tell customer care.",
    ),
    "not_proven": (
        "Xin xác nhận bằng mã gửi đến số hoặc địa chỉ mới.",
        "Please confirm with the code that was sent to the new number or address.",
    ),
    "no_longer_minor": (
        "Theo thông tin đang giữ, quý khách chưa đủ tuổi: xin cha mẹ hoặc người giám hộ báo bộ phận chăm sóc khách"
        " hàng để sửa năm sinh.",
        "By what we hold you are under age: a parent or guardian corrects the year of birth with customer care.",
    ),
}
