"""What leaves Viet Nam is written down when it could first go, and its dossier is owed within 60 days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from giuloi.core.fields import mask_of
from giuloi.core.terms import NotATerm, Relation
from giuloi.promises.report.crossing import thresholds
from giuloi.promises.report.crossing.dossiers import Dossier, dossiers, file, paper_of
from giuloi.promises.report.crossing.rows import Crossing
from giuloi.promises.report.crossing.thresholds import thresholds as counted
from giuloi.promises.report.crossing.watching import watch_crossings
from giuloi.records import recipients
from giuloi.records.keyring import keyring
from giuloi.records.subjects import Subject
from tests.harness.agreements import ALL_TERMS
from tests.records.conftest import NOON, Shop

PAPER = "Hồ sơ Mẫu 09".encode()


def _abroad(shop: Shop, name: str = "may-chu-sg", country: str = "SG") -> None:
    recipients.add(name, Relation.PROCESSOR, country, ["notice"], mask_of(["email"]), shop.now())
    today = shop.clock.date()
    recipients.agree(name, ALL_TERMS, b"signed", today, today + timedelta(days=365), shop.now())
    recipients.enable(name, shop.now())


def _only(shop: Shop) -> Dossier:
    [one] = dossiers(shop.clock)
    return one


def test_a_recipient_abroad_starts_sixty_days_and_is_written_down_once(shop: Shop) -> None:
    """From the sweep that finds it on; one at home starts nothing, and a second sweep nothing more."""
    _abroad(shop)
    _abroad(shop, "o-nha", "VN")
    assert (watch_crossings(NOON), watch_crossings(NOON + timedelta(days=9))) == (1, 0)
    one = _only(shop)
    assert (one.party, one.country, one.days_left) == ("recipient/may-chu-sg", "SG", 60)


def test_a_recipient_that_is_off_starts_nothing_and_one_turned_off_later_still_owes(shop: Shop) -> None:
    """What may have gone has gone: turning it off does not unsend it."""
    recipients.add("tat", Relation.PROCESSOR, "SG", ["notice"], mask_of(["email"]), shop.now())
    assert watch_crossings(NOON) == 0
    _abroad(shop)
    watch_crossings(NOON)
    recipients.disable("may-chu-sg", shop.now())
    assert watch_crossings(NOON) == 0
    assert _only(shop).open


def test_a_provider_abroad_starts_the_days_too(shop: Shop, settings: Any) -> None:
    """As its setting names the country; one at home does not."""
    usual = {"name": "esms", "host": "127.0.0.1", "port": 1, "tls": False, "user": "t", "password": "p",
             "brandname": "TIEM", "sandbox": ""}  # fmt: skip
    settings.SMS_PROVIDER = {**usual, "country": "VN"}
    assert watch_crossings(NOON) == 0
    settings.SMS_PROVIDER = {**usual, "country": "SG"}
    assert watch_crossings(NOON) == 1
    assert _only(shop).party == "channel/sms/esms"


def test_days_are_counted_in_viet_nam_and_the_last_one_is_in_time(shop: Shop) -> None:
    """On the sixtieth day it is not late; on the next it is."""
    _abroad(shop)
    watch_crossings(NOON)
    last = NOON + timedelta(days=60)
    [on_it], [after] = dossiers(last), dossiers(last + timedelta(days=1))
    assert (on_it.days_left, on_it.late, on_it.soon) == (0, False, True)
    assert (after.days_left, after.late, after.soon) == (-1, True, False)


def test_a_dossier_is_noted_once_with_its_number_and_paper(shop: Shop) -> None:
    """The paper is sealed, comes back as it was, and no later note writes over the first."""
    _abroad(shop)
    watch_crossings(NOON)
    number, day = _only(shop).id, NOON.date()
    file(number, day, "123/A05", NOON, "staff/owner", paper=PAPER)
    row = Crossing.objects.get(id=number)
    assert PAPER not in bytes(row.paper or b"")
    assert paper_of(number) == PAPER
    assert not _only(shop).open
    with pytest.raises(NotATerm, match="filed before"):
        file(number, day, "124/A05", NOON, "staff/owner", paper=PAPER)
    assert Crossing.objects.get(id=number).number == "123/A05"


def test_an_exemption_is_noted_with_its_article(shop: Shop) -> None:
    """Shipping and payment are exempt, and whoever says so says by which article."""
    _abroad(shop)
    watch_crossings(NOON)
    file(_only(shop).id, NOON.date(), "", NOON, "staff/owner", ground="Decree 356/2025 art 17.3.đ")
    one = _only(shop)
    assert (one.open, one.ground, one.paper_hash) == (False, "Decree 356/2025 art 17.3.đ", "")


@pytest.mark.parametrize(
    ("day", "number", "paper", "said"),
    [
        (date(2020, 1, 1), "1", PAPER, "between"),
        (date(2199, 1, 1), "1", PAPER, "between"),
        (NOON.date(), " ", PAPER, "number"),
        (NOON.date(), "1", b"", "paper"),
    ],
    ids=["before the transfer", "to come", "no number", "no paper"],
)
def test_a_note_that_cannot_be_is_refused(
    shop: Shop, day: date, number: str, paper: bytes, said: str
) -> None:
    """And the dossier stays owed."""
    _abroad(shop)
    watch_crossings(NOON)
    with pytest.raises(NotATerm, match=said):
        file(_only(shop).id, day, number, NOON, "staff/owner", paper=paper)
    assert _only(shop).open


def test_the_numbers_count_everybody_who_ever_was_and_what_is_called_sensitive(
    shop: Shop, an: int, binh: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An erased customer still counts towards the cumulative number, and no longer towards those whose data is held."""
    before = [one.now for one in counted()]
    keyring().erase_people([binh], shop.now())
    Subject.objects.filter(id=binh).delete()
    ever, sensitive, living, *_ = counted()
    assert (ever.now, living.now) == (before[0], before[2] - 1)
    assert sensitive.now == 0
    monkeypatch.setattr(
        thresholds, "FIELDS", [type("F", (), {"klass": "contact", "sensitive": True, "mask": 1})]
    )
    assert counted()[1].now >= 1
    assert counted()[1].reached
    assert all(one.cite and one.from_ for one in counted())
