"""The release: exactly the approved scope, through the gate, into one sealed package, at most once (III.2).

The file is claimed first; then the customers' cases are opened for the seconds that it takes, for whoever releases
and nobody else; what the gate allows is opened and packed; only the one who still finds the file as claimed gives the
package away. A crash in between leaves a file that is released anew: leaves in the ledger, nothing outside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from giuloi.core.bilingual import Words
from giuloi.core.fields import names_in
from giuloi.core.ledger.entry import Event
from giuloi.core.terms import CaseKind
from giuloi.promises.share.authority.moving import file_row, move, note, position_of, stopped
from giuloi.promises.share.authority.package import Person, encrypted, pack
from giuloi.promises.share.authority.papers import PaperKind, keep
from giuloi.promises.share.authority.problems import NotTaken
from giuloi.promises.share.authority.rows import AuthorityFile, AuthoritySubject
from giuloi.promises.share.authority.scope import people_of, scope_now, scope_of
from giuloi.promises.share.authority.secrecy import is_secret, tell_now
from giuloi.promises.share.authority.steps import Action, NotThisStep, Why
from giuloi.promises.share.authority.who import actor_of, concerned
from giuloi.promises.share.authority.words import Late
from giuloi.records.access.sessions import FRESH
from giuloi.records.cases import close_case, close_left, open_case
from giuloi.records.credentials import hold_for_authority
from giuloi.records.database import durable
from giuloi.records.facts import Ask
from giuloi.records.ids import new_token
from giuloi.records.reveal import Revealed, reveal_many

LINK_HOLDS = timedelta(hours=24)
GIVEN = "given"
_A_RELEASE = timedelta(minutes=5)  # the most that one takes


@dataclass(frozen=True, slots=True)
class Released:
    """Shown once to whoever released it: the passphrase, and the token of the one-time link. `given` of `named`."""

    passphrase: str = field(repr=False)
    token: str = field(repr=False)
    until: datetime
    given: int
    named: int


def release(file: int, staff: int, proved_at: datetime, at: datetime, late: Late | None = None) -> Released:
    """Release what two approved. Durable when it returns; must not be called inside a transaction.

    Raises NotTaken (second factor, no reason although it is late, nothing that the gate lets out), NotThisStep,
    Changed, NotTheirs, NoSuchFile, Unavailable.
    """
    if not at - proved_at < FRESH:
        raise NotTaken("factor", _PROVE)
    row = file_row(file)
    if at > row.due_at and late is None:
        raise NotTaken("late", _WHY_LATE)
    try:
        with durable():
            _still_theirs(row)
            move(row, Action.RELEASE, staff, at, scope=scope_now(row))
    except NotThisStep as error:
        stopped(file, staff, at, error)
        raise
    row = file_row(file)
    people = _opened(row, staff, at)
    if not any(one.records for _, one in people):
        raise NotTaken("people", _NOTHING)
    content = pack(_head(row, at), [one for _, one in people], at)
    package, passphrase = encrypted(content)
    token = new_token()
    with durable():
        _sealed(row, package, token, people, staff, at, late)
    given = sum(bool(one.records) for _, one in people)
    return Released(passphrase, token, at + LINK_HOLDS, given, len(people))


def _still_theirs(row: AuthorityFile) -> None:
    """A yes counts while its giver works on such files: who left, or was moved elsewhere, answers for nothing here."""
    if not set(position_of(row).valid) <= set(concerned()):
        raise NotThisStep(Why.GONE)


def _opened(row: AuthorityFile, staff: int, at: datetime) -> list[tuple[AuthoritySubject, Person]]:
    """Each named customer of the scope, and what the gate let out of them."""
    word, secret = row.unit.authority.word, is_secret(row, at)
    people, found = people_of(row.id), []
    if scope_of(row, people) != row.scope:  # altered since it was claimed: not these rows were approved
        raise NotThisStep(Why.STALE)
    for one in people:
        if not one.granted or one.subject_id is None:
            continue
        with _case(one, staff, at) as case:
            holding = hold_for_authority(staff, word, names_in(one.granted), case)
            [answer] = reveal_many(
                holding,
                names_in(one.granted),
                [Ask(one.subject_id, case)],
                at,
                event=Event.DISCLOSE,
                concealed=secret,
            )
        if isinstance(answer, Revealed):
            lines = [
                (record, name, value)
                for record, opened in answer.records.items()
                for name, value in opened.items()
            ]
            found.append((one, Person(lines)))
        else:
            found.append((one, Person([], str(answer.decision.clause))))
    return found


@contextmanager
def _case(one: AuthoritySubject, staff: int, at: datetime) -> Iterator[int]:
    """A case that lives as long as the release does, for this person, this order and this member of staff alone."""
    assert one.subject_id is not None  # noqa: S101 - looked at by the only caller
    with durable():
        case = open_case(
            CaseKind.AUTHORITY, at, subject=one.subject_id, record=one.record_id, role="", staff=staff
        )
    try:
        yield case
    finally:
        with durable():
            close_case(case, at)


def close_left_open(now: datetime) -> int:
    """Close the cases of a release that a crash cut off; nothing had left. The clock knocks for this."""
    return close_left(CaseKind.AUTHORITY, now - _A_RELEASE, now)


def _sealed(
    row: AuthorityFile,
    package: bytes,
    token: str,
    people: Sequence[tuple[AuthoritySubject, Person]],
    staff: int,
    at: datetime,
    late: Late | None,
) -> None:
    """The package stands in the file, and the file is released: together, and for one caller only."""
    digest = keep(row.id, PaperKind.PACKAGE, package, at, actor_of(staff))
    for one, person in people:
        one.outcome = GIVEN if person.records else person.refused
    AuthoritySubject.objects.bulk_update([one for one, _ in people], ["outcome"])
    move(
        row,
        Action.SEALED,
        staff,
        at,
        about=digest[:12],
        released_at=at,
        released_by=staff,
        late=late.value if late and at > row.due_at else "",
        package_hash=digest,
        link_hash=link_hash(token),
        link_until=at + LINK_HOLDS,
    )
    if is_secret(row, at):
        note(row.id, "secrecy", at, actor_of(staff), "kept")
    else:
        tell_now(row, at)


def link_hash(token: str) -> bytes:
    """What is kept of a link's token: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def _head(row: AuthorityFile, at: datetime) -> dict[str, str]:
    return {
        "file": row.code,
        "authority": row.unit.authority.name,
        "unit": row.unit.name,
        "document": row.document_number,
        "document_date": row.document_on.isoformat(),
        "document_sha256": row.document_hash,
        "scope_sha256": row.scope,
        "released_at": at.isoformat(timespec="seconds"),
    }


_PROVE = Words("Xin xác thực lại rồi cung cấp.", "Show your second factor once more, then release.")
_WHY_LATE = Words("Đã quá giờ: hãy chọn lý do.", "It is past its hour: choose the reason.")
_NOTHING = Words(
    "Chính sách không cho mở gì của những người này lúc này; chưa có gì được cung cấp. Có thể từ chối hồ sơ.",
    "The policy lets nothing of these people out now; nothing was provided. The file can be refused.",
)
