"""The gate *deploy*: whatever page anybody comes to by links is whole, and says about itself what keeps it safe.

ASVS 5.0 V3.2 to V3.4: the policy of content, HSTS, nosniff, Referrer-Policy, no framing, each cookie's attributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from giuloi.doors.trust.assemble import FOLDER
from tests.doors.console.conftest import Desk, OverTls, desk
from tests.gates.walk import STARTS, Visit, visitor, walked
from tests.house.conftest import say_at_the_end
from tests.records.conftest import Shop, an, binh, shop

__all__ = ["Shop", "an", "binh", "desk", "say_at_the_end", "shop"]
_PERSONAL = ("/me", "/guest", "/console", "/sign-in", "/register")
_LOADED = {"script": "src", "img": "src", "link": "href"}


def _headers(answer: Any, path: str) -> None:
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy, path
    assert "unsafe-" not in policy, path
    assert answer["X-Content-Type-Options"] == "nosniff", path
    assert answer["Referrer-Policy"] == "same-origin", path
    assert answer["X-Frame-Options"] == "DENY", path
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000"), path
    if path.startswith(_PERSONAL):
        assert "no-store" in answer["Cache-Control"], path


def _cookies(answer: Any, path: str) -> int:
    kept = [one for one in answer.cookies.values() if one.value]
    for one in kept:
        assert one.key.startswith("__Host-"), (path, one.key)
        assert one["secure"], (path, one.key)
        assert one["httponly"], (path, one.key)
        assert one["samesite"] in ("Lax", "Strict"), (path, one.key)
        assert (one["path"], one["domain"]) == ("/", ""), (path, one.key)
    return len(kept)


def _markup(visit: Visit) -> None:
    assert visit.page is not None
    text = visit.answer.content.decode()
    for tag, said in visit.page.tags:
        assert tag != "style", visit.path
        assert not [name for name in said if name == "style" or name.startswith("on")], (
            visit.path,
            tag,
            said,
        )
        assert tag != "script" or said.get("src", "").startswith("/static/"), (visit.path, said)
    title = re.search(r"<title>(.*?)</title>", text, re.S)
    assert title is not None, visit.path
    assert title[1].split("·")[0].strip(), visit.path


def _loaded(visit: Visit) -> set[str]:
    assert visit.page is not None
    return {
        said[_LOADED[tag]]
        for tag, said in visit.page.tags
        if tag in _LOADED and said.get(_LOADED[tag], "").startswith("/")
    }


@pytest.mark.parametrize("role", STARTS)
def test_every_page_that_can_be_come_to_is_whole_and_says_what_keeps_it_safe(
    role: str, desk: Desk, an: int, binh: int, say_at_the_end: Callable[[str], None]
) -> None:
    """No link leads nowhere, and each answer has its headers, each cookie its attributes, no page a script in it."""
    visits = walked(visitor(role, desk, an, binh), *STARTS[role])
    cookies = 0
    for one in visits:
        status = one.answer.status_code
        assert status < 400 or status == 405, (one.path, status, f"linked on {one.linked_on}")
        _headers(one.answer, one.path)
        cookies += _cookies(one.answer, one.path)
        if one.page and status == 200:
            _markup(one)
    pages = [one for one in visits if one.page and one.answer.status_code == 200]
    assert len(pages) >= 3
    largest = max(pages, key=lambda one: len(one.answer.content))
    say_at_the_end(
        f"deploy: {role}, {len(visits)} addresses, {len(pages)} pages, {cookies} cookies, largest {largest.path} "
        f"{len(largest.answer.content) / 1000:.1f} kB, at most {max(len(_loaded(one)) for one in pages)} files a page"
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_language_that_was_chosen_is_the_pages_own(language: str, shop: Shop) -> None:
    """By a cookie with all its attributes; `html lang` follows it, against what the browser asks for."""
    client: Client = OverTls(headers={"Accept-Language": "en" if language == "vi" else "vi"})
    chosen = client.post("/language", {"language": language, "back": "/"})
    assert _cookies(chosen, "/language") == 1
    for path in STARTS["anonymous"]:
        assert f'<html lang="{language}">' in client.get(path).content.decode(), path


def test_the_verifier_to_take_home_runs_only_its_own_script() -> None:
    """Its policy names hashes: the one file with a script in it, and it is never shown on our own site."""
    text = (FOLDER / "verifier.html").read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', text)
    assert policy is not None
    assert "sha256-" in policy[1]
    assert "unsafe-" not in policy[1]
