"""A notice has a ground, goes out once, in its reader's language, to who withdrew everything too (I.2, VI.6)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, NotATerm, Standing, SubjectState
from giuloi.promises.answer import noticing
from giuloi.promises.answer.asking import Asking, ask
from giuloi.promises.answer.ending import end
from giuloi.promises.answer.recall import recall
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.orders import Placing, place_order
from giuloi.promises.use import contact, notices
from giuloi.promises.use.advertising import CarriesAdvertising
from giuloi.promises.use.contact.outgoing import Outgoing, State
from giuloi.promises.use.notices import Notice
from giuloi.records import consents, freezing, subjects, vault
from giuloi.records.database import rows
from giuloi.records.notices import NoticeKind, notice_due
from giuloi.records.requests import RequestState
from giuloi.records.uses import pending
from tests.cast import AN, BINH, CHI
from tests.harness.smtp import Mailbox
from tests.promises.use.care.conftest import Care

ORDER = 701
NUMBER = "0000-0000-0000-0000-7018"


def told(care: Care, subject: int, ground: int = ORDER) -> bool:
    """An order is confirmed."""
    return notices.tell(Notice.ORDER_CONFIRMED, subject, ground, care.shop.now(), number=NUMBER)


def test_an_order_is_told_of_once_however_often_it_is_said(
    care: Care, binh: int, post: int, mailbox: Mailbox
) -> None:
    """Twice the same ground is one letter; another order is another."""
    assert [told(care, binh), told(care, binh), told(care, binh, 702)] == [True, False, True]
    assert (care.knock(), len(mailbox.letters)) == (2, 2)
    (to, letter), _ = mailbox.letters
    assert (to, NUMBER in letter.get_content()) == (BINH.email, True)
    assert letter["Subject"] == "Tiệm đã xác nhận đơn của quý khách"


def test_it_rests_on_its_ground_and_is_in_the_ledger_as_our_own_code(
    care: Care, binh: int, post: int
) -> None:
    """Which order, which message, which code path, which clause."""
    told(care, binh)
    care.knock()
    [row] = contact.contacts_of(binh)
    ground = notices.grounded(row.id)
    assert ground is not None
    assert (ground.kind, ground.ground, ground.subject) == (Notice.ORDER_CONFIRMED, ORDER, binh)
    use = pending.waiting(1000)[-1].use
    assert (use.actor, use.purpose, use.clause) == ("code/tell_of_order", "notice", "I.2")


def test_who_withdrew_everything_still_gets_it(care: Care, chi: int, post: int, mailbox: Mailbox) -> None:
    """VI.6: a notice does not rest on consent."""
    told(care, chi)
    assert care.knock() == 1
    assert mailbox.letters[0][0] == CHI.email


def test_who_answered_in_english_reads_english(care: Care, an: int, post: int, mailbox: Mailbox) -> None:
    """The language of the last question they answered."""
    asked = consents.Asked("services", Channel.EMAIL, "I agree.", "en", Method.WRITTEN)
    consents.give(an, [asked], care.shop.now())
    told(care, an)
    care.knock()
    [(to, letter)] = mailbox.letters
    assert (to, letter["Subject"]) == (AN.email, "Your order is confirmed")


def test_a_transaction_that_fails_tells_nobody(care: Care, binh: int, post: int, mailbox: Mailbox) -> None:
    """The notice stands or falls with what it is about."""
    with transaction.atomic():
        told(care, binh)
        transaction.set_rollback(True)
    assert (care.knock(), mailbox.letters) == (0, [])
    assert told(care, binh)


def test_who_is_frozen_or_left_no_address_is_written_to_by_nobody(care: Care, binh: int, post: int) -> None:
    """It is noted that it was due, and nothing is in line."""
    freezing.set_states(binh, SubjectState.FROZEN, care.shop.now())
    nobody = subjects.new_subject(Standing.GUEST, care.shop.policy_id, care.shop.now())
    assert told(care, binh)
    assert told(care, nobody)
    assert rows("SELECT count(*) FROM use_outgoing") == [(0,)]
    assert len(notices.notices_about(ORDER)) == 2


def test_a_telephone_does_not_ring_at_night(care: Care) -> None:
    """Without an e-mail address a text message goes, and at two in the morning it waits until seven."""
    subject = subjects.new_subject(Standing.GUEST, care.shop.policy_id, care.shop.now())
    vault.seal(subject, {"phone": BINH.phone}, care.shop.now())
    night = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)  # 02:00 in Viet Nam
    notices.tell(Notice.ORDER_CONFIRMED, subject, ORDER, night, number=NUMBER)
    [row] = contact.contacts_of(subject)
    assert (row.channel, row.due_at.astimezone(UTC).hour) == ("sms", 0)


def test_a_notice_lacking_its_ground_or_offering_something_is_refused(care: Care, binh: int) -> None:
    """The slots are checked, and a recall's own words too."""
    with pytest.raises(NotATerm):
        notices.tell(Notice.ORDER_CONFIRMED, binh, ORDER, care.shop.now())
    words = {"vi": "Thu hồi bánh. Đổi hộp mới được giảm 30%!", "en": "Recall."}
    with pytest.raises(CarriesAdvertising):
        notices.tell(Notice.RECALL, binh, 9, care.shop.now(), **words)
    assert rows("SELECT count(*) FROM use_notice") == [(0,)]


def test_a_row_says_nothing_about_the_person(care: Care, binh: int, post: int) -> None:
    """Ids and the order's number."""
    told(care, binh)
    kept = repr(rows("SELECT * FROM use_outgoing") + rows("SELECT * FROM use_notice"))
    assert NUMBER in kept
    assert not [word for word in (BINH.name, BINH.email, BINH.phone) if word in kept]
    assert Outgoing.objects.get().state == State.QUEUED


def test_a_request_is_acknowledged_with_its_deadline_and_its_end_is_told(
    care: Care, binh: int, post: int, mailbox: Mailbox
) -> None:
    """Received and done: two letters, with the hours in Viet Nam's time; the repeat is no third."""
    at = care.shop.now()
    asking = Asking("question", "Bánh để được mấy ngày?", "portal", repeat="x")
    taken = ask(binh, asking, at)
    ask(binh, asking, care.shop.now())
    end(taken.request, RequestState.DONE, care.shop.now(), "staff/care/x")
    assert care.knock() == 2
    received, done = (letter for _, letter in mailbox.letters)
    assert (received["Subject"], "12:00 23/11/2026" in received.get_content()) == (
        "Tiệm đã nhận yêu cầu của quý khách",
        True,
    )
    assert done["Subject"] == "Yêu cầu của quý khách đã thực hiện"


def test_what_orders_noted_is_handed_out_once(care: Care, binh: int, post: int, mailbox: Mailbox) -> None:
    """An order confirmed and then cancelled for want of stock: two letters, the second with the reason."""
    order, _ = care.shop.order(binh)
    notice_due(NoticeKind.ORDER_CONFIRMED, binh, order, care.shop.now())
    notice_due(NoticeKind.ORDER_CANCELLED, binh, order, care.shop.now(), "out_of_stock")
    assert [noticing.hand_out(care.shop.now()) for _ in range(2)] == [2, 0]
    assert care.knock() == 2
    texts = [letter.get_content() for _, letter in mailbox.letters]
    assert all(spoken_number(order) in text for text in texts)
    assert "Lý do: tiệm đã hết hàng." in texts[1]


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_that_can_be_noted_has_its_words(care: Care, binh: int, kind: NoticeKind) -> None:
    """Nothing that is due is forgotten for want of a text."""
    notice_due(kind, binh, None if kind.value.startswith("buying") else ORDER, care.shop.now())
    assert noticing.hand_out(care.shop.now()) == 1


def test_a_recall_tells_each_customer_of_the_named_orders_once(
    care: Care, binh: int, an: int, post: int, mailbox: Mailbox
) -> None:
    """Two orders of Bình's and one of An's: two letters; an order nobody placed is named, an offer refused."""
    placed = [place_order(who, _placing(), care.shop.now()) for who in (binh, binh, an)]
    with pytest.raises(CarriesAdvertising):
        recall(placed, "Hộp ngày 20/11 bị lỗi. Mua hộp mới giảm 30%!", "Recalled.", care.shop.now())
    made = recall([*placed, 12345], "Hộp ngày 20/11 có thể bị mốc.", "Boxes of 20 November.", care.shop.now())
    assert (made.told, made.unknown) == (2, (12345,))
    care.knock()
    recalls = [to for to, letter in mailbox.letters if letter["Subject"] == "Thông báo thu hồi sản phẩm"]
    assert sorted(recalls) == [AN.email, BINH.email]


def _placing() -> Placing:
    goods = Purchases((Line("Bánh cốm", "2", "90000"),), "90000", payment="cod")
    return Placing(goods, Contact(AN.name, AN.phone, "", AN.address), "Đặt hàng")
