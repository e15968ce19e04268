"""Making a campaign: the form with its checks, and the preview as two readers would have it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.gate.decide import decide
from giuloi.core.gate.request import SubjectFacts
from giuloi.core.terms import CaseKind, Certainty, Channel, ConsentState, NotATerm, Secret, Standing
from giuloi.doors.console.campaigns import counted, found, marketing, topics
from giuloi.doors.console.form import CHOOSE, Form
from giuloi.doors.console.told import explained
from giuloi.doors.console.tongue import tell
from giuloi.promises.use.outreach import campaigns
from giuloi.promises.use.outreach.campaigns import State
from giuloi.promises.use.outreach.drafts import MOST_PER_MINUTE, Draft, Kind, NotNow, fingerprint
from giuloi.promises.use.outreach.reasons import ADDRESS, numbers, request_for
from giuloi.promises.use.outreach.template import VARIABLES, BadTemplate, Template
from giuloi.promises.use.outreach.written import Writer, label
from giuloi.records.candidates import Wanted
from giuloi.records.published import current, versions

STANDINGS = {
    Standing.MEMBER.value: Words("chỉ thành viên", "members only"),
    Standing.GUEST.value: Words("chỉ khách không có tài khoản", "customers without an account only"),
}
KINDS = {
    Kind.MESSAGE.value: Words("tin thường", "a message"),
    Kind.SURVEY.value: Words("hỏi ý kiến sau khi mua", "a question for opinions"),
}
_DAYS = ("consent_older_than", "consent_younger_than", "order_closed_within")
_TEXTS = ("subject_vi", "subject_en", "text_vi", "text_en")
_EXAMPLE = {"preferences": "/preferences/…", "opinion": "/opinion/…"}


@require_http_methods(["GET", "POST"])
@marketing
def new(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    form = Form.of(request)
    if request.method == "POST":
        draft = _read(form)
        if draft is not None and (answer := _keep(request, form, None, draft)) is not None:
            return answer
    return render(request, "console/campaign_edit.html", _page(form), status=200 if form.good else 422)


@require_http_methods(["GET", "POST"])
@marketing
def edit(request: HttpRequest, campaign: int) -> HttpResponse:
    """Other words, another audience; not once it has begun."""
    seen = found(campaign)
    form = Form.of(request) if request.method == "POST" else Form(_typed(seen.draft))
    if request.method == "POST":
        draft = _read(form)
        if draft is not None and (answer := _keep(request, form, campaign, draft)) is not None:
            return answer
    page = {**_page(form), "campaign": seen}
    return render(request, "console/campaign_edit.html", page, status=200 if form.good else 422)


@require_http_methods(["GET", "POST"])
@marketing
def preview(request: HttpRequest, campaign: int) -> HttpResponse:
    """As somebody reads it who agreed, and why somebody who did not gets nothing; approving is for what was seen."""
    seen = found(campaign)
    if request.method == "POST":
        try:
            campaigns.approve(campaign, request.staff.id, request.POST.get("seen", ""))
            tell(request, _APPROVED)
        except NotNow as error:
            tell(request, error.words, messages.WARNING)
        return HttpResponseRedirect(f"/console/campaigns/{campaign}")
    return render(
        request,
        "console/campaign_preview.html",
        _seen(seen.draft) | {"campaign": seen, "open": seen.state is State.DRAFT},
    )


def _seen(draft: Draft) -> dict[str, Any]:
    """Two invented readers. Nobody's data are opened for it."""
    writer = Writer.of(draft)
    asked = request_for(draft)
    policy = current().policy
    refused = SubjectFacts(Standing.MEMBER, to_purpose=ConsentState.WITHDRAWN, case=CaseKind.CAMPAIGN)
    letters = [
        (language, writer.write(Secret("Nguyễn Thị An"), language, _EXAMPLE))
        for language in (("vi", "en") if draft.text.en else ("vi",))
    ]
    mark = label()
    return {
        "letters": [
            (language, letter.subject.vi, letter.text.vi, letter.headers) for language, letter in letters
        ],
        "told": explained(decide(policy, asked, refused), asked, policy),
        "seen": fingerprint(draft),
        "numbers": counted(numbers(draft, datetime.now(UTC))),
        "advertising": writer.advertising,
        "label": mark.words,
        "unconfirmed": mark.certainty is Certainty.MEMORY,
    }


def _keep(request: HttpRequest, form: Form, campaign: int | None, draft: Draft) -> HttpResponse | None:
    """Write it down and lead to the preview; None where something is wrong, which then stands in the form."""
    try:
        if campaign is None:
            campaign = campaigns.make(draft, request.staff.id, datetime.now(UTC))
        else:
            campaigns.change(campaign, draft, request.staff.id)
    except NotNow as error:
        form.problems["whole"] = error.words
        return None
    tell(request, _KEPT)
    return HttpResponseRedirect(f"/console/campaigns/{campaign}/preview")


def _read(form: Form) -> Draft | None:
    """What was typed, as a draft; None with problems beside the fields."""
    name = form.text("name", 120)
    purpose = form.one_of("purpose", topics())
    channel = form.one_of("channel", [one.value for one in ADDRESS])
    kind = form.one_of("kind", KINDS)
    rate = form.number("per_minute", 1, MOST_PER_MINUTE)
    days = {one: form.number(one, 1, 3660, required=False) for one in _DAYS}
    if purpose and channel and channel not in topics()[purpose].channels:
        form.problems.setdefault("channel", _NOT_BY_THIS)
    texts = {
        one: form.typed.get(one, "").replace("\r\n", "\n")
        for one in ("subject_vi", "subject_en", "text_vi", "text_en")
    }
    for field_name, text in texts.items():
        _checked(form, field_name, text)
    audience = _audience(form, days)
    if not form.good or audience is None or rate is None:
        return None
    return Draft(
        name, purpose, Channel(channel), Words(texts["subject_vi"], texts["subject_en"]),
        Words(texts["text_vi"], texts["text_en"]), audience, Kind(kind), rate,
    )  # fmt: skip


def _checked(form: Form, name: str, text: str) -> None:
    """What is wrong with a template, with its line and column."""
    if not text.strip() and name.endswith("_en"):
        return
    try:
        Template.parse(text, subject=name.startswith("subject"))
    except BadTemplate as error:
        said = [
            Words(
                f"Dòng {one.line}, cột {one.column}: {one.words.vi}",
                f"Line {one.line}, column {one.column}: {one.words.en}",
            )
            for one in error.faults[:5]
        ]
        form.problems[name] = Words(" ".join(one.vi for one in said), " ".join(one.en for one in said))


def _audience(form: Form, days: dict[str, int | None]) -> Wanted | None:
    standing = form.one_of("standing", STANDINGS, required=False)
    language = form.one_of("language", ("vi", "en"), required=False)
    version = form.one_of("policy", [str(one.id) for one in versions()], required=False)
    try:
        return Wanted(
            standing=standing,
            language=language,
            policies=(int(version),) if version and "policy" not in form.problems else (),
            joined_from=form.text("joined_from", 10, required=False),
            joined_before=form.text("joined_before", 10, required=False),
            **days,
        )
    except NotATerm:
        form.problems.setdefault("joined_from", CHOOSE)
        return None


def _typed(draft: Draft) -> dict[str, str]:
    plain = {name: str(value) for name, value in draft.audience.plain().items() if name != "policies"}
    policies = draft.audience.policies
    return {
        **plain, "policy": str(policies[0]) if policies else "", "name": draft.name,
        "purpose": draft.purpose, "channel": draft.channel.value, "kind": draft.kind.value,
        "per_minute": str(draft.per_minute), "subject_vi": draft.subject.vi, "subject_en": draft.subject.en,
        "text_vi": draft.text.vi, "text_en": draft.text.en,
    }  # fmt: skip


def _page(form: Form) -> dict[str, Any]:
    return {
        "form": form,
        "purposes": {name: Words(rule.vi, rule.en) for name, rule in topics().items()},
        "channels": [one.value for one in ADDRESS if any(one in rule.channels for rule in topics().values())],
        "kinds": KINDS,
        "standings": STANDINGS,
        "versions": versions(),
        "variables": ["{{" + one + "}}" for one in VARIABLES],
        "rate": 600,
    }


_KEPT = Words(
    "Đã lưu bản nháp. Hãy xem trước rồi duyệt.", "The draft is kept. Look at the preview, then approve it."
)
_APPROVED = Words("Đã duyệt. Chưa tin nào được gửi.", "Approved. Nothing has been sent yet.")
_NOT_BY_THIS = Words(
    "Chính sách không cho phép kênh này cho mục đích ấy.",
    "The policy does not allow this channel for that purpose.",
)
