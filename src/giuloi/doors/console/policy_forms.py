"""The policy's figures and lists by form: channels, roles, fields, terms, clocks, hours. It edits the file itself.

The sentence above a rule is what customers read, in both languages; it stands in the same form, because the rule
and the sentence have to say the same. First everything is checked and shown; only a second click keeps it in the
draft; and nothing is in force before the draft is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.diagnostics import Findings
from giuloi.core.policy.diff import diff
from giuloi.core.policy.edit import NotEditable, sentence_of, with_sentence, with_values
from giuloi.core.policy.reader import Block, read
from giuloi.core.terms import ClauseRef
from giuloi.doors.console.drafts import ChangedMeanwhile, draft, keep
from giuloi.doors.console.form import Form
from giuloi.doors.console.guard import administrator
from giuloi.doors.console.policy_fields import KINDS, Field, fields_of, values_of
from giuloi.doors.console.policy_texts import arranged, checked, in_force
from giuloi.doors.console.tongue import tell


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies open: the draft's texts (or those in force), the one with the rules first, and their policy."""

    sources: Mapping[str, str]
    state: int
    policy: Policy | None

    @property
    def main(self) -> str:
        """The name of the text that holds the rules."""
        return next(iter(self.sources))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its rules, in order."""
        return read(self.main, self.sources[self.main], Findings()).blocks


@require_GET
@administrator
def index(request: HttpRequest) -> HttpResponse:
    """Every rule that can be changed by form, kind by kind."""
    desk = _desk()
    kinds = [
        {
            "words": words,
            "blocks": [
                {"rule": block, "shown": _summary(block)} for block in desk.blocks if block.kind == kind
            ],
        }
        for kind, words in KINDS.items()
    ]
    return render(request, "console/policy_forms.html", {"kinds": kinds, "drafted": desk.state > 0})


@require_http_methods(["GET", "POST"])
@administrator
def one(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One rule with the sentence above it: look, check, then keep."""
    desk = _desk()
    found = [block for block in desk.blocks if (block.kind, block.name) == (kind, name)]
    if kind not in KINDS or not found or desk.policy is None:
        raise Http404
    block, form = found[0], Form.of(request)
    fields = fields_of(block, desk.policy)
    page: dict[str, Any] = {
        "rule": block,
        "title": KINDS[kind],
        "state": desk.state,
        "fields": _filled(fields, form) if request.method == "POST" else fields,
        "sentences": _sentences(desk, block.place.clause, form),
    }
    if request.method == "POST":
        answer = _checked(request, desk, block, fields, form, page)
        if answer is not None:
            return answer
    bad = bool(page.get("problem") or form.problems or page.get("errors"))
    return render(request, "console/policy_form.html", {**page, "form": form}, status=400 if bad else 200)


def _desk() -> _Desk:
    kept = draft()
    sources = arranged(kept.sources) if kept else in_force()[1]
    return _Desk(sources, kept.state if kept else 0, checked(sources).policy)


def _checked(
    request: HttpRequest,
    desk: _Desk,
    block: Block,
    fields: tuple[Field, ...],
    form: Form,
    page: dict[str, Any],
) -> HttpResponse | None:
    """Compile what was typed and put the result on the page; keep it when that is asked and nothing is wrong."""
    values = values_of(fields, form)
    if not form.good:
        return None
    try:
        sources = _edited(desk, block, values, form)
    except NotEditable as not_so:
        page["problem"] = not_so.words
        return None
    result = checked(sources)
    page |= {"errors": result.errors, "warnings": result.warnings}
    if result.policy is None or desk.policy is None:
        return None
    page |= {"changes": diff(desk.policy, result.policy), "ready": True}
    if form.typed.get("action") != "keep":
        return None
    said = form.typed.get("state", "")
    state = int(said) if said.isdecimal() and len(said) < 16 else -1
    try:
        keep(sources, state, request.staff.pseudonym, datetime.now(UTC))
    except ChangedMeanwhile as other:
        page["problem"] = other.words
        return None
    tell(
        request,
        Words("Đã giữ vào bản nháp; chưa có gì có hiệu lực.", "Kept in the draft; nothing is in force yet."),
    )
    return HttpResponseRedirect("/console/policy/diff")


def _edited(desk: _Desk, block: Block, values: Mapping[str, Any], form: Form) -> dict[str, str]:
    """The texts with the rule and its sentences changed, in both languages."""
    texts = dict(desk.sources)
    texts[desk.main] = with_values(texts[desk.main], block.kind, block.name, values)
    for number, name in enumerate(desk.sources):
        said = form.typed.get(f"sentence{number}")
        if said is not None and sentence_of(texts[name], block.place.clause):
            texts[name] = with_sentence(texts[name], block.place.clause, said)
    return texts


def _sentences(desk: _Desk, clause: ClauseRef, form: Form) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "name": name,
            "language": "en" if ".en." in name else "vi",
            "text": form.typed.get(f"sentence{number}", sentence_of(text, clause)),
        }
        for number, (name, text) in enumerate(desk.sources.items())
    ]


def _filled(fields: tuple[Field, ...], form: Form) -> tuple[Field, ...]:
    """The fields with what was typed in place of what the text says."""
    return tuple(field.filled(form) for field in fields)


def _summary(block: Block) -> str:
    """A rule in one line of a list: the keys that a form changes, as they are written."""
    shown = []
    for key in ("uses", "channels", "roles", "use", "store", "within", "hours", "per_day"):
        value = block.values.get(key)
        if value not in (None, []):
            shown.append(" ".join(value) if isinstance(value, list) else str(value))
    return " · ".join(shown)
