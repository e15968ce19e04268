"""No test finds what another left in memory."""

from __future__ import annotations

from typing import Any

import pytest

from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels import inbox, queue
from tests.cast import AN
from tests.harness import afresh
from tests.promises.use.channels.test_codes import message
from tests.records.conftest import NOON

pytestmark = pytest.mark.once


def test_a_message_of_a_test_that_is_over_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits in the queue while its test ends; the next test's is sent."""
    sent: list[str] = []
    monkeypatch.setattr(queue, "PAUSES", (0.2,))
    queue.hand_over("email", lambda: sent.append("of the test before"))
    afresh.forget()
    queue.hand_over("email", lambda: sent.append("of this test"))
    assert queue.wait_until_empty(20)
    assert sent == ["of this test"]


def test_the_inbox_is_empty_when_a_test_begins(settings: Any) -> None:
    """Whoever filled it before."""
    settings.GIULOI_DEMO = True
    inbox.put(Channel.SMS, Secret(AN.phone), message(), NOON)
    assert len(inbox.messages()) == 1
    afresh.forget()
    assert inbox.messages() == []
