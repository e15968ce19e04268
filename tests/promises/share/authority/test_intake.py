"""A request comes in: sealed, to the minute, with its clock; and is called back on a number that was known before."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from giuloi.core.terms import Undecryptable
from giuloi.promises.share.authority import calls, intake, register
from giuloi.promises.share.authority.moving import file_row, steps_of
from giuloi.promises.share.authority.papers import Letter, letter_of
from giuloi.promises.share.authority.problems import NotTaken, NotTheirs
from giuloi.promises.share.authority.rows import AuthorityFile, AuthorityNumber, AuthorityPaper
from giuloi.promises.share.authority.steps import NotThisStep, Stage
from giuloi.promises.share.authority.who import actor_of
from giuloi.promises.share.authority.words import Called
from giuloi.records import credentials
from giuloi.records.sealed_files import open_paper
from tests.promises.share.authority.conftest import PDF, Legal


def test_the_document_is_sealed_and_its_hash_stays(legal: Legal) -> None:
    """No byte of the letter, of who signed it or of what it cites stands in the tables; its own SHA-256 does."""
    file = legal.file()
    [paper] = AuthorityPaper.objects.filter(file_id=file)
    assert PDF not in bytes(paper.sealed)
    assert "Nguyễn Văn Bình".encode() not in bytes(paper.sealed)
    row = file_row(file)
    assert row.document_hash == hashlib.sha256(PDF).hexdigest()
    letter = letter_of(file)
    assert (letter.content, letter.said["basis"]) == (PDF, "Điều 88 BLTTHS")
    assert "cong-van" not in repr(letter)
    every = [str(value) for value in AuthorityFile.objects.values_list().get(id=file)]
    assert not any("Bình" in value or "cong-van" in value for value in every)


def test_a_paper_opens_in_its_own_file_alone(legal: Legal) -> None:
    """Moved to another file, or altered by a bit: nothing."""
    first, second = legal.file(), legal.file()
    [paper] = AuthorityPaper.objects.filter(file_id=first)
    assert open_paper(f"authority/{first}", paper.id, bytes(paper.sealed))
    with pytest.raises(Undecryptable):
        open_paper(f"authority/{second}", paper.id, bytes(paper.sealed))
    spoiled = bytes(paper.sealed)[:-1] + bytes([paper.sealed[-1] ^ 1])
    with pytest.raises(Undecryptable):
        open_paper(f"authority/{first}", paper.id, spoiled)


@pytest.mark.parametrize(("urgent", "hours"), [(False, 24), (True, 3)])
def test_the_clock_runs_from_receipt(legal: Legal, urgent: bool, hours: int) -> None:
    """Not from when somebody found the time to write it down."""
    letter = legal.letter(urgent=urgent)
    row = file_row(intake.take_in(letter, legal.ha, legal.now() + timedelta(minutes=50)))
    assert row.due_at - row.received_at == timedelta(hours=hours)
    assert row.received_at == letter.received_at


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("received_at", {"received_at": timedelta(hours=2)}),
        ("received_at", {"received_at": timedelta(days=-400)}),
        ("document_on", {"document_on": timedelta(days=30)}),
        ("document", {"letter": Letter("x.exe", b"MZ\x90")}),
        ("document", {"letter": Letter("x.pdf", b"%PDF-" + bytes(7_000_001))}),
        ("unit", {"unit": 4711}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(legal: Legal, field: str, change: dict[str, object]) -> None:
    """A receipt to come, a document from the future, a program, a file too large, a unit that is none."""
    whole = legal.letter()
    for name, value in change.items():
        moved = getattr(whole, name) + value if isinstance(value, timedelta) else value
        whole = replace(whole, **{name: moved})  # type: ignore[arg-type]
    with pytest.raises(NotTaken) as refused:
        intake.take_in(whole, legal.ha, legal.now())
    assert refused.value.field == field
    assert not AuthorityFile.objects.exists()


def test_who_has_nothing_to_do_with_it_takes_nothing_in(legal: Legal) -> None:
    """Marketing is not in charge of legal matters."""
    lan = credentials.add_staff("Lan", "marketing")
    with pytest.raises(NotTheirs):
        intake.take_in(legal.letter(), lan, legal.now())


def test_a_call_to_the_registered_number_verifies(legal: Legal) -> None:
    """Who called, which number, when, with which result."""
    file = legal.file()
    calls.called_back(file, legal.number, Called.NO_ANSWER, legal.ha, legal.now())
    assert file_row(file).stage == Stage.RECEIVED
    calls.called_back(file, legal.number, Called.CONFIRMED, legal.khoa, legal.now())
    row = file_row(file)
    assert (row.stage, row.verified_at is not None) == (Stage.VERIFIED, True)
    first, second = calls.calls_of(file)
    assert [first.result, second.result] == ["no_answer", "confirmed"]
    assert (second.staff_id, second.number.number) == (legal.khoa, "+84594111222")


def test_a_number_entered_after_the_letter_arrived_verifies_nothing(legal: Legal) -> None:
    """Forged: the letter brings its own number, and somebody enters it. It is not offered, and the try is noted."""
    file = legal.file()
    late = register.enter_number(
        legal.unit, "0594333444", "công văn", legal.now(), "staff/legal/0000000000000000"
    )
    assert [one.id for one in calls.numbers_to_call(file_row(file), legal.now())] == [legal.number]
    with pytest.raises(NotTaken) as refused:
        calls.called_back(file, late, Called.CONFIRMED, legal.ha, legal.now())
    assert refused.value.field == "number"
    assert file_row(file).verified_at is None
    assert [one.about for one in steps_of(file) if one.what == "stopped"] == ["number"]


def test_a_number_that_was_ended_verifies_nothing_and_stays_in_the_history(legal: Legal) -> None:
    """With who entered it, from where, and who ended it."""
    file = legal.file()
    assert register.end_number(legal.number, legal.now(), "staff/care/1111111111111111")
    assert not register.end_number(legal.number, legal.now(), "staff/care/1111111111111111")
    with pytest.raises(NotTaken):
        calls.called_back(file, legal.number, Called.CONFIRMED, legal.ha, legal.now())
    [unit] = register.register()[0].units
    [number] = unit.numbers
    assert (number.source, number.ended_by) == ("trang web của cơ quan", "staff/care/1111111111111111")
    assert AuthorityNumber.objects.count() == 1


def test_the_number_of_another_unit_verifies_nothing(legal: Legal) -> None:
    """Only the sender's own."""
    authority = register.register()[0].authority.id
    other = register.add_unit(
        authority, "PC03", legal.now() - timedelta(days=1), "staff/care/0000000000000000"
    )
    number = register.enter_number(
        other, "0594555666", "danh bạ", legal.now() - timedelta(days=1), "staff/care/00"
    )
    file = legal.file()
    with pytest.raises(NotTaken):
        calls.called_back(file, number, Called.CONFIRMED, legal.ha, legal.now())


def test_an_unknown_unit_has_no_number_and_so_no_way_on(legal: Legal) -> None:
    """It is taken in, for it is evidence; nothing verifies it."""
    file = legal.file(unit=None)
    assert calls.numbers_to_call(file_row(file), legal.now()) == []
    with pytest.raises(NotTaken):
        calls.called_back(file, legal.number, Called.CONFIRMED, legal.ha, legal.now())


def test_a_denial_ends_it_whenever_it_comes(legal: Legal, an: int) -> None:
    """Also after both approved: nothing is released any more."""
    file = legal.approved((an, None))
    calls.called_back(file, legal.number, Called.DENIED, legal.khoa, legal.now())
    assert file_row(file).stage == Stage.DENIED
    with pytest.raises(NotThisStep):
        legal.release(file)
    with pytest.raises(NotThisStep):
        calls.called_back(file, legal.number, Called.CONFIRMED, legal.ha, legal.now())


def test_the_register_takes_no_name_twice_and_no_number_that_is_none(legal: Legal) -> None:
    """113 is one; five digits are not."""
    with pytest.raises(NotTaken):
        register.add_authority("công an thành phố hà nội", legal.now(), "x")
    with pytest.raises(NotTaken):
        register.enter_number(legal.unit, "12345", "danh bạ", legal.now(), "x")
    assert register.enter_number(legal.unit, "113", "danh bạ", legal.now(), "x")
    register.add_authority("Công an Thành phố Hà Nội 2", legal.now(), "x")
    words = {one.authority.word for one in register.register()}
    assert words == {"cong-an-thanh-pho-ha-noi", "cong-an-thanh-pho-ha-noi.2"}
    assert register.named_by_word("cong-an-thanh-pho-ha-noi") == "Công an thành phố Hà Nội"


def test_who_entered_the_number_does_not_confirm_on_it(legal: Legal) -> None:
    """Hà entered a friend's number a day before the friend's letter: somebody else must hear the confirmation."""
    before, who = legal.now() - timedelta(hours=6), actor_of(legal.ha)
    number = register.enter_number(legal.unit, "0594777888", "danh bạ", before, who)
    file = legal.file()
    with pytest.raises(NotTaken):
        calls.called_back(file, number, Called.CONFIRMED, legal.ha, legal.now())
    assert file_row(file).stage == Stage.RECEIVED
    calls.called_back(file, number, Called.CONFIRMED, legal.khoa, legal.now())
    assert file_row(file).stage == Stage.VERIFIED
