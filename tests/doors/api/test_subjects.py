"""Identities travel in bodies; what comes back are ids."""

from __future__ import annotations

from tests.doors.api.conftest import ORDER, Machine


def test_a_registered_guest_is_found_in_any_spelling(care: Machine) -> None:
    """By phone, by e-mail and by their order."""
    made = care.post("/subjects", {"contact": {"phone": "0594 000 002", "email": "Binh@example.vn"}})
    assert made.status_code == 201
    subject = made.json()["subject"]
    for sought in ({"phone": "+84594000002"}, {"email": "binh@EXAMPLE.vn"}):
        assert [one["subject"] for one in care.post("/subjects/find", sought).json()["found"]] == [subject]
    placed = care.post("/orders", ORDER).json()
    (found,) = care.post("/subjects/find", {"order": placed["order"]}).json()["found"]
    assert found["cases"] == [{"case": placed["case"], "kind": "order", "order": placed["order"]}]


def test_nobody_is_an_empty_list(care: Machine) -> None:
    """And not an error that would tell more."""
    assert care.post("/subjects/find", {"phone": "0594000009"}).json() == {"found": []}
    assert care.post("/subjects/find", {"order": "9223372036854775807"}).json() == {"found": []}


def test_what_cannot_be_looked_up_is_refused_without_being_repeated(care: Machine) -> None:
    """No digits, nothing, two at once, an id that no id can be."""
    for sought in (
        {"phone": "abc999"},
        {},
        {"phone": "0594000002", "email": "a@example.vn"},
        {"order": "9" * 19},
    ):
        answer = care.post("/subjects/find", sought)
        assert answer.status_code == 422
        assert b"999" not in answer.content.replace(b"about:blank", b"")


def test_bodies_that_are_no_json_are_problems(care: Machine) -> None:
    """Broken, deep, not UTF-8, of the wrong shape: 400 or 422, never 500."""
    lone, nul = '{"contact": {"name": "\\ud800"}}', '{"contact":{"name":"\\u0000"}}'
    for body in ("{", "[" * 100_000, b"\xff\xfe", "[]", "null", '"x"', lone, nul):
        answer = care.post("/subjects", body)
        assert answer.status_code in (400, 422), body[:20]
        assert answer["Content-Type"] == "application/problem+json"
