"""In the demo nothing leaves, and every channel can be told in its inbox; elsewhere nobody can read along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from giuloi.core.terms import Channel, Secret
from giuloi.promises.use import channels
from giuloi.promises.use.channels import NotReady, adapter_of, inbox, queue
from giuloi.promises.use.channels.sandbox import Sandbox
from tests.cast import AN
from tests.fakes.provider import Provider
from tests.promises.use.channels.conftest import ADVERTISING, NOTICE, send
from tests.records.conftest import NOON

pytestmark = pytest.mark.once
SENT = (Channel.EMAIL, Channel.SMS, Channel.ZALO, Channel.MESSENGER)


@pytest.fixture
def demo(settings: Any) -> Iterator[None]:
    """The demo."""
    settings.GIULOI_DEMO = True
    yield
    inbox.clear()


def test_each_channel_lands_in_the_inbox_under_its_name(demo: None, at: Provider, settings: Any) -> None:
    """Also where a real provider is configured: the demo sends nothing to anybody."""
    settings.SMS_PROVIDER = at.settings("esms", brandname="TIEM")
    for channel in SENT:
        assert send(channel, key=channel.value) == channel.value
    send(Channel.SMS, ADVERTISING, key="ad")
    assert [(one.channel, one.advertising) for one in inbox.messages()] == [
        (Channel.SMS, True),
        *((channel, False) for channel in reversed(SENT)),
    ]
    assert at.asked == []


def test_a_message_that_is_sent_twice_is_there_once(demo: None) -> None:
    """As with a provider that knows our key."""
    send(Channel.SMS, times=3)
    assert len(inbox.messages()) == 1


def test_in_the_demo_too_a_person_calls() -> None:
    """No software stands in for them."""
    adapter = adapter_of(Channel.PHONE)
    assert adapter.by_hand
    with pytest.raises(NotReady):
        adapter.ready()


def test_outside_the_demo_nothing_can_be_read_along() -> None:
    """Whoever built the sandbox by hand gets nowhere."""
    with pytest.raises(NotReady):
        Sandbox(Channel.SMS).send(Secret(AN.phone), NOTICE, "k")
    assert inbox.messages() == []


@pytest.fixture
def swift(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting between tries."""
    monkeypatch.setattr(queue, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(queue, "counts", type(queue.counts)())


def test_a_code_goes_out_by_the_shops_provider(swift: None, at: Provider, settings: Any) -> None:
    """Once there is one; tried again under one id when the provider did not take it."""
    at.usual = (200, {"CodeResult": "100", "SMSID": "1"})
    at.answers = [(503, "busy"), "die"]
    settings.SMS_PROVIDER = at.settings("esms", brandname="TIEM")
    channels.ready("phone")
    channels.deliver("phone", AN.phone, NOTICE, NOON)
    assert queue.wait_until_empty()
    assert dict(queue.counts) == {("phone", "retried"): 2, ("phone", "sent"): 1}
    assert len({one.json["RequestId"] for one in at.asked}) == 1


def test_a_code_that_was_perhaps_sent_is_not_sent_again(swift: None, at: Provider, settings: Any) -> None:
    """By a provider that knows no id of ours: every SMS costs, and whoever misses it asks again."""
    at.answers = ["die"]
    settings.SMS_PROVIDER = at.settings("speedsms", brandname="TIEM")
    channels.deliver("phone", AN.phone, NOTICE, NOON)
    assert queue.wait_until_empty()
    assert dict(queue.counts) == {("phone", "failed"): 1}
    assert len(at.asked) == 1
