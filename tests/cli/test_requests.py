"""`giuloi requests` and `giuloi rota`: the inbox and the rota from a terminal."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from giuloi.promises.answer.asking import Asking, ask
from giuloi.records.access.alert_addresses import reachable
from tests.cli.transcript import Run
from tests.records.conftest import Shop


def _staff(giuloi: Run, name: str) -> str:
    _, out = giuloi(["staff", "add", name, "--role", "care"])
    return out.strip()


def test_the_inbox_is_listed_shown_and_ended_without_opening_anything(
    shop: Shop, binh: int, giuloi: Run
) -> None:
    """Ids, kinds and hours; a refusal asks for its ground."""
    ha = _staff(giuloi, "Hà")
    giuloi(["rota", "head", ha])
    taken = ask(binh, Asking("complain", "Bánh bị mốc", "portal"), datetime.now(UTC))
    code, out = giuloi(["requests", "list"])
    assert code == 0
    assert str(taken.request) in out
    assert "a complaint" in out
    assert "1 open, 1 nobody's, 0 due within the hour, 0 missed" in out
    code, out = giuloi(["requests", "show", str(taken.request)])
    assert "answerable" in out
    assert ha in out
    assert "mốc" not in out
    assert giuloi(["requests", "finish", str(taken.request), "refused", "--staff", ha])[0] == 2
    assert giuloi(["requests", "finish", str(taken.request), "done", "--staff", "1"])[0] == 1
    finish = ["requests", "finish", str(taken.request), "refused", "--staff", ha, "--ground", "not_ours"]
    assert giuloi(finish) == (0, "It has ended.\n")
    assert giuloi(finish)[0] == 1, "it had ended"
    assert giuloi(["requests", "show", "1"])[0] == 1
    assert "a complaint" not in giuloi(["requests", "list"])[1]


def test_the_rota_is_set_and_shown_with_its_gaps_and_holidays(shop: Shop, giuloi: Run) -> None:
    """Office hours pause on the eve of Tết; a dated shift fills the gap."""
    ha = _staff(giuloi, "Hà")
    assert "There is no head" in giuloi(["rota", "show"])[1]
    giuloi(["rota", "head", ha])
    week = ["--days", "mon,tue,wed,thu,fri", "--from", "08:00", "--to", "17:00"]
    assert giuloi(["rota", "set", ha, *week])[0] == 0
    _, out = giuloi(["rota", "show", "--week", "2027-02-05"])
    assert "Lunar New Year" in out
    assert f"Head of the department: {ha}" in out
    assert "Nobody on duty: 04/02/2027 17:00 - 08/02/2027 00:00" in out
    giuloi(["rota", "set", ha, "--on", "2027-02-05", "--from", "20:00", "--to", "02:00"])
    _, out = giuloi(["rota", "show", "--week", "2027-02-05"])
    assert "05/02/2027 20:00 - 06/02/2027 02:00" in out
    assert giuloi(["rota", "off", "2027-02-01"])[0] == 0
    assert "01/02/2027 08:00" not in giuloi(["rota", "show", "--week", "2027-02-05"])[1]


@pytest.mark.parametrize(
    "wrong",
    [
        ["set", "1", "--days", "mon", "--from", "8", "--to", "eight"],
        ["set", "1", "--days", "noday", "--from", "08:00", "--to", "09:00"],
        ["set", "1", "--from", "08:00", "--to", "09:00"],
        ["show", "--week", "tomorrow"],
    ],
)
def test_a_rota_that_is_written_wrong_is_a_clear_sentence(shop: Shop, giuloi: Run, wrong: list[str]) -> None:
    """Exit 2, and how to write it."""
    assert giuloi(["rota", *wrong])[0] == 2


def test_nobody_who_does_not_work_here_is_put_on_the_rota(shop: Shop, giuloi: Run) -> None:
    """It says where the ids are."""
    for command in (["head", "7"], ["off", "2027-02-05", "--staff", "7"], ["alert", "7"], ["remove", "7"]):
        code, out = giuloi(["rota", *command])
        assert code == 1, command
        assert "see `giuloi" in out


def test_an_address_for_alerts_is_read_from_a_pipe_and_not_shown(
    shop: Shop, giuloi: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No shell history has it."""
    ha = _staff(giuloi, "Hà")
    monkeypatch.setattr("sys.stdin", io.StringIO("ha@example.vn\n"))
    assert giuloi(["rota", "alert", ha]) == (0, "Noted.\n")
    assert reachable() == {int(ha)}
    monkeypatch.setattr("sys.stdin", io.StringIO("not an address\n"))
    assert giuloi(["rota", "alert", ha])[0] == 1
