"""The operator's commands, run in this process on an installation with the shipped policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from giuloi.__main__ import run
from tests.cli.transcript import Run
from tests.house.source import ROOT
from tests.records.conftest import an, binh, shop

__all__ = ["an", "binh", "shop"]


@pytest.fixture
def giuloi(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command as the console script does, in English, in a folder with the policies beside it."""
    monkeypatch.setenv("GIULOI_LANG", "en")
    monkeypatch.setattr("django.conf.settings.ALLOWED_HOSTS", ["testserver"])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policies").symlink_to(ROOT / "tests" / "policies")
    smallest = (tmp_path / "policies" / "good" / "smallest.md").read_text("utf-8")
    (tmp_path / "next.md").write_text(smallest.replace("# ", "# Once more: ", 1), "utf-8")

    def command(arguments: list[str]) -> tuple[int, str]:
        capfd.readouterr()
        code = run(arguments)
        out, err = capfd.readouterr()
        return code, out + err

    return command
