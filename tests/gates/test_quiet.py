"""The gate *quiet*: what is typed or shown anywhere lies nowhere else (I, II and ASVS 5.0 V14.2.1, V16.2.5).

People whose every text is marked, and secrets of every kind, go through every journey and to every address of the
server, also to ones that fail while they have the values in hand. Afterwards none of it is in logs, in answers to
errors, in addresses, headers and cookies, in any clear column or file, in what is measured.
"""

from __future__ import annotations

import re
import sys
from base64 import b32decode, b32encode
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from prometheus_client.exposition import generate_latest

from giuloi.promises.use.channels import inbox
from giuloi.records.access import codes, limits, sessions, staff_accounts, totp
from giuloi.records.access.cookies import CUSTOMER_COOKIE, STAFF_COOKIE
from giuloi.records.access.sessions import SessionRow, Visitor
from giuloi.records.credentials import add_staff
from giuloi.records.keyring.keyring import Keyring
from giuloi.site.metrics import REGISTRY
from tests.doors.api.conftest import ORDER, machine
from tests.doors.portal.conftest import Browser, Inbox, sent
from tests.doors.portal.filling import become_member, filled, hidden_in
from tests.gates.routes import filled_in, routes
from tests.house.conftest import say_at_the_end
from tests.records.conftest import Shop, shop
from tests.scenes.canaries import DIGITS, LETTERS, Bearer, bearer, files_under, found, marked

__all__ = ["say_at_the_end", "sent", "shop"]

ONE, GUEST, OTHER = bearer(1), bearer(2), bearer(3)
CODE, PASSWORD = DIGITS, f"bí mật dài {LETTERS} của Hà"
FORMED = (303, 302, 200, 409, 422)  # pages for whoever typed: they may repeat it


class Seen:
    """What came out of the server beside the pages themselves."""

    def __init__(self) -> None:
        self.headers: list[str] = []
        self.errors: list[bytes] = []
        self.secrets: set[str] = set()
        self.answers = self.failed = 0


# Forms that come back with 400 to whoever typed into them, and with what they typed.
FORMS_AGAIN = frozenset({"/console/bridges/connect", "/console/policy/draft", "/console/staff/add"})


class Watched(Browser):
    """A browser that keeps what it is told; a failing view is a page to it, as to every browser."""

    seen: Seen

    def generic(self, *args: Any, **named: Any) -> Any:
        """Every request."""
        answer = super().generic(*args, **named)
        seen, tokens = self.seen, (CUSTOMER_COOKIE, STAFF_COOKIE)
        seen.answers += 1
        seen.failed += answer.status_code >= 500
        seen.headers += [f"{name}: {value}" for name, value in answer.headers.items()]
        for name, morsel in answer.cookies.items():
            if name in tokens and morsel.value:
                seen.secrets.add(morsel.value)
            else:
                seen.headers.append(f"{name}={morsel.value}")
        if not answer.streaming and self._an_error(answer):
            # The page's own address stands in its form for the language: whoever has the page has the address.
            own = f'value="{escape(answer.request["PATH_INFO"])}"'.encode()
            seen.errors.append(answer.content.replace(own, b""))
        return answer

    @staticmethod
    def _an_error(answer: Any) -> bool:
        kind = answer.get("Content-Type", "")
        again = answer.status_code == 400 and answer.request["PATH_INFO"] in FORMS_AGAIN
        again |= answer.status_code in (409, 422, 429) and "json" not in kind
        return answer.status_code >= 400 and not again


@pytest.fixture
def seen(sent: Inbox, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Codes are marked too, and nobody tries too often."""
    monkeypatch.setattr(codes, "_six_digits", lambda: CODE)
    monkeypatch.setattr(limits, "_count", lambda *_: None)
    watching = Seen()
    monkeypatch.setattr(Watched, "seen", watching, raising=False)
    return watching


def _visitor(**more: Any) -> Watched:
    return Watched(headers={"Accept-Language": "vi", "Accept": "text/html"}, **more)


def _customers(seen: Seen, sent: Inbox) -> int:
    """Register (wrongly first), look at everything, correct, leave, come back in other spellings."""
    web = _visitor(raise_request_exception=False)
    for name in ("name", "phone", "email", "street", "place", "age", "accepted"):
        web.post("/register", filled(ONE.person, **{name: f"{ONE.note} {ONE.person.phone}" * 30}))
    page = web.post("/register", filled(ONE.person))
    web.post("/register/verify", {**hidden_in(page), "phone_code": CODE[::-1], "email_code": "x"})
    assert become_member(web, sent, ONE.person)["Location"] == "/me"
    assert ONE.person.name in web.get("/me").content.decode()
    for where in (
        "/me/choices",
        "/me/uses",
        "/me/uses/proofs",
        "/me/orders",
        "/me/sessions",
    ):
        assert web.get(where).status_code == 200, where
    for name in ("name", "address", "phone", "email"):
        page = web.post(f"/me/correct/{name}", {"value": getattr(OTHER.person, name)})
        web.post(
            f"/me/correct/{name}", {**hidden_in(page), "value": getattr(OTHER.person, name), "code": CODE}
        )
    web.post("/sign-out")
    digits = OTHER.person.phone[1:]
    for spelled in (
        f"0{digits}",
        f"+84{digits}",
        f"84 {digits}",
        f"(0{digits[:2]}) {digits[2:]}",
        OTHER.person.email.upper(),
    ):
        page = web.post("/sign-in", {"identity": spelled})
        web.post("/sign-in/code", {**hidden_in(page), "code": "000000"})
        web.post("/sign-in/code", {**hidden_in(page), "code": CODE})
    return SessionRow.objects.filter(kind="customer").latest("started_at").who


def _order(seen: Seen, who: Bearer) -> dict[str, str]:
    """By machine; wrongly first, and with a key that is none."""
    api = machine("care", "supply", "care", "rights")
    seen.secrets.add(api.token)
    contact = {"name": who.person.name, "phone": who.person.phone, "email": who.person.email}
    delivery = {"name": who.recipient, "phone": who.recipient_phone, "address": who.person.address}
    lines = {"lines": [{"name": who.goods, "quantity": "2", "total": "90000"}], "total": "90000"}
    body = {**ORDER, "guest": contact, "delivery": delivery, "purchases": lines, "note": who.note}
    wrong: list[Any] = [
        {**body, who.person.name: who.person.phone},
        {**body, "guest": {**contact, "phone": who.note}},
        {**body, "purchases": who.goods},
        str(body),
        b"{" + who.person.email.encode(),
    ]
    for one in wrong:
        seen.errors.append(api.post("/orders", one).content)
    for path in ("/subjects/find", "/reveal", "/consents"):
        seen.errors.append(
            api.post(path, {"phone": who.note, "subject": who.person.name, "purpose": who.note}).content
        )
    stranger = type(api)(f"giuloi_{who.person.email}", Watched(raise_request_exception=False))
    stranger.post("/orders", body, Idempotency_Key=who.person.phone)
    placed = api.post("/orders", body, Idempotency_Key=f"order-{who.person.phone}")
    assert placed.status_code in (200, 201), placed.content
    return dict(placed.json())


def _colleague(seen: Seen, order: int) -> int:
    """Invited, in by both factors, wrong ones first; searches, opens the order, and leaves."""
    at, web = datetime.now(UTC), _visitor(raise_request_exception=False)
    staff = add_staff("Khoa", "fulfilment")
    token = staff_accounts.invite(staff, "khoa", at)
    staff_accounts.set_administrator(staff, True)
    seen.secrets.add(token)
    web.post(f"/console/invite/{token}", {"password": PASSWORD, "again": PASSWORD + "?"})
    web.post(f"/console/invite/{token}", {"password": PASSWORD, "again": PASSWORD})
    web.post("/console/sign-in", {"login": PASSWORD, "password": ONE.person.name})
    web.post("/console/sign-in", {"login": "khoa", "password": PASSWORD})
    spelled = re.search(r'class="secret">([A-Z2-7 ]+)<', web.post("/console/security/totp").content.decode())
    assert spelled
    secret = b32decode(spelled[1].replace(" ", ""))
    seen.secrets |= {b32encode(secret).decode(), secret.hex()}
    web.post("/console/security/totp", {"code": ONE.person.phone})
    web.post("/console/security/totp", {"code": totp.code_at(secret, int(at.timestamp()) // totp.STEP)})
    for term in (ONE.person.phone, GUEST.person.email, GUEST.person.name, f"+84 {GUEST.person.phone[1:]}"):
        web.post("/console/customers", {"term": term, "q": term})
    shown = web.post(f"/console/orders/{order}/show", {"purpose": "supply"}, follow=True).content.decode()
    assert GUEST.recipient in shown
    return staff


def _everywhere(member: int, guest: dict[str, str], staff: int, sweep: str) -> int:
    """Every address by GET and POST as everybody, all values in body, query, headers, and path."""
    values = {
        name: OTHER.person.phone for name in ("identity", "phone", "order", "code", "q", "term", "value")
    }
    values |= {
        "name": OTHER.person.name,
        "email": OTHER.person.email,
        "note": OTHER.note,
        "login": OTHER.note,
    }
    values |= {"password": PASSWORD, "text0": OTHER.note, "response": OTHER.care, "words": OTHER.care}
    said = {"Referer": f"https://testserver/?{OTHER.person.email}", "User-Agent": OTHER.person.email}
    at, all_routes = datetime.now(UTC), routes()
    for kind, who in ((None, 0), (Visitor.CUSTOMER, member), (Visitor.STAFF, staff)):
        web = _visitor(raise_request_exception=False)
        if kind is not None:
            name = STAFF_COOKIE if kind is Visitor.STAFF else CUSTOMER_COOKIE
            web.cookies[name] = sessions.begin(kind, who, at)
            web.seen.secrets.add(web.cookies[name].value)
        for route in all_routes:
            path = filled_in(route, int(guest["order"]), OTHER.person.email)
            web.get(f"{path}?{OTHER.person.phone}={OTHER.person.email}", headers=said)
            web.post(path, {**values, "sweep": sweep}, headers=said)
    strict = _visitor(raise_request_exception=False, enforce_csrf_checks=True)
    assert strict.post("/register", filled(ONE.person)).status_code == 403
    assert strict.post("/register", filled(ONE.person, name=ONE.note * 200_000)).status_code == 413
    assert strict.get("/", headers={"Host": f"{LETTERS}.example"}).status_code == 400
    return len(all_routes)


def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page fails at the last step, and every look-up, saying all that they have in hand."""

    def fails(request: HttpRequest, *args: Any, **named: Any) -> Any:
        raise RuntimeError(f"no page for {request.POST} {request.COOKIES} {args} {named}: {OTHER.person}")

    def lost(self: Any, field: str, normalised: str, **named: Any) -> Any:
        raise KeyError(f"{field}={normalised}", OTHER.person)

    for name, module in list(sys.modules.items()):
        if name.startswith("giuloi.doors.") and hasattr(module, "render"):
            monkeypatch.setattr(module, "render", fails)
    monkeypatch.setattr(Keyring, "find", lost)


def _tables() -> bytes:
    """Every value of every column of every table, in clear."""
    parts: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                parts += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    return b"\n".join(parts)


def _leaks(places: dict[str, bytes], secrets: set[str]) -> dict[str, set[str]]:
    """Where something lies that should not: place → what."""
    people = [canary for one in (ONE, GUEST, OTHER) for canary in one.canaries]
    hits: dict[str, set[str]] = {}
    for place, data in places.items():
        what = {"a secret" for secret in secrets if secret.encode() in data}
        if marked(data):
            what |= found(data, [*people, CODE, PASSWORD]) or {"a mark"}
        if what:
            hits[place] = what
    return hits


def test_what_is_typed_or_shown_anywhere_lies_nowhere_else(
    seen: Seen,
    sent: Inbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    say_at_the_end: Callable[[str], None],
) -> None:
    """Journeys, then every address, then every address while it fails; then the search, and its control."""
    capfd.readouterr()
    member = _customers(seen, sent)
    guest = _order(seen, GUEST)
    staff = _colleague(seen, int(guest["order"]))
    assert inbox.messages()
    addresses = _everywhere(member, guest, staff, "whole")
    with monkeypatch.context() as broken:
        _broken(broken)
        before = seen.failed
        _everywhere(member, guest, staff, "broken")
    assert seen.failed - before > 50
    said = capfd.readouterr()
    places = {
        "logs": (said.err + said.out).encode(),
        "headers": "\n".join(seen.headers).encode(),
        "errors": b"\n".join(seen.errors),
        "sessions": repr(list(SessionRow.objects.values_list())).encode(),
        "tables": _tables(),
        "metrics": generate_latest(REGISTRY),
        **{str(path): path.read_bytes() for path in files_under(tmp_path)},
    }
    assert all(places[name] for name in ("logs", "headers", "errors", "sessions", "tables", "metrics"))
    assert _leaks(places, seen.secrets) == {}
    with_all = {**places, "control": "\n".join((ONE.person.phone, GUEST.note, PASSWORD, CODE)).encode()}
    assert set(_leaks(with_all, seen.secrets)) == {"control"}
    for secret in seen.secrets:
        assert _leaks({"control": places["logs"] + secret.encode()}, seen.secrets) == {
            "control": {"a secret"}
        }
    say_at_the_end(
        f"quiet: {addresses} addresses, {seen.answers} answers ({seen.failed} of them failures), "
        f"{len(seen.secrets)} secrets, {len(places)} places looked through, nothing found"
    )
