"""/register: the page on which somebody becomes a member (clauses IV.4, IV.5, VII.1)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from giuloi.doors.portal.coming import see
from giuloi.doors.portal.entering import PROVEN, Way, read_entry, show_form, take_codes, take_form
from giuloi.promises.collect.form import NotRegistered
from giuloi.promises.collect.members import register_member
from giuloi.records.access.codes import About

REGISTERING = Way(
    About.REGISTER, "/register", "/register/verify", lambda _, form, at: register_member(form, at, PROVEN)
)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The form; sent, it is answered with everything that is wrong, or with the page for both codes."""
    try:
        entry = read_entry(request, REGISTERING)
    except NotRegistered:
        raise Http404 from None
    return take_form(entry) if request.method == "POST" else show_form(entry)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Both codes; right, they open the account."""
    if request.method != "POST":
        return see("/register")
    try:
        return take_codes(read_entry(request, REGISTERING))
    except NotRegistered:
        raise Http404 from None
