"""/me/choices: what the visitor said yes and no to, each with its date and receipt; taking back is one click (VI.3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Method
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel, ConsentState, Coverage, LegalBasis, Standing, SubjectState
from giuloi.doors.portal.coming import now, see, signed_in, spoken_here, tell
from giuloi.promises.answer.use_words import purpose_words
from giuloi.promises.collect.orders import PURPOSE as SUPPLY
from giuloi.promises.collect.own_orders import open_orders
from giuloi.promises.collect.questions import AskedPurpose, Question, asked_purposes, question
from giuloi.promises.collect.recipient_questions import AskedRecipient, asked_recipients, of_purpose
from giuloi.promises.collect.withdrawn import settle_withdrawn
from giuloi.records import consents
from giuloi.records.choices import Said, is_theirs, said_by
from giuloi.records.published import by_id
from giuloi.records.receipts import receipt_for
from giuloi.records.subjects import standing_of

HERE = "/me/choices"
_GREATEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One purpose by one channel: how it stands, and the question that a yes would be the answer to.

    Without a `question` it can only be taken back: the policy of today does not ask for it any more.
    """

    purpose: str
    channel: str
    recipient: str
    said: Said | None
    question: Question | None

    @property
    def given(self) -> bool:
        """It stands as a yes now."""
        return self.said is not None and self.said.state is ConsentState.GIVEN

    @property
    def open(self) -> bool:
        """Not answered: never asked, or asked and left open."""
        return self.said is None or self.said.state is ConsentState.REQUESTED

    @property
    def id(self) -> str:
        """For the page: which words a button belongs to."""
        return f"{self.purpose}-{self.channel}" + (f"-to-{self.recipient}" if self.recipient else "")

    @property
    def wording(self) -> str:
        """The exact words, in the language of the page."""
        return "" if self.question is None else self.question.wording(spoken_here())

    @property
    def fingerprint(self) -> str:
        """Ties the button to the words above it: what is recorded is what stood there."""
        return hashlib.sha256(self.wording.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Group:
    """One purpose with its channels; `open_orders` only where withdrawing stops some."""

    purpose: str
    words: Words
    lead: Words
    clause: str
    topic: bool
    choices: tuple[Choice, ...]
    open_orders: int = 0


@require_http_methods(["GET", "POST"])
@signed_in()
def page(request: HttpRequest) -> HttpResponse:
    """The choices; a POST changes one and comes back here."""
    subject, at = request.visitor.who, now()
    found = standing_of(subject)
    if found is None:
        return see("/sign-in")
    standing, states, policy_id = found
    policy = by_id(policy_id).policy
    groups = list(_groups(policy, standing, subject, at))
    if request.method == "POST":
        _change(request, subject, states, groups, at)
        return see(HERE)
    settled = next((one for one in policy.kept if one.promise == "require.open_orders_settled"), None)
    context = {
        "groups": groups,
        "member": standing is Standing.MEMBER,
        "minor": bool(states & SubjectState.MINOR),
        "frozen": bool(states & SubjectState.FROZEN),
        "settled_clause": settled.clause if settled else "",
        "settled": settled is not None and settled.coverage is Coverage.ENFORCED,
        "contact": policy.shop.get("contact", ""),
        "reads": spoken_here(),
    }
    return render(request, "portal/choices.html", context)


@require_GET
@signed_in()
def receipt(request: HttpRequest, record: int) -> HttpResponse:
    """The signed receipt of one answer of their own; anybody else's is not found."""
    if record > _GREATEST_ID or not is_theirs(record, request.visitor.who):
        raise Http404
    told = json.dumps(receipt_for(record), ensure_ascii=False, indent=2)
    answer = HttpResponse(told, content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="consent-receipt-{record}.json"'
    return answer


def _groups(policy: Policy, standing: Standing, subject: int, at: datetime) -> Iterator[Group]:
    """The side purposes for everybody; for a member also what serving them rests on (IV.4)."""
    said, named = said_by(subject, at), asked_recipients(policy, at)
    for asked in asked_purposes(policy):
        if policy.purposes[asked.purpose].basis.get(standing) is LegalBasis.CONSENT:
            waiting = open_orders(subject) if asked.purpose == SUPPLY else 0
            words = purpose_words(policy, asked.purpose)
            choices = tuple(_choices(asked, said, of_purpose(named, asked.purpose)))
            yield Group(asked.purpose, words, asked.lead, asked.clause, asked.topic, choices, waiting)
    known = {asked.purpose for asked in asked_purposes(policy)}
    for purpose in sorted({one.purpose for one in named} - known):
        known.add(purpose)
        words, rule = purpose_words(policy, purpose), policy.purposes[purpose]
        itself = (question(policy, purpose, Channel.IN_HOUSE),)  # a member agrees to the purpose too (IV.4)
        questions = itself if standing is Standing.MEMBER else ()
        asked = AskedPurpose(purpose, rule.clause, words, True, questions)
        choices = tuple(_choices(asked, said, of_purpose(named, purpose)))
        yield Group(purpose, words, words, rule.clause, True, choices)
    for purpose in sorted({one.purpose for one in said.values()} - known):
        words, others = (
            purpose_words(policy, purpose),
            [one for one in said.values() if one.purpose == purpose],
        )
        choices = tuple(Choice(*one.key, one, None) for one in others)
        clause = policy.purposes[purpose].clause if purpose in policy.purposes else ""
        yield Group(purpose, words, words, clause, True, choices)


def _choices(
    asked: AskedPurpose, said: dict[tuple[str, str, str], Said], named: tuple[AskedRecipient, ...]
) -> Iterator[Choice]:
    """The channels that are asked for, and whatever else was once answered about this purpose."""
    for one in asked.questions:
        key = (one.purpose, one.channel.value, "")
        yield Choice(*key, said.get(key), one)
    for each in named:
        key = (each.purpose, each.question.channel.value, each.recipient)
        yield Choice(*key, said.get(key), each.question)
    offered = {(one.purpose, one.channel.value, "") for one in asked.questions}
    offered |= {(one.purpose, one.question.channel.value, one.recipient) for one in named}
    yield from (
        Choice(*key, one, None) for key, one in said.items() if key[0] == asked.purpose and key not in offered
    )


def _change(
    request: HttpRequest, subject: int, states: SubjectState, groups: list[Group], at: datetime
) -> None:
    key = tuple(request.POST.get(name, "") for name in ("purpose", "channel", "recipient"))
    chosen = next(
        (
            one
            for group in groups
            for one in group.choices
            if (one.purpose, one.channel, one.recipient) == key
        ),
        None,
    )
    if chosen is None:
        tell(request, _GONE, messages.WARNING)
    elif "withdraw" in request.POST:
        _withdraw(request, subject, chosen, next(one for one in groups if chosen in one.choices), at)
    elif "refuse" in request.POST:
        _refuse(request, subject, chosen, at)
    elif "give" in request.POST:
        _give(request, subject, chosen, states, at)


def _withdraw(request: HttpRequest, subject: int, chosen: Choice, group: Group, at: datetime) -> None:
    """At once; the words are those of the yes that is taken back. Saying it twice is no mistake."""
    if chosen.said is None or not chosen.given:
        tell(request, _NOT_GIVEN, messages.INFO)
        return
    said = chosen.said
    consents.withdraw(subject, [_asked(chosen, said.wording, said.language)], at)
    _settle(chosen, subject, at)
    tell(request, _WITHDRAWN)
    if group.open_orders and chosen.channel == Channel.IN_HOUSE:
        tell(request, _ORDERS_STOP, messages.WARNING)


def _give(request: HttpRequest, subject: int, chosen: Choice, states: SubjectState, at: datetime) -> None:
    """A yes to exactly the words that stood there. Nobody under age says it, and nobody whose data is frozen."""
    if chosen.given:
        tell(request, _GIVEN_ALREADY, messages.INFO)
    elif chosen.question is None or states & (SubjectState.MINOR | SubjectState.FROZEN):
        tell(request, _GONE, messages.WARNING)
    elif request.POST.get("said", "") != chosen.fingerprint:
        tell(request, _OTHER_WORDS, messages.WARNING)
    else:
        consents.give(subject, [_asked(chosen, chosen.wording, spoken_here())], at)
        _settle(chosen, subject, at)
        tell(request, _GIVEN)


def _settle(chosen: Choice, subject: int, at: datetime) -> None:
    """Open orders follow what was just said about supplying them (VI.7)."""
    if chosen.purpose == SUPPLY:
        settle_withdrawn(subject, at)


def _refuse(request: HttpRequest, subject: int, chosen: Choice, at: datetime) -> None:
    """A no that is remembered, so that nobody asks again."""
    if chosen.question is None or not chosen.open:
        tell(request, _NOT_GIVEN, messages.INFO)
        return
    consents.refuse(subject, [_asked(chosen, chosen.wording, spoken_here())], at)
    tell(request, _REFUSED)


def _asked(chosen: Choice, wording: str, language: str) -> consents.Asked:
    return consents.Asked(
        chosen.purpose, Channel(chosen.channel), wording, language, Method.WEB, chosen.recipient
    )


_WITHDRAWN = Words(
    "Đã rút lại, có hiệu lực ngay: từ lúc này không tin nào còn được gửi, không ai còn mở thông tin dựa trên sự đồng ý"
    " ấy.",
    "Taken back, with effect at once: from now on nothing is sent and nothing opened on the strength of that consent.",
)
_GIVEN = Words(
    "Đã ghi nhận sự đồng ý. Biên nhận ở ngay bên cạnh; quý khách rút lại được bất cứ lúc nào.",
    "Your consent is recorded. Its receipt is beside it; you can take it back at any time.",
)
_REFUSED = Words(
    "Đã ghi nhận: quý khách không đồng ý. Việc mua hàng vẫn như thường.",
    "Noted: you do not agree. Buying here stays as it is.",
)
_GIVEN_ALREADY = Words("Quý khách đã đồng ý việc này rồi.", "You have agreed to this already.")
_NOT_GIVEN = Words(
    "Việc này hiện không có sự đồng ý nào để rút lại.", "There is no consent here to take back."
)
_OTHER_WORDS = Words(
    "Câu hỏi vừa được đổi: xin đọc lại rồi chọn. Chưa có gì được ghi.",
    "The words have changed since: please read them again. Nothing was recorded.",
)
_GONE = Words(
    "Lựa chọn này không có ở đây. Chưa có gì được ghi.", "There is no such choice here. Nothing was recorded."
)
_ORDERS_STOP = Words(
    "Quý khách còn đơn đang mở: việc dùng thông tin cho đơn ấy dừng ngay. Xin chọn với bộ phận chăm sóc: hủy đơn, trả"
    " hàng, hoặc đồng ý lại để giao nốt (mục VI.7).",
    "You have an order under way: using your information for it stops now. Please choose with customer care: cancel it,"
    " return it, or agree again so that it is delivered (clause VI.7).",
)
