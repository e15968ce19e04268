"""An incident at the desk: opened by hand, written in, reported, contained, told; for administrators and legal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from giuloi.core.deadline import VIETNAM
from giuloi.promises.report.break_glass import access
from giuloi.promises.report.incidents.containment import steps_of
from giuloi.promises.report.incidents.duties import duties_of
from giuloi.promises.report.incidents.kinds import IncidentKind
from giuloi.promises.report.incidents.opening import incident_row, incidents, open_incident
from giuloi.promises.report.incidents.writing import parts_of
from giuloi.records.stopped import stopped_by
from tests.cast import BINH
from tests.doors.console.owner import client_of, staff
from tests.promises.report.conftest import parts
from tests.records.conftest import Shop

FORM = {"kind": "shop_server", "once": "a" * 32}


def said(at: datetime) -> str:
    """As the browser's field has it."""
    return at.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def legal(shop: Shop) -> Client:
    """Mai, who looks after the law."""
    return client_of(staff("Mai", "legal"))


@pytest.fixture
def file(shop: Shop) -> int:
    """A file, opened an hour ago."""
    at = datetime.now(UTC)
    return open_incident(
        IncidentKind.SHOP_SERVER, at, at - timedelta(hours=1), "staff/legal/0000000000000001", {}
    )


def test_a_file_is_opened_by_hand_and_opened_twice_it_asks_which(legal: Client) -> None:
    """The second form offers the file that is open, or another."""
    at = said(datetime.now(UTC) - timedelta(hours=1))
    answer = legal.post("/console/incidents/open", {**FORM, "detected": at})
    assert answer.status_code == 302
    [first] = incidents()
    again = {**FORM, "detected": at, "once": "b" * 32}
    answer = legal.post("/console/incidents/open", again)
    assert answer.status_code == 422
    assert str(first.id) in answer.content.decode()
    legal.post("/console/incidents/open", {**again, "which": str(first.id)})
    assert len(incidents()) == 1
    legal.post("/console/incidents/open", {**again, "which": "another", "once": "c" * 32})
    assert len(incidents()) == 2


def test_a_time_to_come_or_none_is_said_beside_its_field(legal: Client) -> None:
    """And nothing is opened."""
    for detected in ("", "mai", said(datetime.now(UTC) + timedelta(days=1))):
        answer = legal.post("/console/incidents/open", {**FORM, "detected": detected})
        assert answer.status_code == 422
        assert 'id="detected-problem"' in answer.content.decode()
    assert incidents() == []


def test_the_file_shows_both_clocks_and_what_was_written(legal: Client, file: int) -> None:
    """Parts, risk and the second moment come from one form."""
    at = said(datetime.now(UTC) - timedelta(minutes=30))
    marks = {"likelihood": "4", "severity": "3", "data_known": at}
    assert legal.post(f"/console/incidents/{file}/write", {**parts(), **marks}).status_code == 302
    row = incident_row(file)
    assert row is not None
    assert (row.likelihood, row.severity) == (4, 3)
    assert row.data_known_at is not None
    page = legal.get(f"/console/incidents/{file}").content.decode()
    for words in (parts()["act"], "Reports and clocks", "the police", "moderate", "Timeline"):
        assert words in page
    assert parts_of(file)["advice"] == parts()["advice"]


def test_marks_without_their_reasons_are_not_taken(legal: Client, file: int) -> None:
    """What was typed stays."""
    answer = legal.post(
        f"/console/incidents/{file}/write", {"severity": "3", "likelihood": "3", "act": "Có kẻ gian"}
    )
    assert answer.status_code == 422
    assert "Có kẻ gian" in answer.content.decode()
    assert parts_of(file) == {}


def test_a_report_is_handed_in_and_numbered(legal: Client, file: int) -> None:
    """The number comes afterwards."""
    duty = duties_of(file)[0]
    where = f"/console/incidents/{file}/reports/{duty.id}"
    assert "by hand" in legal.get(where).content.decode()
    assert legal.post(where, {"do": "sent", "way": ""}).status_code == 422
    assert legal.post(where, {"do": "sent", "way": "trực tiếp"}).status_code == 302
    assert legal.post(where, {"do": "receipt", "number": "TN-9/2026"}).status_code == 302
    assert "TN-9/2026" in legal.get(f"/console/incidents/{file}").content.decode()
    answer = legal.post(f"/console/incidents/{file}/close")
    assert answer.status_code == 422
    assert "still" in answer.content.decode() or "not handed in" in answer.content.decode()


def test_exports_stop_only_after_it_was_asked_again(legal: Client, file: int) -> None:
    """And go again once it is lifted."""
    where = f"/console/incidents/{file}/contain"
    assert "Look before" in legal.get(where).content.decode()
    page = legal.post(where, {"action": "stop_exports"}).content.decode()
    assert "No copy and no bundle leaves" in page
    assert stopped_by() is None
    legal.post(where, {"action": "stop_exports", "confirmed": "yes"})
    assert stopped_by() == file
    [step] = steps_of(file)
    assert legal.get(f"/console/incidents/{file}/steps/{step.id}").status_code == 200
    legal.post(f"/console/incidents/{file}/steps/{step.id}")
    assert stopped_by() is None
    assert legal.post(where, {"action": "revoke_key", "confirmed": "yes"}).status_code == 422


def test_the_list_the_evidence_and_the_papers_come_from_the_file(legal: Client, file: int, binh: int) -> None:
    """Everybody is affected where somebody read past the ledger; nobody's name is on any page."""
    legal.post(f"/console/incidents/{file}/affected", {"who": "everybody"})
    answer = legal.post(f"/console/incidents/{file}/affected", {"who": "ledger", "since": "", "until": ""})
    assert answer.status_code == 422
    legal.post(f"/console/incidents/{file}/freeze")
    page = legal.get(f"/console/incidents/{file}").content.decode()
    assert "SHA-256" in page
    assert BINH.name not in page
    link = page.split(f"/console/incidents/{file}/evidence/")[1].split('"')[0]
    assert legal.get(f"/console/incidents/{file}/evidence/{link}").content[:2] == b"PK"
    for which, kind, start in (("mau-08", "pdf", b"%PDF"), ("bien-ban", "docx", b"PK")):
        got = legal.get(f"/console/incidents/{file}/papers/{which}?as={kind}")
        assert got.content.startswith(start)
    assert legal.get(f"/console/incidents/{file}/papers/mau-09?as=pdf").status_code == 404
    assert legal.post(f"/console/incidents/{file}/export").content[:2] == b"PK"


def test_customers_are_told_only_once_the_text_is_there_and_was_shown(
    legal: Client, file: int, binh: int
) -> None:
    """The page shows what everybody will read."""
    where = f"/console/incidents/{file}/tell"
    assert legal.get(where).status_code == 422
    legal.post(f"/console/incidents/{file}/affected", {"who": "everybody"})
    legal.post(f"/console/incidents/{file}/write", {**parts(), "likelihood": "4", "severity": "3"})
    assert parts()["advice"] in legal.get(where).content.decode()
    assert legal.post(where).status_code == 302
    row = incident_row(file)
    assert row is not None
    assert row.telling_since is not None


def test_nobody_else_sees_a_file(colleague: Client, khoa: Client, file: int) -> None:
    """Neither care nor fulfilment."""
    for client in (colleague, khoa):
        for path in ("", "/open", f"/{file}", f"/{file}/write"):
            assert client.get(f"/console/incidents{path}").status_code == 403


def test_emergency_access_is_asked_for_approved_by_two_looked_at_and_reviewed(
    shop: Shop, file: int, binh: int
) -> None:
    """What is opened stands in that one answer."""
    ha, nga = staff("Hà", "care"), staff("Nga", "legal", administrator=True)
    tam = staff("Tâm", "care", administrator=True)
    desk, first, second = client_of(ha), client_of(nga), client_of(tam)
    asked = {"incident": str(file), "people": str(binh), "fields": ["phone"], "reason": "Gọi báo ngay"}
    assert desk.post("/console/emergency", {**asked, "people": "12, x"}).status_code == 422
    answer = desk.post("/console/emergency", asked)
    assert answer.status_code == 302
    where, [glass] = answer["Location"], access.glasses_of(file)
    scope = {"do": "approve", "scope": glass.scope}
    assert desk.post(where, scope).status_code == 422
    assert first.post(where, {**scope, "scope": "00"}).status_code == 422
    first.post(where, scope)
    assert first.post(where, scope).status_code == 422
    second.post(where, scope)
    page = desk.post(where, {"do": "look"}).content.decode()
    assert BINH.phone in page
    assert BINH.phone not in desk.get(where).content.decode()
    assert first.post(where, {"do": "look"}).status_code == 422
    assert first.post(where, {"do": "review", "review": "Đúng việc"}).status_code == 302
    assert "reviewed" in second.get("/console/emergency").content.decode()
