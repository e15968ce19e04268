"""Who got something under a consent is told when it is taken back, is reminded, and the customer sees the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core import fields
from giuloi.core.terms import Channel, Relation
from giuloi.promises.share import hashed_list as lists
from giuloi.promises.share.paper_number import NotNoted
from giuloi.promises.share.stopping import finding, notices
from giuloi.promises.share.stopping.letter import letter
from giuloi.promises.share.stopping.rows import StopLook, StopNotice
from giuloi.records import consents
from giuloi.records.credentials import add_key
from giuloi.records.uses import sequencer
from tests.cast import BINH, CHI
from tests.harness.agreements import bind
from tests.records.conftest import Shop

PLATFORM = "nen-tang-qc"
HERE = Channel.IN_HOUSE
BY = "staff/legal/0000000000000001"


@pytest.fixture(autouse=True)
def platform(shop: Shop) -> None:
    """A platform with an agreement in force and a key of its own."""
    bind(PLATFORM, Relation.UNRELATED, shop.now())
    until = shop.now() + timedelta(days=900)
    add_key("partner", ["advertising"], fields.FIELD, until, PLATFORM, Relation.UNRELATED)


def _agree(shop: Shop, subject: int) -> None:
    consents.give(subject, [shop.asked("advertising", HERE, PLATFORM)], shop.now())


def _take_back(shop: Shop, subject: int) -> None:
    consents.withdraw(subject, [shop.asked("advertising", HERE, PLATFORM)], shop.now())


@pytest.fixture
def stopped(shop: Shop, binh: int) -> notices.Stop:
    """Bình agreed, was in a list, and took it back."""
    _agree(shop, binh)
    lists.hashed_list(PLATFORM, "advertising", shop.now())
    _take_back(shop, binh)
    assert finding.find_stops(shop.now()) == 1
    [found] = notices.waiting()
    return found


def test_whoever_received_is_to_be_told_within_a_day(shop: Shop, stopped: notices.Stop) -> None:
    """Named with the purpose and the hour; looked for again, nothing is added."""
    assert (stopped.recipient, stopped.purpose, stopped.times) == (PLATFORM, "advertising", 0)
    assert stopped.due_at == stopped.refused_at + timedelta(hours=24)
    assert not stopped.late(stopped.refused_at + timedelta(hours=23))
    assert finding.find_stops(shop.now()) == 0
    assert notices.overdue(stopped.refused_at + timedelta(hours=25)) == 1


def test_the_letter_says_what_was_received_and_names_nobody(shop: Shop, stopped: notices.Stop) -> None:
    """Days, fields and the key to quote; no name, no address, no number of the customer's."""
    for text in (letter(stopped.id).vi, letter(stopped.id).en):
        assert stopped.key in text
        assert PLATFORM in text
        assert f"{shop.now():%Y}" in text
        for secret in (BINH.name, BINH.phone, BINH.email):
            assert secret not in text
    assert "e-mail" in letter(stopped.id).en


def test_what_stands_in_the_ledger_counts_as_what_waits_for_it(shop: Shop, binh: int) -> None:
    """The list was made an hour before: its leaf is in the tree, and the notice is there all the same."""
    _agree(shop, binh)
    lists.hashed_list(PLATFORM, "advertising", shop.now())
    sequencer.integrate()
    _take_back(shop, binh)
    assert finding.find_stops(shop.now()) == 1


def test_nobody_is_told_who_received_nothing(shop: Shop, binh: int) -> None:
    """Bình agreed and took it back before any list was made; Chi was refused, which hands nothing over."""
    chi = shop.person(CHI)
    for one in (binh, chi):
        _agree(shop, one)
        _take_back(shop, one)
    lists.hashed_list(PLATFORM, "advertising", shop.now())
    assert finding.find_stops(shop.now()) == 0
    assert notices.waiting() == []


def test_a_carrier_with_its_parcel_is_not_told(shop: Shop, binh: int) -> None:
    """What it has it needs to deliver: a consent to advertising is none of its business."""
    _agree(shop, binh)
    lists.hashed_list(PLATFORM, "advertising", shop.now())
    from giuloi.records.recipients import Recipient

    Recipient.objects.filter(name=PLATFORM).update(relation=Relation.NEEDED_FOR_ORDER.value)
    _take_back(shop, binh)
    assert finding.find_stops(shop.now()) == 0


def test_a_second_no_about_nothing_new_makes_no_second_notice(
    shop: Shop, binh: int, stopped: notices.Stop
) -> None:
    """Agreed anew and taken back again: only a list made in between is a reason."""
    _agree(shop, binh)
    [seen] = notices.waiting()
    assert seen.again
    _take_back(shop, binh)
    assert finding.find_stops(shop.now()) == 0
    _agree(shop, binh)
    lists.hashed_list(PLATFORM, "advertising", shop.now())
    _take_back(shop, binh)
    assert finding.find_stops(shop.now()) == 1


def test_a_search_that_was_cut_off_is_made_again(shop: Shop, binh: int) -> None:
    """Killed after the first notice and before it noted how far it was: the next one adds what is missing."""
    _agree(shop, binh)
    lists.hashed_list(PLATFORM, "advertising", shop.now())
    _take_back(shop, binh)
    finding.find_stops(shop.now())
    StopLook.objects.all().delete()
    assert finding.find_stops(shop.now()) == 0
    StopNotice.objects.all().delete()
    assert finding.find_stops(shop.now()) == 1
    shop.clock += timedelta(minutes=10)
    finding.find_stops(shop.now())
    assert StopLook.objects.get().upto > 0
    StopNotice.objects.all().delete()
    assert finding.find_stops(shop.now()) == 0


def test_reminders_come_at_growing_intervals_until_it_is_confirmed(
    shop: Shop, binh: int, stopped: notices.Stop
) -> None:
    """Three, ten, thirty, thirty days after each letter; then a paper with a number ends it."""
    with pytest.raises(NotNoted):
        notices.note_stopped(stopped.id, "12/2026", shop.now(), BY)
    for days in (3, 10, 30, 30):
        at = shop.now()
        notices.note_sent(stopped.id, at, BY)
        [seen] = notices.waiting()
        assert seen.due_at == at + timedelta(days=days)
    assert seen.times == 4
    for typed in ("", "Bình đã xác nhận", "0594000002", "x" * 41):
        with pytest.raises(NotNoted):
            notices.note_stopped(stopped.id, typed, shop.now(), BY)
    notices.note_stopped(stopped.id, " 12/2026 ", shop.now(), BY)
    assert notices.waiting() == []
    [done] = notices.about(binh)[PLATFORM]
    assert (done.reference, done.due_at) == ("12/2026", None)
    assert letter(stopped.id).en == ""
    for again in (lambda: notices.note_sent(stopped.id, shop.now(), BY),):
        with pytest.raises(NotNoted):
            again()
    with pytest.raises(NotNoted):
        notices.note_stopped(stopped.id, "13/2026", shop.now(), BY)
    assert notices.about(binh)[PLATFORM][0].reference == "12/2026"


def test_a_notice_goes_with_its_person(shop: Shop, binh: int, stopped: notices.Stop) -> None:
    """Erased while it waits: the recipient is told of the erasure, and nothing here remembers whose it was."""
    from giuloi.promises.keep.erasure.batch import erase_many

    erase_many([binh], shop.now(), "retention")
    assert notices.waiting() == []
    assert notices.notice(stopped.id) is None
    with pytest.raises(NotNoted):
        notices.note_sent(stopped.id, shop.now(), BY)
