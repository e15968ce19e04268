"""An SMS goes out once, by the provider the shop chose; what it answers decides whether it may go out again."""

from __future__ import annotations

import base64
import socket
from typing import Any

import pytest

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel
from giuloi.promises.use.channels import (
    Message,
    NotReady,
    Permanent,
    Transient,
    Unknown,
    adapter_of,
    callbacks,
)
from tests.cast import AN
from tests.fakes.provider import Provider
from tests.promises.use.channels.conftest import ADVERTISING, KEY, NOTICE, send

pytestmark = pytest.mark.once
TAKEN = (200, {"CodeResult": "100", "SMSID": "abc-1", "CountRegenerate": 0})
SPED = (200, {"status": "success", "code": "00", "data": {"tranId": 4711, "invalidPhone": []}})


@pytest.fixture
def esms(at: Provider, settings: Any) -> Provider:
    """eSMS, taking everything."""
    at.usual = TAKEN
    settings.SMS_PROVIDER = at.settings("esms", brandname="TIEM")
    return at


@pytest.fixture
def speed(at: Provider, settings: Any) -> Provider:
    """SpeedSMS, taking everything."""
    at.usual = SPED
    settings.SMS_PROVIDER = at.settings("speedsms", brandname="TIEM")
    return at


def test_a_notice_by_esms_is_a_care_message_under_our_key(esms: Provider) -> None:
    """SmsType 2, our key as RequestId, the number as Vietnam writes it, letters with their marks."""
    assert send(Channel.SMS) == "abc-1"
    (asked,) = esms.asked
    assert asked.path == "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
    assert asked.json == {
        "ApiKey": "tiem", "SecretKey": "bi-mat", "Phone": AN.phone,
        "Content": NOTICE.text.vi, "SmsType": "2", "IsUnicode": "1", "RequestId": KEY, "Sandbox": "0",
        "Brandname": "TIEM",
    }  # fmt: skip


def test_advertising_by_esms_says_that_it_is(esms: Provider) -> None:
    """SmsType 1."""
    send(Channel.SMS, ADVERTISING)
    assert esms.asked[0].json["SmsType"] == "1"


def test_a_plain_text_is_sent_plain_and_without_a_brandname_by_the_fixed_number(
    esms: Provider, settings: Any
) -> None:
    """What needs no Unicode costs half; a code needs no brandname."""
    settings.SMS_PROVIDER = esms.settings("esms", sandbox="on")
    send(Channel.SMS, Message(Words("x", "x"), Words("123456", "123456"), "vi"))
    said = esms.asked[0].json
    assert (said["IsUnicode"], said["SmsType"], said["Sandbox"]) == ("0", "8", "1")
    assert "Brandname" not in said


@pytest.mark.parametrize("name", ["esms", "speedsms"])
def test_advertising_without_a_brandname_is_not_sent(at: Provider, settings: Any, name: str) -> None:
    """Decree 91/2020, art. 13.8: never from a plain number; the operator hears which setting is missing."""
    settings.SMS_PROVIDER = at.settings(name)
    with pytest.raises(NotReady) as caught:
        send(Channel.SMS, ADVERTISING)
    assert "brandname" in caught.value.words.en
    assert at.asked == []


def test_many_messages_share_one_connection(esms: Provider) -> None:
    """Twenty messages, one handshake."""
    send(Channel.SMS, times=20)
    assert len(esms.asked) == 20
    assert len({one.connection for one in esms.asked}) == 1


def test_a_connection_that_the_provider_ended_costs_no_message(esms: Provider) -> None:
    """It is noticed before the next message goes out, so that nobody wonders whether it was taken."""
    esms.answers = ["goodbye", "goodbye"]
    import time

    with adapter_of(Channel.SMS).open() as line:
        from giuloi.core.terms import Secret

        for _ in range(3):
            line.send(Secret(AN.phone), NOTICE, KEY)
            time.sleep(0.05)  # the goodbye arrives
    assert len(esms.asked) == 3


@pytest.mark.parametrize("bad", ["die", "silent", (502, "<html>"), (504, ""), (200, "no JSON")])
def test_esms_may_be_asked_again_where_it_may_have_taken_it(esms: Provider, bad: Any) -> None:
    """It knows the RequestId: the second time it says 124, and the message went out once."""
    esms.answers = [bad, (200, {"CodeResult": "124", "ErrorMessage": "Trùng RequestId"})]
    with pytest.raises(Transient):
        send(Channel.SMS)
    assert send(Channel.SMS) == KEY
    assert {one.json["RequestId"] for one in esms.asked} == {KEY}


@pytest.mark.parametrize("bad", ["die", "silent", (500, "boom"), (504, ""), (200, "no JSON")])
def test_speedsms_is_not_asked_again_where_it_may_have_taken_it(speed: Provider, bad: Any) -> None:
    """It knows no key of ours."""
    speed.answers = [bad]
    with pytest.raises(Unknown):
        send(Channel.SMS)
    assert len(speed.asked) == 1


@pytest.mark.parametrize("name", ["esms", "speedsms"])
def test_a_provider_that_is_not_there_took_nothing(at: Provider, settings: Any, name: str) -> None:
    """No connection: it may go out another time."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        at.port = free.getsockname()[1]
    settings.SMS_PROVIDER = at.settings(name, brandname="TIEM")
    with pytest.raises(Transient):
        send(Channel.SMS)


ESMS = [
    ("99", Permanent), ("108", Permanent), ("199", Transient), ("101", NotReady), ("103", NotReady),
    ("104", NotReady), ("107", NotReady), ("140", NotReady), ("146", NotReady), ("777", NotReady),
]  # fmt: skip


@pytest.mark.parametrize(("code", "kind"), ESMS)
def test_each_answer_of_esms_has_its_meaning(esms: Provider, code: str, kind: type[Exception]) -> None:
    """Of the number: never again. Of the account: the operator. None of it repeats the number or the key."""
    esms.answers = [(200, {"CodeResult": code, "ErrorMessage": f"{AN.phone} bi-mat"})]
    with pytest.raises(kind) as caught:
        send(Channel.SMS)
    assert AN.phone not in str(caught.value)
    assert "bi-mat" not in str(caught.value)


SPEED = [
    ((200, {"status": "error", "code": "105"}), Permanent),
    ((200, {"status": "success", "data": {"tranId": 1, "invalidPhone": ["84…"]}}), Permanent),
    ((200, {"status": "error", "code": "300"}), NotReady),
    ((200, {"status": "error", "code": "113"}), NotReady),
    ((200, {"status": "error", "code": "007"}), NotReady),
    ((200, {"status": "error", "code": "500"}), Unknown),
    ((429, {"name": "Too Many Requests", "code": 0, "status": 429}), Transient),
    ((401, {"name": "Unauthorized"}), NotReady),
    ((404, "nothing here"), NotReady),
    ((503, "busy"), Transient),
]


@pytest.mark.parametrize(("answer", "kind"), SPEED)
def test_each_answer_of_speedsms_has_its_meaning(speed: Provider, answer: Any, kind: type[Exception]) -> None:
    """Of the number, of the account, of the moment, or of nobody knows."""
    speed.answers = [answer]
    with pytest.raises(kind):
        send(Channel.SMS)


def test_speedsms_is_asked_as_it_wants(speed: Provider) -> None:
    """Its token as Basic, the brandname as sender, the number in a list; its tranId is the id."""
    assert send(Channel.SMS) == "4711"
    (asked,) = speed.asked
    assert asked.path == "/index.php/sms/send"
    assert base64.b64decode(asked.headers["authorization"].removeprefix("Basic ")) == b"tiem:bi-mat"
    assert asked.json == {
        "to": ["84" + AN.phone[1:]], "content": NOTICE.text.vi, "sms_type": 3, "sender": "TIEM",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["esms", "speedsms"])
@pytest.mark.parametrize(
    "number", ["", "an@example.vn", "0594000001; 0594000002", "+84594000001\x00", "++84"]
)
def test_what_is_no_number_is_not_sent_to(at: Provider, settings: Any, name: str, number: str) -> None:
    """One number a message, in one form."""
    settings.SMS_PROVIDER = at.settings(name, brandname="TIEM")
    with pytest.raises(Permanent):
        send(Channel.SMS, to=number)
    assert at.asked == []


def test_receipts_are_asked_for_where_the_server_has_a_name(esms: Provider, settings: Any) -> None:
    """At an address that nobody can guess."""
    settings.ALLOWED_HOSTS = ["tiem.example.vn"]
    send(Channel.SMS)
    url = esms.asked[0].json["CallbackUrl"]
    assert url == f"https://tiem.example.vn/bridges/receipts/esms/{callbacks.token('esms')}"
    assert len(callbacks.token("esms")) == 64
    assert callbacks.is_token("esms", callbacks.token("esms"))
    assert not callbacks.is_token("speedsms", callbacks.token("esms"))


def test_nothing_of_an_adapter_prints_its_password(esms: Provider) -> None:
    """Neither itself nor its line."""
    adapter = adapter_of(Channel.SMS)
    with adapter.open() as line:
        assert "bi-mat" not in f"{adapter!r} {line!r}"
    assert (adapter.name, adapter.country, adapter.by_hand) == ("esms", "VN", False)
