"""Consent said at the counter, on the telephone or on paper: written down with the very words that were used.

Nobody of the shop can consent for a customer. What is written down is what was asked, word for word, how it was
said, and where the paper or recording lies; and the ledger names the colleague who wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Indicated, Method, NotPossible, evidence_reference
from giuloi.core.gate.decide import decide
from giuloi.core.gate.request import Reason, SubjectFacts, UseRequest
from giuloi.core.gate.words import CHANNELS
from giuloi.core.policy.clauses import Policy, PurposeRule
from giuloi.core.terms import Channel, ConsentState, LegalBasis, NotATerm, SubjectState
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.told import Told, explained
from giuloi.doors.console.tongue import spoken, tell
from giuloi.promises.collect.finding import ground_of
from giuloi.promises.collect.orders import PURPOSE as SUPPLY
from giuloi.promises.collect.overview import Seen, customer_seen
from giuloi.promises.collect.withdrawn import settle_withdrawn
from giuloi.records import consents
from giuloi.records.consents import Asked

LONGEST_WORDING = 2000  # characters: nobody reads out more, and nobody takes in as much
METHODS: dict[Method, Words] = {
    Method.WRITTEN: Words("Giấy ký tại quầy", "On paper, signed at the counter"),
    Method.RECORDED_CALL: Words("Cuộc gọi có ghi âm", "On a recorded call"),
    Method.EMAIL: Words("Thư điện tử của khách", "In an e-mail of the customer's"),
    Method.SMS_SYNTAX: Words("Tin nhắn theo cú pháp", "By a text message"),
    Method.OTHER_VERIFIABLE: Words("Cách khác kiểm chứng được", "Another way that can be verified"),
}
ANSWERS: dict[str, Words] = {
    "give": Words("Đồng ý", "Yes"),
    "refuse": Words("Không đồng ý", "No"),
    "withdraw": Words("Rút lại sự đồng ý", "Takes the consent back"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be consented to: a purpose on a channel, named in both languages."""

    value: str
    purpose: str
    channel: Channel
    words: Words
    standard: Words
    state: ConsentState | None


@require_http_methods(["GET", "POST"])
@signed_in
def take(request: HttpRequest, subject: int) -> HttpResponse:
    """First the form, then the exact words to confirm, then the record."""
    seen = customer_seen(subject)
    if seen is None or ground_of(seen.policy, request.staff.role) is None:
        raise Http404  # to whom the customer's page is not open, there is nobody here
    choices = choices_for(seen)
    page: dict[str, Any] = {"seen": seen, "choices": choices, "methods": METHODS, "answers": ANSWERS}
    if request.method == "GET":
        return render(
            request, "console/consent.html", {**page, "said": {"answer": "", "language": spoken(_VI_EN)}}
        )
    said = {name: request.POST.get(name, "").strip() for name in _ASKED}
    problems = _problems(said, choices)
    if problems:
        return render(
            request, "console/consent.html", {**page, "said": said, "problems": problems}, status=422
        )
    choice = next(one for one in choices if one.value == said["choice"])
    if said["answer"] == "give" and (why := useless(seen, choice)) is not None:
        return render(request, "console/consent.html", {**page, "said": said, "told": why}, status=403)
    said["wording"] = said["wording"] or choice.standard.spoken(said["language"])
    if request.POST.get("confirmed") == "yes":
        return _record(request, seen, choice, said)
    words = {"method": METHODS[Method(said["method"])], "answer": ANSWERS[said["answer"]]}
    page |= {"said": said, "choice": choice, "newest": _newest(seen, choice), **words}
    return render(request, "console/consent_confirm.html", page)


def choices_for(seen: Seen) -> list[Choice]:
    """What the policy that this customer is judged by rests on their consent, channel by channel."""
    states = {(one.purpose, one.channel, one.recipient): one.state for one in seen.consents}
    return [
        Choice(
            f"{rule.name}/{channel.value}",
            rule.name,
            channel,
            Words(f"{rule.vi} {CHANNELS[channel][0]}", f"{rule.en} {CHANNELS[channel][1]}"),
            _standard(seen.policy, rule, channel),
            states.get((rule.name, channel.value, "")),
        )
        for rule in seen.policy.purposes.values()
        if rule.basis.get(seen.standing) is LegalBasis.CONSENT
        for channel in _channels(rule)
    ]


def useless(seen: Seen, choice: Choice) -> Told | None:
    """Why a yes would change nothing (a minor, a frozen person): then it is not taken; None where it would."""
    rule = seen.policy.purposes[choice.purpose]
    request = UseRequest(choice.purpose, rule.fields, min(rule.roles), channel=choice.channel)
    facts = SubjectFacts(seen.standing, seen.states, to_purpose=ConsentState.GIVEN, case=rule.needs)
    decision = decide(seen.policy, request, facts)
    return explained(decision, request, seen.policy) if decision.reason is Reason.PROHIBITED else None


def _channels(rule: PurposeRule) -> list[Channel]:
    """A side purpose is asked for by channel only; what serves an order is also used inside the house."""
    inside = [] if rule.topic else [Channel.IN_HOUSE]
    return [*inside, *(channel for channel in Channel if channel in rule.channels)]


def _standard(policy: Policy, rule: PurposeRule, channel: Channel) -> Words:
    """The question as it is read out, where the clerk writes no other."""
    shop = str(policy.shop.get("shop", ""))
    vi, en = CHANNELS[channel]
    return Words(
        f"Quý khách có đồng ý để {shop} dùng thông tin của quý khách cho việc {rule.vi} {vi} không? Quý khách có thể "
        "từ chối, hoặc rút lại bất cứ lúc nào, mà không ảnh hưởng đến việc mua hàng.",
        f"Do you agree that {shop} uses your information for {rule.en} {en}? You may refuse, or take it back at any "
        "time, without any effect on your orders.",
    )


def _problems(said: dict[str, str], choices: list[Choice]) -> dict[str, Words]:
    """Field → what to put right."""
    found: dict[str, Words] = {}
    if said["choice"] not in {one.value for one in choices}:
        found["choice"] = Words("Hãy chọn việc mà khách trả lời.", "Choose what the customer answered about.")
    if said["answer"] not in ANSWERS:
        found["answer"] = Words(
            "Hãy chọn câu trả lời của khách: không có sẵn câu nào.",
            "Choose what the customer answered: none is chosen beforehand.",
        )
    if said["method"] not in {one.value for one in METHODS}:
        found["method"] = Words("Hãy chọn cách khách đã nói.", "Choose how the customer said it.")
    if said["language"] not in ("vi", "en"):
        found["language"] = Words("Hãy chọn thứ tiếng.", "Choose the language.")
    if len(said["wording"]) > LONGEST_WORDING:
        found["wording"] = Words(
            "Câu này quá dài: hãy ghi đúng câu đã đọc.", "This is too long: write the sentence that was read."
        )
    try:
        evidence_reference(said["evidence"])
    except NotATerm:
        found["evidence"] = _EVIDENCE
    if not said["evidence"] and said["answer"] == "give":
        found["evidence"] = Words(
            "Sự đồng ý cần một bằng chứng: số giấy hoặc số ghi âm.",
            "A yes needs evidence: the number of the paper or recording.",
        )
    return found


def _newest(seen: Seen, choice: Choice) -> int:
    """The record this answer follows: what it is told by whether the same answer was sent twice."""
    key = (choice.purpose, choice.channel.value, "")
    return next((one.record for one in seen.consents if (one.purpose, one.channel, one.recipient) == key), 0)


def _record(request: HttpRequest, seen: Seen, choice: Choice, said: dict[str, str]) -> HttpResponse:
    if request.POST.get("newest") != str(_newest(seen, choice)):
        tell(request, _CHANGED, messages.WARNING)
        return HttpResponseRedirect(f"/console/customers/{seen.id}")
    by = Indicated.REPRESENTATIVE if seen.states & SubjectState.MINOR else Indicated.SUBJECT
    asked = Asked(
        choice.purpose,
        choice.channel,
        said["wording"],
        said["language"],
        Method(said["method"]),
        by=by,
        evidence=said["evidence"],
    )
    write = {"give": consents.give, "refuse": consents.refuse, "withdraw": consents.withdraw}[said["answer"]]
    if said["answer"] == "withdraw" and choice.state is not ConsentState.GIVEN:
        tell(request, _NOTHING, messages.WARNING)
        return HttpResponseRedirect(f"/console/customers/{seen.id}")
    try:
        write(seen.id, [asked], datetime.now(UTC), request.staff.pseudonym)
    except NotPossible:
        tell(request, _CHANGED, messages.WARNING)
    else:
        if choice.purpose == SUPPLY:  # open orders follow what was just said (VI.7)
            settle_withdrawn(seen.id, datetime.now(UTC))
        tell(request, _WRITTEN)
    return HttpResponseRedirect(f"/console/customers/{seen.id}")


_ASKED = ("choice", "answer", "method", "language", "wording", "evidence")
_VI_EN = Words("vi", "en")
_EVIDENCE = Words(
    "Chỉ ghi số giấy hoặc số ghi âm, ví dụ GIAY-2026/014: chữ không dấu, có số, dưới chín chữ số; không ghi tên hay "
    "số điện thoại.",
    "Only the number of the paper or recording, such as PAPER-2026/014: plain letters and fewer than nine digits; no "
    "name, no telephone number.",
)
_WRITTEN = Words(
    "Đã ghi vào lịch sử đồng ý và sổ sử dụng. Biên nhận ở dòng đầu của lịch sử.",
    "Written into the history of consents and the ledger. The receipt is in the first line of the history.",
)
_CHANGED = Words(
    "Việc này vừa được ghi rồi, hoặc vừa thay đổi: xin xem lịch sử bên dưới. Không có gì được ghi hai lần.",
    "This was just written down, or has just changed: see the history below. Nothing was written twice.",
)
_NOTHING = Words(
    "Khách chưa đồng ý việc này, nên không có gì để rút lại.",
    "There was no consent to this, so there is nothing to take back.",
)
