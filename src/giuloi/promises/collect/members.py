"""Members: people who registered with us, completely, and answer for what they say (clause IV.5).

Nobody becomes a member by accident: the policy version of the day is accepted first, each consent is asked
for by itself, and what is not answered is not given (IV.4).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from giuloi.core.canonical import canonical
from giuloi.core.consent.record import Indicated
from giuloi.core.fields import mask_of
from giuloi.core.identifiers import Kind, norm_v1
from giuloi.core.terms import Channel, ConsentState, Outcome, Standing, SubjectState
from giuloi.promises.collect.form import (
    Choice,
    Form,
    NotRegistered,
    age_problem,
    minor,
    not_a_guest,
    problems_in,
    rule_of,
    taken,
)
from giuloi.promises.collect.guests import note_matches
from giuloi.promises.collect.turns import REGISTRATION, take_turn
from giuloi.promises.collect.verification import Verifiable, no_longer, note_verified
from giuloi.records import vault
from giuloi.records.consents import Asked, lift_withdrawals, record_consents, states_of
from giuloi.records.database import durable
from giuloi.records.freezing import set_states
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry, Taken
from giuloi.records.published import Published, current
from giuloi.records.receipts import receipt_for
from giuloi.records.subjects import become_member, new_subject, standing_of
from giuloi.records.uses.pending import Use, record_uses

ACCOUNT = "account"
_CLAIMED: tuple[Kind, ...] = ("phone", "email")


@dataclass(frozen=True, slots=True)
class Registered:
    """A new member: the subject, and the ids of the consent records that receipts are made of."""

    subject: int
    policy: Published
    consents: tuple[int, ...]

    def receipts(self) -> list[dict[str, Any]]:
        """The signed receipt of each answer, as JSON values; the same ones whenever they are asked for."""
        return [receipt_for(record) for record in self.consents]


def register_member(form: Form, at: datetime, proven: Collection[Verifiable] = ()) -> Registered:
    """Register somebody; durable on return. Raises NotRegistered with every problem, and keeps nothing then.

    `proven` are the fields whose owner has typed the code that was sent there.
    """
    return _enter(None, form, at, proven)


def accept_as_member(
    subject: int, form: Form, at: datetime, proven: Collection[Verifiable] = ()
) -> Registered:
    """A guest (also a platform's account) accepts our policy and becomes a member, keeping their orders.

    Raises NotRegistered, also for somebody who is a member already or whose data is frozen.
    """
    return _enter(subject, form, at, proven)


def _enter(guest: int | None, form: Form, at: datetime, proven: Collection[Verifiable]) -> Registered:
    published = _checked(form, at)
    given, refused = _answers(form, published, at, yes=True), _answers(form, published, at, yes=False)
    normalised = {field: norm_v1(field, form.text(field)) for field in _CLAIMED}
    with durable():
        take_turn(REGISTRATION)
        subject = _write(guest, _holder(guest, normalised), form, published, at)
        _claim(subject, normalised, at)
        _prove(subject, proven, at)
        ids = record_consents(subject, given, ConsentState.GIVEN, at) + _record_noes(subject, refused, at)
        _note(subject, form, published, at)
    lift_withdrawals(subject, given)
    return Registered(subject, published, tuple(ids))


def _record_noes(subject: int, refused: Sequence[Asked], at: datetime) -> list[int]:
    """A no to what a guest had consented to takes it back, and a withdrawal reaches the key store first."""
    before = states_of(subject)
    taken_back = [one for one in refused if before.get(one.key) is ConsentState.GIVEN]
    for one in taken_back:
        keyring().withdraw(subject, one.key, at)
    ids = record_consents(subject, taken_back, ConsentState.WITHDRAWN, at)
    rest = [one for one in refused if one not in taken_back]
    return ids + record_consents(subject, rest, ConsentState.REFUSED, at)


def _checked(form: Form, at: datetime) -> Published:
    published = current()
    problems = problems_in(form, published.policy)
    problems += age_problem(form, rule_of(published.policy), at)
    if problems:
        raise NotRegistered(problems)
    return published


def _holder(guest: int | None, normalised: Mapping[Kind, str]) -> int | None:
    """The id that a crash left holding this phone or e-mail, without a person; None when nobody holds them.

    Raises NotRegistered when a member holds one of them, or the two are held by different left-over ids: then
    care has to look. Nobody else is under way, so an id without a row is left over and not just coming.
    """
    left_over = set()
    for field, value in normalised.items():
        for holder in keyring().find(field, value, claimed=True):
            if holder == guest:
                continue
            if guest is not None or standing_of(holder) is not None:
                raise NotRegistered([taken(field)])
            left_over.add(holder)
    if len(left_over) > 1:
        raise NotRegistered([taken(field) for field in _CLAIMED])
    return left_over.pop() if left_over else None


def _write(guest: int | None, left_over: int | None, form: Form, published: Published, at: datetime) -> int:
    """The person's row and what they said, sealed; returns the subject."""
    under_age = minor(form, rule_of(published.policy), at.year)
    states = SubjectState.MINOR if under_age else SubjectState.NONE
    if guest is not None:
        _refuse_unless_guest(guest)
        become_member(guest, published.id)
        subject, states = guest, set_states(guest, states, at)
    else:
        subject = new_subject(Standing.MEMBER, published.id, at, states, left_over)
    vault.seal(subject, _texts(form, at), at)
    return subject


def _refuse_unless_guest(subject: int) -> None:
    found = standing_of(subject)
    if found is None or found[0] is not Standing.GUEST or found[1] & SubjectState.FROZEN:
        raise NotRegistered([not_a_guest()])


def _claim(subject: int, normalised: Mapping[Kind, str], at: datetime) -> None:
    """Make phone and e-mail this member's, both or none, and note which guests gave the same."""
    note_matches(subject, {field: value for field, value in normalised.items()}, at)
    entries = [Entry(field, value, subject, subject, claimed=True) for field, value in normalised.items()]
    try:
        keyring().index(entries)
    except Taken as error:
        raise NotRegistered([taken(error.field)]) from None


def _prove(subject: int, proven: Collection[Verifiable], at: datetime) -> None:
    """What they said now counts, and only that is proven or not."""
    no_longer(subject, _CLAIMED)
    for field in proven:
        note_verified(subject, field, at)


def _texts(form: Form, at: datetime) -> dict[str, str]:
    """What is sealed: the four fields, the declaration as it was made, and the year of birth if it was said."""
    texts = {name: form.text(name) for name in ("name", "phone", "email", "address")}
    declared = {"said": dict(form.declarations), "policy": form.accepted, "at": at.isoformat()}
    texts["declaration"] = canonical(declared).decode()
    if form.birth_year is not None:
        texts["birth_year"] = str(form.birth_year)
    return texts


def _answers(form: Form, published: Published, at: datetime, *, yes: bool) -> list[Asked]:
    """The choices answered so. A minor's yes to a side purpose is not taken: the policy would not use it."""
    under_age = minor(form, rule_of(published.policy), at.year)
    by = Indicated.REPRESENTATIVE if form.represented else Indicated.SUBJECT
    return [
        Asked(*_words(choice), form.method, choice.recipient, by)
        for choice in form.choices
        if choice.answer is yes and not (yes and under_age and _side_purpose(choice, published))
    ]


def _words(choice: Choice) -> tuple[str, Channel, str, str]:
    return choice.purpose, choice.channel, choice.wording, choice.language


def _side_purpose(choice: Choice, published: Published) -> bool:
    return published.policy.purposes[choice.purpose].topic


def _note(subject: int, form: Form, published: Published, at: datetime) -> None:
    """One line in the use ledger: registered, under which clause, with which fields."""
    policy = published.policy
    names: Sequence[str] = tuple(_texts(form, at))
    use = Use(
        *(at, "customer", "register", ACCOUNT, rule_of(policy).clause, policy.hash, Outcome.ALLOWED.value),
        (subject,),
        fields=mask_of(names),
        channel=Channel.IN_HOUSE.value,
    )
    record_uses([use])
