"""VIII.3: a new version is told to each member of an older one: by post, in batches, resumable, never twice."""

from __future__ import annotations

import pytest
from django.db import transaction

from giuloi.core.terms import Standing
from giuloi.promises.use.notices import policy_changed
from giuloi.records import published
from giuloi.records.database import rows
from tests.cast import AN
from tests.clauses.test_VIII_3_versions import stricter
from tests.clauses.wording import TODAY
from tests.harness.smtp import Mailbox
from tests.promises.use.care.conftest import Care


def publish(care: Care) -> int:
    """A version after theirs."""
    return published.publish(stricter(), TODAY, care.shop.now()).id


def told() -> int:
    """How many notices there are."""
    return int(rows("SELECT count(*) FROM use_notice WHERE kind = 'policy_changed'")[0][0])


def test_the_letter_says_what_it_means_and_where_both_versions_are(
    care: Care, an: int, binh: int, post: int, mailbox: Mailbox
) -> None:
    """One letter to An, with the version's own page, and none to a guest."""
    version = publish(care)
    assert policy_changed.tell_members(care.shop.now()) == 1
    care.knock()
    [(to, letter)] = mailbox.letters
    assert (to, letter["Subject"]) == (AN.email, "Chính sách bảo mật có bản mới")
    text = " ".join(letter.get_content().split())
    assert f"/trust/versions/{version}" in text
    assert "chỉ theo bản mới khi quý khách đồng ý" in text


def test_it_goes_on_where_it_stopped_and_tells_nobody_twice(
    care: Care, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches of two over five members; one batch is lost with its process, and comes again."""
    monkeypatch.setattr(policy_changed, "AT_ONCE", 2)
    for _ in range(4):
        care.shop.person(AN, Standing.MEMBER)
    publish(care)
    assert policy_changed.tell_members(care.shop.now()) == 2
    with transaction.atomic():
        policy_changed.tell_members(care.shop.now())
        transaction.set_rollback(True)
    assert told() == 2
    assert [policy_changed.tell_members(care.shop.now()) for _ in range(4)] == [2, 1, 0, 0]
    assert told() == 5


def test_who_comes_in_behind_the_last_batch_is_told_too(care: Care, an: int) -> None:
    """Somebody whose registration by the older version ended late, under whichever id they drew."""
    publish(care)
    policy_changed.tell_members(care.shop.now())
    for _ in range(6):  # ids are random: some stand before the last one that was told
        care.shop.person(AN, Standing.MEMBER)
    while policy_changed.tell_members(care.shop.now()):
        pass
    assert told() == 7


def test_confirmations_never_wait_behind_a_whole_mailing(
    care: Care, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While enough of these wait to be sent, no more are put in line."""
    monkeypatch.setattr(policy_changed, "AT_ONCE", 1)
    monkeypatch.setattr(policy_changed, "IN_LINE", 1)
    care.shop.person(AN, Standing.MEMBER)
    publish(care)
    assert [policy_changed.tell_members(care.shop.now()) for _ in range(2)] == [1, 0]
