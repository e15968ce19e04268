"""The positive control of the scan: what it looks for, it finds, in every form it claims to know."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from tests.scenes.canaries import FORMS, PACKED, files_under, found, marked
from tests.scenes.test_scan import CANARIES


@pytest.mark.once
@pytest.mark.parametrize("form", [*FORMS, *PACKED])
def test_the_search_finds_every_canary_in_every_form(form: str, tmp_path: Path) -> None:
    """Each of them, among other bytes, beginning anywhere."""
    encode = (FORMS | PACKED)[form]
    for start in (0, 1, 7):
        if form in FORMS:
            data = bytes(range(start)) + b"\0\xff".join(encode(canary) for canary in CANARIES)
        else:
            data = bytes(range(start)) + encode("\n".join(CANARIES))
        (tmp_path / "plain").write_bytes(data)
        [path] = files_under(tmp_path)
        assert marked(path.read_bytes())
        assert found(path.read_bytes(), CANARIES) == set(CANARIES)


@pytest.mark.once
def test_the_search_finds_a_plain_row_in_a_database_of_its_own(tmp_path: Path) -> None:
    """In the file or its log, also after the row was removed without being overwritten."""
    with sqlite3.connect(tmp_path / "plain.db") as plain:
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("CREATE TABLE plain (value TEXT)")
        plain.executemany("INSERT INTO plain VALUES (?)", [(canary,) for canary in CANARIES])
        plain.commit()
        plain.execute("DELETE FROM plain")
        plain.commit()
        left = b"".join(path.read_bytes() for path in files_under(tmp_path))
    plain.close()
    assert found(left, CANARIES) == set(CANARIES)


@pytest.mark.once
def test_the_search_is_not_startled_by_what_is_no_canary() -> None:
    """Sealed bytes, our own sources and an ordinary customer set nothing off."""
    assert not marked(os.urandom(1 << 20))
    assert not marked("Nguyễn Thị An, 0594000001, an@example.vn".encode())
