"""The letters about authorities' files: one a colleague, numbers and times alone, tried until a server took it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from giuloi.promises.answer import authority_letters
from giuloi.promises.share.authority import ending, watching
from giuloi.promises.share.authority.moving import file_row
from giuloi.promises.share.authority.rows import AuthorityAlert
from giuloi.promises.share.authority.words import Ground
from giuloi.promises.use.channels import inbox as sandbox
from giuloi.records.access.alert_addresses import set_address
from tests.promises.share.authority.conftest import Legal, legal
from tests.records.conftest import an, shop

__all__ = ["an", "legal", "shop"]


@pytest.fixture
def post(settings: Any, legal: Legal) -> None:
    """Letters land in the demo's inbox, and Hà gave her address."""
    settings.GIULOI_DEMO = True
    sandbox.clear()
    set_address(legal.ha, "ha@example.vn")


def test_one_letter_tells_of_the_highest_level_and_of_nobody(legal: Legal, post: None) -> None:
    """At three quarters there is one letter, with the file's number and its hour; neither authority nor customer."""
    file = legal.file()
    row = file_row(file)
    at = row.received_at + timedelta(hours=19)
    watching.watch(at)
    assert authority_letters.send_alerts(at) == 1
    assert authority_letters.send_alerts(at + timedelta(minutes=1)) == 0
    [letter] = sandbox.messages()
    assert row.code in letter.text.vi
    assert "Ba phần tư" in letter.text.vi
    for secret in ("PC02", "Công an", "12/CV"):
        assert secret not in letter.text.vi + letter.text.en


def test_who_gave_no_address_is_tried_again(legal: Legal, post: None) -> None:
    """Until they give one."""
    at = file_row(legal.file()).due_at
    watching.watch(at)
    authority_letters.send_alerts(at)
    waiting = AuthorityAlert.objects.filter(staff_id=legal.khoa, told_at=None)
    assert list(waiting.filter(tries__gt=0, try_at__gt=at).values_list("level", flat=True)) == [4]
    set_address(legal.khoa, "khoa@example.vn")
    assert authority_letters.send_alerts(at + timedelta(hours=2)) == 1


def test_what_was_ended_in_time_needs_no_letter(legal: Legal, post: None) -> None:
    """Refused before the clock wrote: nobody is bothered."""
    file = legal.file()
    at = file_row(file).received_at + timedelta(hours=13)
    watching.watch(at)
    ending.refuse(file, Ground.WITHDRAWN, legal.ha, at)
    assert authority_letters.send_alerts(at) == 0
