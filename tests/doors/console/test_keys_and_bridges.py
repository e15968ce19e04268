"""Keys and shop platforms: secrets are shown once, limits hold, and a test says what it proves and what not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from giuloi.promises.collect.connections import connected, secrets_of
from giuloi.promises.collect.delivered import Bridge, Resource
from giuloi.promises.collect.deliveries import DeliveryLog
from giuloi.records.credentials import hold_with_key, working_keys
from tests.doors.console.test_staff_page import once

KEY = {
    "role": "care",
    "purposes": ["care"],
    "fields": ["name", "phone"],
    "rate": "30",
    "networks": "203.0.113.0/24\n2001:db8::/32",
    "expires": f"{datetime.now(UTC) + timedelta(days=90):%Y-%m-%d}",
}
ADD = "/console/keys/add"


def test_a_key_is_shown_once_and_holds_what_was_ticked(owner: Client) -> None:
    """The token works for its purpose; no page shows it again."""
    answer = owner.post(ADD, KEY | once(owner, ADD))
    token = re.search(r"giuloi_[0-9a-f]{64}", answer.content.decode())
    assert token is not None
    assert hold_with_key(token[0], "care", datetime.now(UTC)).held
    assert not hold_with_key(token[0], "promotion", datetime.now(UTC)).held
    (key,) = working_keys(datetime.now(UTC))
    assert (key.rate, key.networks) == (30, "203.0.113.0/24 2001:db8::/32")
    assert token[0] not in owner.get("/console/keys").content.decode()


def test_the_same_form_sent_twice_makes_one_key(owner: Client) -> None:
    """A double click leaves no second key behind that nobody knows of."""
    form = KEY | once(owner, ADD)
    assert [owner.post(ADD, form).status_code for _ in range(2)] == [200, 400]
    assert len(working_keys(datetime.now(UTC))) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "self"},
        {"purposes": []},
        {"fields": ["secrets"]},
        {"rate": "0"},
        {"rate": "١٢"},
        {"expires": "2020-01-01"},
        {"expires": "tomorrow"},
        {"networks": "everywhere"},
        {"recipient": "partner"},
        {"relation": "unrelated"},
    ],
)
def test_a_key_that_cannot_be_is_not_made(owner: Client, wrong: dict) -> None:
    """What is wrong is said in the form."""
    answer = owner.post(ADD, KEY | once(owner, ADD) | wrong)
    assert answer.status_code == 400
    assert 'class="problem"' in answer.content.decode()
    assert working_keys(datetime.now(UTC)) == []


def test_revoking_asks_first_and_is_at_once(owner: Client) -> None:
    """Looking at the question changes nothing; the second step does; a third time there is no such key."""
    token = re.search(r"giuloi_[0-9a-f]{64}", owner.post(ADD, KEY | once(owner, ADD)).content.decode())
    assert token is not None
    (key,) = working_keys(datetime.now(UTC))
    assert owner.get(f"/console/keys/revoke?key={key.pseudonym}").status_code == 200
    assert working_keys(datetime.now(UTC)) != []
    assert owner.post("/console/keys/revoke", {"key": key.pseudonym}).status_code == 302
    assert working_keys(datetime.now(UTC)) == []
    assert owner.post("/console/keys/revoke", {"key": key.pseudonym}).status_code == 404


def connect(owner: Client, name: str = "tiem") -> str:
    form = {"platform": "woocommerce", "name": name}
    return owner.post("/console/bridges/connect", form).content.decode()


def test_a_shop_is_connected_and_its_secrets_are_shown_once(owner: Client) -> None:
    """Two of them; connecting the same name again is refused, so that no secret is replaced by a slip."""
    secrets = re.findall(r'class="secret" readonly value="([A-Za-z0-9_-]{43})"', connect(owner))
    assert len(set(secrets)) == 2
    assert connected() == [Bridge("woocommerce", "tiem")]
    before = secrets_of(Bridge("woocommerce", "tiem"), Resource.ORDER)
    assert "connected already" in connect(owner)
    assert secrets_of(Bridge("woocommerce", "tiem"), Resource.ORDER) == before
    page = owner.get("/console/bridges/woocommerce/tiem").content.decode()
    assert not any(secret in page for secret in secrets)


@pytest.mark.parametrize("name", ["", "Tiệm", "a/b", "0594000001", "x" * 25, "../keys"])
def test_a_name_that_a_leaf_could_not_carry_is_refused(owner: Client, name: str) -> None:
    """The name of a shop stands in the ledger: nothing that could be a phone number, nothing of a path."""
    assert 'id="name-problem"' in connect(owner, name)
    assert connected() == []


def test_new_secrets_are_asked_for_twice_and_the_present_ones_stay_good(owner: Client) -> None:
    """So no order is lost while they are pasted."""
    connect(owner)
    bridge, path = Bridge("woocommerce", "tiem"), "/console/bridges/woocommerce/tiem/renew"
    before = secrets_of(bridge, Resource.ORDER)
    owner.post(path)
    assert secrets_of(bridge, Resource.ORDER) == before
    owner.post(path, {"confirmed": "yes"})
    assert before[0] in secrets_of(bridge, Resource.ORDER)[1:]


def test_the_test_of_a_connection_is_a_real_delivery_that_leaves_nothing(owner: Client) -> None:
    """Signed it is taken, wrongly signed refused; it says what it does not prove; no log row comes of it."""
    connect(owner)
    shown = owner.post("/console/bridges/woocommerce/tiem/test").content.decode()
    assert shown.count(">holds<") == 3
    assert "What this does not prove" in shown
    assert DeliveryLog.objects.count() == 0


def test_a_test_fails_where_the_endpoint_fails(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the database away no delivery is taken, and the page says so."""
    from giuloi.core.terms import Unavailable
    from giuloi.doors.bridges.woocommerce import webhook

    def away(*_: object) -> None:
        raise Unavailable("away")

    connect(owner)
    monkeypatch.setattr(webhook, "receive", away)
    shown = owner.post("/console/bridges/woocommerce/tiem/test").content.decode()
    assert (shown.count(">holds<"), shown.count(">fails<")) == (1, 2)
