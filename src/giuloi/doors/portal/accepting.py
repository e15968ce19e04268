"""/accept: a guest (also a platform's account) accepts the policy and becomes a member, keeping their orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from giuloi.core.fields import FIELD
from giuloi.core.terms import Standing
from giuloi.doors.portal.coming import now, see, signed_in
from giuloi.doors.portal.entering import PROVEN, Way, read_entry, show_form, take_codes, take_form
from giuloi.doors.portal.shown import to_prefill
from giuloi.doors.portal.typed import Typed
from giuloi.promises.collect.form import Form, NotRegistered
from giuloi.promises.collect.members import Registered, accept_as_member
from giuloi.promises.collect.places import known
from giuloi.records import vault
from giuloi.records.access.codes import About, void
from giuloi.records.access.sessions import Visitor, end_all
from giuloi.records.credentials import hold_in_code
from giuloi.records.facts import Ask
from giuloi.records.reveal import Revealed, reveal
from giuloi.records.subjects import standing_of

_PREFILLED = {"name": "name", "phone": "phone", "email": "email", "address": "street"}


def _enter(request: HttpRequest, form: Form, at: datetime) -> Registered:
    registered = accept_as_member(request.visitor.who, form, at, PROVEN)
    # Whoever came in by the guest's number or address may not be who proved the member's: they prove anew.
    void(registered.subject)
    end_all(Visitor.GUEST, registered.subject)
    return registered


ACCEPTING = Way(About.ACCEPT, "/accept", "/accept/verify", _enter)


@signed_in(Visitor.GUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """The form with what we hold already in it; what they put right there counts."""
    if not _is_guest(request):
        return see("/sign-in")
    try:
        entry = read_entry(request, ACCEPTING)
    except NotRegistered:
        raise Http404 from None
    if request.method == "POST":
        return take_form(entry)
    return show_form(replace(entry, typed=Typed(_held(request.visitor.who, now()))))


@signed_in(Visitor.GUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Both codes; right, the guest is a member."""
    if request.method != "POST":
        return see("/accept")
    if not _is_guest(request):
        return see("/sign-in")
    try:
        return take_codes(read_entry(request, ACCEPTING))
    except NotRegistered:
        raise Http404 from None


def _is_guest(request: HttpRequest) -> bool:
    found = standing_of(request.visitor.who)
    return found is not None and found[0] is Standing.GUEST


def _held(subject: int, at: datetime) -> Mapping[str, str]:
    """What we hold of them, opened for their own eyes through the gate; what is not held is not asked for there."""
    mask = vault.fields_held(subject).get(vault.PERSON, 0)
    names = [name for name in _PREFILLED if FIELD[name].mask & mask]
    if not names:
        return {}
    answer = reveal(hold_in_code("show_before_accepting"), names, Ask(subject), at)
    opened = to_prefill(answer) if isinstance(answer, Revealed) else {}
    return _divided({_PREFILLED[name]: text for name, text in opened.items()})


def _divided(texts: dict[str, str]) -> dict[str, str]:
    """An address that ends with a ward and a province of today goes into its two inputs."""
    street, *place = texts.get("street", "").rsplit(",", 2)
    if len(place) == 2 and known(",".join(place)):
        return {**texts, "street": street.strip(), "place": ",".join(place).strip()}
    return texts
