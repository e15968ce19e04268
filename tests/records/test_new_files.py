"""A file that is to be new is made by whoever writes it, and by nobody twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from os import getpid
from pathlib import Path
from threading import get_ident

import pytest

from giuloi.core.terms import NotServing
from giuloi.records.durable import put
from giuloi.records.keyring.root import create_root_key, read_root_key


def test_of_many_that_make_a_root_key_at_once_one_does(tmp_path: Path) -> None:
    """The others hear that it stands; its key is whole and nobody's was overwritten."""
    place = tmp_path / "etc" / "root.key"

    def make(_: int) -> bool:
        try:
            create_root_key(place)
        except NotServing:
            return False
        return True

    with ThreadPoolExecutor(8) as many:
        assert sum(many.map(make, range(32))) == 1
    before = read_root_key(place)
    with pytest.raises(NotServing, match="never overwritten"):
        create_root_key(place)
    assert read_root_key(place) == before


def test_a_link_in_the_place_of_a_temporary_file_is_not_followed(tmp_path: Path) -> None:
    """What a link leads to stays as it was; the file is put in place all the same."""
    other = tmp_path / "other"
    other.write_bytes(b"as it was")
    (tmp_path / f".note.{getpid()}.{get_ident()}.new").symlink_to(other)
    put(tmp_path / "note", b"new")
    assert ((tmp_path / "note").read_bytes(), other.read_bytes()) == (b"new", b"as it was")
