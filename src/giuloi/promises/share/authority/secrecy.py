"""Secrecy has an end: until that day the customers are not told and their pages do not show it, and then both happen.

It is never open-ended. The auditor sees everything at any time: the file with its steps, and the leaves in the ledger.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from giuloi.core.bilingual import Words
from giuloi.core.ledger.entry import Event
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel, Outcome
from giuloi.promises.share.authority.moving import file_row, note
from giuloi.promises.share.authority.problems import Changed, NotTaken
from giuloi.promises.share.authority.rows import AuthorityFile, AuthorityStep, AuthoritySubject
from giuloi.promises.share.authority.steps import Stage
from giuloi.promises.share.authority.who import SOFTWARE, actor_of
from giuloi.records.credentials import Staff
from giuloi.records.database import answering, durable
from giuloi.records.notices import NoticeKind, notice_due
from giuloi.records.published import by_id
from giuloi.records.subjects import standing_of
from giuloi.records.uses.concealed import tell_afterwards
from giuloi.records.uses.leaf import Use

LONGEST = timedelta(days=2 * 366)  # what lasts longer is ordered anew
_OUT = (Stage.RELEASED.value, Stage.CLOSED.value)
_AT_ONCE = 50
_GIVEN = "given"
_PURPOSE = "authority_request"
_LOOKS_TOLD = "looks_told"


def is_secret(row: AuthorityFile, at: datetime) -> bool:
    """Whether customers must not learn of this file now."""
    return row.secrecy_until is not None and at < row.secrecy_until


def order_secrecy(file: int, until: datetime, document: str, staff: int, at: datetime) -> None:
    """Note that law demands secrecy until a day, by which document: of the scope, so whoever approves approves it too.

    After the release it is lengthened by another document alone, noted by somebody else than the last time: one person
    could put the day off for ever. Raises NotTaken for that, no end, an end too far, a file being released or whose
    customers were told already; Changed, NotTheirs.
    """
    row, actor = file_row(file), actor_of(staff)
    if not at < until <= at + LONGEST:
        raise NotTaken("until", _UNTIL)
    if row.told_at is not None or row.stage == Stage.REFUSED.value:
        raise NotTaken("until", _TOLD)
    if row.stage == Stage.RELEASING.value:
        raise NotTaken("until", _BEING_RELEASED)
    if row.released_at is not None:
        _lengthened(row, until, document, actor, at)
    with durable():
        still = AuthorityFile.objects.filter(id=file, version=row.version, told_at=None)
        values = {"secrecy_until": until, "secrecy_at": at, "secrecy_document": document}
        if not still.update(version=row.version + 1, **values):
            raise Changed(Changed.words.en)
        note(file, "secrecy", at, actor, until.date().isoformat())


def _lengthened(row: AuthorityFile, until: datetime, document: str, actor: str, at: datetime) -> None:
    """Whether a secrecy that two approved before the release may end on this day instead. Raises NotTaken."""
    if row.secrecy_until is None or not is_secret(row, at):
        raise NotTaken("until", _TOLD)
    if until <= row.secrecy_until:
        return
    # By the words of the document as they read, so that a blank more does not make it another.
    if "".join(document.split()).casefold() == "".join(row.secrecy_document.split()).casefold():
        raise NotTaken("secrecy_document", _SAME_DOCUMENT)
    last = _noted(row.id).order_by("-at", "-id").first()
    if last is not None and last.actor.rpartition("/")[2] == actor.rpartition("/")[2]:
        raise NotTaken("until", _SAME_PERSON)


def _noted(file: int) -> QuerySet[AuthorityStep]:
    """When secrecy was noted, and by whom; "kept" is said at the release, not noted by anybody."""
    return AuthorityStep.objects.filter(file_id=file, what="secrecy").exclude(about="kept")


def tell_now(row: AuthorityFile, at: datetime) -> None:
    """Tell every customer of whom something was given; joins the caller's transaction. Once for each file."""
    if not AuthorityFile.objects.filter(id=row.id, told_at=None).update(told_at=at):
        return
    told = {
        one.subject_id
        for one in AuthoritySubject.objects.filter(file_id=row.id, outcome=_GIVEN)
        if one.subject_id is not None
    }
    for subject in sorted(told):
        notice_due(NoticeKind.AUTHORITY_DISCLOSED, subject, row.id, at)
    note(row.id, "told", at, SOFTWARE, str(len(told)))


def tell_due(now: datetime) -> int:
    """Whose secrecy is over: put what was done into the customers' own trails, and tell them. The clock knocks.

    Also of a file that was refused, or gave others' data alone, or still waits: who was looked up for it reads so.
    """
    found = 0
    for row in _over(now):
        with durable():
            tell_afterwards(_looks(row))
            note(row.id, _LOOKS_TOLD, now, SOFTWARE)
            if row.stage in _OUT and row.told_at is None:
                tell_afterwards(_given(row))
                tell_now(row, now)
            found += 1
    return found


@answering()
def _over(now: datetime) -> list[AuthorityFile]:
    """Files whose secrecy ended, and of whom that was not told since: a later secrecy ends anew."""
    told = AuthorityStep.objects.filter(
        file_id=OuterRef("id"), what=_LOOKS_TOLD, at__gte=OuterRef("secrecy_until")
    )
    held = AuthorityFile.objects.select_related("unit__authority").filter(secrecy_until__lte=now)
    return list(held.exclude(Exists(told)).order_by("id")[:_AT_ONCE])


def _looks(row: AuthorityFile) -> list[Use]:
    """That they were looked up while secrecy stood: everybody named, whatever became of the file afterwards."""
    first = _noted(row.id).order_by("at", "id").first()
    before = AuthorityStep.objects.filter(file_id=row.id, what=_LOOKS_TOLD).order_by("-at").first()
    if first is None:
        return []
    people = AuthoritySubject.objects.filter(
        file_id=row.id, subject_id__isnull=False, named_at__gte=first.at, named_at__lt=row.secrecy_until
    )
    if before is not None:
        people = people.filter(named_at__gte=before.at)
    uses = []
    for one in people:
        policy = _policy_of(one)
        if policy is not None:
            clause = policy.purposes[_PURPOSE].clause
            uses.append(_use(policy, one, one.named_at, one.named_by, Event.FIND, clause))
    return uses


def _given(row: AuthorityFile) -> list[Use]:
    """The very disclosures that were concealed, under the person's own code."""
    uses = []
    released_by = Staff.objects.filter(id=row.released_by).values_list("pseudonym", flat=True).first()
    word = row.unit.authority.word if row.unit else ""
    for one in AuthoritySubject.objects.filter(file_id=row.id, outcome=_GIVEN, subject_id__isnull=False):
        policy = _policy_of(one)
        if policy is not None:
            rule = policy.purposes[_PURPOSE]
            clause = next((p.clause for p in policy.permits if rule.name in p.purposes), rule.clause)
            at, by = row.released_at or one.named_at, released_by or SOFTWARE
            uses.append(_use(policy, one, at, by, Event.DISCLOSE, clause, one.granted, word))
    return uses


def _policy_of(one: AuthoritySubject) -> Policy | None:
    """The version that judges this person; None for who was erased."""
    found = None if one.subject_id is None else standing_of(one.subject_id)
    return None if found is None else by_id(found[2]).policy


def _use(
    policy: Policy,
    one: AuthoritySubject,
    at: datetime,
    actor: str,
    event: Event,
    clause: str,
    fields: int = 0,
    recipient: str = "",
) -> Use:
    whose, allowed, inside = (one.subject_id,), Outcome.ALLOWED.value, Channel.IN_HOUSE.value
    return Use(at, actor, event, _PURPOSE, clause, policy.hash, allowed, whose, fields, recipient, inside)


_UNTIL = Words(
    "Ngày kết thúc là bắt buộc: từ mai đến hai năm nữa.",
    "The day on which it ends is needed: from tomorrow to two years from now.",
)
_TOLD = Words("Khách hàng đã được báo rồi.", "The customers have been told already.")
_BEING_RELEASED = Words(
    "Hồ sơ đang được cung cấp: hãy trả lại để cắt phạm vi lần nữa, rồi ghi.",
    "The file is being released: send it back to be cut anew, then note it.",
)
_SAME_DOCUMENT = Words(
    "Kéo dài cần một văn bản khác với văn bản trước.",
    "A longer time needs another document than the one before.",
)
_SAME_PERSON = Words(
    "Chính bạn đã ghi lần trước: đồng nghiệp khác phải ghi việc kéo dài.",
    "You noted it the last time: a colleague must note the longer time.",
)
