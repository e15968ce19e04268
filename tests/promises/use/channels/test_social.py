"""Zalo and Messenger: a notice by an approved template, an answer to whoever wrote, a token renewed once."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from giuloi.core.terms import Channel
from giuloi.promises.use.channels import NotReady, Permanent, Transient, Unknown
from tests.cast import AN
from tests.fakes.provider import Asked, Provider
from tests.promises.use.channels.conftest import ADVERTISING, KEY, NOTICE, send

pytestmark = pytest.mark.once
USER = "2512523625412515241"  # an id at Zalo
TOKEN = (200, {"access_token": "access-1", "refresh_token": "refresh-1", "expires_in": "90000"})
TAKEN = (200, {"error": 0, "message": "Success", "data": {"msg_id": "zns-9", "sent_time": "1"}})


@pytest.fixture
def zalo(at: Provider, settings: Any) -> Provider:
    """An account with a template; the first question is for its token."""
    at.usual, at.answers = TAKEN, [TOKEN]
    settings.ZALO_PROVIDER = at.settings("zalo", refresh="refresh-0", template="347", parameter="noi_dung")
    return at


def messages(at: Provider) -> list[Asked]:
    """What was asked besides tokens."""
    return [one for one in at.asked if "access_token" not in one.path]


def test_a_number_gets_a_notice_by_the_approved_template(zalo: Provider) -> None:
    """The text in the template's one parameter, our key as tracking_id."""
    assert send(Channel.ZALO) == "zns-9"
    (asked,) = messages(zalo)
    assert (asked.path, asked.headers["access_token"]) == ("/message/template", "access-1")
    assert asked.json == {
        "phone": "84" + AN.phone[1:], "template_id": "347", "template_data": {"noi_dung": NOTICE.text.vi},
        "tracking_id": KEY,
    }  # fmt: skip


def test_whoever_wrote_to_the_account_gets_an_answer(zalo: Provider) -> None:
    """To their id at Zalo, by the account's own message."""
    zalo.usual = (200, {"error": 0, "data": {"message_id": "oa-7", "user_id": USER}})
    assert send(Channel.ZALO, to=USER) == "oa-7"
    (asked,) = messages(zalo)
    assert asked.path == "/v3.0/oa/message/cs"
    assert asked.json == {"recipient": {"user_id": USER}, "message": {"text": NOTICE.text.vi}}


def test_the_token_is_renewed_once_and_kept(zalo: Provider, settings: Any) -> None:
    """A refresh token is good for one renewal: the new one is on disk, for us alone, before it is used."""
    for _ in range(3):
        send(Channel.ZALO)
    (renewal,) = [one for one in zalo.asked if one not in messages(zalo)]
    assert parse_qs(renewal.body.decode())["refresh_token"] == ["refresh-0"]
    assert renewal.headers["secret_key"] == "bi-mat"
    kept = Path(settings.GIULOI_DATA) / "zalo.token"
    assert json.loads(kept.read_text())["refresh"] == "refresh-1"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_token_that_zalo_took_away_is_renewed_and_the_message_goes_out_once(zalo: Provider) -> None:
    """-124 says that nothing was sent."""
    zalo.answers = [
        TOKEN,
        (200, {"error": -124, "message": "Access token invalid"}),
        (200, {"access_token": "access-2", "refresh_token": "refresh-2", "expires_in": "90000"}),
        TAKEN,
    ]
    assert send(Channel.ZALO) == "zns-9"
    assert [one.headers["access_token"] for one in messages(zalo)] == ["access-1", "access-2"]
    assert parse_qs(zalo.asked[2].body.decode())["refresh_token"] == ["refresh-1"]


def test_senders_at_the_same_time_spend_one_refresh_token(zalo: Provider) -> None:
    """Two would lose the account for the shop."""
    failed: list[BaseException] = []

    def one() -> None:
        try:
            send(Channel.ZALO)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(zalo.asked) - len(messages(zalo)) == 1


def test_a_refresh_token_that_is_used_up_is_said_to_the_operator(zalo: Provider, settings: Any) -> None:
    """And a new one in the setting begins anew."""
    zalo.answers = [(200, {"error": -14014, "error_name": "Invalid refresh token."})]
    with pytest.raises(NotReady, match="-14014"):
        send(Channel.ZALO)
    zalo.answers = [TOKEN]
    settings.ZALO_PROVIDER = {**settings.ZALO_PROVIDER, "refresh": "refresh-new"}
    assert send(Channel.ZALO) == "zns-9"


ZALO = [
    (-108, Permanent), (-118, Permanent), (-114, Permanent), (-230, Permanent), (-32, Transient),
    (-133, Transient), (-144, Transient), (-115, NotReady), (-109, NotReady), (-117, NotReady), (-100, Unknown),
]  # fmt: skip


@pytest.mark.parametrize(("code", "kind"), ZALO)
def test_each_answer_of_zalo_has_its_meaning(zalo: Provider, code: int, kind: type[Exception]) -> None:
    """Zalo says everything with status 200."""
    zalo.answers = [TOKEN, (200, {"error": code, "message": AN.phone})]
    with pytest.raises(kind) as caught:
        send(Channel.ZALO)
    assert AN.phone not in str(caught.value)


@pytest.mark.parametrize("bad", ["die", "silent", (500, ""), (200, "no JSON")])
def test_what_zalo_may_have_taken_is_not_sent_again(zalo: Provider, bad: Any) -> None:
    """Nothing says that it knows our key."""
    zalo.answers = [TOKEN, bad]
    with pytest.raises(Unknown):
        send(Channel.ZALO)


def test_zalo_carries_no_advertising_and_no_notice_without_a_template(zalo: Provider, settings: Any) -> None:
    """Both are refused here, before anything is asked."""
    with pytest.raises(NotReady, match="advertising"):
        send(Channel.ZALO, ADVERTISING)
    settings.ZALO_PROVIDER = {**settings.ZALO_PROVIDER, "template": ""}
    with pytest.raises(NotReady, match="template"):
        send(Channel.ZALO)
    assert messages(zalo) == []


@pytest.fixture
def page(at: Provider, settings: Any) -> Provider:
    """A Facebook page that takes everything."""
    at.usual = (200, {"recipient_id": "77", "message_id": "m_1"})
    settings.MESSENGER_PROVIDER = at.settings("messenger")
    return at


def test_messenger_answers_whoever_wrote(page: Provider) -> None:
    """Its token is in a header: addresses stand in logs."""
    assert send(Channel.MESSENGER, to="77") == "m_1"
    (asked,) = page.asked
    assert asked.path == "/v21.0/tiem/messages"
    assert asked.headers["authorization"] == "Bearer bi-mat"
    assert asked.json == {
        "recipient": {"id": "77"}, "messaging_type": "RESPONSE", "message": {"text": NOTICE.text.vi},
    }  # fmt: skip


MESSENGER = [
    ((400, 10, 2018278), Permanent), ((400, 551, None), Permanent), ((400, 100, 2018001), Permanent),
    ((400, 190, None), NotReady), ((403, 200, None), NotReady), ((400, 100, 1), NotReady),
    ((400, 613, None), Transient), ((500, 1200, None), Transient), ((500, 2, None), Unknown),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "kind"), MESSENGER)
def test_each_answer_of_messenger_has_its_meaning(page: Provider, answer: Any, kind: type[Exception]) -> None:
    """By Meta's table of codes."""
    status, code, part = answer
    page.answers = [(status, {"error": {"code": code, "error_subcode": part, "message": "77"}})]
    with pytest.raises(kind):
        send(Channel.MESSENGER, to="77")


@pytest.mark.parametrize(
    "channel", [Channel.SMS, Channel.ZALO, Channel.MESSENGER, Channel.PHONE, Channel.POST]
)
def test_what_nobody_configured_says_so(channel: Channel) -> None:
    """In both languages, and sends nothing; a call is for a person to make."""
    with pytest.raises(NotReady) as caught:
        send(channel)
    assert caught.value.words.vi
    assert caught.value.words.en
