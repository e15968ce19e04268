"""The scope: named customers, named fields, no more than was asked and no more than the policy permits (III.2).

What would be released is one hash: of the people and fields, of the authority and its document, of the legal note.
Approvals are for that hash. Whatever of it changes, by whatever way, makes them void.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.canonical import canonical
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, Relation
from giuloi.promises.share.authority.moving import file_row, move, note, stopped
from giuloi.promises.share.authority.papers import PaperKind, keep
from giuloi.promises.share.authority.problems import NotTaken
from giuloi.promises.share.authority.rows import AuthorityFile, AuthoritySubject
from giuloi.promises.share.authority.steps import Action, NotThisStep
from giuloi.promises.share.authority.who import actor_of
from giuloi.records.database import answering, durable
from giuloi.records.published import by_id
from giuloi.records.subjects import standing_of

MOST_PEOPLE = 50  # of one request: who asks for more asks for everybody
LEAST_NOTE, LONGEST_NOTE = 20, 4000  # characters of the legal note


def permitted(policy: Policy) -> int:
    """The mask of fields that a policy lets an authority have, under its file."""
    mask = 0
    for permit in policy.permits:
        if Relation.AUTHORITY in permit.relations:
            for purpose in permit.purposes:
                rule = policy.purposes.get(purpose)
                if rule is not None and rule.needs is CaseKind.AUTHORITY:
                    mask |= permit.fields & rule.fields
    return mask


def permitted_of(subject: int) -> int:
    """As `permitted`, by the version of the policy that judges this person; 0 for nobody."""
    found = standing_of(subject)
    return 0 if found is None else permitted(by_id(found[2]).policy)


@answering()
def people_of(file: int) -> list[AuthoritySubject]:
    """The customers whom the letter names, in the order in which they were found."""
    return list(AuthoritySubject.objects.filter(file_id=file).order_by("id"))


def name_people(file: int, found: Sequence[tuple[int, int | None]], staff: int, at: datetime) -> int:
    """Note (subject, order or None) of whom the letter names; returns how many are new.

    Raises NotTaken for a letter that names nobody, or too many at once; NotThisStep before the call back.
    """
    row = file_row(file)
    if row.wide:
        _caught(file, staff, at, "wide")
        raise NotTaken("people", TOO_WIDE)
    before = {(one.subject_id, one.record_id) for one in people_of(file)}
    new = [one for one in dict.fromkeys(found) if one not in before]
    if len(before) + len(new) > MOST_PEOPLE:
        _caught(file, staff, at, "wide")
        raise NotTaken("people", TOO_MANY)
    try:
        with durable():
            move(row, Action.NAME, staff, at, about=str(len(new)))
            AuthoritySubject.objects.bulk_create(
                AuthoritySubject(
                    file_id=file,
                    subject_id=subject,
                    record_id=record,
                    asked=row.asked,
                    named_at=at,
                    named_by=actor_of(staff),
                )
                for subject, record in new
            )
    except NotThisStep as error:
        stopped(file, staff, at, error)
        raise
    return len(new)


def prepare(file: int, granted: Mapping[int, int], legal_note: str, staff: int, at: datetime) -> str:
    """Cut the scope: row of `people_of` → mask of fields; returns its hash. Approvals given before are void.

    Raises NotTaken (also for a field that was not asked for, or that the policy does not permit), NotThisStep, Changed.
    """
    row, people = file_row(file), people_of(file)
    if not LEAST_NOTE <= len(legal_note.strip()) <= LONGEST_NOTE:
        raise NotTaken("note", _NO_NOTE)
    _within(file, people, granted, staff, at)
    digest = hashlib.sha256(legal_note.encode()).hexdigest()
    for one in people:
        one.granted = granted.get(one.id, 0)
    scope = _hash(row, people, digest) if any(one.granted for one in people) else ""
    try:
        with durable():
            more = {"prepared_at": at, "prepared_by": staff, "note_hash": digest}
            move(row, Action.PREPARE, staff, at, scope=scope, about=scope[:12], **more)
            AuthoritySubject.objects.bulk_update(people, ["granted"])
            keep(file, PaperKind.NOTE, legal_note.encode(), at, actor_of(staff))
    except NotThisStep as error:
        stopped(file, staff, at, error)
        raise
    return scope


def scope_now(row: AuthorityFile) -> str:
    """The hash of what stands in the tables at this moment: what approvals are compared with, not with a column."""
    return scope_of(row, people_of(row.id))


def scope_of(row: AuthorityFile, people: Sequence[AuthoritySubject]) -> str:
    """The hash over these very rows; "" where they grant nothing."""
    return _hash(row, people, row.note_hash) if any(one.granted for one in people) else ""


def _within(
    file: int, people: Sequence[AuthoritySubject], granted: Mapping[int, int], staff: int, at: datetime
) -> None:
    known = {one.id: one for one in people}
    for number, mask in granted.items():
        one = known.get(number)
        if one is None or one.subject_id is None:
            raise NotTaken("people", _NOBODY)
        if mask & ~one.asked:
            _caught(file, staff, at, "not_asked")
            raise NotTaken("fields", NOT_ASKED)
        if mask & ~permitted_of(one.subject_id):
            _caught(file, staff, at, "not_permitted")
            raise NotTaken("fields", _NOT_PERMITTED)


def _caught(file: int, staff: int, at: datetime, what: str) -> None:
    with durable():
        note(file, "stopped", at, actor_of(staff), what)


def _hash(row: AuthorityFile, people: Sequence[AuthoritySubject], note_hash: str) -> str:
    """Over ids as text: they need 63 bits, and JSON holds 53."""
    # Whether and how long the customers are not told is a part of what two stand behind, as much as the fields are.
    secret = [row.secrecy_document, row.secrecy_until.isoformat()] if row.secrecy_until else []
    whole = {
        **({"secrecy": secret} if secret else {}),
        "v": 1,
        "file": str(row.id),
        "unit": str(row.unit_id),
        "document": row.document_hash,
        "number": row.document_number,
        "note": note_hash,
        "people": sorted(
            [str(one.subject_id), str(one.record_id or ""), str(one.granted)] for one in people if one.granted
        ),
    }
    return hashlib.sha256(canonical(whole)).hexdigest()


TOO_WIDE = Words(
    "Văn bản này không nêu đích danh ai, hoặc đòi thông tin của mọi khách hàng: chỉ có thể từ chối.",
    "This letter names nobody in particular, or asks for all customers: it can only be refused.",
)
TOO_MANY = Words(
    f"Nhiều nhất {MOST_PEOPLE} người cho một yêu cầu. Đòi nhiều hơn là đòi tất cả.",
    f"At most {MOST_PEOPLE} people for one request. Who asks for more asks for everybody.",
)
_NO_NOTE = Words(
    f"Vì sao đúng luật và là phần nhỏ nhất trả lời được: {LEAST_NOTE} đến {LONGEST_NOTE} ký tự.",
    f"Why it is lawful and the least that answers: {LEAST_NOTE} to {LONGEST_NOTE} characters.",
)
_NOBODY = Words(
    "Người này không thuộc hồ sơ, hoặc đã được xóa.", "This person is not of this file, or was erased."
)
NOT_ASKED = Words(
    "Văn bản không đòi thông tin này: không được cung cấp nhiều hơn.",
    "The letter does not ask for this: no more may be provided.",
)
_NOT_PERMITTED = Words(
    "Chính sách không cho cung cấp thông tin này (mục III.2).",
    "The policy does not permit this to be provided (clause III.2).",
)
