"""What every answer says about itself, and what failures do not say."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

CANARY = "binh@example.vn"


def fails(request: HttpRequest) -> HttpResponse:
    """A view that fails with something personal in its message."""
    raise RuntimeError(CANARY)


def reads(request: HttpRequest) -> HttpResponse:
    """A view that reads its body."""
    return HttpResponse(str(len(request.body)))


urlpatterns = [path("fails", fails), path("reads", reads)]
handler404 = "giuloi.site.errors.not_found"
handler500 = "giuloi.site.errors.internal_error"


@pytest.fixture
def client() -> Client:
    """A client over https that is shown the answer a visitor sees."""
    return Client(raise_request_exception=False, headers={"X-Forwarded-Proto": "https"})


def _get(client: Client, where: str, **more: Any) -> Any:
    return client.get(where, secure=True, **more)


def test_nothing_is_cached_framed_or_loaded(client: Client) -> None:
    """Also when there is nothing at that address."""
    answer = _get(client, "/nothing")
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"  # nothing to others; our own forms keep their Origin
    assert answer["Strict-Transport-Security"] == "max-age=31536000"  # of this name alone, and revocable


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("where", "status", "text"),
    [("/nothing", 404, "404 not found\n"), ("/fails", 500, "500 internal error\n")],
)
def test_a_failure_says_its_number_and_nothing_else(
    client: Client, where: str, status: int, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In text or JSON, without the address, the query or the error; the log has none of it either."""
    plain = _get(client, where, query_params={"email": CANARY})
    assert (plain.status_code, plain.content.decode()) == (status, text)
    as_json = _get(client, where, headers={"Accept": "application/json"})
    assert as_json.json() == {"error": text[4:].strip()}
    log = capsys.readouterr().err
    assert CANARY not in log
    assert '"request"' in log


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("length", "status"), [("1048576", 200), ("1048577", 413), ("٣", 400), ("-1", 400), ("1e3", 400)]
)
def test_a_body_over_one_mebibyte_is_not_read(client: Client, length: str, status: int) -> None:
    """And a length that is no number is no length."""
    body = b"x" * int(length) if status == 200 else b"x"
    answer = client.generic("POST", "/reads", body, secure=True, CONTENT_LENGTH=length)
    assert answer.status_code == status


def test_an_unknown_host_is_refused(client: Client) -> None:
    """400, in a word."""
    answer = _get(client, "/livez", headers={"Host": "elsewhere.example.vn"})
    assert (answer.status_code, answer.content) == (400, b"400 bad request\n")


def test_the_deployment_check_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django finds nothing to warn about in the settings as they ship."""
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # the tests' browser needs it
    call_command("check", deploy=True, fail_level="WARNING")
