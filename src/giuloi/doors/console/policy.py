"""The policy in force: its clauses with how far each is kept, its versions, and what the compiler says of it today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.core.bilingual import Words
from giuloi.core.policy.conformance import WORDS, weakest
from giuloi.core.terms import Coverage
from giuloi.doors.console.drafts import draft
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.policy_texts import checked, in_force
from giuloi.records.published import versions

TAGS = {
    Coverage.ENFORCED: "ok",
    Coverage.MIRRORED: "ok",
    Coverage.PROCEDURAL: "warn",
    Coverage.NOT_KEPT_YET: "late",
}


@require_GET
@signed_in
def published(request: HttpRequest) -> HttpResponse:
    """What customers read, with what stands behind it."""
    version, sources = in_force()
    policy = version.policy
    english = policy.clauses if policy.language == "en" else policy.translations.get("en", {})
    vietnamese = policy.clauses if policy.language == "vi" else policy.translations.get("vi", {})
    clauses = [
        {
            "ref": ref,
            "words": Words(
                (vietnamese.get(ref) or policy.clauses[ref]).sentence,
                (english.get(ref) or policy.clauses[ref]).sentence,
            ),
            "coverage": Words(*WORDS[how]),
            "tag": TAGS[how],
        }
        for ref, how in weakest(policy).items()
    ]
    seen = {
        "version": version,
        "clauses": clauses,
        "versions": versions(),
        "draft": draft(),
        "check": checked(sources),
        "files": list(sources),
    }
    return render(request, "console/policy.html", seen)
