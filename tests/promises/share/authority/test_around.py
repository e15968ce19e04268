"""Around the release: the clock that speaks up, the refusal and its letter, the receipt, counts and exports."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest

from giuloi.promises.share.authority import calls, ending, exporting, intake, releasing, scope, watching
from giuloi.promises.share.authority.counted import counted
from giuloi.promises.share.authority.letter import refusal_letter
from giuloi.promises.share.authority.moving import file_row, steps_of
from giuloi.promises.share.authority.problems import NotTaken
from giuloi.promises.share.authority.reading import files, whole
from giuloi.promises.share.authority.rows import AuthorityAlert, AuthoritySubject
from giuloi.promises.share.authority.steps import NotThisStep, Stage
from giuloi.promises.share.authority.words import GROUND_WORDS, Called, Ground, Late
from giuloi.records import credentials
from tests.cast import AN
from tests.promises.share.authority.conftest import PDF, Legal


def test_each_level_is_said_once_to_everybody_in_charge(legal: Legal) -> None:
    """Half of 24 hours, three quarters, the last hour, the end; care is not told, for it works on no such file."""
    credentials.add_staff("Hoa", "care")
    file = legal.file()
    received = file_row(file).received_at
    for hours, levels in ((11, 0), (12, 1), (12, 1), (18, 2), (23, 3), (24, 4), (30, 4)):
        watching.watch(received + timedelta(hours=hours))
        assert file_row(file).escalated == levels
    said = [one.what for one in steps_of(file) if one.what in watching.LEVELS]
    assert said == list(watching.LEVELS)
    told = AuthorityAlert.objects.filter(file_id=file)
    assert told.count() == 4 * 4
    assert set(told.values_list("staff_id", flat=True)) == {legal.ha, legal.khoa, legal.lan, legal.chu}


def test_software_that_was_down_says_all_levels_at_once(legal: Legal) -> None:
    """An urgent file: three hours are over before anybody looked."""
    file = legal.file(urgent=True)
    assert watching.watch(file_row(file).due_at + timedelta(hours=1)) == 1
    assert file_row(file).escalated == 4
    assert watching.watch(file_row(file).due_at + timedelta(hours=2)) == 0


def test_what_has_ended_is_quiet(legal: Legal) -> None:
    """A refused file nears no hour."""
    file = legal.file()
    ending.refuse(file, Ground.NO_LEGAL_BASIS, legal.ha, legal.now())
    assert watching.watch(file_row(file).due_at) == 0


def test_a_late_release_gives_its_reason(legal: Legal, an: int) -> None:
    """Without one of the list nothing is released; with it, the file says that it was late and why."""
    letter = legal.letter(received_at=legal.now() - timedelta(hours=4), urgent=True)
    file = intake.take_in(letter, legal.ha, legal.now())
    _approved(legal, file, an)
    with pytest.raises(NotTaken) as refused:
        legal.release(file)
    assert refused.value.field == "late"
    at = legal.now()
    releasing.release(file, legal.ha, at, at, Late.APPROVERS)
    line = whole(file, legal.now()).line
    assert (line.in_time, line.row.late) == (False, "approvers")


def test_in_time_is_said_too(legal: Legal, an: int) -> None:
    """Within its hours; a reason given all the same is not kept."""
    file = legal.approved((an, None))
    at = legal.now()
    releasing.release(file, legal.ha, at, at, Late.OTHER)
    line = whole(file, legal.now()).line
    assert (line.in_time, line.row.late) == (True, "")


def test_the_receipt_closes_the_file(legal: Legal, an: int) -> None:
    """Its number and when they had it; before the release there is none to note."""
    file = legal.approved((an, None))
    with pytest.raises(NotThisStep):
        ending.receipt(file, "BN-77", legal.now(), legal.ha, legal.now())
    legal.release(file)
    had = legal.now()
    with pytest.raises(NotTaken):
        ending.receipt(file, "BN-77", had + timedelta(days=1), legal.ha, had)
    ending.receipt(file, "BN-77", had, legal.ha, legal.now())
    row = file_row(file)
    assert (row.stage, row.receipt, row.receipt_at) == (Stage.CLOSED, "BN-77", had)
    assert files(legal.now()) == []
    assert [one.row.id for one in files(legal.now(), show="all")] == [file]


@pytest.mark.parametrize("ground", list(Ground))
def test_a_refusal_says_why_in_a_letter(legal: Legal, ground: Ground) -> None:
    """Each ground of the list, in both languages; both files' numbers, and nobody's name."""
    file = legal.file()
    ending.refuse(file, ground, legal.ha, legal.now())
    row = file_row(file)
    letter = refusal_letter(row, "Tiệm Bánh Phố Cổ", "8 Hàng Vừng", legal.now())
    for text, because in ((letter.vi, GROUND_WORDS[ground].vi), (letter.en, GROUND_WORDS[ground].en)):
        assert because in text
        assert row.code in text
        assert "12/CV-PC02" in text
    with pytest.raises(NotThisStep):
        ending.refuse(file, ground, legal.ha, legal.now())


def test_the_counts_are_of_whole_months_and_name_nobody(legal: Legal, an: int) -> None:
    """What arrived this month is not told of before it is over; then it is."""
    file = legal.approved((an, None))
    legal.release(file)
    ending.refuse(legal.file(wide=True), Ground.TOO_WIDE, legal.ha, legal.now())
    assert counted(legal.now()).received == 0
    found = counted(legal.now() + timedelta(days=20))
    assert (found.received, found.verified, found.released, found.people) == (2, 1, 1, 1)
    assert (found.in_time, found.late, found.open) == (2, 0, 0)
    assert found.refused == ((GROUND_WORDS[Ground.TOO_WIDE], 1),)
    assert AN.name not in repr(found)


def test_a_file_is_exported_whole_with_the_hash_of_each_part(legal: Legal, an: int) -> None:
    """The document as it came, every step, call and approval; of customers ids and fields only."""
    file = legal.approved((an, None))
    legal.release(file)
    name, content = exporting.export_file(file, "staff/legal/0000000000000000", legal.now())
    assert name == f"{file_row(file).code}.zip"
    with ZipFile(io.BytesIO(content)) as archive:
        hashes = json.loads(archive.read("manifest.json"))["sha256"]
        assert {one: hashlib.sha256(archive.read(one)).hexdigest() for one in hashes} == hashes
        assert archive.read("document.pdf") == PDF
        told = json.loads(archive.read("file.json"))
        assert b"88" in archive.read("legal-note.txt")
    assert told["said"]["person"] == "Trung tá Nguyễn Văn Bình"
    assert told["document_sha256"] == hashlib.sha256(PDF).hexdigest()
    assert [one["result"] for one in told["calls"]] == ["confirmed"]
    assert {one["by"] for one in told["approvals"]} == {str(legal.khoa), str(legal.lan)}
    assert told["scope"][0]["granted"] == ["name", "phone"]
    assert AN.phone.encode() not in content
    assert AN.phone not in json.dumps(told)
    assert steps_of(file)[-1].what == "exported"


def test_the_register_is_a_table_without_formulas(legal: Legal, an: int) -> None:
    """One line a file, oldest first; a number that begins like a formula is text."""
    legal.file(document_number='=HYPERLINK("http://x")')
    legal.approved((an, None))
    first, second = csv.DictReader(io.StringIO(exporting.export_register(legal.now())))
    assert first["document_number"].startswith("'=")
    assert second["approver_1"] == str(legal.khoa)
    assert (second["fields_asked"], second["fields_granted"]) == ("name phone purchases", "name phone")
    assert (second["number_called"], second["called_by"]) == ("'+84594111222", str(legal.ha))


def test_what_was_given_is_noted_for_each_person(legal: Legal, an: int, binh: int) -> None:
    """Also for those of whom nothing was cut into the scope: nothing."""
    file = legal.approved((an, None), (binh, None))
    legal.release(file)
    assert (
        list(AuthoritySubject.objects.filter(file_id=file).values_list("outcome", flat=True)) == ["given"] * 2
    )


def _approved(legal: Legal, file: int, subject: int) -> None:
    calls.called_back(file, legal.number, Called.CONFIRMED, legal.ha, legal.now())
    scope.name_people(file, [(subject, None)], legal.ha, legal.now())
    seen = legal.cut(file, "name")
    legal.approve(file, seen, legal.khoa)
    legal.approve(file, seen, legal.lan)
