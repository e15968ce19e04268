"""The draft of the next version: both language texts in one form, checked as they are saved.

Nothing that is typed is lost: what does not compile is kept as a draft all the same, with every mistake at its line.
Only publishing asks for a draft without mistakes. What is no policy text at all is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.policy.diagnostics import Findings
from giuloi.core.policy.reader import read
from giuloi.doors.console.drafts import MOST_CHARACTERS, ChangedMeanwhile, draft, keep, throw_away
from giuloi.doors.console.guard import administrator
from giuloi.doors.console.policy_texts import checked, in_force
from giuloi.doors.console.tongue import tell

_NOT_TEXT = Words(
    "Tệp này không phải văn bản UTF-8 (có thể là Word, PDF hay ảnh). Hãy lưu chính sách thành tệp văn bản .md.",
    "This file is no UTF-8 text (perhaps Word, PDF or a picture). Save the policy as a text file, .md.",
)
_NO_POLICY = Words(
    "Văn bản này không có điều khoản nào (tiêu đề như “### I.1”): có đúng là chính sách không?",
    "This text has not one clause (a heading like “### I.1”): is it the policy?",
)
_KEPT = Words("Đã giữ bản nháp; chưa có gì có hiệu lực.", "The draft is kept; nothing is in force yet.")
_TOO_LONG = Words(
    f"Văn bản dài quá {MOST_CHARACTERS} ký tự.", f"The text is longer than {MOST_CHARACTERS} characters."
)


@require_http_methods(["GET", "POST"])
@administrator
def edit(request: HttpRequest) -> HttpResponse:
    """The texts of the draft, or of the version in force where there is no draft yet."""
    kept = draft()
    shown = dict(kept.sources) if kept else in_force()[1]
    state = kept.state if kept else 0
    if request.method == "GET":
        return render(request, "console/policy_draft.html", _page(shown, state, kept is not None, {}))
    typed, problems = _typed(request, shown)
    if not problems:
        try:
            keep(typed, _state(request), request.staff.pseudonym, datetime.now(UTC))
        except ChangedMeanwhile as other:
            problems = {"": other.words}
        else:
            tell(
                request,
                Words(
                    "Đã giữ bản nháp; chưa có gì có hiệu lực.", "The draft is kept; nothing is in force yet."
                ),
            )
            return HttpResponseRedirect("/console/policy/draft")
    page = _page(typed, _state(request), kept is not None, problems)
    return render(request, "console/policy_draft.html", page, status=409 if "" in problems else 400)


@require_POST
@administrator
def discard(request: HttpRequest) -> HttpResponse:
    """Throw the draft away, once it was asked again; what is in force stays."""
    if request.POST.get("confirmed") != "yes":
        return render(request, "console/policy_discard.html")
    if (kept := draft()) is not None:
        throw_away(kept.state)
    tell(request, Words("Đã bỏ bản nháp.", "The draft is gone."))
    return HttpResponseRedirect("/console/policy")


def _state(request: HttpRequest) -> int:
    said = request.POST.get("state", "0")
    return int(said) if said.isdecimal() and len(said) < 16 else 0


def _typed(request: HttpRequest, shown: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Words]]:
    """The texts as typed or uploaded, by file name, and what is wrong with them as texts."""
    texts: dict[str, str] = {}
    problems: dict[str, Words] = {}
    for number, name in enumerate(shown):
        upload = request.FILES.get(f"file{number}")
        text = request.POST.get(f"text{number}", "")
        if upload is not None:
            try:
                text = upload.read(4 * MOST_CHARACTERS + 1).decode("utf-8-sig")
            except UnicodeDecodeError:
                problems[name], text = _NOT_TEXT, shown[name]
        else:
            text = _line_ends(text, shown[name])
        if found := _refused(text):
            problems.setdefault(name, found)
        texts[name] = text
    return texts, problems


def _line_ends(typed: str, shown: str) -> str:
    """A browser sends every line end as CR LF: back to what the text has, so that nothing else seems changed."""
    plain = typed.replace("\r\n", "\n")
    return plain.replace("\n", "\r\n") if "\r\n" in shown else plain


def _refused(text: str) -> Words | None:
    if len(text) > MOST_CHARACTERS:
        return _TOO_LONG
    if "\0" in text or "\ufffd" in text:
        return _NOT_TEXT
    return None if read("", text, Findings()).clauses else _NO_POLICY


def _page(
    sources: Mapping[str, str], state: int, kept: bool, problems: Mapping[str, Words]
) -> dict[str, Any]:
    texts = [
        {"number": number, "name": name, "text": text, "problem": problems.get(name)}
        for number, (name, text) in enumerate(sources.items())
    ]
    check = checked(sources) if not problems else None
    return {"texts": texts, "state": state, "kept": kept, "check": check, "problem": problems.get("")}
