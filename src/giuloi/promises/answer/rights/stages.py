"""The stages of a right, each with its time: received, identity checked, valid, answered, done or refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import evidence_reference
from giuloi.core.terms import GiuloiError, NotATerm
from giuloi.promises.answer.ending import end
from giuloi.promises.answer.rights import clocks, grounds
from giuloi.promises.answer.rights.clocks import Deadlines
from giuloi.promises.answer.rights.reasons import REASONS
from giuloi.promises.answer.rights.rows import RepresentativeRow, RightPause, RightRow
from giuloi.promises.use import notices
from giuloi.promises.use.notices import Notice
from giuloi.records.database import answering, durable
from giuloi.records.holidays import free_days
from giuloi.records.published import by_id
from giuloi.records.request_kinds import OPEN, RIGHTS_KINDS, Happened, RequestState
from giuloi.records.request_steps import note_step
from giuloi.records.requests import CustomerRequest, request_of

LIFT = "lift"


class NotNow(GiuloiError):
    """This step is not possible here; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def begin(
    request: int, at: datetime, *, valid: bool, stepped: bool = False, wish: Sequence[object] = ()
) -> None:
    """Note a right that was asked, in the transaction of its request. `valid`: it is known who asked."""
    RightRow.objects.create(
        request_id=request,
        valid_at=at if valid else None,
        stepped=stepped,
        wish=list(wish),
        due_at=at if valid else None,
    )
    _keep_clocks(request, at)


def now_valid(request: int, at: datetime, *, stepped: bool = False) -> None:
    """It is established who asked: the law's clock begins, and software may carry it out. Joins the transaction."""
    row = RightRow.objects.filter(request_id=request).first()
    if row is None:
        return
    if RepresentativeRow.objects.filter(request_id=request, checked_at=None).exists():
        RightRow.objects.filter(request_id=request).update(stepped=row.stepped or stepped)
        return  # whoever asks for somebody under age is checked by a second colleague first
    RightRow.objects.filter(request_id=request).update(
        valid_at=row.valid_at or at, stepped=row.stepped or stepped, due_at=at
    )
    _keep_clocks(request, at)


def look_again(request: int, at: datetime) -> None:
    """Something was added that software may be able to carry out. Joins the caller's transaction."""
    RightRow.objects.filter(request_id=request).exclude(valid_at=None).update(due_at=at)


def lacks_channel(request: int) -> bool:
    """Whether it is a right that nobody showed control of a known channel for: a look was enough so far."""
    return RightRow.objects.filter(request_id=request, stepped=False).exists()


@answering()
def right_of(request: int) -> RightRow | None:
    """How far a right is; None for what is none, or was asked before this release."""
    return RightRow.objects.filter(request_id=request).first()


def wishes(request: int, wish: Sequence[object]) -> bool:
    """Whether a right was asked with exactly this wish, in whatever order its uses were named."""
    right = right_of(request)
    return sorted(map(str, right.wish if right is not None else ())) == sorted(
        str(list(one) if isinstance(one, tuple) else one) for one in wish
    )


def deadlines_of(request: int, at: datetime) -> Deadlines | None:
    """Both clocks of a right; None for a request that is none."""
    row = request_of(request)
    return None if row is None or row.kind not in RIGHTS_KINDS else _deadlines(row, at)


def _deadlines(row: CustomerRequest, at: datetime) -> Deadlines:
    right = right_of(row.id)
    pauses = list(RightPause.objects.filter(right_id=row.id).values_list("since", "until"))
    valid_at = right.valid_at if right is not None else row.received_at
    extended = right is not None and right.extended_at is not None
    return clocks.deadlines(
        *(by_id(row.policy_id).policy, row.kind, row.due_at, valid_at, pauses, at, free_days()),
        extended=extended,
    )


def _keep_clocks(request: int, at: datetime) -> None:
    """The law's dates stand in the request's row too, where the inbox sorts by them."""
    row = request_of(request)
    if row is not None:
        found = _deadlines(row, at)
        CustomerRequest.objects.filter(id=request).update(
            law_answer_at=found.law_answer, law_due_at=found.law_do
        )


def pause(request: int, at: datetime, actor: str) -> bool:
    """The customer is asked who they are: the law's clock stands still. False where it does, or the request ended."""
    with durable():
        row = CustomerRequest.objects.select_for_update().filter(id=request, state__in=OPEN).first()
        right = right_of(request)
        if row is None or right is None or RightPause.objects.filter(right_id=request, until=None).exists():
            return False
        RightPause.objects.create(right_id=request, since=at)
        note_step(request, Happened.IDENTITY_ASKED, at, actor)
    return True


def resume(request: int, at: datetime, actor: str) -> bool:
    """They answered: the law's clock runs on, later by as long as it stood still. False where it did not."""
    with durable():
        if not RightPause.objects.filter(right_id=request, until=None).update(until=at):
            return False
        _keep_clocks(request, at)
        note_step(request, Happened.IDENTITY_ANSWERED, at, actor)
    return True


def extend(request: int, because: Words, proof: str, at: datetime, actor: str) -> datetime:
    """Extend the law's clock, once, telling the customer why before the old date; returns the new one.

    `proof` is where the proof of the need lies (a document's number). Raises NotNow, and NotATerm without a reason or
    proof. The promise of 24 hours is not extended by anything.
    """
    if because not in REASONS.values():  # it stands in clear: a sentence about somebody has no place in it
        raise NotATerm(f"say why it takes longer, by one of {', '.join(REASONS)}: the customer is told")
    evidence_reference(proof)
    if not proof.strip():
        raise NotATerm(
            "name the document that proves the need: the shop has to show it (Decree 356/2025 art. 5)"
        )
    with durable():
        row = CustomerRequest.objects.select_for_update().filter(id=request, state__in=OPEN).first()
        right = right_of(request)
        if row is None or right is None or right.valid_at is None or row.subject_id is None:
            raise NotNow(_NOT_RUNNING)
        if right.extended_at is not None:
            raise NotNow(_ONCE)
        before = _deadlines(row, at)
        if before.law_do is None or before.law_do <= at:
            raise NotNow(_TOO_LATE)
        RightRow.objects.filter(request_id=request).update(
            extended_at=at, extended_because=because.vi, extended_proof=proof
        )
        _keep_clocks(request, at)
        until = _deadlines(row, at).law_do or before.law_do
        note_step(request, Happened.EXTENDED, at, actor)
        notices.tell(
            Notice.REQUEST_EXTENDED, row.subject_id, request, at,
            due=until, reason_vi=because.vi.strip(), reason_en=because.en.strip(),
        )  # fmt: skip
    return until


def refuse(request: int, word: str, at: datetime, actor: str) -> bool:
    """Refuse a right on a listed ground, which the customer is told. Raises NotATerm for any other ground."""
    row = request_of(request)
    if row is None:
        return False
    grounds.check(row.kind, word)
    return end(request, RequestState.REFUSED, at, actor, word)


_NOT_RUNNING = Words(
    "Yêu cầu đã kết thúc hoặc chưa hợp lệ: đồng hồ của luật không chạy.",
    "The request has ended or is not valid yet: the law's clock does not run.",
)
_ONCE = Words("Luật chỉ cho gia hạn một lần.", "Law lets it be extended once only.")
_TOO_LATE = Words(
    "Đã quá hạn của luật: không gia hạn được nữa.", "The law's date is over: it cannot be extended any more."
)
