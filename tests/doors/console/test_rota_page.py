"""The rota at the desk: who answers when, what nobody covers, Tết by its name; changed by who leads, seen by all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from giuloi.core.deadline import VIETNAM
from giuloi.promises.answer import rota
from tests.doors.console.conftest import Desk, now

TET = "2027-02-06"  # the first day of the lunar year


@pytest.fixture
def leader(desk: Desk) -> Client:
    """Hà, who heads the department."""
    staff = desk.staff("Hà", "care")
    rota.name_head(staff, now())
    return desk.signed_in(staff)


def _text(client: Client, path: str = "/console/rota") -> str:
    return client.get(path).content.decode()


def test_a_shift_is_put_in_and_taken_out(leader: Client, desk: Desk) -> None:
    """It stands on its day, and the rest of that day is a gap."""
    khoa = desk.staff("Khoa", "care")
    day = (now() + timedelta(days=8)).astimezone(VIETNAM).date().isoformat()
    form = {"staff": khoa, "duty_day": day, "duty_from": "08:00", "duty_to": "17:00", "week": day}
    assert leader.post("/console/rota/duty", form)["Location"] == f"/console/rota?week={day}"
    page = _text(leader, f"/console/rota?week={day}")
    assert "08:00–17:00 <strong>Khoa" in page
    assert "17:00–24:00" in page
    duty = rota.week(now() + timedelta(days=8))
    number = next(one.id for each in duty for one in each.stretches)
    leader.post("/console/rota/remove", {"id": number, "week": day})
    assert "08:00–17:00" not in _text(leader, f"/console/rota?week={day}")


@pytest.mark.parametrize(
    ("change", "form", "problem"),
    [
        ("duty", {"duty_day": "hôm nay", "duty_from": "08:00", "duty_to": "17:00"}, "duty_day-problem"),
        (
            "duty",
            {"duty_day": "2026-12-01", "duty_from": "17:00", "duty_to": "08:00"},
            "kết thúc sau khi bắt đầu",
        ),
        ("weekly", {"week_from": "8 giờ", "week_to": "17:00", "weekday": ["0"]}, "week_from-problem"),
        ("weekly", {"week_from": "08:00", "week_to": "17:00"}, "weekday-problem"),
    ],
)
def test_what_is_no_shift_comes_back_beside_its_field(
    leader: Client, desk: Desk, change: str, form: dict[str, object], problem: str
) -> None:
    """Nothing is put in."""
    answer = leader.post(f"/console/rota/{change}", {"staff": desk.staff("Khoa", "care"), **form})
    assert answer.status_code == 422
    assert problem in answer.content.decode()


def test_tet_stands_by_its_name_and_weekly_shifts_pause(leader: Client, desk: Desk) -> None:
    """Unless a shift says that it is worked on holidays too."""
    khoa = desk.staff("Khoa", "care")
    days = [str(number) for number in range(7)]
    leader.post(
        "/console/rota/weekly", {"staff": khoa, "weekday": days, "week_from": "08:00", "week_to": "17:00"}
    )
    page = _text(leader, f"/console/rota?week={TET}")
    assert "Tết" in page.split('class="week"')[1]
    assert "00:00–24:00" in page


def test_who_leads_changes_it_and_others_only_look(leader: Client, desk: Desk) -> None:
    """A colleague of the department reads who answers now."""
    other = desk.signed_in(desk.staff("Khoa", "care"))
    assert "Hà" in _text(other)
    assert other.post("/console/rota/head", {"staff": 1}).status_code == 403


def test_an_administrator_is_told_that_nobody_leads(desk: Desk) -> None:
    """The first page leads to the rota until somebody is named."""
    owner = desk.signed_in(desk.staff("chu", "care", administrator=True))
    assert "/console/rota" in owner.get("/console/").content.decode().split("<section")[0]
    assert "chưa có ai" in _text(owner)
