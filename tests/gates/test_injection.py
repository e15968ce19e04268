"""The gate *injection*: whatever is typed anywhere stays a text, and nothing breaks (ASVS 5.0 V1.2, V1.3, V5.2).

Every form that can be come to by following links, each field by itself, with texts of the Big List of Naughty Strings
and a few of our own. The large run, every text in every field: `pytest tests/gates/test_injection.py --runs 600`.
Addresses that a server of ours would connect to are tested in tests/promises/share.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from giuloi.records.access import limits, sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE
from giuloi.records.access.sessions import Visitor
from tests.cast import AN
from tests.doors.api.conftest import ORDER, machine
from tests.doors.console.conftest import Desk, desk, now
from tests.doors.console.owner import client_of, staff
from tests.doors.portal.conftest import Inbox, browser, sent, web
from tests.doors.portal.filling import filled
from tests.gates.crawl import Form, crawled, read
from tests.house.conftest import say_at_the_end
from tests.records.conftest import Shop, an, shop

__all__ = ["an", "desk", "say_at_the_end", "sent", "shop", "web"]

_LIST = Path(__file__).parents[1] / "vectors" / "naughty_strings" / "blns.json"
OURS = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>'",
    "</textarea></title><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7|add:7000 }}{% debug %}{{ request.META }}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "an@example.vn\r\nBcc: chi@example.vn\r\n\r\nxin chào",
    '\n{"event": "forged", "level": "info"}\n',
    "' OR 1=1; DROP TABLE records_subject; --",
    "../../../../etc/passwd",
    "null\x00byte",
    "0" * 20_000,
    "１２３",
    "-1",
    "9" * 30,
)
NAUGHTY = (*OURS, *json.loads(_LIST.read_text("utf-8")))
_FEW = 5  # texts for each field in the run of every day; together with the next field's they go round the whole list
_SLOW = ("password", "again", "old", "new")  # each is hashed for a sixth of a second


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody tries so often; limits have tests of their own."""
    monkeypatch.setattr(limits, "_count", lambda *_: None)


def _harmless(answer: Any, text: str, where: str) -> None:
    """No server error, and not a tag, handler or address of anybody's but ours."""
    assert answer.status_code < 500, (where, text, answer.status_code)
    for name, value in answer.headers.items():
        assert not set("\r\n") & set(value), (where, name)
    location = answer.get("Location", "/")
    assert location.startswith(("/", "?")), (where, location)
    assert not location.startswith("//"), (where, location)
    if answer.streaming or "text/html" not in answer.get("Content-Type", ""):
        return
    page = answer.content.decode()
    if "<" in text and escape(text) != text and any(one.isalpha() for one in text):
        assert text not in page, (where, text)
    for tag, said in read(where, answer).tags:
        assert not [name for name in said if name.startswith("on")], (where, text, tag, said)
        assert tag not in ("iframe", "object", "embed", "base", "style", "applet"), (where, text, tag)
        assert tag != "script" or said.get("src", "").startswith("/static/"), (where, text, said)
        address = said.get("href", said.get("src", said.get("action", "")))
        scheme = urlsplit(address.strip()).scheme.lower() if "[" not in address else ""
        assert scheme in ("", "http", "https", "mailto", "tel"), (where, text, address)
    if "add:7" in text:
        assert "7007" not in page


def _kept(form: Form, field: str, text: str, answer: Any) -> None:
    """What was typed still stands where it was typed, when a form comes back."""
    kind = form.kinds[field]
    if answer.status_code not in (400, 422) or kind not in ("text", "email", "tel", "search"):
        return
    if not text.isprintable() or len(text) > 60 or not text.strip() or field == "code" or "code" in field:
        return
    again = [one for one in read(form.page, answer).forms if field in one.kinds]
    if again:
        assert any(one.values.get(field, "").strip() == text.strip() for one in again), (
            form.page,
            field,
            text,
        )


def _visitors(desk: Desk, an: int) -> dict[str, tuple[Client, tuple[str, ...]]]:
    member = browser()
    member.cookies[CUSTOMER_COOKIE] = sessions.begin(Visitor.CUSTOMER, an, now())
    desk.known(AN, an)
    order = desk.order(an)
    fields = tuple(f"/me/correct/{name}" for name in ("name", "phone", "email", "address"))
    owner = client_of(staff("Lan", "marketing", administrator=True))
    care = client_of(staff("Hà", "care"))
    return {
        "a stranger": (browser(), ("/", "/register", "/sign-in", "/guest", "/console/sign-in", "/trust/")),
        "a member": (member, ("/me", *fields, "/sign-in?again=1")),
        "a colleague": (
            care,
            (
                "/console/customers",
                f"/console/customers/{an}",
                f"/console/orders/{order}",
                f"/console/customers/{an}/consent",
            ),
        ),
        "the owner": (
            owner,
            (
                *("/console/", "/console/staff/add", "/console/keys/add"),
                *("/console/bridges/connect", "/console/policy/draft", "/console/policy/explain"),
            ),
        ),
    }  # fmt: skip


@pytest.mark.parametrize("who", ["a stranger", "a member", "a colleague", "the owner"])
def test_no_text_in_any_field_breaks_anything_or_becomes_markup(
    who: str,
    desk: Desk,
    sent: Inbox,
    an: int,
    runs: int,
    say_at_the_end: Callable[[str], None],
) -> None:
    """Sent and answered; and afterwards every page is looked at again, for what was kept of it."""
    client, starts = _visitors(desk, an)[who]
    forms, pages = crawled(client, *starts)
    texts, tried = _round(), 0
    for form in forms:
        for field in form.typed:
            many = 3 if field in _SLOW else (runs or _FEW)
            for text in (next(texts) for _ in range(min(many, len(NAUGHTY)))):
                answer = form.send(client, **{field: text})
                _harmless(answer, text, f"{form.action} {field}")
                _kept(form, field, text, answer)
                tried += 1
    assert len(forms) >= 3, [one.action for one in forms]
    for path in pages:
        for text in OURS[:3]:
            _harmless(client.get(path), text, path)
    fields = sum(len(form.typed) for form in forms)
    say_at_the_end(
        f"injection: {who}, {len(forms)} forms, {fields} fields, {tried} texts, {len(pages)} pages"
    )


def _round() -> Iterator[str]:
    return (NAUGHTY[number % len(NAUGHTY)] for number in count())


@pytest.mark.usefixtures("web")
def test_each_of_the_texts_is_typed_into_the_registration_form() -> None:
    """Name and address, on to the page for the codes: escaped in every hidden input too."""
    client = browser()
    for text in NAUGHTY:
        answer = client.post("/register", filled(AN, name=text, street=text))
        _harmless(answer, text, "/register")
        assert answer.status_code in (200, 422)
    page = client.post("/register", filled(AN, street="<b>12</b> Hàng Bạc")).content.decode()
    assert "&lt;b&gt;12&lt;/b&gt;" in page


def test_a_customers_own_text_is_text_at_the_desk(desk: Desk, shop: Shop, sent: Inbox) -> None:
    """An order with markup in every text, looked at by whoever packs it, and by who ordered it."""
    order = machine("fulfilment", "supply").post("/orders", _ordered("<img src=x onerror=alert(1)>")).json()
    khoa = desk.signed_in(desk.staff("Khoa", "fulfilment"))
    shown = khoa.post(f"/console/orders/{int(order['order'])}/show", {"purpose": "supply"}, follow=True)
    text = shown.content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    _harmless(shown, "<img src=x onerror=alert(1)>", "/console/orders")
    member = browser()
    member.cookies[CUSTOMER_COOKIE] = sessions.begin(
        Visitor.GUEST, int(order["subject"]), now(), record=int(order["order"])
    )
    for path in ("/me", "/me/orders", f"/me/orders/{int(order['order'])}", "/me/uses"):
        _harmless(member.get(path), "<img src=x onerror=alert(1)>", path)


def _ordered(text: str) -> dict[str, Any]:
    lines = {"lines": [{"name": text, "quantity": "2", "total": "90000"}], "total": "90000"}
    delivery = {**ORDER["delivery"], "name": text, "address": text}
    return {**ORDER, "guest": {**ORDER["guest"], "name": text}, "delivery": delivery, "purchases": lines}


def test_no_text_in_a_body_a_header_or_an_address_breaks_the_api(shop: Shop, an: int, runs: int) -> None:
    """In each leaf of an order, in what is looked up, as an idempotency key, in a path."""
    care = machine("care", "supply", "care", "rights")
    for text in NAUGHTY[:: 1 if runs else 8]:
        for body in (_ordered(text), {**ORDER, "wording": text}, {**ORDER, text: text}):
            _harmless(care.post("/orders", body), text, "/orders")
        reveal = {"subject": text, "purpose": text, "fields": [text], "case": text}
        for path in ("/reveal", "/subjects/find", "/consents"):
            _harmless(care.post(path, reveal), text, path)
            _harmless(care.post(path, text.encode()), text, path)
        _harmless(care.get(f"/orders/{quote(text, safe='')}"), text, "/orders/…")


@pytest.mark.usefixtures("web")
def test_no_text_in_an_address_or_a_header_breaks_a_page(desk: Desk, runs: int) -> None:
    """Wherever an address takes a word, and in the headers that we read."""
    owner = client_of(staff("Lan", "marketing", administrator=True))
    places = (
        "/preferences/{}", "/console/invite/{}", "/trust/log/tile/{}", "/console/policy/forms/retain/{}",
        "/console/policy/forms/{}/care", "/console/bridges/woocommerce/{}", "/bridges/woocommerce/{}",
        "/console/ledger?page={}&event={}&from={}", "/me/correct/{}", "/console/policy/explain?purpose={}&of={}",
        "/static/{}", "/{}",
    )  # fmt: skip
    for text in NAUGHTY[:: 1 if runs else 6]:
        for place in places:
            path = place.replace("{}", quote(text[:300], safe=""))
            _harmless(owner.get(path), text, place)
        line = (
            text.translate(dict.fromkeys(map(ord, "\r\n\0")))[:300].encode().decode("latin-1")
        )  # as a server has it
        said = dict.fromkeys(
            ("Accept-Language", "User-Agent", "Referer", "X-Forwarded-For", "Cookie", "Accept"), line
        )
        _harmless(owner.get("/sign-in", headers=said), text, "headers")


def test_going_back_never_leads_to_another_host(web: Client) -> None:
    """The only address of ours that takes one to go to."""
    away = (
        "//evil.example", "https://evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "/%0d%0aSet-Cookie:a=b",
        " //evil.example", "/\r\nX: y",
        "https:/evil.example", "//evil.example@testserver", "data:text/html,x", "",
    )  # fmt: skip
    for back in away:
        answer = web.post("/language", {"language": "en", "back": back})
        _harmless(answer, back, "/language")
        where = urlsplit(answer["Location"])
        assert (where.scheme, where.netloc) == ("", ""), back
        assert "\\" not in answer["Location"][:2]
    for path in (
        "/sign-in?next=//evil.example",
        "/console/?next=https://evil.example",
        "/sign-in?back=//evil.example",
    ):
        assert "evil.example" not in web.get(path).get("Location", "")


def test_no_text_writes_a_line_of_the_log(web: Client, capfd: pytest.CaptureFixture[str]) -> None:
    """One JSON object a line, and none of them forged."""
    capfd.readouterr()
    for text in OURS:
        web.post("/register", filled(AN, name=text, phone=text))
        web.get(f"/{quote(text[:300], safe='')}", headers={"User-Agent": text.replace(chr(10), " ")[:100]})
    lines = capfd.readouterr().err.splitlines()
    assert lines
    for line in lines:
        assert json.loads(line)["event"] != "forged"
        assert "alert" not in line
        assert "Bcc" not in line


@pytest.mark.usefixtures("web")
def test_no_text_adds_a_header_to_a_message(sent: Inbox) -> None:
    """An address with a line end in it is none: nothing is sent, to nobody."""
    client, before = browser(), sent.count()
    for end in ("\r\n", "\n", "\r", "%0d%0a", "\u2028", "\x0b", "\x85"):
        address = f"an@example.vn{end}Bcc: chi@example.vn"
        for where, form in (("/sign-in", {"identity": address}), ("/register", filled(AN, email=address))):
            assert client.post(where, form).status_code == 422
    assert sent.count() == before
