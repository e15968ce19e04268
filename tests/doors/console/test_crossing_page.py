"""Transfers abroad at the console: what is owed is seen, noted once with its paper, and a slip loses nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giuloi.promises.report.crossing.rows import Crossing

TODAY = datetime.now(UTC).date().isoformat()


def _owed() -> int:
    row = Crossing.objects.create(party="recipient/may-chu-sg", country="SG", first_at=datetime.now(UTC))
    return int(row.id)


def _said(**more: object) -> dict[str, object]:
    paper = SimpleUploadedFile("mau-09.pdf", b"%PDF-1.7 ho so")
    return {"outcome": "filed", "filed_on": TODAY, "number": "123/A05", "ground": "", "paper": paper, **more}


def test_a_shop_that_sends_nothing_abroad_reads_so(owner: Client) -> None:
    """An empty page says what it means, and the numbers stand below."""
    page = owner.get("/console/crossing").content.decode()
    assert "Nothing leaves Viet Nam" in page
    assert "100,000" in page


def test_what_is_owed_is_noted_once_and_its_paper_comes_back(owner: Client) -> None:
    """From the list to the form to the list; the second note is refused."""
    number = _owed()
    where = f"/console/crossing/{number}"
    assert f'href="{where}"' in owner.get("/console/crossing").content.decode()
    assert owner.post(where, _said()).status_code == 302
    assert "123/A05" in owner.get("/console/crossing").content.decode()
    assert owner.get(f"{where}/paper").content == b"%PDF-1.7 ho so"
    assert owner.post(where, _said(number="124")).status_code == 422
    assert Crossing.objects.get(id=number).number == "123/A05"


def test_a_slip_is_said_beside_its_field_and_what_was_typed_stays(owner: Client) -> None:
    """No outcome, no day, no number, no paper; an exemption without its article."""
    where = f"/console/crossing/{_owed()}"
    answer = owner.post(where, {"number": "", "filed_on": "mai", "ground": "điều 17"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'id="{name}-problem"' in page for name in ("outcome", "filed_on", "number", "paper"))
    assert 'value="điều 17"' in page
    assert 'id="ground-problem"' in owner.post(where, _said(outcome="exempt")).content.decode()
    assert Crossing.objects.filter(filed_on=None).count() == 1


def test_what_is_late_stands_on_the_overview(owner: Client) -> None:
    """Before anybody asks."""
    Crossing.objects.filter(id=_owed()).update(first_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert "past 60 days" in owner.get("/console/").content.decode()


def test_a_paper_that_is_not_there_is_not_found(owner: Client) -> None:
    """Nor a number that nobody has."""
    assert owner.get(f"/console/crossing/{_owed()}/paper").status_code == 404
    assert owner.get(f"/console/crossing/{2**63}").status_code == 404
