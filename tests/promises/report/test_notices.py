"""Everybody affected is told once, what concerns them, with proof for each; whoever cannot be reached, in public."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from giuloi.core.fields import mask_of
from giuloi.core.terms import Standing
from giuloi.promises.report.incidents import notices
from giuloi.promises.report.incidents.affected import everybody_affected
from giuloi.promises.report.incidents.duties import duties_of
from giuloi.promises.report.incidents.kinds import CUSTOMERS
from giuloi.promises.report.incidents.rows import AffectedRow
from giuloi.promises.report.incidents.writing import assess, write_parts
from giuloi.promises.use import sending
from giuloi.promises.use.advertising import CarriesAdvertising
from giuloi.promises.use.notices.telling import NoticeRow
from giuloi.records import subjects, vault
from tests.cast import AN, BINH
from tests.harness.forks import fork
from tests.harness.smtp import Mailbox, listening
from tests.promises.report.conftest import BY, opened, parts
from tests.records.conftest import Shop
from tests.records.toil import die


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A mail server on loopback, and what it got."""
    box = Mailbox()
    with listening(box) as port:
        server = {"host": "127.0.0.1", "port": port, "user": "", "password": "", "tls": "off"}
        settings.MAIL_SERVER, settings.GIULOI_MAIL_FROM = server, "Tiệm Bánh An <tiem@example.vn>"
        yield box


@pytest.fixture
def ready(shop: Shop) -> int:
    """A file from which everybody can be told."""
    incident = opened(shop)
    write_parts(incident, parts(), shop.now(), BY)
    assess(incident, 4, 3, parts()["risk"], shop.now(), BY)
    return incident


def nobody_reaches(shop: Shop) -> int:
    """Somebody of whom only a name is held."""
    subject = subjects.new_subject(Standing.GUEST, shop.policy_id, shop.now())
    vault.seal(subject, {"name": "Khách vô danh"}, shop.now())
    return subject


def test_each_customer_reads_their_own_fields_and_all_six_contents(
    shop: Shop, ready: int, mailbox: Mailbox, an: int, binh: int
) -> None:
    """When and how found, which data, how bad, what is done, what to do, whom to ask; twice told is once."""
    for subject, names in ((an, ["name"]), (binh, ["phone", "email"])):
        AffectedRow.objects.create(
            incident_id=ready, subject_id=subject, fields=mask_of(names), purposes="care", uses=1
        )
    notices.begin_telling(ready, shop.now(), BY)
    assert notices.tell_affected(shop.now()) == 2
    assert notices.tell_affected(shop.now()) == 0
    sending.send_due(shop.now())
    letters = {to: letter.get_body(("plain",)).get_content() for to, letter in mailbox.letters}
    assert set(letters) == {AN.email, BINH.email}
    assert "họ tên." in letters[AN.email]
    assert "điện thoại, email." in letters[BINH.email]
    for number in range(1, 7):
        assert f"{number}. " in letters[AN.email]
    told = notices.proof(ready)
    assert (told.people, told.sent, told.waiting, told.unreachable) == (2, 2, 0, 0)
    assert {(subject, state) for subject, _, state, _, _ in notices.proofs(ready)} == {
        (an, "sent"),
        (binh, "sent"),
    }
    notices.tell_affected(shop.now())
    assert next(one for one in duties_of(ready) if one.to == CUSTOMERS).sent_at is not None


def test_whoever_cannot_be_reached_is_counted_and_there_is_a_public_text(
    shop: Shop, ready: int, mailbox: Mailbox, binh: int
) -> None:
    """It names nobody, and every field that anybody's list has."""
    nobody_reaches(shop)
    everybody_affected(ready, shop.now(), BY)
    notices.begin_telling(ready, shop.now(), BY)
    notices.tell_affected(shop.now())
    sending.send_due(shop.now())
    told = notices.proof(ready)
    assert (told.people, told.sent, told.unreachable) == (2, 1, 1)
    text = notices.public_text(ready)
    assert "địa chỉ" in text.vi
    assert "address" in text.en
    assert BINH.name not in text.vi


def test_nothing_goes_out_before_the_file_says_what_to_tell(shop: Shop, file: int, binh: int) -> None:
    """Nor with an offer in it."""
    everybody_affected(file, shop.now(), BY)
    with pytest.raises(notices.NotReady):
        notices.begin_telling(file, shop.now(), BY)
    write_parts(file, parts() | {"advice": "Mua hộp mới giảm 30%!"}, shop.now(), BY)
    assess(file, 3, 3, "Thấp.", shop.now(), BY)
    with pytest.raises(CarriesAdvertising):
        notices.begin_telling(file, shop.now(), BY)
    assert notices.tell_affected(shop.now()) == 0


def test_a_teller_that_is_killed_goes_on_where_it_stopped_and_tells_nobody_twice(
    shop: Shop, ready: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each batch is one transaction: the process dies in the middle of the second."""
    people = [shop.person(BINH) for _ in range(12)]
    everybody_affected(ready, shop.now(), BY)
    notices.begin_telling(ready, shop.now(), BY)
    monkeypatch.setattr(notices, "AT_ONCE", 5)

    def tell_and_die(_: int) -> None:
        told, real = [0], notices.tell

        def tell(*args: Any, **more: Any) -> bool:
            told[0] += 1
            if told[0] == 8:
                die()
            return real(*args, **more)

        notices.tell = tell  # type: ignore[assignment]
        while notices.tell_affected(shop.now() + timedelta(hours=1)):
            pass

    assert fork(tell_and_die).ended() != 0
    assert NoticeRow.objects.count() == 5
    while notices.tell_affected(shop.now()):
        pass
    assert sorted(NoticeRow.objects.values_list("subject_id", flat=True)) == sorted(people)
