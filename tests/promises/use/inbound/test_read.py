"""A letter's text is kept whatever else it holds, and what it says of itself is a claim."""

from __future__ import annotations

import base64
import io
import zipfile
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giuloi.core.terms import Channel
from giuloi.promises.use.inbound import read as reading
from giuloi.promises.use.inbound.headers import reply_address
from giuloi.promises.use.inbound.letter import Inbound
from giuloi.promises.use.inbound.read import read
from tests.cast import AN
from tests.promises.use.inbound.conftest import letter

pytestmark = pytest.mark.once


def came(made: EmailMessage) -> Inbound:
    """As it is read."""
    return read(made.as_bytes())


def test_a_letter_is_read_whole() -> None:
    """Sender, subject and text, in Vietnamese; it does not print."""
    found = came(letter("Chào tiệm,\nđơn của tôi đâu rồi?", Subject="Hỏi về đơn hàng của tôi"))
    assert found.channel is Channel.EMAIL
    assert found.sender.open() == AN.email
    assert found.subject.open() == "Hỏi về đơn hàng của tôi"
    assert found.text.open() == "Chào tiệm,\nđơn của tôi đâu rồi?"
    assert (found.attachments, found.left_out, found.automatic, found.proven) == ((), None, False, False)
    assert AN.email not in repr(found)


def test_html_alone_is_read_as_its_text() -> None:
    """Scripts, styles and the address of a link are not."""
    made = letter()
    made.set_content(
        "<html><head><title>x</title><style>p{color:red}</style></head><body><p>Chào &amp; hỏi:</p>"
        "<script>steal()</script><ul><li>bánh<li>kẹo</ul><!-- ẩn --><a href='https://evil.example'>tại đây</a>"
        "</body></html>",
        subtype="html",
    )
    assert came(made).text.open().splitlines() == ["Chào & hỏi:", "", "bánh", "kẹo", "tại đây"]


def test_of_two_forms_the_plain_one_is_kept() -> None:
    """And the other is no attachment."""
    made = letter("chữ thường")
    made.add_alternative("<b>chữ đậm</b>", subtype="html")
    found = came(made)
    assert (found.text.open(), found.attachments) == ("chữ thường", ())


def test_a_file_is_kept_as_it_is_and_never_unpacked() -> None:
    """Its name without folders; a zip bomb is as large as it came."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bom", b"\0" * 10_000_000)
    made = letter()
    made.add_attachment(
        packed.getvalue(), maintype="application", subtype="zip", filename="../../etc/ảnh.zip"
    )
    (file,) = came(made).attachments
    assert (file.name.open(), file.kind, file.size) == ("ảnh.zip", "application/zip", len(packed.getvalue()))
    assert base64.b64decode(file.content.open()) == packed.getvalue()


def test_too_many_files_and_too_large_ones_are_left_out_and_said() -> None:
    """Ten are kept, the text too, and a sentence says why the others are not."""
    made = letter("đây là ảnh")
    made.add_attachment(b"x" * (reading.LARGEST_FILE + 1), maintype="image", subtype="png", filename="to.png")
    for number in range(12):
        made.add_attachment(b"x", maintype="image", subtype="png", filename=f"{number}.png")
    found = came(made)
    assert found.text.open() == "đây là ảnh"
    assert [file.name.open() for file in found.attachments] == [f"{number}.png" for number in range(10)]
    assert found.left_out is not None
    assert "4 MB" in found.left_out.en
    assert "10" in found.left_out.vi


def _tower(height: int) -> bytes:
    """Parts in parts in parts."""
    head, tail = b"", b""
    for number in range(height):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)
        tail = b"\r\n--b%d--\r\n" % number + tail
    return b"From: an@example.vn\r\nSubject: hi\r\n" + head + b"Content-Type: text/plain\r\n\r\nx" + tail


BOMBS = {
    "parts in parts": _tower(5000),
    "ten levels too deep": _tower(30),
    "nothing but lines": b"From: an@example.vn\r\nSubject: hi\r\n\r\n" + b"\n" * 1_500_000,
    "a head without end": b"From: an@example.vn\r\nSubject: hi\r\n" + b"X: y\r\n" * 100_000,
    "letters in letters": b"From: an@example.vn\r\nSubject: hi\r\n"
    + b"Content-Type: message/rfc822\r\n\r\n" * 3000
    + b"\r\nend",
    "a thousand parts": b"From: an@example.vn\r\nSubject: hi\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n" * 1000
    + b"--b--",
    "parameters without end": b"From: an@example.vn\r\nSubject: hi\r\n"
    + b'Content-Type: multipart/mixed; a="'
    + b";" * 200_000
    + b"\r\n\r\nx",
    "lines that end in CR alone": b"From: an@example.vn\r\nSubject: hi\r\n\r\n" + b"\r" * 1_500_000,
    "too large": b"From: an@example.vn\r\nSubject: hi\r\n\r\n" + b"a" * (reading.MOST_BYTES + 1),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_read_as_a_letter_without_files(bomb: str) -> None:
    """Who wrote and about what is kept; no more than ten files ever are."""
    found = read(BOMBS[bomb])
    assert (found.sender.open(), found.subject.open()) == (AN.email, "hi")
    assert len(found.attachments) <= reading.MOST_FILES
    assert len(found.text.open()) <= reading.LONGEST_TEXT


@pytest.mark.parametrize(
    "bomb",
    [
        bomb
        for bomb in BOMBS
        if bomb
        not in (
            "ten levels too deep",
            "nothing but lines",
            "lines that end in CR alone",
            "letters in letters",
        )
    ],
)
def test_of_a_bomb_it_is_said_what_was_left_out(bomb: str) -> None:
    """In both languages."""
    left = read(BOMBS[bomb]).left_out
    assert left is not None
    assert "nhận" in left.vi
    assert "received" in left.en


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"From: an@example.vn", b"Subject: =?utf-8?q?=C3=28?=",
             b"Content-Type: multipart/mixed; boundary=b", b"--b",
             b"--b--", b"", b"Content-Type: text/html; charset=nobody", b"Content-Transfer-Encoding: base64", b"%%%",
             b"Content-Type: message/rfc822", b"Content-Disposition: attachment; filename*=x'y'%ZZ", b"\xff\xfe\x00",
             b"Content-Type: text/plain; charset*0=utf", b"Content-Transfer-Encoding: x-uuencode", b"begin 644 x",
             b"Subject: =?utf-8?b?A?=", b'Content-Type: application/pdf; name="=?utf-8?b?A?="',
             b"To: <a+token123@example.vn>", b"In-Reply-To: <x@example.vn>", b"<p><!--<script>", b" folded"]
        )
        | st.binary(max_size=40),
        max_size=25,
    )
)  # fmt: skip
def test_nothing_that_a_letter_holds_stops_its_reading(lines: list[bytes]) -> None:
    """Whatever is put together, broken or cut."""
    read(b"\r\n".join(lines))


@pytest.mark.parametrize(
    ("said", "sender"),
    [
        ("An <an@example.vn>", "an@example.vn"),
        ("AN@Example.VN", "an@example.vn"),
        ("an@example.vn, chi@example.vn", ""),
        ("chi@example.vn <an@example.vn>", ""),
        ("nobody", ""),
        ("", ""),
    ],
)
def test_the_sender_is_one_address_or_none(said: str, sender: str) -> None:
    """Two addresses are nobody's."""
    assert read(f"From: {said}\r\n\r\nx".encode()).sender.open() == sender


def test_two_senders_are_none() -> None:
    """A second From is a forgery or a mistake."""
    assert read(b"From: an@example.vn\r\nFrom: chi@example.vn\r\n\r\nx").sender.open() == ""


_SAID = "dmarc=pass header.from=example.vn"
FORGED = (  # what the sender's envelope says, in quotes, in a comment, in a value, and what is left open
    f'spf=pass smtp.mailfrom="x {_SAID} y"@evil.example',
    f'spf=pass smtp.mailfrom="x; {_SAID}; y"@evil.example',
    f'spf=pass smtp.mailfrom="x \\"; {_SAID}; y"@evil.example',
    f"spf=pass (x (y); {_SAID}; z) smtp.mailfrom=evil.example",
    f"spf=pass (\\); {_SAID}; z) smtp.mailfrom=evil.example",
    f'spf=pass (x ") smtp.mailfrom="); {_SAID}; y"@evil.example',
    f"spf=pass smtp.mailfrom=x {_SAID}",
    f'spf=pass smtp.mailfrom="x; {_SAID}',
    f"spf=pass (x; {_SAID}",
    f"spf=pass x); {_SAID}",
    "dmarc=pass header.from=evil.example header.from=example.vn",
    "dmarc=pass smtp.mailfrom=header.from=example.vn",
    'dmarc=pass smtp.mailfrom="header.from=example.vn"@evil.example',
    "dkim=pass header.d=evil.example header.i=@example.vn",
)
PASS = "mx.example.vn; spf=pass smtp.mailfrom=x; dmarc=pass (p=none) header.from=example.vn"


@pytest.mark.parametrize(
    ("results", "proven"),
    [
        (PASS, True),
        ("mx.example.vn; dkim=pass header.d=example.vn", True),
        ("mx.example.vn; dkim=pass header.i=@example.vn header.s=x", True),
        ("mx.example.vn 1; dkim=fail header.d=example.vn; dmarc=pass header.from=example.vn", True),
        ("mx.example.vn; dmarc=fail header.from=example.vn", False),
        ("mx.example.vn; spf=pass smtp.mailfrom=example.vn", False),
        ("mx.example.vn; dkim=pass header.d=evil.example", False),
        ("mx.example.vn; dmarc=fail (dmarc=pass header.from=example.vn)", False),
        *[(f"mx.example.vn; dmarc=fail header.from=example.vn; {forged}", False) for forged in FORGED],
        ("mx.example.vn; dmarc=pass header.from=evil.example (header.from=example.vn)", False),
        ("mx.example.vn; dmarc=pass header.from=example.vn; spf=pass smtp.mailfrom=" + "a" * 5000, False),
        ('mx.example.vn; spf=none (a (b) \\) "); dkim=pass (x) header.d=Example.VN', True),
        ("evil.example; dmarc=pass header.from=example.vn", False),
        ("mx.example.vn.evil.example; dmarc=pass header.from=example.vn", False),
        ("", False),
        ("; dmarc=pass header.from=example.vn", False),
    ],
)
def test_a_sender_is_proven_by_our_own_server_alone(results: str, proven: bool) -> None:
    """By DMARC, or by a signature of the very domain."""
    assert came(letter(Authentication_Results=results)).proven is proven


def test_a_result_that_the_sender_wrote_is_not_believed(settings: Any) -> None:
    """It stands under our server's own; and without the setting none is."""
    below = f"Authentication-Results: mx.example.vn; dmarc=fail\r\nAuthentication-Results: {PASS}\r\n"
    assert not read(below.encode() + letter().as_bytes()).proven
    settings.GIULOI_MAIL_AUTHSERV = ""
    assert not came(letter(Authentication_Results=PASS)).proven


def test_an_answer_comes_back_with_its_token() -> None:
    """In the plus address, whichever header carries it; another domain's is not ours."""
    address = reply_address("abcd1234efgh")
    assert address == "tiem+abcd1234efgh@example.vn"
    for header in ("To", "Cc", "Delivered_To", "X_Original_To"):
        assert came(letter(**{header: f"Tiệm <{address.upper()}>"})).token == "abcd1234efgh"
    assert came(letter(To="tiem+abcd1234efgh@evil.example")).token is None
    assert came(letter()).token is None


def test_an_answer_names_the_letters_of_ours_that_it_answers() -> None:
    """The newest first; ids of others are nobody's keys."""
    found = came(
        letter(In_Reply_To="<k2@example.vn>", References="<x@elsewhere.vn> <k1@example.vn> <k2@example.vn>")
    )
    assert found.replies_to == ("k2", "k1")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied (vacation)"},
        {"Precedence": "bulk"},
        {"List_Id": "<x.example>"},
        {"Return_Path": "<>"},
        {"From": "MAILER-DAEMON@example.net"},
        {"From": "tiem@example.vn"},
    ],
)
def test_what_a_machine_wrote_says_so(headers: dict[str, str]) -> None:
    """Our own address too: nobody answers themselves for ever."""
    assert came(letter(**headers)).automatic
    assert not came(letter(Auto_Submitted="no", Return_Path="<an@example.vn>")).automatic


def test_one_letter_has_one_digest_and_nobody_elses() -> None:
    """By Message-ID and sender: another's letter under the same id is another letter."""
    assert came(letter()).digest == came(letter(Received="x")).digest
    assert came(letter()).digest != came(letter(From="chi@example.vn")).digest
    assert came(letter()).digest != came(letter(Message_ID="<2@example.net>")).digest
    bare = b"From: an@example.vn\r\n\r\n"
    assert read(bare + b"1").digest != read(bare + b"2").digest
