"""A reply goes to whom it is for, by a channel the policy allows, unseen by who writes it, and once (II.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from giuloi.core.terms import Channel
from giuloi.promises.use import cases, contact, sending, settling
from giuloi.promises.use.advertising import CarriesAdvertising
from giuloi.promises.use.channels import receipts
from giuloi.promises.use.channels.email import line as email_line
from giuloi.promises.use.contact import outgoing
from giuloi.promises.use.contact.outgoing import LEFT_BEHIND, PAUSES, State
from giuloi.records import credentials
from giuloi.records.database import rows
from giuloi.records.reveal import Refusal, Revealed
from giuloi.records.uses import pending
from tests.cast import AN, BINH
from tests.harness.smtp import Mailbox, listening
from tests.promises.use.care.conftest import ANSWER, Care

CARE = [("care", Channel.IN_HOUSE), ("care", Channel.EMAIL)]


def test_a_reply_goes_to_the_address_nobody_saw(care: Care, binh: int, post: int, mailbox: Mailbox) -> None:
    """Bình gets the letter; the use is in the ledger as Hà's, by e-mail, under clause I.2."""
    case = care.case(binh)
    reply = care.answer(case)
    assert (care.state(reply), care.knock(), care.state(reply)) == (State.QUEUED, 1, State.SENT)
    [(to, letter)] = mailbox.letters
    assert to == BINH.email
    assert ANSWER in letter.get_content()
    [use] = [one.use for one in pending.waiting(1000) if one.use.channel == "email"]
    assert (use.purpose, use.clause, use.actor) == ("care", "I.2", care.holding(case).actor)
    assert care.knock() == 0
    assert len(mailbox.letters) == 1


def test_answers_come_back_to_the_case_without_anybodys_name(
    care: Care, binh: int, post: int, mailbox: Mailbox
) -> None:
    """The Reply-To is the case's opaque word at the shop's own domain."""
    case = cases.care_case(care.case(binh))
    assert case is not None
    care.answer(case.id)
    care.knock()
    [(_, letter)] = mailbox.letters
    assert letter["Reply-To"] == f"tiem+{case.token}@example.vn"
    assert BINH.name not in str(letter["Subject"])


def test_a_member_is_written_to_only_by_a_channel_they_agreed_to(care: Care, an: int, post: int) -> None:
    """An agreed to care in the house and by e-mail: e-mail goes, a text message does not, and the remedy is said."""
    care.shop.give(an, *CARE)
    case = cases.care_case(care.case(an))
    assert case is not None
    found = {way.channel: way for way in contact.ways(case, care.ha, care.shop.now())}
    assert found[Channel.EMAIL].allowed
    assert (found[Channel.SMS].allowed, found[Channel.SMS].clause) == (False, "IV.4")
    assert "đồng ý" in found[Channel.SMS].remedy.vi
    with pytest.raises(contact.NotContacted) as caught:
        care.answer(case.id, channel=Channel.SMS)
    assert caught.value.clause == "IV.4"
    assert len(cases.timeline(case.id)) == 1


def test_a_channel_nobody_ever_wrote_by_is_not_offered(care: Care, binh: int) -> None:
    """Bình never wrote on Zalo: the desk says so instead of offering it."""
    case = cases.care_case(care.case(binh))
    assert case is not None
    zalo = next(way for way in contact.ways(case, care.ha, care.shop.now()) if way.channel is Channel.ZALO)
    assert (zalo.allowed, "Zalo" in zalo.why.en) == (False, True)


@pytest.mark.parametrize("what", ["withdrawn", "closed", "left"])
def test_what_changed_since_it_was_written_stops_it(
    care: Care, an: int, post: int, mailbox: Mailbox, what: str
) -> None:
    """A withdrawal, the end of the case or the clerk's leaving between writing and sending: nothing goes out."""
    care.shop.give(an, *CARE)
    case = care.case(an)
    reply = care.answer(case)
    if what == "withdrawn":
        care.shop.withdraw(an, ("care", Channel.EMAIL))
    elif what == "closed":
        cases.close(case, care.shop.now())
    else:
        credentials.let_go(care.ha, care.shop.now())
    assert (care.knock(), care.state(reply), mailbox.letters) == (0, State.REFUSED, [])
    assert care.knock() == 0


def test_a_closed_case_and_a_text_that_offers_are_told_before_anything_is_kept(
    care: Care, binh: int, post: int
) -> None:
    """Nothing is written, nothing is in line."""
    case = care.case(binh)
    with pytest.raises(CarriesAdvertising):
        care.answer(case, "Dạ được ạ. Nhân dịp Tết, mời quý khách xem khuyến mãi giảm 20%!")
    cases.close(case, care.shop.now())
    with pytest.raises(contact.NotContacted):
        care.answer(case)
    assert (len(cases.timeline(case)), rows("SELECT count(*) FROM use_outgoing")) == (1, [(0,)])


def test_no_address_and_no_word_stands_in_the_rows(care: Care, binh: int, post: int) -> None:
    """The table of what is sent holds ids."""
    care.answer(care.case(binh))
    kept = repr(rows("SELECT * FROM use_outgoing"))
    assert kept
    assert not [word for word in (BINH.email, BINH.phone, BINH.name, "bánh") if word in kept]


def test_a_server_that_asks_to_come_again_is_asked_again_later(
    care: Care, binh: int, post: int, mailbox: Mailbox
) -> None:
    """Not at once, and then it arrives, once."""
    mailbox.replies = ["451 later"]
    reply = care.answer(care.case(binh))
    assert (care.knock(), care.state(reply), care.knock()) == (0, State.QUEUED, 0)
    care.shop.clock += timedelta(seconds=PAUSES[0])
    assert (care.knock(), care.state(reply), len(mailbox.letters)) == (1, State.SENT, 1)


def test_a_server_that_is_gone_is_tried_for_a_day_and_then_somebody_is_told(
    care: Care, binh: int, settings: Any
) -> None:
    """Nobody listens: the row comes back with growing pauses, and ends as not sent."""
    with listening(Mailbox()) as port:
        pass
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": port, "user": "", "password": "", "tls": "off"}
    settings.GIULOI_MAIL_FROM = "tiem@example.vn"
    reply = care.answer(care.case(binh))
    for pause in PAUSES:
        care.knock()
        assert care.state(reply) is State.QUEUED
        care.shop.clock += timedelta(seconds=pause)
    care.knock()
    assert care.state(reply) is State.FAILED
    assert timedelta(seconds=sum(PAUSES)) > timedelta(hours=20)


def test_an_address_that_does_not_exist_is_shown_to_the_clerk(
    care: Care, binh: int, post: int, mailbox: Mailbox
) -> None:
    """No second try, and the reason without the address."""
    mailbox.refuse = "550"
    reply = care.answer(care.case(binh))
    assert (care.knock(), care.state(reply)) == (0, State.FAILED)
    row = outgoing.outgoing(reply.outgoing)
    assert row is not None
    assert (BINH.email in row.reason, row.attempts) == (False, 1)


def test_a_letter_that_was_perhaps_taken_never_goes_again_by_itself(
    care: Care, binh: int, post: int, mailbox: Mailbox
) -> None:
    """The server takes it and hangs up: uncertain, until a person says that it arrived or goes again."""
    mailbox.replies = ["hang up"]
    reply = care.answer(care.case(binh))
    assert (care.knock(), care.state(reply), len(mailbox.letters)) == (0, State.UNCERTAIN, 1)
    care.shop.clock += timedelta(days=2)
    assert (care.knock(), len(mailbox.letters)) == (0, 1)
    assert outgoing.arrived(reply.outgoing, care.shop.now())
    assert not outgoing.send_again(reply.outgoing, care.shop.now())
    assert care.state(reply) is State.SENT


def test_a_person_may_send_an_uncertain_one_again_under_the_same_key(
    care: Care, binh: int, post: int, mailbox: Mailbox
) -> None:
    """The Message-ID is the same, so that a good mailbox shows one letter."""
    mailbox.replies = ["hang up"]
    reply = care.answer(care.case(binh))
    care.knock()
    assert outgoing.send_again(reply.outgoing, care.shop.now())
    assert (care.knock(), care.state(reply)) == (1, State.SENT)
    assert len({letter["Message-ID"] for _, letter in mailbox.letters}) == 1


def test_a_slow_server_that_never_answers_ends_as_uncertain(
    care: Care, binh: int, post: int, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A time-out after the letter went out is no reason to send it again."""
    monkeypatch.setattr(email_line, "TIMEOUT", 0.3)
    mailbox.slow = 1.0
    reply = care.answer(care.case(binh))
    assert (care.knock(), care.state(reply)) == (0, State.UNCERTAIN)


def test_two_senders_at_once_send_it_once(care: Care, binh: int, post: int, mailbox: Mailbox) -> None:
    """Who claimed an older turn changes nothing any more."""
    reply = care.answer(care.case(binh))
    late = outgoing.claim_next(care.shop.now(), Channel.EMAIL)
    assert late is not None
    care.shop.clock += LEFT_BEHIND + timedelta(seconds=1)
    assert (care.knock(), care.state(reply)) == (1, State.SENT)
    assert not outgoing.hand_in(late, "smtp")
    assert not outgoing.not_delivered(late, sending.Unknown("x", sending._BROKE), care.shop.now())
    assert (care.state(reply), len(mailbox.letters)) == (State.SENT, 1)


def test_a_number_is_shown_for_one_call_and_recorded_as_a_call(care: Care, binh: int) -> None:
    """By telephone, for this case; once the case is closed there is no number."""
    case = cases.care_case(care.case(binh))
    assert case is not None
    call = contact.number_for_call(case, care.ha, care.shop.now())
    assert isinstance(call.answer, Revealed)
    assert call.answer.fields["phone"].open() == BINH.phone
    assert pending.waiting(1000)[-1].use.channel == "phone"
    cases.close(case.id, care.shop.now())
    assert isinstance(contact.number_for_call(case, care.ha, care.shop.now()).answer, Refusal)


def test_the_history_of_contact_names_ways_times_and_ends_only(
    care: Care, an: int, post: int, mailbox: Mailbox
) -> None:
    """Newest first, of this person alone."""
    care.shop.give(an, *CARE)
    first, second = care.answer(care.case(an)), care.answer(care.case(an))
    care.knock()
    assert [row.id for row in contact.contacts_of(an)] == [second.outgoing, first.outgoing]
    assert AN.email not in repr([vars(row) for row in contact.contacts_of(an)])


@pytest.mark.parametrize(
    ("became", "ends"),
    [("delivered", State.SENT), ("bounced_for_good", State.FAILED), ("refused", State.FAILED)],
)
def test_what_the_provider_says_became_of_it_settles_it(
    care: Care, binh: int, post: int, mailbox: Mailbox, became: str, ends: State
) -> None:
    """An uncertain reply arrived after all, or a bounce came back: shown, and never sent again by itself."""
    mailbox.replies = ["hang up"]
    reply = care.answer(care.case(binh))
    care.knock()
    said = receipts.Receipt(Channel.EMAIL, "smtp", f"{reply.outgoing:x}", receipts.Became(became))
    receipts.keep([said], care.shop.now())
    assert settling.settle(care.shop.now()) == 1
    assert (care.state(reply), care.knock()) == (ends, 0)
