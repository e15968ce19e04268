"""VI.2: erasure is for good: keys are destroyed with the data, backups unreadable after 10 days, remains are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from giuloi.core.policy.figures import fits
from giuloi.core.terms import Coverage, Duration, RetentionClass
from giuloi.doors.clock.sweep import rotate_keys
from giuloi.promises.keep.erasure.certificate import certificate, horizon
from giuloi.promises.keep.erasure.rows import ErasureRow
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records.keyring import keyring
from giuloi.records.keyring.rotation import GRACE
from giuloi.records.measures import LOOKS
from giuloi.records.vault import places_of
from tests.clauses.wording import (
    block,
    clock,
    codes,
    kept,
    policy_of,
    requirement,
    text_with,
    the_policy,
    without,
)
from tests.promises.keep.conftest import an_order, asked_to_erase, erased, keys_of
from tests.records.conftest import NOON, Shop


def test_what_erasing_means_is_written_down() -> None:
    """Keys with the data, ten days for backups, and what is kept is told."""
    assert requirement("erasure").values == {
        "keys_destroyed": True,
        "backups_unreadable": "10d",
        "what_is_kept_is_told": True,
    }
    assert requirement("erasure").clause == "VI.2"


def test_backups_are_unreadable_before_the_law_wants_the_erasure_done() -> None:
    """Ten days lie within the twenty of Decree 356/2025 article 5.4."""
    law = the_policy().figures["rights.erase.do"].value
    assert isinstance(law, Duration)
    assert fits(Duration.parse(str(requirement("erasure").values["backups_unreadable"])), law)
    assert str(law) == "20d"


def test_erasing_and_restricting_have_the_clock_of_every_request() -> None:
    """24 hours (IV.3)."""
    assert {"erase", "restrict"} <= set(clock("answer").kinds)


def test_a_figure_changed_or_a_measure_taken_out_would_be_noticed() -> None:
    """What is compiled is what is written."""
    rule = block("require.erasure")
    other = policy_of(text_with((rule, rule.replace('"10d"', '"90d"'))))
    assert requirement("erasure", other).values["backups_unreadable"] == "90d"
    assert other.hash != the_policy().hash
    assert "require.erasure" not in kept("VI.2", policy_of(without("require.erasure")))


def test_how_to_ask_is_said_and_without_saying_it_the_compiler_warns() -> None:
    """Item g of Decree 248/2026 article 5.1."""
    assert the_policy().says["g"] == "VI.2"
    assert "not-said" in codes(text_with(('[says]\nitems = ["g"]\n', "")), "warning")


def test_erasing_is_kept_and_shown_so() -> None:
    """By code that stands and is tested."""
    assert kept("VI.2") == {"require.erasure": Coverage.ENFORCED}


def test_keys_are_destroyed_with_the_data_and_what_is_kept_is_told(shop: Shop, binh: int) -> None:
    """Bình's closed order is a contract that law has us keep: it alone stays, and the certificate says until when."""
    order = an_order(shop, binh, "closed")
    made = erased(shop, binh)
    assert keys_of(binh) == {RetentionClass.ORDER, RetentionClass.LEGAL}
    assert {record for _, record, _ in places_of([binh])} == {order}
    seen = certificate(made.token, shop.now())
    assert seen is not None
    assert [(one.cite, one.until is not None) for one in seen.kept] == [
        ("Law 122/2025/QH15 art 16.2.b", True)
    ]


def test_the_certificate_promises_no_later_day_for_backups_than_the_policy() -> None:
    """Ten days: the next epoch begins within seven, and the last copies of the key store end after three more."""
    promised = requirement("erasure").values["backups_unreadable"]
    assert horizon() <= timedelta(hours=Duration.parse(str(promised)).least_hours)


def test_an_epoch_that_nothing_follows_is_seen(shop: Shop) -> None:
    """Where the clock did not turn the keys in time, backups would open for longer than was promised."""
    week = timedelta(days=7)
    born = keyring().epochs()[0].created_at
    assert keyring().epochs_overdue(week, born + week - timedelta(seconds=1)) == 0
    assert keyring().epochs_overdue(week, born + week) == 1
    rotate_keys(born + week)
    assert keyring().epochs_overdue(week, born + week) == 0
    assert keyring().epochs_overdue(2 * week, born + week + GRACE) == 1
    rotate_keys(born + week + GRACE)
    assert keyring().epochs_overdue(2 * week, born + week + GRACE) == 0


def test_an_erasure_that_is_stuck_is_seen_by_whoever_looks(shop: Shop, binh: int) -> None:
    """The look at this measure says so, in both languages; and that all is well once it went on."""
    rotate_keys(datetime.now(UTC))  # the shop's first epoch began at its own hour, however long ago that is
    assert LOOKS["erasure"](the_policy())[0]
    asked_to_erase(shop, binh)  # at the shop's own hour, which is long over: the clock did not come
    ErasureRow.objects.update(begins_at=NOON - timedelta(days=2), due_at=NOON - timedelta(days=2))
    on, said, in_english = LOOKS["erasure"](the_policy())
    assert not on
    assert "đang kẹt: 1" in said
    assert "stuck: 1" in in_english
    erase_due(shop.now())
    assert LOOKS["erasure"](the_policy())[0]
