"""Secrecy has an end: until that day the customers are not told and their pages do not show it, and then both happen.

It is never open-ended. The auditor sees everything at any time: the file with its steps, and the leaves in the ledger.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from giuloi.core.bilingual import Words
from giuloi.core.ledger.entry import Event
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel, Outcome
from giuloi.promises.share.authority.moving import file_row, note
from giuloi.promises.share.authority.problems import Changed, NotTaken
from giuloi.promises.share.authority.rows import AuthorityFile, AuthoritySubject
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


def is_secret(row: AuthorityFile, at: datetime) -> bool:
    """Whether customers must not learn of this file now."""
    return row.secrecy_until is not None and at < row.secrecy_until


def order_secrecy(file: int, until: datetime, document: str, staff: int, at: datetime) -> None:
    """Note that law demands secrecy until a day, by which document. It can be noted again, before its end.

    Raises NotTaken for no end, an end too far, a file whose customers were told already; Changed, NotTheirs.
    """
    row, actor = file_row(file), actor_of(staff)
    if not at < until <= at + LONGEST:
        raise NotTaken("until", _UNTIL)
    if row.told_at is not None or row.stage == Stage.REFUSED.value:
        raise NotTaken("until", _TOLD)
    if row.released_at is not None and not is_secret(row, at):
        raise NotTaken("until", _TOLD)
    with durable():
        still = AuthorityFile.objects.filter(id=file, version=row.version, told_at=None)
        values = {"secrecy_until": until, "secrecy_at": at, "secrecy_document": document}
        if not still.update(version=row.version + 1, **values):
            raise Changed(Changed.words.en)
        note(file, "secrecy", at, actor, until.date().isoformat())


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
    """Whose secrecy is over: put what was done into the customers' own trails, and tell them. The clock knocks."""
    found = 0
    for row in _over(now):
        with durable():
            if AuthorityFile.objects.filter(id=row.id, told_at=None).exists():
                tell_afterwards(_uses(row))
                tell_now(row, now)
                found += 1
    return found


@answering()
def _over(now: datetime) -> list[AuthorityFile]:
    held = AuthorityFile.objects.select_related("unit__authority")
    return list(held.filter(stage__in=_OUT, told_at=None, secrecy_until__lte=now).order_by("id")[:_AT_ONCE])


def _uses(row: AuthorityFile) -> list[Use]:
    """The very uses that were concealed, under the person's own code: that they were looked up, and what was given."""
    uses: list[Use] = []
    released_by = Staff.objects.filter(id=row.released_by).values_list("pseudonym", flat=True).first()
    for one in AuthoritySubject.objects.filter(file_id=row.id, outcome=_GIVEN, subject_id__isnull=False):
        found = standing_of(one.subject_id)
        if found is not None:
            uses += _uses_of(row, one, by_id(found[2]).policy, released_by or SOFTWARE)
    return uses


def _uses_of(row: AuthorityFile, one: AuthoritySubject, policy: Policy, released_by: str) -> list[Use]:
    rule = policy.purposes["authority_request"]
    clause = next((p.clause for p in policy.permits if rule.name in p.purposes), rule.clause)

    def use(at: datetime, actor: str, event: Event, clause: str, fields: int, recipient: str) -> Use:
        whose, allowed = (one.subject_id,), Outcome.ALLOWED.value
        inside = Channel.IN_HOUSE.value
        return Use(
            at, actor, event, rule.name, clause, policy.hash, allowed, whose, fields, recipient, inside
        )

    word = row.unit.authority.word if row.unit else ""
    return [
        use(one.named_at, one.named_by, Event.FIND, rule.clause, 0, ""),
        use(row.released_at or one.named_at, released_by, Event.DISCLOSE, clause, one.granted, word),
    ]


_UNTIL = Words(
    "Ngày kết thúc là bắt buộc: từ mai đến hai năm nữa.",
    "The day on which it ends is needed: from tomorrow to two years from now.",
)
_TOLD = Words("Khách hàng đã được báo rồi.", "The customers have been told already.")
