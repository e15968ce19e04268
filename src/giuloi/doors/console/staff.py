"""The people of the shop: who works here, in which role, and how somebody new gets in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.policy.vocabulary import OWN_ROLES
from giuloi.doors.console.form import TWICE, Form, one_time_number, sent_before
from giuloi.doors.console.guard import administrator
from giuloi.doors.console.tongue import tell
from giuloi.records.access.colleagues import AtWork, colleague, colleagues, take_on
from giuloi.records.access.staff_accounts import LoginTaken
from giuloi.records.published import current

_LOGIN = Words(
    "Một từ viết liền, nhiều nhất 60 chữ, chẳng hạn ha hoặc ha@example.vn.",
    "One word of at most 60 letters, such as ha or ha@example.vn.",
)


@require_GET
@administrator
def index(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, in the order of a Vietnamese list of names."""
    return render(request, "console/staff.html", {"people": colleagues(), "roles": roles()})


@require_http_methods(["GET", "POST"])
@administrator
def add(request: HttpRequest) -> HttpResponse:
    """Somebody new; the link by which they set their password is shown in the answer, and never again."""
    form = Form.of(request)
    if request.method == "POST":
        name, login = form.text("name"), form.text("login", 60)
        role = form.one_of("role", roles())
        if form.good and sent_before(form, datetime.now(UTC)):
            form.problems["name"] = TWICE
        if form.good and (answer := _taken_on(request, form, name, role, login)):
            return answer
    page = {"form": form, "roles": roles(), "once": one_time_number()}
    return render(request, "console/staff_add.html", page, status=400 if form.problems else 200)


@require_GET
@administrator
def one(request: HttpRequest, staff: int) -> HttpResponse:
    """One colleague, and what can be changed about them."""
    return render(request, "console/staff_one.html", {"one": found(staff), "roles": roles()})


def found(staff: int) -> AtWork:
    """Somebody who works here; 404 for anybody else."""
    someone = colleague(staff)
    if someone is None:
        raise Http404
    return someone


def roles() -> Mapping[str, Words]:
    """The roles of the policy that a person can be given, each as it is called."""
    known = current().policy.roles
    return {name: Words(role.vi, role.en) for name, role in known.items() if name not in OWN_ROLES}


def invitation(request: HttpRequest, staff: int, token: str) -> HttpResponse:
    """The page that shows a one-time link once. It is the answer to a POST: a redirect would have to carry it."""
    link = request.build_absolute_uri(f"/console/invite/{token}")
    return render(request, "console/staff_invited.html", {"one": found(staff), "link": link})


def _taken_on(request: HttpRequest, form: Form, name: str, role: str, login: str) -> HttpResponse | None:
    try:
        staff, token = take_on(name, role, login, datetime.now(UTC))
    except LoginTaken as taken:
        form.problems["login"] = taken.words
    except ValueError:
        form.problems["login"] = _LOGIN
    else:
        tell(request, Words("Đã thêm.", "Added."))
        return invitation(request, staff, token)
    return None
