"""A letter from outside finds its case by an opaque word alone, and nobody becomes a customer by writing their name."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.db import transaction

from giuloi.core.bilingual import Words
from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import Channel, Secret, Standing
from giuloi.promises.answer import incoming
from giuloi.promises.answer.conversation import conversation, requests_under
from giuloi.promises.collect.verification import note_verified
from giuloi.promises.use import cases, contact
from giuloi.promises.use.cases import Direction
from giuloi.promises.use.cases.reading import read_messages
from giuloi.promises.use.inbound.letter import Attachment, Inbound
from giuloi.records.database import rows
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry
from giuloi.records.requests import requests_of
from giuloi.records.subjects import standing_of
from giuloi.records.vault import fields_held
from tests.cast import AN, BINH
from tests.harness.smtp import Mailbox
from tests.promises.use.care.conftest import Care, care, mailbox, post
from tests.records.conftest import Shop, an, binh, shop

__all__ = ["an", "binh", "care", "mailbox", "post", "shop"]  # fixtures: found here by the tests of this file

STRANGER = "ai-do@example.vn"
WORDS = "Bánh hôm qua bị vỡ."
PICTURE = b"\x89PNG\r\n\x1a\n" + b"banh vo" * 9


def letter(sender: str = STRANGER, **more: Any) -> Inbound:
    """A letter as the intake hands it over."""
    given: dict[str, Any] = {
        "channel": Channel.EMAIL, "sender": Secret(sender), "subject": Secret("Hỏi tiệm"), "text": Secret(WORDS),
        "attachments": (), "digest": b"0" * 32, "token": None, "replies_to": (), "proven": False,
    }  # fmt: skip
    return Inbound(**(given | more))


def file(name: str, content: bytes) -> Attachment:
    """A file of a letter."""
    return Attachment(Secret(name), "image/png", len(content), Secret(base64.b64encode(content).decode()))


def taken(shop: Shop, inbound: Inbound) -> None:
    """It comes in, in the intake's transaction."""
    with transaction.atomic():
        incoming.take(inbound, shop.now())


def known(subject: int, email: str) -> None:
    """The address leads to them."""
    keyring().index([Entry("email", norm_v1("email", email), subject, subject)])


def people() -> set[int]:
    """Everybody there is."""
    return {subject for (subject,) in rows("SELECT id FROM records_subject")}


def newcomer(before: set[int]) -> int:
    """Who came since."""
    [new] = people() - before
    return new


def test_an_unknown_address_is_a_guest_with_that_address_and_a_request_with_a_clock(
    care: Care, binh: int
) -> None:
    """Nothing but the address, a case of its own, 24 hours; the words are read by that case."""
    before = people()
    taken(care.shop, letter())
    new = newcomer(before)
    [request] = requests_of(new)
    assert (request.kind, request.source, request.due_at is not None) == ("question", "email", True)
    assert standing_of(new)[0] is Standing.GUEST  # type: ignore[index]
    case = cases.care_case(request.case_id)
    assert case is not None
    opened = read_messages(case, [conversation(case.id)[0].id], care.holding(case.id), care.shop.now())
    assert opened is not None
    assert [one.open() for one in opened.texts.values()] == [f"Hỏi tiệm\n\n{WORDS}"]
    assert fields_held(new)[0] == 4  # the e-mail address and nothing else


def test_writing_under_a_customers_address_makes_nobody_that_customer(care: Care, an: int) -> None:
    """An's address in From, nobody vouches: a new guest; An's requests and case are as they were."""
    known(an, AN.email)
    before = people()
    taken(care.shop, letter(AN.email))
    assert newcomer(before) != an
    assert requests_of(an) == []


def test_who_proved_the_address_and_whose_domain_vouches_is_that_member(care: Care, an: int) -> None:
    """Both together; the vouching alone is not enough."""
    known(an, AN.email)
    before = people()
    taken(care.shop, letter(AN.email, proven=True))
    assert requests_of(an) == []
    assert newcomer(before)
    note_verified(an, "email", care.shop.now())
    taken(care.shop, letter(AN.email, proven=True))
    assert [one.kind for one in requests_of(an)] == ["question"]


def test_an_answer_comes_back_to_its_case_and_says_whether_it_was_the_customer(
    care: Care, binh: int, post: int, mailbox: Mailbox
) -> None:
    """By the word in the address; proven only from the customer's own address with its domain's word."""
    known(binh, BINH.email)
    case = care.case(binh)
    care.answer(case)
    care.knock()
    token = str(mailbox.letters[0][1]["Reply-To"]).split("+")[1].split("@")[0]
    before = people()
    taken(care.shop, letter(BINH.email, token=token, proven=True))
    taken(care.shop, letter(BINH.email, token=token))
    taken(care.shop, letter(STRANGER, token=token, proven=True))
    assert people() == before
    lines = [line for line in conversation(case) if line.direction is Direction.IN]
    assert [line.proven for line in lines] == [True, True, False, False]


def test_an_answer_without_the_word_finds_its_case_by_our_letter(
    care: Care, binh: int, post: int, mailbox: Mailbox
) -> None:
    """In-Reply-To names the key of a reply of ours."""
    case = care.case(binh)
    reply = care.answer(case)
    taken(care.shop, letter(replies_to=("nonsense!", f"{reply.outgoing:x}")))
    assert len(conversation(case)) == 3


def test_a_new_question_under_an_open_case_has_its_own_clock(care: Care, binh: int) -> None:
    """Nothing was in flight: what comes now is asked, and counts; the next line is that same request."""
    case = cases.care_case(care.case(binh))
    assert case is not None
    token = cases.adopt(case.id).token
    for _ in range(2):
        taken(care.shop, letter(token=token))
    assert [row.kind for row in requests_under(case.id)] == ["question"]


def test_a_closed_case_is_not_opened_again_by_a_letter(care: Care, binh: int) -> None:
    """Vouched for: a new request of the same person; not vouched for: a guest's."""
    known(binh, BINH.email)
    case = care.case(binh)
    token = cases.adopt(case).token
    cases.close(case, care.shop.now())
    before = people()
    taken(care.shop, letter(BINH.email, token=token, proven=True))
    assert (people(), len(requests_of(binh)), len(conversation(case))) == (before, 1, 1)
    taken(care.shop, letter(STRANGER, token=token))
    assert newcomer(before) != binh


def test_files_are_kept_sealed_and_what_may_do_harm_is_left_out_and_said(care: Care, binh: int) -> None:
    """A picture, a program and a page: one is kept, the case says that two were not."""
    before = people()
    harm = [file("x.exe", b"MZ\x90\x00"), file("x.html", b"<html>"), *[file("a.png", PICTURE)] * 7]
    taken(
        care.shop,
        letter(attachments=(file("vo.png", PICTURE), *harm), left_out=Words("Bỏ bớt.", "Left out.")),
    )
    [request] = requests_of(newcomer(before))
    lines = conversation(request.case_id)
    assert [len(line.files) for line in lines] == [5, 0, 0]
    case = cases.care_case(request.case_id)
    assert case is not None
    opened = read_messages(case, [line.id for line in lines], care.holding(case.id), care.shop.now())
    assert opened is not None
    said = " ".join(one.open() for one in opened.texts.values())
    assert "Bỏ ra 5 tệp" in said
    assert "Bỏ bớt." in said


@pytest.mark.parametrize(
    ("proven", "automatic", "letters"), [(True, False, 1), (False, False, 0), (True, True, 0)]
)
def test_a_forged_sender_or_a_machine_gets_no_acknowledgement(
    care: Care, post: int, mailbox: Mailbox, proven: bool, automatic: bool, letters: int
) -> None:
    """Whoever's name was misused is not written to, and two machines do not write to each other for ever."""
    taken(care.shop, letter(proven=proven, automatic=automatic))
    care.knock()
    assert len(mailbox.letters) == letters


def test_who_writes_on_zalo_is_answered_on_zalo(care: Care) -> None:
    """The identity is vaulted, found again, and the way back is open."""
    before = people()
    for _ in range(2):
        taken(care.shop, letter("8274610293", channel=Channel.ZALO, proven=True))
    new = newcomer(before)
    case = cases.care_case(requests_of(new)[0].case_id)
    assert case is not None
    zalo = next(one for one in contact.ways(case, care.ha, care.shop.now()) if one.channel is Channel.ZALO)
    assert "chưa từng nhắn" not in (zalo.why.vi if zalo.why else "")


def test_a_card_number_in_a_letter_is_not_kept(care: Care) -> None:
    """Struck out before it is sealed."""
    before = people()
    taken(care.shop, letter(text=Secret("Thẻ của em 4111 1111 1111 1111 ạ")))
    case = cases.care_case(requests_of(newcomer(before))[0].case_id)
    assert case is not None
    opened = read_messages(
        case, [line.id for line in conversation(case.id)], care.holding(case.id), care.shop.now()
    )
    assert opened is not None
    assert "4111 1111" not in " ".join(one.open() for one in opened.texts.values())
