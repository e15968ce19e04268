"""The gate *authz*: every route of the server is asked by everybody; whoever may not come in gets nothing.

`authz_table.py` holds a row for each route. A role that is not in a route's row must not get past its guard: neither
a page (2xx) nor the complaint of a form that would have taken better input (400, 422).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel
from giuloi.promises.answer import reply_templates
from giuloi.promises.answer.asking import Asking, ask
from giuloi.promises.keep.erasure.beginning import begin, cancel
from giuloi.promises.keep.erasure.plan import outlook
from giuloi.promises.keep.erasure.rows import PartnerTask, Task
from giuloi.promises.report.incidents.containment import Action
from giuloi.promises.report.incidents.duties import duties_of
from giuloi.promises.report.incidents.kinds import IncidentKind
from giuloi.promises.report.incidents.opening import open_incident
from giuloi.promises.report.incidents.rows import StepRow
from giuloi.promises.share.authority.intake import Intake, take_in
from giuloi.promises.share.authority.papers import Letter
from giuloi.promises.share.authority.words import Came, Kind
from giuloi.promises.share.parcels.rows import Parcel
from giuloi.promises.share.stopping.rows import StopNotice
from giuloi.promises.use import cases
from giuloi.promises.use.outreach import campaigns
from giuloi.records import credentials
from giuloi.records.access import limits, sessions
from giuloi.records.access.sessions import Visitor
from giuloi.records.consents import ConsentRecord
from giuloi.site import health
from tests.doors.api.conftest import machine
from tests.doors.console.conftest import Desk, OverTls, an_order, desk
from tests.gates.authz_table import IN, TABLE
from tests.gates.roles import customer, every_role, everybody
from tests.gates.routes import address, every_route
from tests.house.conftest import say_at_the_end
from tests.promises.use.outreach.conftest import OFFER
from tests.records.conftest import Shop, an, binh, shop

__all__ = ["an", "an_order", "binh", "desk", "say_at_the_end", "shop"]
_REACHED, _REFUSED = {200, 201, 202, 204, 400, 422}, {302, 303, 401, 403, 404, 405}
# known by a signature, a key or a one-click link (RFC 8058) in each request, so nothing to forge
_SIGNED = ("/bridges/", "/api/", "/preferences/", "/opinion/")


def _answer_of(subject: int) -> int:
    found = ConsentRecord.objects.filter(subject_id=subject).first()
    assert found is not None
    return int(found.id)


def _question_of(subject: int) -> int:
    return ask(subject, Asking("question", "Bánh để được mấy ngày?", "portal"), datetime.now(UTC)).request


def _template() -> int:
    words = Words("Hạn dùng", "How long it keeps")
    return reply_templates.keep(reply_templates.Reply(words, words), datetime.now(UTC), "code/test")


def a_campaign() -> int:
    """A draft of promotions by e-mail."""
    return campaigns.make(OFFER, credentials.add_staff("Lan", "marketing"), datetime.now(UTC))


def an_authority_file() -> int:
    """A letter that was just taken in."""
    at = datetime.now(UTC)
    letter = Letter("cong-van.pdf", b"%PDF-1.7", {"person": "", "basis": ""})
    kind = Intake(at, Came.PAPER, None, Kind.USER_INFO, False, "12/CV", at.date(), 1, False, letter)
    return take_in(kind, credentials.add_staff("Hà", "legal"), at)


def an_open_exception(subject: int) -> int:
    """A partner that is to be told by hand."""
    at = datetime.now(UTC)
    made = begin(1, subject, at, "customer", outlook(subject, at))
    PartnerTask.objects.create(id=7, erasure_id=made.id, partner="carrier", sealed=b"", state=Task.OPEN.value)
    cancel(made.id, at, "customer")
    return 7


def an_incident(shop: Shop) -> dict[str, object]:
    """A file, a report that is owed, and exports stopped because of it."""
    at = shop.now()
    incident = open_incident(IncidentKind.OTHER, at, at, "code/test", {})
    return {"incident": incident, "duty": duties_of(incident)[-1].id, "step": a_step(incident)}


def a_step(incident: int) -> int:
    """A step that can be lifted, without anything being stopped."""
    at = datetime.now(UTC)
    values = {"action": Action.STOP_EXPORTS.value, "at": at, "by": "code/test"}
    return int(StepRow.objects.create(incident_id=incident, **values).id)


def a_stop_notice(number: int, subject: int) -> None:
    """A recipient to be told that Bình took a consent back, under the number that routes are asked for."""
    at = datetime.now(UTC)
    values = {"recipient": "carrier", "purpose": "advertising", "channel": "in_house", "refused_at": at}
    StopNotice.objects.create(id=number, subject_id=subject, refusal=1, due_at=at, **values)


def a_parcel(number: int, staff: int) -> None:
    """A link for a carrier that nobody took yet, under the same number."""
    at = datetime.now(UTC)
    values = {
        "recipient": "carrier",
        "purpose": "supply",
        "staff_id": staff,
        "actor": "staff/care/0",
        "made_at": at,
    }
    Parcel.objects.create(id=number, link_hash=b"x" * 32, until=at + timedelta(days=1), **values)


@pytest.fixture
def ids(shop: Shop, an: int, binh: int, an_order: int) -> dict[str, object]:
    """What each parameter of a route stands for: An's own, and whatever else there is."""
    colleague = credentials.add_staff("Hà", "care")
    case = cases.begin(binh, shop.now())
    cases.came(case, "Bánh để được mấy ngày?", shop.now(), channel=Channel.EMAIL)
    a_stop_notice(shop.policy_id, binh)
    a_parcel(shop.policy_id, colleague)
    return {
        "subject": an, "order": an_order, "record": _answer_of(an), "session": 1, "passkey": 1, "field": "phone",
        "token": "x", "number": shop.policy_id, "size": 1, "tile": "0/000", "staff": colleague, "change": "role",
        "platform": "woocommerce", "name": "shop1", "index": 0, "kind": "register", "shop": "shop1",
        "which": "x", "checkout": 1, "provider": "esms", "case": case, "row": 1,
        "view": 1, "asked": _question_of(an), "template": _template(),
        "good_id": 1, "progress": "confirmed", "doubt": 1, "do": "pause",
        **an_incident(shop), "glass": 1, "evidence": 1,
        "campaign": a_campaign(), "hold": 1, "task": an_open_exception(an),
        "file": an_authority_file(), "what": "unit", "to": "off", "recipient": "carrier",
    }  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may come in is asked here, not how often."""
    monkeypatch.setattr(limits, "_count", lambda *args: None)
    # No sequencer runs here, so that on a slow machine /readyz would say so before everybody has asked.
    monkeypatch.setattr(health, "checks", lambda: {"everything": True})


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    """A new page fails here until somebody has said who may see it."""
    assert set(every_route()) == set(TABLE)


def test_nobody_gets_in_where_they_may_not(
    desk: Desk,
    an: int,
    binh: int,
    ids: dict[str, object],
    say_at_the_end: Callable[[str], None],
) -> None:
    """Routes × roles × (GET, POST): who gets past the guard is exactly who the table names."""
    enter = everybody(desk, an, binh, desk.shop.order(binh)[0])
    assert tuple(enter) == every_role()
    wrong = []
    for route in every_route():
        for method, may in zip(("get", "post"), TABLE[route], strict=True):
            for role, come in enter.items():
                status = getattr(come(), method)(address(route, ids)).status_code
                assert status in _REACHED | _REFUSED, f"{method} {route} as {role}: {status}"
                if (status in _REACHED) != (role in IN[may]):
                    wrong.append(f"{method} {route} as {role}: {status}")
    assert wrong == []
    say_at_the_end(
        f"authz: {len(TABLE)} routes × {len(enter)} roles × 2 methods, 0 that should not have opened"
    )


def test_no_post_is_taken_without_its_token(desk: Desk, ids: dict[str, object]) -> None:
    """Whoever is signed in: a form of another site does nothing. Bridges and machines sign each request."""
    owner = desk.signed_in(desk.staff("chu", "care", administrator=True))
    forged = OverTls(enforce_csrf_checks=True, headers={"Referer": "https://testserver/"})
    forged.cookies = owner.cookies
    for route in every_route():
        if not route.startswith(_SIGNED) and route not in ("/livez", "/readyz", "/metrics"):
            assert forged.post(address(route, ids)).status_code in (403, 405), route


@pytest.mark.parametrize("route", ["/me/orders/{}", "/me/choices/receipt/{}"])
def test_what_is_somebody_elses_answers_as_what_is_not_there(
    route: str, an: int, binh: int, an_order: int
) -> None:
    """Own: a page. Foreign and nonexistent: one and the same 404."""
    mine = an_order if "orders" in route else _answer_of(an)
    assert customer(Visitor.CUSTOMER, an).get(route.format(mine)).status_code == 200
    stranger = customer(Visitor.CUSTOMER, binh)
    foreign, missing = (stranger.get(route.format(one)) for one in (mine, 4_611_686_018_427_387_904))
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def _shut(client: Client, path: str) -> None:
    assert client.get(path).status_code in (302, 303, 401)


def test_what_was_taken_away_opens_nothing_from_the_next_request_on(desk: Desk, shop: Shop, an: int) -> None:
    """A session that was ended, a colleague who left, a key that was revoked."""
    visitor = customer(Visitor.CUSTOMER, an)
    khoa = desk.staff("Khoa", "fulfilment")
    at_work, care = desk.signed_in(khoa), machine("care", "supply")
    assert visitor.get("/me").status_code == at_work.get("/console/").status_code == 200
    assert care.get("/policy").status_code == 200
    sessions.end_all(Visitor.CUSTOMER, an)
    credentials.let_go(khoa, datetime.now(UTC))
    [key] = credentials.working_keys(datetime.now(UTC))
    assert credentials.revoke_key(key.pseudonym, datetime.now(UTC))
    _shut(visitor, "/me")
    _shut(at_work, "/console/")
    assert care.get("/policy").status_code == 401
