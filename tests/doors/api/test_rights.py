"""IV.3: rights through the API land in the one inbox, once, with their clock."""

from __future__ import annotations

from giuloi.records.requests import requests_of
from tests.doors.api.conftest import machine
from tests.records.conftest import Shop


def test_a_right_is_taken_in_once_and_waits_until_it_is_known_who_asked(shop: Shop, an: int) -> None:
    """Sent again under its key it is the same; asked again it is the one in flight."""
    desk = machine("care", "rights")
    body = {"subject": str(an), "kind": "copy", "words": "Cho tôi bản sao"}
    first = desk.post("/rights", body, Idempotency_Key="a")
    assert first.status_code == 202, first.content
    assert first.json()["valid"] is False
    assert desk.post("/rights", body, Idempotency_Key="a").json() == first.json()
    assert desk.post("/rights", body).json() == {**first.json(), "repeated": True}
    assert [str(one.id) for one in requests_of(an)] == [first.json()["request"]]


def test_what_only_stops_a_use_is_valid_at_once(shop: Shop, an: int) -> None:
    """An objection that names its use."""
    uses = [{"purpose": "promotion", "channel": "email"}]
    answer = machine("care", "rights").post("/rights", {"subject": str(an), "kind": "object", "uses": uses})
    assert answer.json()["valid"] is True


def test_nonsense_strangers_and_other_keys_are_refused(shop: Shop, an: int) -> None:
    """A kind that is none, a purpose nobody has, uses of a copy, nobody, and a key for something else."""
    desk, me = machine("care", "rights"), str(an)
    espionage = [{"purpose": "espionage", "channel": "email"}]
    for body, status in (
        ({"subject": me, "kind": "question"}, 422),
        ({"subject": me, "kind": "object", "uses": espionage}, 422),
        ({"subject": me, "kind": "copy", "uses": [{"purpose": "promotion", "channel": "email"}]}, 422),
        ({"subject": me, "kind": "erase", "lift": True}, 422),
        ({"subject": "7", "kind": "copy"}, 404),
    ):
        assert desk.post("/rights", body).status_code == status, body
    assert machine("care", "supply").post("/rights", {"subject": me, "kind": "copy"}).status_code == 403
    assert requests_of(an) == []
