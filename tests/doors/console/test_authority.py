"""A letter of an authority goes through the console: from the post to the sealed package."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giuloi.core.deadline import VIETNAM
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.share.authority import register
from giuloi.promises.share.authority.moving import file_row, steps_of
from giuloi.promises.share.authority.package import decrypted
from giuloi.promises.share.authority.rows import AuthorityFile, AuthoritySubject
from giuloi.records.access.cookies import STAFF_COOKIE
from giuloi.records.access.sessions import Visitor, begin
from tests.cast import AN
from tests.doors.console.conftest import Desk
from tests.doors.console.owner import Browser, client_of, staff

PDF = b"%PDF-1.7 Cong van"
HERE = "/console/authority"
NOTE = "Khoản 1 Điều 88 Bộ luật Tố tụng hình sự; chỉ cần tên và điện thoại."


@dataclass(slots=True)
class Office:
    """Hà takes in, Khoa and Lan approve; Chu runs the shop. The register knew the unit yesterday."""

    ha: Client
    khoa: Client
    lan: Client
    chu: Client
    number: int
    unit: int

    def letter(self, **more: Any) -> dict[str, Any]:
        """What Hà types in."""
        at = datetime.now(VIETNAM) - timedelta(minutes=5)
        return {
            "received_at": at.strftime("%Y-%m-%dT%H:%M"), "came": "paper", "unit": str(self.unit), "sender": "",
            "person": "Trung tá Nguyễn Văn Bình", "document_number": "12/CV-PC02", "basis": "Điều 88",
            "document_on": at.date().isoformat(), "kind": "user_info", "names": "named",
            "asked": ["name", "phone", "purchases"], "once": str(at.timestamp()) + str(more),
            "document": SimpleUploadedFile("cong-van.pdf", PDF), **more,
        }  # fmt: skip

    def file(self, **more: Any) -> int:
        """Taken in; the file's id."""
        answer = self.ha.post(f"{HERE}/new", self.letter(**more))
        assert answer.status_code == 302, answer.content.decode()
        return int(answer["Location"].rpartition("/")[2])

    def cut(self, *, people: str = AN.phone, fields: tuple[str, ...] = ("name", "phone")) -> int:
        """… called back, An named, the scope cut."""
        file = self.file()
        self.ha.post(f"{HERE}/{file}/call", {"number": str(self.number), "result": "confirmed"})
        self.ha.post(f"{HERE}/{file}/people", {"people": people})
        granted = {f"fields-{one.id}": list(fields) for one in AuthoritySubject.objects.filter(file_id=file)}
        assert self.ha.post(f"{HERE}/{file}/scope", {**granted, "note": NOTE}).status_code == 302
        return file

    def approved(self) -> int:
        """… and approved by both."""
        file = self.cut()
        for one in (self.khoa, self.lan):
            one.post(f"{HERE}/{file}/approve", {"scope": seen(one, file)})
        return file


def seen(client: Client, file: int) -> str:
    """The hash on the page that they read."""
    found = re.search(
        r'name="scope" value="([0-9a-f]*)"', client.get(f"{HERE}/{file}/approve").content.decode()
    )
    assert found
    return found[1]


def field(page: str, name: str) -> str:
    """What a read-only field holds."""
    found = re.search(rf'id="{name}" class="secret" readonly value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.fixture
def office(desk: Desk, an: int) -> Office:
    """The desk on a normal day."""
    desk.known(AN, an)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    unit = register.add_unit(register.add_authority("Công an Hà Nội", yesterday, "x"), "PC02", yesterday, "x")
    number = register.enter_number(unit, "0594111222", "trang web", yesterday, "x")
    people = [client_of(staff(name, "legal")) for name in ("Hà", "Khoa", "Lan")]
    return Office(*people, client_of(staff("Chu", "care", administrator=True)), number, unit)


def test_from_the_letter_to_the_receipt(office: Office, an: int) -> None:
    """Each step on its page; the package opens with the passphrase shown once: name and telephone."""
    file = office.approved()
    page = office.ha.post(f"{HERE}/{file}/release").content.decode()
    passphrase, link = field(page, "passphrase"), field(page, "link")
    assert AN.phone not in page
    outside = Browser()
    path = "/" + link.split("/", 3)[3]
    assert outside.get(path).status_code == 200
    package = outside.post(path)
    with ZipFile(io.BytesIO(decrypted(package.content, passphrase))) as archive:
        [person] = json.loads(archive.read("data.json"))["people"]
    assert {one["field"]: one["value"] for one in person["data"]} == {"name": AN.name, "phone": AN.phone}
    assert outside.post(path).status_code == outside.get(path).status_code == 404
    at = datetime.now(VIETNAM).strftime("%Y-%m-%dT%H:%M")
    assert office.ha.post(f"{HERE}/{file}/receipt", {"receipt": "BN-7", "received": at}).status_code == 302
    assert file_row(file).stage == "closed"
    page = office.ha.get(f"{HERE}/{file}").content.decode()
    for said in ("Released: the package is sealed", "The customers were told", "in time", "BN-7"):
        assert said in page
    assert passphrase not in page


def test_an_approver_takes_the_package_and_nobody_else(office: Office) -> None:
    """Chu, who approved nothing, is told so."""
    file = office.approved()
    office.ha.post(f"{HERE}/{file}/release")
    taken = office.khoa.post(f"{HERE}/{file}/package")
    assert taken["Content-Disposition"].endswith('.zip.age"')
    assert office.chu.post(f"{HERE}/{file}/package").status_code == 302


def test_the_document_is_opened_by_name_and_downloaded_as_it_came(office: Office) -> None:
    """What was read from it shows only then; each opening is a line of the file."""
    file = office.file()
    assert "Nguyễn Văn Bình" not in office.ha.get(f"{HERE}/{file}").content.decode()
    assert "Nguyễn Văn Bình" in office.ha.post(f"{HERE}/{file}/document").content.decode()
    answer = office.khoa.post(f"{HERE}/{file}/document", {"what": "file"})
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/octet-stream")
    assert [one.what for one in steps_of(file)].count("opened") == 2


def test_a_slip_is_said_beside_its_field_and_what_was_typed_stays(office: Office) -> None:
    """No document, nobody who signed, a time that is none: nothing is taken in."""
    said = {"document_number": "12/CV", "received_at": "mai", "names": "x", "unit": "unknown", "once": "1"}
    answer = office.ha.post(f"{HERE}/new", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    for name in ("document", "person", "basis", "received_at", "came", "kind", "asked", "names", "sender"):
        assert f'id="{name}-problem"' in page
    assert 'value="12/CV"' in page
    assert not AuthorityFile.objects.exists()


def test_an_unknown_unit_is_said_and_leads_to_a_refusal_with_its_letter(office: Office) -> None:
    """No number is offered; entering one now does not help; the letter gives the reason."""
    file = office.file(unit="unknown", sender="Cục Điều tra Liên ngành")
    page = office.ha.get(f"{HERE}/{file}").content.decode()
    assert "The sender is not in the register" in page
    assert f"{HERE}/{file}/call" not in page
    answer = office.ha.post(f"{HERE}/{file}/call", {"number": str(office.number), "result": "confirmed"})
    assert answer.status_code == 422
    office.ha.post(f"{HERE}/{file}/refuse", {"ground": "unknown_unit"})
    letter = office.ha.get(f"{HERE}/{file}/letter").content.decode()
    assert "không xác định được đơn vị gửi yêu cầu" in letter


def test_a_number_from_the_letter_is_caught(office: Office) -> None:
    """The administrator enters it after the letter came: it does not show among those to call."""
    file = office.file()
    office.chu.post(
        f"{HERE}/register/add/number", {"of": str(office.unit), "number": "0594999888", "source": "thư"}
    )
    assert "594999888" in office.ha.get(f"{HERE}/register").content.decode()
    assert "594999888" not in office.ha.get(f"{HERE}/{file}/call").content.decode()


def test_a_letter_that_asks_for_everybody_names_nobody(office: Office) -> None:
    """Looking somebody up for it is refused beside the field, before anybody is looked up."""
    file = office.file(names="wide")
    office.ha.post(f"{HERE}/{file}/call", {"number": str(office.number), "result": "confirmed"})
    answer = office.ha.post(f"{HERE}/{file}/people", {"people": AN.phone})
    assert (answer.status_code, 'id="people-problem"' in answer.content.decode()) == (422, True)
    assert not AuthoritySubject.objects.exists()


def test_only_who_is_in_charge_looks_customers_up(office: Office) -> None:
    """An administrator of customer care works on the file, and not with the customers' data."""
    file = office.file()
    office.ha.post(f"{HERE}/{file}/call", {"number": str(office.number), "result": "confirmed"})
    assert office.chu.post(f"{HERE}/{file}/people", {"people": AN.phone}).status_code == 422
    answer = office.ha.post(f"{HERE}/{file}/people", {"people": f"{AN.phone}\n0594999777"}, follow=True)
    assert "Lines that led to nobody: 1." in answer.content.decode()


def test_an_order_number_names_that_order_alone(office: Office, an: int, an_order: int) -> None:
    """Its customer is found by it, and the scope is the order."""
    office.cut(people=spoken_number(an_order), fields=("purchases",))
    [one] = AuthoritySubject.objects.all()
    assert (one.subject_id, one.record_id) == (an, an_order)


def test_who_prepared_it_is_told_that_another_must_approve(office: Office) -> None:
    """No link for Hà; her POST is refused in words, and stands in the file."""
    file = office.cut()
    assert f'href="{HERE}/{file}/approve"' not in office.ha.get(f"{HERE}/{file}").content.decode()
    answer = office.ha.post(f"{HERE}/{file}/approve", {"scope": seen(office.ha, file)}, follow=True)
    assert "Another colleague must" in answer.content.decode()
    assert "stopped" in {one.what for one in steps_of(file)}


def test_a_page_that_stood_open_approves_nothing(office: Office) -> None:
    """Khoa reads the narrow scope; Hà widens it; his yes is refused, and the file says why."""
    file = office.cut(fields=("name",))
    old = seen(office.khoa, file)
    [one] = AuthoritySubject.objects.filter(file_id=file)
    office.ha.post(f"{HERE}/{file}/scope", {f"fields-{one.id}": ["name", "phone"], "note": NOTE})
    answer = office.khoa.post(f"{HERE}/{file}/approve", {"scope": old}, follow=True)
    assert "earlier approvals are void" in answer.content.decode()
    assert file_row(file).stage == "prepared"


def test_a_field_that_is_not_on_the_page_cannot_be_added_by_hand(office: Office) -> None:
    """The e-mail address was not asked for; the year of birth never could be."""
    file = office.cut()
    [one] = AuthoritySubject.objects.filter(file_id=file)
    for forged in ("email", "birth_year"):
        answer = office.ha.post(f"{HERE}/{file}/scope", {f"fields-{one.id}": [forged], "note": NOTE})
        assert answer.status_code == 422
        assert 'id="fields-problem"' in answer.content.decode()


@pytest.mark.parametrize("path", ["approve", "release", "package", "export"])
def test_deciding_takes_a_second_factor_shown_just_now(office: Office, path: str) -> None:
    """A session of this morning is asked for it before anything is shown or done."""
    file = office.approved()
    old = Browser(headers={"accept-language": "en"})
    proven = datetime.now(UTC) - timedelta(minutes=20)
    old.cookies[STAFF_COOKIE] = begin(Visitor.STAFF, staff("Mai", "legal"), proven)
    for answer in (old.get(f"{HERE}/{file}/{path}"), old.post(f"{HERE}/{file}/{path}")):
        assert answer["Location"].startswith("/console/sign-in/second")
    assert file_row(file).stage == "approved"


def test_a_late_release_asks_for_its_reason(office: Office) -> None:
    """A field of its own, and nothing is released without it."""
    file = office.approved()
    AuthorityFile.objects.filter(id=file).update(due_at=datetime.now(UTC) - timedelta(hours=1))
    answer = office.ha.post(f"{HERE}/{file}/release")
    assert (answer.status_code, 'id="late-problem"' in answer.content.decode()) == (422, True)
    assert office.ha.post(f"{HERE}/{file}/release", {"late": "approvers"}).status_code == 200
    assert "two approvers were not there" in office.ha.get(f"{HERE}/{file}").content.decode()


def test_secrecy_needs_its_end(office: Office) -> None:
    """A day, and the document; then the file says so."""
    file = office.file()
    where = f"{HERE}/{file}/secrecy"
    for until in ("", "2020-01-01", "2199-01-01"):
        answer = office.ha.post(where, {"secrecy_document": "34/QĐ", "until": until})
        assert (answer.status_code, 'id="until-problem"' in answer.content.decode()) == (422, True)
    day = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    assert office.ha.post(where, {"secrecy_document": "34/QĐ", "until": day}).status_code == 302
    assert "34/QĐ" in office.ha.get(f"{HERE}/{file}").content.decode()


def test_the_register_is_written_by_administrators_alone(office: Office) -> None:
    """Hà reads it; Chu adds, and ends a number once asked again; what was ended stays."""
    assert office.ha.post(f"{HERE}/register/add/authority", {"name": "Thuế"}).status_code == 403
    assert office.chu.post(f"{HERE}/register/add/authority", {"name": "Thuế"}).status_code == 302
    assert office.chu.post(f"{HERE}/register/add/authority", {"name": "thuế"}).status_code == 422
    ends = f"{HERE}/register/numbers/{office.number}/end"
    assert office.chu.get(ends).status_code == 200
    assert office.chu.post(ends).status_code == 302
    assert office.chu.get(ends).status_code == 404
    page = office.ha.get(f"{HERE}/register").content.decode()
    assert "594111222" in page
    assert "ended" in page


def test_files_are_listed_and_exported(office: Office) -> None:
    """The one due first before the others; the ZIP and the table."""
    file = office.approved()
    assert file_row(file).code in office.ha.get(HERE).content.decode()
    archive = office.ha.post(f"{HERE}/{file}/export")
    assert archive["Content-Disposition"] == f'attachment; filename="{file_row(file).code}.zip"'
    table = office.ha.get(f"{HERE}/files.csv").content.decode()
    assert file_row(file).code in table
    assert AN.phone[1:] not in table
    assert office.ha.get(f"{HERE}/4711").status_code == 404


def test_the_desk_sees_nothing_of_it(office: Office, desk: Desk, an: int) -> None:
    """Care has no such menu, no such page, and no such case in the customer's timeline."""
    file = office.approved()
    office.ha.post(f"{HERE}/{file}/release")
    care = desk.signed_in(desk.staff("Hoa", "care"))
    assert care.get(HERE).status_code == care.get(f"{HERE}/{file}").status_code == 403
    page = care.get(f"/console/customers/{an}").content.decode()
    assert HERE not in page
    assert "cơ quan" not in page.casefold()
