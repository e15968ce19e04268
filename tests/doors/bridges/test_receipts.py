"""A provider says what became of a message, to an address nobody can guess; of the person it tells us nothing."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from giuloi.core.terms import Channel, Unavailable
from giuloi.promises.answer import incoming
from giuloi.promises.use import settling
from giuloi.promises.use.channels import callbacks, receipts
from giuloi.promises.use.channels.receipts import KEPT, Became, Receipt, ReceiptRow
from giuloi.promises.use.inbound.letter import Inbound
from tests.cast import AN
from tests.fakes.provider import Provider
from tests.records.conftest import NOON

pytestmark = pytest.mark.django_db
ESMS = {
    "SMSID": "dc71-87", "SendFailed": "0", "SendStatus": "5", "SendSuccess": "1", "TotalPrice": "0.0000",
    "RequestId": "abc123", "TypeId": "2", "telcoid": "1", "phonenumber": AN.phone,
}  # fmt: skip


@pytest.fixture
def client() -> Client:
    """Somebody outside, who keeps no cookie."""
    return Client(enforce_csrf_checks=True, headers={"x-forwarded-proto": "https"})


def at(provider: str) -> str:
    """The address it was told."""
    return f"{callbacks.PATH}/{provider}/{callbacks.token(provider)}"


def kept() -> list[Receipt]:
    """What is stored."""
    return [one.receipt for one in receipts.waiting()]


@pytest.fixture(autouse=True)
def over_https(settings: Any) -> None:
    """As behind the proxy."""
    settings.SECURE_SSL_REDIRECT = False


@pytest.mark.parametrize(
    ("said", "became"),
    [
        ({}, [Became.DELIVERED]),
        ({"SendSuccess": "0", "SendFailed": "1"}, [Became.BOUNCED_FOR_NOW]),
        ({"SendStatus": "4", "SendSuccess": "0"}, [Became.BOUNCED_FOR_NOW]),
        ({"SendStatus": "7"}, []),
        ({"SendStatus": "2"}, []),
        ({"RequestId": "", "SMSID": ""}, []),
        ({"RequestId": "0594000001; DROP", "SMSID": ""}, []),
    ],
)
def test_esms_tells_by_get_and_its_number_is_not_kept(
    client: Client, said: dict[str, str], became: list[Became], capfd: pytest.CaptureFixture[str]
) -> None:
    """Under our RequestId; the number in the query is in no row and no line of the log."""
    answered = client.get(at("esms"), {**ESMS, **said})
    assert (answered.status_code, answered.json()) == (200, {"outcome": "done"})
    assert kept() == [Receipt(Channel.SMS, "esms", "abc123", one) for one in became]
    assert AN.phone not in str(ReceiptRow.objects.values()) + capfd.readouterr().err


def test_without_a_request_id_the_providers_own_id_counts(client: Client) -> None:
    """Whoever sent it knows both."""
    client.get(at("esms"), {**ESMS, "RequestId": ""})
    assert [one.reference for one in kept()] == ["dc71-87"]


@pytest.mark.parametrize(
    ("status", "became"),
    [(0, Became.DELIVERED), (3, Became.BOUNCED_FOR_NOW), ("64", Became.BOUNCED_FOR_GOOD)],
)
def test_speedsms_tells_by_json(client: Client, status: object, became: Became) -> None:
    """About its tranId."""
    said = {"type": "report", "tranId": 4711, "phone": AN.phone, "status": status}
    assert client.post(at("speedsms"), said, content_type="application/json").status_code == 200
    assert kept() == [Receipt(Channel.SMS, "speedsms", "4711", became)]


@pytest.mark.parametrize(
    "body", ["[]", '"x"', "{}", '{"type":"incoming","phone":"0594000001"}', '{"type":"report"}']
)
def test_what_is_no_report_changes_nothing(client: Client, body: str) -> None:
    """And is answered like one."""
    assert client.post(at("speedsms"), body, content_type="application/json").status_code == 200
    assert kept() == []


def test_a_report_that_comes_twice_is_one(client: Client) -> None:
    """eSMS calls up to five times."""
    for _ in range(3):
        client.get(at("esms"), ESMS)
    assert len(kept()) == 1


@pytest.mark.parametrize(
    "path", ["esms/x", f"esms/{callbacks.token('zalo')}", f"other/{callbacks.token('other')}"]
)
def test_without_its_token_nobody_is_answered(client: Client, path: str) -> None:
    """Each provider has its own; another one is no page at all."""
    assert client.get(f"{callbacks.PATH}/{path}", ESMS).status_code == 404
    assert kept() == []


@pytest.mark.parametrize(
    ("method", "provider", "body", "status"),
    [("delete", "esms", "", 405), ("get", "speedsms", "", 405), ("post", "speedsms", "no JSON", 400),
     ("post", "speedsms", "[" * 99, 400), ("post", "zalo", "{}", 401)],
)  # fmt: skip
def test_what_cannot_be_read_says_so(
    client: Client, method: str, provider: str, body: str, status: int
) -> None:
    """One word, nothing repeated."""
    answered = getattr(client, method)(at(provider), body, content_type="application/json")
    assert answered.status_code == status


def test_a_database_that_cannot_take_it_asks_for_another_call(client: Client, monkeypatch: Any) -> None:
    """503, so that the provider comes again."""

    def busy(*_: object) -> int:
        raise Unavailable("busy")

    monkeypatch.setattr(receipts, "keep", busy)
    assert client.get(at("esms"), ESMS).status_code == 503


@pytest.fixture
def account(settings: Any) -> dict[str, Any]:
    """An official account with its secret."""
    settings.ZALO_PROVIDER = Provider().settings("zalo", refresh="r", oa="oa-secret")
    known: dict[str, Any] = settings.ZALO_PROVIDER
    return known


def zalo(client: Client, said: dict[str, Any], secret: str = "oa-secret", app: str = "tiem") -> int:
    """What Zalo sends, signed."""
    body = json.dumps({"timestamp": "1732262400000", **said})
    mac = hashlib.sha256(f"{app}{body}1732262400000{secret}".encode()).hexdigest()
    return client.post(
        at("zalo"), body, content_type="application/json", headers={"X-ZEvent-Signature": f"mac={mac}"}
    ).status_code


ARRIVED = {"event_name": "user_received_message", "message": {"msg_id": "zns-9", "tracking_id": "abc123"}}
WRITTEN = {
    "event_name": "user_send_text", "sender": {"id": "2512523625412515241"}, "recipient": {"id": "1"},
    "message": {"text": "Cho tôi hỏi đơn", "msg_id": "m-1"},
}  # fmt: skip


def test_zalo_tells_that_a_notice_arrived(client: Client, account: dict[str, Any]) -> None:
    """Under our tracking_id."""
    assert zalo(client, ARRIVED) == 200
    assert kept() == [Receipt(Channel.ZALO, "zalo", "abc123", Became.DELIVERED)]


def test_zalo_is_believed_with_its_signature_only(
    client: Client, account: dict[str, Any], settings: Any
) -> None:
    """Of these bytes, by the account's secret; without a secret nothing is."""
    assert [zalo(client, ARRIVED, secret="x"), zalo(client, ARRIVED, app="x")] == [401, 401]
    settings.ZALO_PROVIDER = {**account, "oa": ""}
    assert zalo(client, ARRIVED, secret="") == 401
    assert kept() == []


def test_what_somebody_writes_at_zalo_is_taken_once(
    client: Client, account: dict[str, Any], monkeypatch: Any
) -> None:
    """As a message of that id; the second call is a repeat."""
    taken: list[Inbound] = []
    monkeypatch.setattr(incoming, "take", lambda inbound, at: taken.append(inbound))
    assert [zalo(client, WRITTEN) for _ in range(2)] == [200, 200]
    (one,) = taken
    assert (one.channel, one.sender.open(), one.text.open()) == (
        Channel.ZALO,
        "2512523625412515241",
        "Cho tôi hỏi đơn",
    )
    assert one.left_out is None


def test_what_cannot_be_kept_is_sent_again(client: Client, account: dict[str, Any], monkeypatch: Any) -> None:
    """503, and nothing is marked."""

    def busy(*_: object) -> None:
        raise Unavailable("busy")

    monkeypatch.setattr(incoming, "take", busy)
    assert zalo(client, WRITTEN) == 503
    taken: list[Inbound] = []
    monkeypatch.setattr(incoming, "take", lambda inbound, at: taken.append(inbound))
    assert zalo(client, WRITTEN) == 200
    assert len(taken) == 1


def test_receipts_find_who_sent_and_what_nobody_knows_is_forgotten(monkeypatch: Any) -> None:
    """A receipt may overtake the answer to its sending: it waits three days to be known."""
    mine: list[Receipt] = []
    monkeypatch.setattr(
        settling,
        "TAKERS",
        (lambda one, at: False, lambda one, at: one.reference == "a" and not mine.append(one)),
    )
    receipts.keep([Receipt(Channel.SMS, "esms", name, Became.DELIVERED) for name in "ab"], NOON)
    assert settling.settle(NOON) == 1
    assert [one.reference for one in mine] == ["a"]
    assert [one.reference for one in kept()] == ["b"]
    assert settling.settle(NOON + KEPT) == 0
    assert kept() == []
