"""/me/policy: which version a member is judged by, what a newer one says otherwise, and accepting it (VIII.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.diff import Change, diff
from giuloi.core.policy.reach import asked_anew
from giuloi.core.terms import ClauseRef, ConsentState, PolicyHash
from giuloi.doors.portal.coming import now, see, signed_in, spoken_here, tell
from giuloi.promises.answer.use_words import purpose_words
from giuloi.promises.collect.accepting_anew import NotAccepted, accept_version, accepted_by, newer_for
from giuloi.records.access.sessions import Visitor
from giuloi.records.choices import said_by
from giuloi.records.published import Published

HERE = "/me/policy"


@dataclass(frozen=True, slots=True)
class Changed:
    """One clause that the newer version changes: what changed, and its words before and after ("" for none)."""

    ref: ClauseRef
    changes: tuple[Change, ...]
    before: str
    after: str

    @property
    def reworded(self) -> bool:
        """Whether the sentence itself reads otherwise."""
        return self.before != self.after


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(Visitor.CUSTOMER)
def page(request: HttpRequest) -> HttpResponse:
    """The page; a POST accepts the version whose hash stood on it and comes back here."""
    subject = request.visitor.who
    mine = accepted_by(subject)
    if mine is None:
        return see("/sign-in")
    if request.method == "POST":
        _accept(request, subject)
        return see(HERE)
    newer = newer_for(subject)
    context = {"mine": mine, "newer": newer, "clauses": [], "kept": []}
    if newer is not None:
        context |= {
            "clauses": list(_changed(mine.policy, newer.policy)),
            "kept": _consents_in_old_words(subject, mine, newer),
        }
    return render(request, "portal/policy.html", context)


def _accept(request: HttpRequest, subject: int) -> None:
    try:
        accept_version(subject, PolicyHash(request.POST.get("read", "")), now())
    except NotAccepted as error:
        tell(request, error.words, messages.WARNING)
    else:
        tell(request, _ACCEPTED)


def _changed(old: Policy, new: Policy) -> Iterator[Changed]:
    """In the order of the comparison; what stands outside the clauses comes with "" for its number."""
    by_clause: dict[ClauseRef, list[Change]] = {}
    for change in diff(old, new):
        by_clause.setdefault(change.clause, []).append(change)
    language = spoken_here()
    for ref, changes in by_clause.items():
        yield Changed(ref, tuple(changes), _sentence(old, ref, language), _sentence(new, ref, language))


def _sentence(policy: Policy, ref: ClauseRef, language: str) -> str:
    texts = {policy.language: policy.clauses, **policy.translations}
    clause = texts.get(language, policy.clauses).get(ref) or policy.clauses.get(ref)
    paragraphs = re.split(r"\n\s*\n", clause.sentence.strip()) if clause else []
    return "\n\n".join(
        " ".join(one.split()) for one in paragraphs
    )  # the document's own line breaks mean nothing


def _consents_in_old_words(subject: int, mine: Published, newer: Published) -> list[Words]:
    """What they said yes to in words that the newer version no longer says: it stays a yes to the old words."""
    changed = asked_anew(mine.policy, newer.policy)
    given = {
        said.purpose for said in said_by(subject, now()).values() if said.state is ConsentState.GIVEN
    } & changed
    return [purpose_words(mine.policy, purpose) for purpose in sorted(given)]


_ACCEPTED = Words(
    "Quý khách đã nhận bản mới. Các lựa chọn đồng ý của quý khách không đổi.",
    "You accepted the new version. Your choices of consent are as they were.",
)
