"""A key opens nothing that it was not made for: not later, not from elsewhere, not more often."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from giuloi.core.terms import NotATerm
from giuloi.records import credentials
from giuloi.records.access import key_rates, repeats
from tests.doors.api.conftest import ORDER, Machine, machine, partner
from tests.records.conftest import Shop

RIGHTS_OF = {"care": ("supply", "care", "rights"), "fulfilment": ("supply",), "marketing": ("promotion",)}
EVERYBODY = {"care", "fulfilment", "marketing", "partner", "legal", "wrong role"}
SERVES = {
    ("POST", "/subjects"): {"care", "fulfilment"},
    ("POST", "/subjects/find"): {"care", "fulfilment"},
    ("POST", "/orders"): {"care", "fulfilment"},
    ("GET", "/orders"): {"care", "fulfilment"},
    ("GET", "/orders/7"): {"care", "fulfilment"},
    ("POST", "/orders/7/close"): {"care", "fulfilment"},
    ("POST", "/orders/7/state"): {"care", "fulfilment"},
    ("GET", "/checkouts"): {"care", "fulfilment"},
    ("POST", "/checkouts"): {"care", "fulfilment"},
    ("GET", "/checkouts/7"): {"care", "fulfilment"},
    ("POST", "/checkouts/7/settle"): {"care", "fulfilment"},
    ("POST", "/visits"): {"care", "fulfilment"},
    ("POST", "/consents"): {"care", "marketing"},
    ("POST", "/consents/of"): {"care", "fulfilment", "marketing", "legal"},
    ("POST", "/decisions"): {"marketing"},
    ("POST", "/rights"): {"care"},
    ("POST", "/reveal"): set(),
    ("POST", "/reveal/batch"): EVERYBODY,
    ("GET", "/receipts/7"): {"care"},
    ("GET", "/proofs/0"): EVERYBODY,
    ("GET", "/checkpoint"): EVERYBODY,
    ("GET", "/policy"): EVERYBODY,
}
BODIES: dict[str, Any] = {
    "/subjects": {"contact": {"name": "Trần Văn Bình"}},
    "/subjects/find": {"phone": "0594000002"},
    "/orders": ORDER,
    "/orders/7/close": {},
    "/orders/7/state": {"state": "packed"},
    "/consents": {
        "subject": "7",
        "purpose": "promotion",
        "channel": "email",
        "answer": "refused",
        "wording": "Tôi không nhận khuyến mãi.",
        "language": "vi",
        "method": "web",
    },
    "/consents/of": {"subject": "7"},
    "/checkouts": {"reference": "b", "purchases": {"lines": [], "total": "0"}, "return_to": "https://a/"},
    "/checkouts/7/settle": {"accepted": True},
    "/rights": {"subject": "7", "kind": "access"},
    "/visits": {"token": "0" * 64},
    "/decisions": {"subject": "7", "purpose": "promotion", "fields": ["email"]},
    "/reveal": {"subject": "7", "purpose": "promotion", "fields": ["email"]},
    "/reveal/batch": {"purpose": "promotion", "fields": ["email"], "items": [{"subject": "7"}]},
}


def _machines() -> dict[str, Machine]:
    made = {role: machine(role, *purposes) for role, purposes in RIGHTS_OF.items()}
    made["legal"] = machine("legal", "authority_request")
    made["wrong role"] = machine("legal", "supply", "care", "rights", "promotion")
    return made | {"partner": partner()}


@pytest.mark.parametrize(("method", "path"), SERVES)
def test_each_operation_serves_the_keys_it_is_for(shop: Shop, method: str, path: str) -> None:
    """Role × operation: whoever is not on the list gets 403 with a clause; nobody at all gets 401."""
    for name, one in _machines().items():
        answer = one.get(path) if method == "GET" else one.post(path, BODIES[path])
        served = answer.status_code != 403
        assert served == (name in SERVES[method, path]), f"{name}: {answer.status_code} {answer.content!r}"
        if not served:
            assert answer.json()["clause"]
            assert answer.json()["wording"]
    stranger = Machine("giuloi_" + "0" * 64, one.client)
    assert (stranger.get(path) if method == "GET" else stranger.post(path, BODIES[path])).status_code == 401


def test_every_operation_of_the_document_is_in_the_table(shop: Shop) -> None:
    """An operation that is added and not thought about fails here."""
    document = machine("care", "care").client.get("/api/v1/openapi.json", secure=True).json()
    told = {(method.upper(), path) for path, of in document["paths"].items() for method in of}
    assert {(method, re.sub(r"/(7|0)\b", "/{}", f"/api/v1{path}")) for method, path in SERVES} == {
        (method, re.sub(r"{.*?}", "{}", path)) for method, path in told
    }


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic giuloi_x", "Bearer " + "0" * 5000])
def test_whoever_has_no_key_learns_only_that(shop: Shop, header: str) -> None:
    """401, with one and the same body."""
    answer = machine("care", "care").client.get(
        "/api/v1/policy", secure=True, headers={"Authorization": header}
    )
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["code"] == "unknown_key"


def test_a_revoked_key_is_refused_at_its_next_use(care: Machine) -> None:
    """Revoked between two requests."""
    assert care.get("/policy").status_code == 200
    (key,) = credentials.working_keys(datetime.now(UTC))
    assert key.last_used_on == datetime.now(UTC).date()
    credentials.revoke_key(key.pseudonym, datetime.now(UTC))
    assert care.get("/policy").status_code == 401


def test_a_key_works_within_its_rate(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three a minute: the fourth is told when to come again; a second process would be refused too."""
    monkeypatch.setattr("giuloi.doors.api.entry.datetime", _Stopped)
    one = machine("care", "care", rate=3)
    assert [one.get("/policy").status_code for _ in range(4)] == [200, 200, 200, 429]
    key_rates._left.clear()  # as in a process that has just started
    refused = one.get("/policy")
    assert (refused.status_code, refused.json()["code"], refused["Retry-After"]) == (429, "rate", "60")


class _Stopped(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        """Always the first second of a minute."""
        return datetime(2026, 11, 22, 5, 0, tzinfo=tz)


@pytest.mark.parametrize("rate", [1, 99, 100, 250, 1000])
def test_a_rate_is_used_up_exactly(shop: Shop, rate: int) -> None:
    """However the requests are taken in shares, as many pass as the rate says, and not one more."""
    at = _Stopped.now(UTC)
    machine("care", "care", rate=rate)
    (key,) = credentials.working_keys(at)
    for _ in range(rate):
        key_rates.spend(key, at)
    with pytest.raises(key_rates.KeySpent):
        key_rates.spend(key, at)


@pytest.mark.parametrize(
    ("networks", "address", "inside"),
    [
        (["127.0.0.0/8"], "127.0.0.1", True),
        (["203.0.113.0/24"], "127.0.0.1", False),
        (["203.0.113.0/24", "127.0.0.1"], "127.0.0.1", True),
        (["127.0.0.0/8"], "::ffff:127.0.0.1", True),
        (["::1"], "::1", True),
        (["::1"], "", False),
        (["::1"], "localhost", False),
    ],
)
def test_a_key_works_from_its_networks(shop: Shop, networks: list[str], address: str, inside: bool) -> None:
    """By the address that the connection comes from, in whatever form it is written."""
    one = machine("care", "care", networks=networks)
    one.client.defaults["REMOTE_ADDR"] = address
    assert one.get("/policy").status_code == (200 if inside else 401)


@pytest.mark.parametrize("wrong", [{"rate": 0}, {"networks": ["here"]}, {"networks": ["10.0.0.1/8"]}])
def test_a_key_with_no_rate_or_network_is_not_made(shop: Shop, wrong: dict[str, Any]) -> None:
    """At once, and not at its first use."""
    with pytest.raises(NotATerm):
        machine("care", "care", **wrong)


def test_what_is_a_day_old_is_forgotten(care: Machine) -> None:
    """Rates by the minute, repeats by the day."""
    care.post("/subjects", BODIES["/subjects"], Idempotency_Key="k")
    now = datetime.now(UTC)
    assert (key_rates.forget_minutes(now), repeats.forget_repeats(now)) == (0, 0)
    later = now + repeats.LASTS * 1.01
    assert (key_rates.forget_minutes(later), repeats.forget_repeats(later)) == (1, 1)
