"""The one way a customer's request comes in, whatever it is and wherever from (IV.3).

In one durable transaction: its case is opened, its words are sealed under it, its clock runs, the ledger has a
line, an acknowledgement is queued. Asked again while it is in flight it is that same request, and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Method
from giuloi.core.fields import mask_of
from giuloi.core.terms import CaseKind, Channel, ConsentState, GiuloiError, Outcome, Standing
from giuloi.promises.answer import messages
from giuloi.promises.answer.rights import carrying_out, stages
from giuloi.promises.answer.told import tell_received
from giuloi.promises.collect.correction import CORRECTABLE, problems_of
from giuloi.promises.collect.own_orders import order_of
from giuloi.promises.use.cases import File, adopt
from giuloi.records import corrections
from giuloi.records.cases import ITS_WORDS, cover, open_case, widen
from giuloi.records.consents import CUSTOMER, Asked, lift_withdrawals, record_consents
from giuloi.records.database import durable, joined
from giuloi.records.ids import new_id
from giuloi.records.published import Published, by_id, current
from giuloi.records.request_kinds import KINDS, OPEN, RIGHTS_KINDS, Happened
from giuloi.records.request_steps import note_step
from giuloi.records.requests import CustomerRequest, Received, in_flight, receive
from giuloi.records.subjects import alone_with, standing_of
from giuloi.records.uses.pending import Use, record_uses

ASKABLE = tuple(kind for kind in KINDS if kind != "order")  # an order is placed, not asked
ABOUT_AN_ORDER = ("cancel", "return")
NEEDS_WORDS = ("support", "question", "complain")
STOPS_A_USE = frozenset({"withdraw", "object"})
SOURCES = ("portal", "phone", "email", "zalo", "messenger", "sms", "counter", "api")
# What stands at the button; a member consents by it to being answered (IV.4), and to no more.
WORDING = Words(
    "Khi gửi, quý khách đồng ý để tiệm dùng thông tin của quý khách để giải quyết và trả lời yêu cầu này.",
    "By sending this you agree that the shop uses your information to deal with this request and answer it.",
)


def purpose_of(kind: str) -> str:
    """What data is used for to carry out such a request: a right, or a complaint, never rests on consent (VI.6).

    The purpose names the case too: "care" needs a care case, "rights" a request, "supply" the order itself.
    """
    if kind == "order":
        return "supply"
    return "rights" if kind in RIGHTS_KINDS or kind == "complain" else "care"


class NotAsked(GiuloiError):
    """This cannot be taken in; `words` are for whoever asked, and hold nothing about a person."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Asking:
    """One request as it is asked. `order` is required for a cancellation or return; `line` is 1 for its first.

    `source` is one of SOURCES; `contact_by` the channels by which the customer wants to be answered; `wording`
    ("" means WORDING in their language) what they agreed to by asking. `repeat` is the form's own token.
    `files` are sealed in the same transaction. Of a right over data: `stepped`, whether whoever asks controls a
    channel that was known before, and the `wish` that narrows it (rights/rows.py); of a correction the field and
    what is to stand there, to `correct`: it is sealed as that field is.
    """

    kind: str
    text: str = field(repr=False)
    source: str
    order: int | None = None
    line: int | None = None
    repeat: str = ""
    language: str = "vi"
    method: Method = Method.WEB
    wording: str = ""
    contact_by: Collection[Channel] = ()
    files: Sequence[File] = field(default=(), repr=False)
    stepped: bool = False
    wish: Sequence[object] = ()
    correct: tuple[str, str] | None = field(default=None, repr=False)

    @property
    def says(self) -> bool:
        """Whether there is anything to seal."""
        return bool(self.text.strip() or self.files)

    @property
    def stops(self) -> bool:
        """Whether it names a use that is to end: a no harms nobody as a yes would, so it holds whoever brings it."""
        return self.kind in STOPS_A_USE and bool(self.wish)

    @property
    def purpose(self) -> str:
        """What the data is used for."""
        return purpose_of(self.kind)

    def consents(self) -> list[Asked]:
        """What a member agrees to by asking to be cared for."""
        said = self.wording or (WORDING.en if self.language == "en" else WORDING.vi)
        channels = [Channel.IN_HOUSE, *sorted(set(self.contact_by) - {Channel.IN_HOUSE})]
        return [Asked(self.purpose, one, said, self.language, self.method) for one in channels]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of it. `repeated`: it was in flight already; `added`: what was written now stands beside it."""

    request: int
    case: int | None
    due_at: datetime | None
    repeated: bool = False
    added: bool = False


def ask(subject: int, asking: Asking, at: datetime, *, actor: str = CUSTOMER) -> TakenIn:
    """Take a request in: durable, acknowledged and counted when this returns. Raises NotAsked,
    and NotTaken for a file: then nothing was kept.

    `actor` is who wrote it down, as the ledger names them.
    """
    with durable():
        taken = take_in(subject, asking, at, actor)
    on_disk(subject, asking, taken, at)
    return taken


def take_in(
    subject: int, asking: Asking, at: datetime, actor: str = CUSTOMER, *, proven: bool = True
) -> TakenIn:
    """As `ask`, in the caller's transaction: call `on_disk` once that is on disk.

    A data right of somebody who is not `proven` to be who they say opens its own words only (proving.py).
    """
    with joined():
        standing, judged_by = _checked(subject, asking)
        alone_with(subject)
        again = _again(subject, asking)
        if _consents(standing, asking):
            record_consents(subject, asking.consents(), ConsentState.GIVEN, at, actor)
        if again is not None:
            return _once_more(subject, again, asking, at, actor)
        return _new(subject, asking, at, actor, judged_by, proven=proven)


def _again(subject: int, asking: Asking) -> Received | None:
    """The request that this is once more. Another wish is another right: merged into the first it would be lost."""
    found = in_flight(asking.kind, subject, asking.order, asking.line, asking.repeat)
    if found is None or asking.kind not in RIGHTS_KINDS:
        return found
    if asking.repeat and CustomerRequest.objects.filter(id=found.request, repeat=asking.repeat).exists():
        return found
    same = CustomerRequest.objects.filter(
        subject_id=subject, kind=asking.kind, record_id=asking.order, line=asking.line, state__in=OPEN
    )
    row = next((one for one in same.order_by("received_at") if stages.wishes(one.id, asking.wish)), None)
    return None if row is None else Received(row.id, row.due_at, repeated=True)


def on_disk(subject: int, asking: Asking, taken: TakenIn, at: datetime) -> None:
    """After the transaction: what asking gave counts, and a use that is named stops at once (VI.3)."""
    agreed(subject, asking)
    if not asking.stops:
        return
    if not taken.repeated:
        carrying_out.try_now(taken.request, at)
        return
    row = CustomerRequest.objects.filter(id=taken.request, subject_id=subject).first()
    if row is not None and row.state in OPEN:  # its words wait for a person; what is named does not
        carrying_out.stop_uses(subject, asking.kind, asking.wish, row.policy_id, at)


def agreed(subject: int, asking: Asking) -> None:
    """After the transaction: an earlier withdrawal of the very consent that asking gave no longer blocks it."""
    found = standing_of(subject)
    if found is not None and _consents(found[0], asking):
        lift_withdrawals(subject, asking.consents())


def _consents(standing: Standing, asking: Asking) -> bool:
    return standing is Standing.MEMBER and asking.purpose == "care"


def _new(
    subject: int, asking: Asking, at: datetime, actor: str, judged_by: Published, *, proven: bool
) -> TakenIn:
    case = _open_case(subject, asking, at, judged_by, proven=proven)
    received = receive(
        asking.kind,
        at,
        subject=subject,
        source=asking.source,
        actor=actor,
        record=asking.order,
        line=asking.line,
        case=case,
        repeat=asking.repeat,
        anew=asking.kind in RIGHTS_KINDS,  # `_again` looked, and at the wish too
    )
    if asking.says:
        messages.write(
            *(received.request, messages.Written.ASKED, asking.text, at, actor),
            channel=asking.source,
            files=asking.files,
        )
    if asking.kind in RIGHTS_KINDS:
        stages.begin(
            received.request, at, valid=proven or asking.stops, stepped=asking.stepped, wish=asking.wish
        )
        _wish(received.request, subject, case, asking, at)
    _note(subject, asking, at, actor, judged_by)
    tell_received(received.request, at)
    return TakenIn(received.request, case, received.due_at)


def _wish(request: int, subject: int, case: int, asking: Asking, at: datetime) -> None:
    """What is to be corrected, sealed beside the request; software looks at it (again)."""
    if asking.correct is not None:
        corrections.wish(request, subject, case, *asking.correct, at)
        stages.look_again(request, at)


def _open_case(subject: int, asking: Asking, at: datetime, judged_by: Published, *, proven: bool) -> int:
    """A right concerns all that is held; anything else only itself and its order, which may close before it does.

    A right of somebody who did not prove who they are opens its own words, and is made wider when they did.
    """
    case, a_right = new_id(), asking.kind in RIGHTS_KINDS
    kind = CaseKind.REQUEST if asking.purpose == "rights" else CaseKind.CARE
    whole = a_right and asking.order is None
    record = None if whole else case
    if a_right and not proven:
        record = ITS_WORDS
    open_case(kind, at, subject=subject, record=record, policy_id=judged_by.id, case=case)
    if asking.order is not None and record != ITS_WORDS:
        cover(case, asking.order)
        adopt(case, asking.language, order=asking.order)
    return case


def _once_more(subject: int, again: Received, asking: Asking, at: datetime, actor: str) -> TakenIn:
    """The same form is the same request; another one adds its words to it, and the clock of the first runs on."""
    row = CustomerRequest.objects.get(id=again.request)
    told = TakenIn(again.request, row.case_id, again.due_at, repeated=True)
    if actor == CUSTOMER and row.case_id is not None and widen(row.case_id, row.record_id):
        note_step(again.request, Happened.PROVEN_PORTAL, at, actor)
        stages.now_valid(again.request, at, stepped=asking.stepped)
    if asking.repeat and row.repeat == asking.repeat:
        return told
    if row.case_id is not None:
        _wish(again.request, subject, row.case_id, asking, at)
    if not asking.says or row.case_id is None:
        note_step(again.request, Happened.REPEATED, at, actor)
        return told
    kept = messages.write(
        *(again.request, messages.Written.ADDED, asking.text, at, actor),
        channel=asking.source,
        repeat=asking.repeat,
        files=asking.files,
    )
    return TakenIn(again.request, row.case_id, again.due_at, repeated=True, added=kept is not None)


def _note(subject: int, asking: Asking, at: datetime, actor: str, judged_by: Published) -> None:
    """One line in the use ledger: that something was asked, by whom, under which clause it is answered."""
    policy = judged_by.policy
    kept = [messages.FIELD] * asking.says + ["attachment"] * bool(asking.files)
    kept += [asking.correct[0]] if asking.correct else []
    sealed = mask_of(kept)
    use = Use(
        *(at, actor, "request", asking.purpose, policy.purposes[asking.purpose].clause, policy.hash),
        *(Outcome.ALLOWED.value, (subject,)),
        fields=sealed,
    )
    record_uses([use])


def _checked(subject: int, asking: Asking) -> tuple[Standing, Published]:
    """(standing, the version that judges the case) of somebody who may ask this; raises NotAsked."""
    if asking.kind not in ASKABLE or asking.source not in SOURCES:
        _no("Không có loại yêu cầu này.", "There is no such kind of request.")
    if len(asking.text) > messages.LONGEST:
        _no("Nội dung dài quá. Xin viết gọn hơn.", "This is too long. Please write less.")
    if asking.kind in NEEDS_WORDS and not asking.text.strip():
        _no("Xin viết vài lời về yêu cầu của quý khách.", "Please write a few words about what you ask.")
    if asking.order is None and (asking.kind in ABOUT_AN_ORDER or asking.line is not None):
        _no("Xin chọn đơn hàng.", "Please choose the order.")
    if asking.correct is not None:
        _correctable(asking.kind, *asking.correct)
    found = standing_of(subject)
    if found is None or (asking.order is not None and order_of(subject, asking.order) is None):
        _no("Không có đơn hàng này.", "There is no such order.")
    standing, _, accepted = found
    return standing, by_id(accepted) if standing is Standing.MEMBER else current()


def _correctable(kind: str, name: str, text: str) -> None:
    known = next((one for one in CORRECTABLE if one == name), None)
    if kind != "rectify" or known is None or not text:
        _no(
            "Xin chọn thông tin cần sửa và ghi giá trị đúng.",
            "Please choose what to correct, and write it right.",
        )
    for problem in problems_of(known, text):
        _no(problem.vi, problem.en)


def _no(vi: str, en: str) -> NoReturn:
    raise NotAsked(Words(vi, en))
