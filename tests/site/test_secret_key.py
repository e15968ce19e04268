"""The key that Django signs with: made once, the same for every process, readable by its owner alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from giuloi.site.environment import LEAST_SECRET, BadSetting
from giuloi.site.secret_key import kept_in


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    """Whoever was first made it; it is long enough, private, and nothing else is left in the folder."""
    path = tmp_path / "keys" / "secret.key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: kept_in(path), range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) >= LEAST_SECRET
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret.key"]


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """The sentence says how to put it right."""
    path = tmp_path / "secret.key"
    kept_in(path)
    path.chmod(0o640)
    with pytest.raises(BadSetting, match="chmod 600"):
        kept_in(path)


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """It names the place and the ways out."""
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match="GIULOI_SECRET_KEY"):
        kept_in(tmp_path / "file" / "secret.key")
