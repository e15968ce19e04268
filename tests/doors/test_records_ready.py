"""A command makes the data folder its owner's alone before it puts anything there."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from giuloi.core.terms import NotServing
from giuloi.doors.cli import records_ready


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """What `load` changes for the whole process is put back."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.parametrize("before", [None, 0o755, 0o750, 0o700])
def test_the_data_folder_is_the_owners_alone(tmp_path: Path, settings: Any, before: int | None) -> None:
    """Also one that was there already, open to everybody: the names and sizes in it say something."""
    data = tmp_path / "data"
    if before is not None:
        data.mkdir()
        data.chmod(before)
    settings.GIULOI_DATA = data
    assert records_ready.make_room() == data
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_a_data_folder_that_stays_open_is_refused(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another user's, or on a disk that knows no modes: one sentence, and nothing is put there."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    settings.GIULOI_DATA = tmp_path / "data"
    settings.GIULOI_DATA.mkdir()
    settings.GIULOI_DATA.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", refused)
    with pytest.raises(NotServing, match="others can look into"):
        records_ready.load()
