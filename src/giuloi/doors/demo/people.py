"""Who can sign in as whom: invented people, whose ways in are no secrets; one click takes their part."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from giuloi.core.identifiers import norm_v1
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.keep.erasure.rows import ErasureRow
from giuloi.promises.use.notices.links import erasure_token
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE, STAFF_COOKIE, keep
from giuloi.records.access.totp import shown_by_app
from giuloi.records.keyring import keyring


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the shop; `totp` is what their authenticator app would hold."""

    name: str
    role: str
    staff: int
    login: str
    password: str
    totp: str
    administrator: bool

    @property
    def code(self) -> str:
        """The six digits their app shows now."""
        return shown_by_app(self.totp, datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the invented shop; `order` is their open order (0: none)."""

    name: str
    phone: str
    email: str
    order: int
    member: bool

    @property
    def number(self) -> str:
        """Their order as a customer writes it."""
        return spoken_number(self.order) if self.order else ""

    @property
    def key(self) -> str:
        """How a button names them: "an"."""
        return self.email.partition("@")[0]


def certificate_of_somebody() -> str:
    """Where the certificate of the first erasure is; the demo tells it, elsewhere only the customer knows."""
    first = ErasureRow.objects.exclude(request=None).order_by("asked_at").first()
    return f"/erased/{erasure_token(first.request)}" if first else "/trust/numbers"


def colleagues() -> list[Colleague]:
    """Everybody who works there; [] until the demo has hired them."""
    return [Colleague(**one) for one in _told().get("staff", [])]


def customers() -> list[Customer]:
    """The three of the cast."""
    return [Customer(**one) for one in _told().get("people", [])]


@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Take somebody's part without their code or password: the demo's short cut, and only the demo's."""
    return enter(request.POST.get("who", ""))


def enter(key: str, to: str = "") -> HttpResponse:
    """Signed in as `key`, at `to` or at their first page; raises Http404 for somebody who is not of the cast."""
    now = datetime.now(UTC)
    for one in colleagues():
        if one.login == key:
            answer = HttpResponseRedirect(to or "/console/")
            keep(answer, STAFF_COOKIE, sessions.begin(sessions.Visitor.STAFF, one.staff, now, device="demo"))
            return answer
    for who in customers():
        if who.key == key and who.member:
            subject = keyring().find("phone", norm_v1("phone", who.phone), claimed=True)[0]
            answer = HttpResponseRedirect(to or "/me")
            keep(
                answer,
                CUSTOMER_COOKIE,
                sessions.begin(sessions.Visitor.CUSTOMER, subject, now, device="demo"),
            )
            return answer
    raise Http404


def _told() -> dict[str, list[dict[str, object]]]:
    file = Path(settings.GIULOI_DATA).parent / "passes.json"
    return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}
