"""Becoming a member, step by step: the form, two codes, the account. The same steps for whoever accepts later.

Until both codes came back nothing is kept and nothing is looked up: what was typed travels in the page, and a
phone that is a member's gets the same answer as any other (ASVS 5.0 V6.3.8).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giuloi.core.bilingual import Words
from giuloi.core.identifiers import norm_v1
from giuloi.core.policy.clauses import Policy
from giuloi.doors.portal.code_messages import send_new
from giuloi.doors.portal.coming import address_of, arrived, let_in, now, spoken_here, tell, too_many
from giuloi.doors.portal.onward import onward
from giuloi.doors.portal.proved import mark, marked
from giuloi.doors.portal.registration_page import form_page
from giuloi.doors.portal.typed import Typed, read_typed
from giuloi.promises.collect.form import (
    Form,
    NotRegistered,
    Problem,
    age_problem,
    problems_in,
    rule_of,
)
from giuloi.promises.collect.members import Registered
from giuloi.promises.collect.verification import Verifiable
from giuloi.promises.use.channels import NotDelivered
from giuloi.records.access.codes import About, WrongCode, prove
from giuloi.records.access.limits import TooMany, spend
from giuloi.records.access.sessions import Visitor
from giuloi.records.published import current

PROVEN: tuple[Verifiable, ...] = ("phone", "email")
FORM, CODES, ALREADY = "portal/register.html", "portal/register_codes.html", "portal/register_already.html"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to become a member: where its pages are, and how somebody enters at the end of it."""

    about: About
    here: str
    verify: str
    enter: Callable[[HttpRequest, Form, datetime], Registered]


@dataclass(frozen=True, slots=True)
class Entry:
    """One request of this way: what was typed, read against today's policy."""

    request: HttpRequest
    way: Way
    policy: Policy
    typed: Typed
    form: Form
    at: datetime

    @property
    def normalised(self) -> dict[Verifiable, str]:
        """Phone and e-mail as they are found again; only for a form without problems."""
        return {kind: norm_v1(kind, self.form.text(kind)) for kind in PROVEN}

    def problems(self) -> list[Problem]:
        """Everything that is wrong with it, at once."""
        found = problems_in(self.form, self.policy) + self.typed.problems(self.policy)
        return found + age_problem(self.form, rule_of(self.policy), self.at)


def read_entry(request: HttpRequest, way: Way) -> Entry:
    """What was sent. Raises NotRegistered when the policy opens no accounts."""
    policy = current().policy
    typed = read_typed(request.POST, policy)
    return Entry(request, way, policy, typed, typed.form(policy, spoken_here()), now())


def show_form(entry: Entry, problems: Sequence[Problem] = (), status: int = 200) -> HttpResponse:
    """The form with what was typed still in it."""
    context = {**form_page(entry.policy, entry.typed, problems), "way": entry.way}
    return render(entry.request, FORM, context, status=status)


def take_form(entry: Entry) -> HttpResponse:
    """The form was sent: everything wrong with it, or the page that asks for both codes."""
    if entry.request.POST.get("step") == "change":
        return show_form(entry)
    if problems := entry.problems():
        return show_form(entry, problems, status=422)
    try:
        return _send(entry, {})
    except TooMany as error:
        page = {**form_page(entry.policy, entry.typed), "way": entry.way}
        return too_many(entry.request, FORM, page, error)


def take_codes(entry: Entry) -> HttpResponse:
    """Both codes came back, or one of them, or none: into the account, or the same page again."""
    if problems := entry.problems():
        return show_form(entry, problems, status=422)
    sent = entry.request.POST
    proofs = {kind: _mark_held(entry, kind) for kind in PROVEN}
    try:
        if sent.get("step") == "again":
            return _send(entry, proofs)
        spend("code", address_of(entry.request), *entry.normalised.values(), at=entry.at)
    except TooMany as error:
        return too_many(entry.request, CODES, _codes_page(entry, _ids(sent), proofs, {}), error)
    wrong = {kind: words for kind in PROVEN if not proofs[kind] and (words := _prove(entry, kind, proofs))}
    if wrong:
        page = _codes_page(entry, _ids(sent), proofs, wrong)
        return render(entry.request, CODES, page, status=422)
    return _enter(entry)


def _send(entry: Entry, proofs: Mapping[str, str]) -> HttpResponse:
    """Codes for what is not proven yet, and the page that asks for them."""
    spend(entry.way.about.value, address_of(entry.request), *entry.normalised.values(), at=entry.at)
    ids = {}
    try:
        for kind, value in entry.normalised.items():
            if not proofs.get(kind):
                ids[kind] = send_new(entry.way.about, kind, value, entry.at)
    except NotDelivered as error:
        page = {**form_page(entry.policy, entry.typed), "way": entry.way, "trouble": error.words}
        return render(entry.request, FORM, page, status=503)
    return render(entry.request, CODES, _codes_page(entry, ids, proofs, {}))


def _prove(entry: Entry, kind: Verifiable, proofs: dict[Verifiable, str]) -> Words | None:
    """Take one code in; what is wrong with it, or None and a mark in `proofs`."""
    sent, value = entry.request.POST, entry.normalised[kind]
    try:
        proof = prove(sent.get(f"{kind}_id", ""), sent.get(f"{kind}_code", ""), kind, value, entry.at)
        if proof.about is not entry.way.about:
            raise WrongCode("wrong")
    except WrongCode as error:
        return error.words
    proofs[kind] = mark(entry.way.about.value, kind, value, entry.at)
    return None


def _mark_held(entry: Entry, kind: Verifiable) -> str:
    """The mark of an earlier page, if this address was proven there; else ""."""
    text = entry.request.POST.get(f"{kind}_mark", "")
    good = marked(text, entry.way.about.value, kind, entry.normalised[kind], entry.at)
    return text if good else ""


def _ids(sent: Mapping[str, str]) -> dict[str, str]:
    return {kind: sent.get(f"{kind}_id", "")[:20] for kind in PROVEN}


def _codes_page(
    entry: Entry, ids: Mapping[str, str], proofs: Mapping[str, str], wrong: Mapping[str, Words]
) -> dict[str, Any]:
    asked = [
        {
            "kind": kind,
            "to": entry.form.text(kind),
            "id": ids.get(kind, ""),
            "mark": proofs.get(kind, ""),
            "wrong": wrong.get(kind),
        }
        for kind in PROVEN
    ]
    return {"way": entry.way, "asked": asked, "hidden": entry.typed.hidden()}


def _enter(entry: Entry) -> HttpResponse:
    """Both are theirs: open the account and sign them in."""
    try:
        registered = entry.way.enter(entry.request, entry.form, entry.at)
    except NotRegistered as error:
        if any(one.code == "taken" for one in error.problems):
            # They have proven that phone and e-mail are theirs, so this tells them nothing about a stranger.
            return render(entry.request, ALREADY, {"problems": error.problems}, status=409)
        return show_form(entry, error.problems, status=422)
    token = let_in(entry.request, Visitor.CUSTOMER, registered.subject, entry.at)
    tell(
        entry.request,
        Words(
            "Tài khoản đã mở. Đây là những gì chúng tôi giữ về quý khách.",
            "Your account is open. This is what we hold about you.",
        ),
        messages.SUCCESS,
    )
    return arrived(token, onward(entry.request))
