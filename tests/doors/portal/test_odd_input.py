"""Whatever is typed anywhere: a page comes back, with the text as text, and nothing breaks."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import AN
from tests.doors.portal.filling import filled

ODD = [
    "<script>alert(1)</script>",
    '" onfocus="alert(1)" autofocus="',
    "'; DROP TABLE records_subject; --",
    "{{ 7|add:7 }}{% debug %}",
    "null\x00byte",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\u202eecilA\u202c",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "ＴＯÀＮ　ＶĂＮ",
    "0" * 20000,
    "\r\nBcc: chi@example.vn",
    "../../../etc/passwd%00",
    "𝟘𝟝𝟡𝟜𝟘𝟘𝟘𝟘𝟘𝟙",
]
FIELDS = ["name", "phone", "email", "street", "place", "country", "age", "accepted", "choice.promotion.email"]


@pytest.mark.parametrize("text", ODD)
def test_no_text_breaks_a_page_or_becomes_markup(web: Client, text: str) -> None:
    """Every field of every form that takes text."""
    for field in FIELDS:
        page = web.post("/register", filled(AN, **{field: text}))
        assert page.status_code in (200, 422, 429)
        assert b"<script>alert" not in page.content
        assert b'onfocus="alert' not in page.content
    for where, field in (
        ("/sign-in", "identity"),
        ("/sign-in/code", "identity"),
        ("/guest", "order"),
        ("/guest/code", "order"),
        ("/places", "place"),
    ):
        page = web.post(where, {field: text, "code": text, "id": text, "by": text})
        assert page.status_code in (200, 303, 422, 429)
        assert b"<script>alert" not in page.content


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"response": 1}', '{"challenge": "x", "response": {}}', "{" * 5000]
)
def test_no_answer_of_a_passkey_that_is_none_breaks_anything(web: Client, body: str) -> None:
    """400 with a kind sentence."""
    answer = web.post("/sign-in/passkey", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["problem"]


def test_places_come_as_they_are_typed(web: Client) -> None:
    """With or without marks; nothing for a single letter; never by GET, where it would stand in an address."""
    assert "Phường Hoàn Kiếm" in web.post("/places", {"place": "hoan kiem"}).content.decode()
    assert web.post("/places", {"place": "h"}).content.strip() == b""
    assert web.get("/places").status_code == 405


def test_the_first_page_shows_the_ways_in(web: Client) -> None:
    """For whoever is not signed in; the shop by its name."""
    page = web.get("/").content.decode()
    for way in ("/sign-in", "/register", "/guest"):
        assert f'href="{way}"' in page
    assert "Tiệm Bánh Phố Cổ" in page
