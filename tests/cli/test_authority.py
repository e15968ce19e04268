"""`giuloi authority`: files from a terminal, and a package opened where there is no installation."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest

from giuloi.promises.share.authority import handing
from giuloi.promises.share.authority.moving import file_row, steps_of
from tests.cast import AN
from tests.cli.transcript import Run
from tests.promises.share.authority.conftest import PDF, Legal, legal

__all__ = ["legal"]


def test_files_are_listed_and_shown_without_opening_anything(legal: Legal, an: int, giuloi: Run) -> None:
    """Numbers, stages and times; the register as a table; what is not there says where to look."""
    file = legal.verified((an, None))
    code, out = giuloi(["authority", "list"])
    assert code == 0
    assert file_row(file).code in out
    assert "verified, the scope is to be cut" in out
    assert "document_sha256" in giuloi(["authority", "list", "--csv"])[1]
    code, out = giuloi(["authority", "show", str(file)])
    assert code == 0
    assert "Called back: confirmed" in out
    assert "Nguyễn Văn Bình" not in out
    assert giuloi(["authority", "show", "4711"])[0] == 1
    assert giuloi(["authority", "list", "--show", "some"])[0] == 2


def test_a_file_is_exported_for_its_owner_alone_and_over_nothing(
    legal: Legal, giuloi: Run, tmp_path: Path
) -> None:
    """0600, noted in the file; a name that is taken is refused."""
    file, to = legal.file(), tmp_path / "file.zip"
    assert giuloi(["authority", "export", str(file), "--to", str(to)])[0] == 0
    assert stat.S_IMODE(os.stat(to).st_mode) == 0o600
    with ZipFile(to) as archive:
        assert archive.read("document.pdf") == PDF
    assert steps_of(file)[-1].what == "exported"
    assert giuloi(["authority", "export", str(file), "--to", str(to)])[0] == 1
    assert giuloi(["authority", "export", "4711", "--to", str(tmp_path / "x")])[0] == 1


def test_a_package_opens_with_its_passphrase(
    legal: Legal, an: int, giuloi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the authority does with it; another passphrase, or no such file, is said."""
    file = legal.approved((an, None))
    released = legal.release(file)
    package = tmp_path / "package.zip.age"
    package.write_bytes(handing.take_package(file, legal.khoa, legal.now())[1])
    opening = ["authority", "open", str(package), "--to", str(tmp_path / "package.zip")]
    monkeypatch.setenv("AGE_PASSPHRASE", "wrong")
    assert giuloi(opening)[0] == 1
    monkeypatch.setenv("AGE_PASSPHRASE", released.passphrase)
    assert giuloi(opening)[0] == 0
    with ZipFile(tmp_path / "package.zip") as archive:
        assert AN.phone in json.dumps(json.loads(archive.read("data.json")))
    assert giuloi(["authority", "open", "nowhere", "--to", "x"])[0] == 1
