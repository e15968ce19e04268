"""`giuloi incident`: a file from a terminal: opened, looked at, computed, taken away, checked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from giuloi.promises.report.incidents.rows import LineRow
from tests.cast import BINH
from tests.cli.transcript import Run
from tests.records.conftest import Shop


def test_a_file_is_opened_listed_and_opened_twice_it_asks(shop: Shop, giuloi: Run) -> None:
    """By its number in hexadecimal; another incident says so."""
    code, out = giuloi(["incident", "open", "--kind", "stolen", "--detected", "2026-11-22T09:00+07:00"])
    assert code == 0
    number = out.strip()
    code, out = giuloi(["incident", "open", "--kind", "stolen"])
    assert code == 2
    assert number in out
    assert giuloi(["incident", "open", "--kind", "stolen", "--join", number]) == (0, f"{number}\n")
    assert giuloi(["incident", "open", "--kind", "stolen", "--another"])[0] == 0
    assert giuloi(["incident", "open", "--kind", "fire"])[0] == 2
    assert giuloi(["incident", "open", "--kind", "other", "--detected", "2026-11-22"])[0] == 2
    assert number in giuloi(["incident", "list"])[1]
    code, out = giuloi(["incident", "show", number])
    assert code == 0
    assert "the police" in out
    assert "file opened" in out
    assert giuloi(["incident", "show", "ff"])[0] == 1


def test_who_was_affected_is_counted_and_the_whole_file_is_written(
    shop: Shop, binh: int, giuloi: Run, tmp_path: Path
) -> None:
    """No name on the screen, and none in the ZIP."""
    number = giuloi(["incident", "open", "--kind", "shop_server"])[1].strip()
    assert giuloi(["incident", "affected", number])[0] == 2
    code, out = giuloi(["incident", "affected", number, "--everybody"])
    assert code == 0
    assert "1 customers" in out
    window = ["--since", "2026-11-01T00:00+07:00", "--until", "2026-11-02T00:00+07:00"]
    assert "0 customers" in giuloi(["incident", "affected", number, *window])[1]
    assert giuloi(["incident", "freeze", number, "--log", "nowhere.log"])[0] == 2
    assert "evidence-" in giuloi(["incident", "freeze", number])[1]
    target = tmp_path / "file.zip"
    assert giuloi(["incident", "export", number, "--out", str(target)])[0] == 0
    with zipfile.ZipFile(target) as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert BINH.name.encode() not in everything


def test_whether_the_files_are_whole_is_said(shop: Shop, giuloi: Run) -> None:
    """Exit 1 once a line is gone."""
    giuloi(["incident", "open", "--kind", "other"])
    assert giuloi(["incident", "verify"]) == (0, "Whole.\n")
    LineRow.objects.all().delete()
    code, out = giuloi(["incident", "verify"])
    assert code == 1
    assert "cut" in out
