"""Emergency access: named customers are opened to one colleague for an hour, once two others have approved it.

It supplies the one thing that is missing in an emergency, a care case; the gate still judges every opening, by the
policy and by what each customer consented to, and every opening is a line in their ledger. The scope is fixed when it
is asked for: both approvers are shown the same hash, and another scope is another request. While anybody's access
waits for its review, they are given no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from giuloi.core.bilingual import Words
from giuloi.core.canonical import canonical
from giuloi.core.fields import mask_of, names_in
from giuloi.core.terms import CaseKind, GiuloiError
from giuloi.promises.report.break_glass.rows import GlassPersonRow, GlassRow
from giuloi.promises.report.incidents.book import Book, writing
from giuloi.promises.report.incidents.kinds import What
from giuloi.promises.report.incidents.writing import still_open
from giuloi.records.access.colleagues import colleague
from giuloi.records.cases import close_case, open_case
from giuloi.records.credentials import hold_as_staff
from giuloi.records.database import answering, durable
from giuloi.records.facts import Ask
from giuloi.records.ids import new_id
from giuloi.records.reveal import Answer, reveal_many
from giuloi.records.sealed_text import open_text, seal_text
from giuloi.records.subjects import standing_of

LASTS = timedelta(hours=1)
GOOD_FOR = timedelta(hours=1)  # what nobody approved by then is asked anew: an emergency does not wait longer
PURPOSE, ROLE = "care", "care"
MOST = 50  # customers of one access
LONGEST = 1000


class NotAllowed(GiuloiError):
    """What was asked breaks a rule of emergency access; `words` say which."""

    def __init__(self, vi: str, en: str) -> None:
        self.words = Words(vi, en)
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Glass:
    """One access, as its page shows it. `scope` is what both approvers must have been shown."""

    id: int
    incident: int
    staff: int
    asked_at: datetime
    reason: str
    fields: tuple[str, ...]
    subjects: tuple[int, ...]
    scope: str
    first: int | None
    second: int | None
    ends_at: datetime | None
    closed_at: datetime | None
    refused_at: datetime | None
    reviewed_at: datetime | None

    def is_open(self, at: datetime) -> bool:
        """Whether it opens anything now."""
        return self.ends_at is not None and self.closed_at is None and at < self.ends_at

    def waits(self, at: datetime) -> bool:
        """Whether it can still be approved."""
        return self.ends_at is None and self.refused_at is None and at < self.asked_at + GOOD_FOR


def ask_for(
    incident: int, staff: int, subjects: Sequence[int], fields: Iterable[str], reason: str, at: datetime
) -> int:
    """Ask for an hour with these customers' fields; returns the access's id. Nothing is opened by it.

    Raises NotAllowed, NotATerm for a field that is none, LookupError for a closed incident.
    """
    mask, people = mask_of(fields), sorted(set(subjects))
    _refuse_unreviewed(staff)
    who = colleague(staff)
    if who is None or who.role != ROLE:
        raise NotAllowed(
            "Chỉ người chăm sóc khách hàng được mở khẩn cấp.", "Only customer care is given emergency access."
        )
    if not 0 < len(people) <= MOST or any(standing_of(one) is None for one in people):
        raise NotAllowed(f"Nêu từ 1 đến {MOST} khách có thật.", f"Name 1 to {MOST} customers who exist.")
    if not mask or not 0 < len(reason.strip()) <= LONGEST:
        raise NotAllowed("Ghi rõ lý do và trường cần mở.", "Say why, and which fields.")
    glass = new_id()
    with writing(at, who.pseudonym) as book:
        still_open(incident)
        scope = _scope(glass, staff, people, mask, reason.strip())
        sealed = seal_text(reason.strip(), "glass", glass, "reason")
        GlassRow.objects.create(
            id=glass,
            incident_id=incident,
            staff_id=staff,
            asked_at=at,
            reason=sealed,
            fields=mask,
            scope=scope,
        )
        GlassPersonRow.objects.bulk_create([GlassPersonRow(glass_id=glass, subject_id=one) for one in people])
        _tell(book, incident, glass, "asked", people=len(people), scope=scope.hex())
    return glass


def approve(glass: int, staff: int, scope: str, at: datetime) -> bool:
    """Somebody approves what they were shown, by its hash; True once it is the second, and the hour begins.

    Raises NotAllowed: for whoever asked, the same approver twice, one who is no administrator, another scope, or a
    request that is too old.
    """
    who, row = colleague(staff), GlassRow.objects.filter(id=glass).first()
    if who is None or not who.administrator or row is None:
        raise NotAllowed("Chỉ người quản trị được duyệt.", "Only administrators approve.")
    with writing(at, who.pseudonym) as book:
        row = GlassRow.objects.get(id=glass)
        _while_the_file_is_open(row.incident_id)
        _refuse_approval(row, staff, scope, at)
        if row.first_id is None:
            GlassRow.objects.filter(id=glass, first=None).update(first_id=staff, first_at=at)
            _tell(book, row.incident_id, glass, "approved")
            return False
        GlassRow.objects.filter(id=glass).update(second_id=staff, opened_at=at, ends_at=at + LASTS)
        _tell(book, row.incident_id, glass, "opened", until=(at + LASTS).isoformat())
    return True


def refuse(glass: int, staff: int, at: datetime) -> bool:
    """An administrator says no; False when it is open already, or was refused."""
    who = colleague(staff)
    if who is None or not who.administrator:
        raise NotAllowed("Chỉ người quản trị được từ chối.", "Only administrators refuse.")
    with writing(at, who.pseudonym) as book:
        held = GlassRow.objects.filter(id=glass, ends_at=None, refused_at=None)
        row = held.first()
        if row is None:
            return False
        held.update(refused_at=at)
        _tell(book, row.incident_id, glass, "refused")
    return True


def look(glass: int, staff: int, at: datetime) -> list[Answer]:
    """Open the named fields of the named customers, to whoever asked, within the hour: one answer for each.

    Through the gate and the ledger like any other look. The customers' cases are open for as long as it takes: one that
    stood open for the hour would let other pages open fields that nobody approved, and outlive a clock that stands
    still. Raises NotAllowed outside of the hour or for another person.
    """
    found = glass_of(glass)
    if found is None or found.staff != staff or not found.is_open(at):
        raise NotAllowed("Không có quyền mở khẩn cấp nào đang có hiệu lực.", "No emergency access is open.")
    _while_the_file_is_open(found.incident)
    with _cases(found, at) as asks:
        return reveal_many(hold_as_staff(staff, PURPOSE), found.fields, asks, at)


def end_due(now: datetime) -> int:
    """Close every access whose hour is over; returns how many. The clock knocks for this, every second."""
    over = _over(now)
    for row in over:
        _close(row, now, "code/break_glass")
    return len(over)


@answering()
def _over(now: datetime) -> list[GlassRow]:
    return list(GlassRow.objects.filter(closed_at=None, ends_at__lte=now).order_by("ends_at"))


def _close(row: GlassRow, at: datetime, actor: str) -> None:
    with writing(at, actor) as book:
        for one in GlassPersonRow.objects.filter(glass_id=row.id).exclude(case_id=None):
            close_case(one.case_id, at)
        if GlassRow.objects.filter(id=row.id, closed_at=None).update(closed_at=at):
            _tell(book, row.incident_id, row.id, "ended")


def review(glass: int, staff: int, text: str, at: datetime) -> None:
    """What the look was for and whether it was right, written by somebody who did not look. Ends an open hour.

    Raises NotAllowed for whoever looked, without a text, or for one that was reviewed.
    """
    who, row = (
        colleague(staff),
        GlassRow.objects.filter(id=glass, reviewed_at=None).exclude(ends_at=None).first(),
    )
    if who is None or row is None or not who.administrator or row.staff_id == staff:
        raise NotAllowed(
            "Người quản trị khác với người đã mở phải xem xét, và chỉ một lần.",
            "An administrator who did not look reviews it, once.",
        )
    if not 0 < len(text.strip()) <= LONGEST:
        raise NotAllowed("Ghi kết quả xem xét.", "Write down what the review found.")
    if row.closed_at is None:
        _close(row, at, who.pseudonym)
    with writing(at, who.pseudonym) as book:
        sealed = seal_text(text.strip(), "glass", glass, "review")
        GlassRow.objects.filter(id=glass).update(reviewed_by_id=staff, reviewed_at=at, review=sealed)
        _tell(book, row.incident_id, glass, "reviewed", text=text.strip())


@answering()
def glass_of(glass: int) -> Glass | None:
    """One access; None when there is none."""
    row = GlassRow.objects.filter(id=glass).first()
    return None if row is None else _glass(row)


@answering()
def glasses_of(incident: int) -> list[Glass]:
    """Every access because of one incident, oldest first."""
    return [_glass(row) for row in GlassRow.objects.filter(incident_id=incident).order_by("asked_at", "id")]


@dataclass(frozen=True, slots=True)
class Opened:
    """That somebody's data was opened in an emergency: when, until when, and whether it was reviewed since."""

    at: datetime
    until: datetime
    fields: tuple[str, ...]
    reviewed_at: datetime | None


@answering()
def opened_of(subject: int) -> list[Opened]:
    """What a customer reads beside who used their data, newest first."""
    found = GlassPersonRow.objects.filter(subject_id=subject).exclude(glass__ends_at=None)
    rows = [one.glass for one in found.select_related("glass").order_by("-glass__opened_at")]
    return [
        Opened(one.opened_at, one.closed_at or one.ends_at, names_in(one.fields), one.reviewed_at)
        for one in rows
    ]


@answering()
def unreviewed() -> int:
    """How many accesses are over, or open, and wait for their review."""
    return int(GlassRow.objects.exclude(ends_at=None).filter(reviewed_at=None).count())


@answering()
def _while_the_file_is_open(incident: int) -> None:
    """The emergency is the incident: once its file is closed, nothing is left that could need this."""
    try:
        still_open(incident)
    except LookupError as error:
        raise NotAllowed(
            "Hồ sơ sự cố đã đóng: không còn gì khẩn cấp.",
            "The incident is closed: there is no emergency any more.",
        ) from error


def _refuse_unreviewed(staff: int) -> None:
    if GlassRow.objects.filter(staff_id=staff, reviewed_at=None).exclude(ends_at=None).exists():
        raise NotAllowed(
            "Lần mở khẩn cấp trước của bạn chưa được xem xét.",
            "Your last emergency access is not reviewed yet.",
        )


def _refuse_approval(row: GlassRow, staff: int, scope: str, at: datetime) -> None:
    if row.staff_id == staff:
        raise NotAllowed("Không ai tự duyệt cho mình.", "Nobody approves their own request.")
    if row.first_id == staff:
        raise NotAllowed("Người duyệt thứ hai phải là người khác.", "The second approver is somebody else.")
    if bytes(row.scope).hex() != scope:
        raise NotAllowed("Phạm vi không phải phạm vi đã xem.", "This is not the scope that was asked for.")
    first = None if row.first_id is None else colleague(row.first_id)
    if row.first_id is not None and (first is None or not first.administrator):
        # Whoever lost the right to approve since then, or left, is no second pair of eyes any more.
        raise NotAllowed(
            "Người duyệt thứ nhất không còn là người quản trị: hãy hỏi lại.",
            "The first approver is no administrator any more: ask anew.",
        )
    if row.ends_at is not None or row.refused_at is not None:
        raise NotAllowed("Yêu cầu này đã được quyết định.", "This request was decided.")
    if at >= row.asked_at + GOOD_FOR:
        raise NotAllowed("Yêu cầu đã quá một giờ: hãy hỏi lại.", "It is more than an hour old: ask anew.")


@contextmanager
def _cases(glass: Glass, at: datetime) -> Iterator[list[Ask]]:
    """A case for each named customer while somebody looks; what a crash leaves open, the end of the hour closes."""
    asks = []
    with durable():
        for one in GlassPersonRow.objects.filter(glass_id=glass.id).exclude(subject=None).order_by("id"):
            if (
                one.case_id is not None
            ):  # of a look that was killed: the row names one case, and this names another
                close_case(one.case_id, at)
            case = open_case(CaseKind.CARE, at, subject=one.subject_id, role=ROLE, staff=glass.staff)
            GlassPersonRow.objects.filter(id=one.id).update(case_id=case)
            asks.append(Ask(one.subject_id, case))
    try:
        yield asks
    finally:
        with durable():
            for ask in asks:
                if ask.case is not None:
                    close_case(ask.case, at)


def _tell(book: Book, incident: int, glass: int, step: str, **said: str | int) -> None:
    book.line(incident, What.GLASS, glass=f"{glass:x}", step=step, **said)


def _scope(glass: int, staff: int, people: Sequence[int], mask: int, reason: str) -> bytes:
    said = {"id": str(glass), "staff": str(staff), "people": [str(one) for one in people], "fields": mask}
    return hashlib.sha256(canonical({**said, "reason": reason})).digest()


def _glass(row: GlassRow) -> Glass:
    people = GlassPersonRow.objects.filter(glass_id=row.id).exclude(subject=None)
    return Glass(
        *(row.id, row.incident_id, row.staff_id, row.asked_at),
        open_text(bytes(row.reason), "glass", row.id, "reason"),
        names_in(row.fields),
        tuple(sorted(people.values_list("subject_id", flat=True))),
        bytes(row.scope).hex(),
        *(row.first_id, row.second_id, row.ends_at, row.closed_at, row.refused_at, row.reviewed_at),
    )
