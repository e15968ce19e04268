"""The browser the other tests stand on: it sees what it should, and nothing goes unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from playwright.sync_api import Page

from giuloi.records.access.cookies import CUSTOMER_COOKIE
from tests.harness.browser import Witness, axe, passkey_device, sign_in, too_wide

_HEAD = "<!doctype html><html lang=en><title>Test</title><main><h1>Test</h1>"


def loads_from_elsewhere(request: HttpRequest) -> HttpResponse:
    """A page that loads from another host, allowed by a policy of its own."""
    page = HttpResponse(_HEAD + "<img alt='' src='https://elsewhere.example.vn/x.png'></main>")
    page["Content-Security-Policy"] = "default-src *"
    return page


def styled_inline(request: HttpRequest) -> HttpResponse:
    """What the shipped policy forbids."""
    return HttpResponse(_HEAD + "<p style='color: red'>…</p></main>")


def unlabelled(request: HttpRequest) -> HttpResponse:
    """A field without a label, wider than a phone."""
    return HttpResponse(_HEAD + "<input size=200></main>")


def who(request: HttpRequest) -> HttpResponse:
    """Which cookie arrived."""
    return HttpResponse(f"{_HEAD}<p id=who>{request.COOKIES.get(CUSTOMER_COOKIE, 'nobody')}</p></main>")


@csrf_exempt
def plain(request: HttpRequest) -> HttpResponse:
    """A page without anything."""
    return HttpResponse(_HEAD + "<p>…</p></main>")


urlpatterns = [
    path("elsewhere", loads_from_elsewhere),
    path("inline", styled_inline),
    path("unlabelled", unlabelled),
    path("who", who),
    path("plain", plain),
]
pytestmark = pytest.mark.usefixtures("_own_pages")


@pytest.fixture
def _own_pages() -> Any:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.parametrize(
    ("where", "seen"),
    [
        ("/elsewhere", "left this machine: https://elsewhere.example.vn/x.png"),
        ("/inline", "Content Security Policy"),
    ],
)
def test_what_a_page_must_not_do_is_seen(desktop: Page, witness: Witness, where: str, seen: str) -> None:
    """A request beyond this machine, and whatever the policy of the page forbids."""
    witness.expected += ["elsewhere.example.vn", "Content Security Policy", "inline style"]
    desktop.goto(where)
    assert any(seen in fault for fault in witness.faults)
    assert witness.unexpected() == []


def test_axe_sees_past_the_policy_of_the_page(phone: Page) -> None:
    """A field without a label is named; a page in order has nothing."""
    phone.goto("/unlabelled")
    assert any(line.startswith("label: <input") for line in axe(phone))
    assert too_wide(phone)
    phone.goto("/plain")
    assert (axe(phone), too_wide(phone)) == ([], [])


def test_a_session_is_known_by_its_cookie(desktop: Page, site: str) -> None:
    """The cookie is the shipped one: __Host-, Secure, over TLS."""
    desktop.goto("/who")
    assert desktop.inner_text("#who") == "nobody"
    sign_in(desktop, site, CUSTOMER_COOKIE, "token-of-an")
    desktop.goto("/who")
    assert desktop.inner_text("#who") == "token-of-an"


def test_a_page_may_make_a_passkey(desktop: Page) -> None:
    """The origin is good enough for WebAuthn, and somebody touches the reader."""
    desktop.goto("/plain")
    passkey_device(desktop)
    made = desktop.evaluate("""async () => (await navigator.credentials.create({publicKey: {
      challenge: new Uint8Array(32), rp: {name: "Test"},
      pubKeyCredParams: [-7, -257].map(alg => ({type: "public-key", alg})),
      user: {id: new Uint8Array(16), name: "a", displayName: "a"},
      authenticatorSelection: {residentKey: "required", userVerification: "required"}}})).type""")
    assert made == "public-key"


def test_without_scripts_nothing_of_ours_runs(open_page: Callable[..., Page], scripts_off: Page) -> None:
    """The switch is off in that page alone."""
    scripts_off.goto("/plain")
    assert scripts_off.inner_text("h1") == "Test"
    with_scripts = open_page()
    with_scripts.goto("/plain")
    assert with_scripts.evaluate("1 + 1") == 2
