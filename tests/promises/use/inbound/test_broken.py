"""A letter that is broken on purpose is kept all the same, and takes no longer than another."""

from __future__ import annotations

import pytest

from giuloi.promises.use.inbound import read as reading
from giuloi.promises.use.inbound.charsets import is_known
from giuloi.promises.use.inbound.letter import Inbound
from giuloi.promises.use.inbound.read import read
from tests.cast import AN

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: =?utf-8?b?A?=",
        b'Content-Type: text/plain; name="=?utf-8?b?A?="',
        b'Content-Disposition: attachment; filename="=?utf-8?b?A?="',
        b"Subject: =?punycode?q?aaa-zzzz9b?=",
    ],
)
def test_an_encoded_word_that_is_none_stops_no_letter(head: bytes) -> None:
    """It is shown as it stands."""
    found = read(b"From: an@example.vn\r\n" + head + b"\r\n\r\nhi\r\n")
    assert found.sender.open() == AN.email
    assert found.text.open() == "hi" or found.attachments[0].name.open().endswith("=?utf-8?b?A?=")
    assert not head.startswith(b"Subject") or found.subject.open() == head[9:].decode()


def test_a_letter_that_cannot_be_read_is_kept_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes as text, from nobody known; it says that no file was kept."""

    def deep(_: bytes) -> Inbound:
        raise RecursionError

    monkeypatch.setattr(reading, "_read", deep)
    found = read(b"From: an@example.vn\r\n\r\nxin xoa")
    assert "xin xoa" in found.text.open()
    assert (found.sender.open(), found.proven, found.automatic) == ("", False, False)
    assert found.left_out is not None
    assert len(found.digest) == 32


@pytest.mark.parametrize(
    ("charset", "known"),
    [
        *[(name, True) for name in ("utf-8", "UTF8", "us-ascii", "iso-8859-1", "windows-1258", "Shift_JIS")],
        *[(name, False) for name in ("punycode", "idna", "utf-7", "unicode_escape", "rot13", "zlib", "")],
    ],
)
def test_only_charsets_that_letters_are_written_in_are_read(charset: str, known: bool) -> None:
    """Codecs that work long, or are none, are never asked: their text is read as UTF-8."""
    assert is_known(charset) is known
    raw = f'From: an@example.vn\r\nContent-Type: text/plain; charset="{charset}"\r\n\r\nxin-chao'
    assert read(raw.encode()).text.open() == "xin-chao"


def test_no_more_of_a_part_is_decoded_than_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut as bytes; a charset that only looks like one is UTF-8."""
    monkeypatch.setattr(reading, "_BYTES", 10)
    head = b"From: an@example.vn\r\nContent-Type: text/plain; charset=iso-8859-99\r\n\r\n"
    assert read(head + b"a" * 100).text.open() == "a" * 10
