"""A letter carries its key, brings no header of a stranger, and is known for taken, not taken, or nobody knows."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels import (
    Message,
    NotReady,
    Permanent,
    Transient,
    Unknown,
    adapter_of,
)
from giuloi.promises.use.channels.email import line as smtp_line
from tests.cast import AN, BINH
from tests.harness.smtp import Mailbox, listening
from tests.promises.use.channels.conftest import KEY, NOTICE, send

pytestmark = pytest.mark.once
UNSUBSCRIBE = {
    "List-Unsubscribe": "<https://tiem.example.vn/out/abc>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """The shop's mail server."""
    box = Mailbox()
    with listening(box) as port:
        here(settings, port)
        yield box


def here(settings: Any, port: int, **other: str) -> None:
    """The shop's mail goes to that port."""
    settings.MAIL_SERVER = {
        "host": "127.0.0.1", "port": port, "user": "", "password": "", "tls": "off", "country": "VN", **other,
    }  # fmt: skip
    settings.GIULOI_MAIL_FROM = "Tiệm <tiem@example.vn>"


def mail(message: Message = NOTICE, to: str = AN.email, times: int = 1) -> str:
    """Send it."""
    return send(Channel.EMAIL, message, to, times=times)


def test_the_key_is_the_message_id(mailbox: Mailbox) -> None:
    """At the shop's own domain; the country is what the operator said."""
    assert mail() == KEY
    assert mailbox.letters[0][1]["Message-ID"] == f"<{KEY}@example.vn>"
    assert adapter_of(Channel.EMAIL).country == "VN"


def test_one_click_unsubscribing_stands_in_the_head(mailbox: Mailbox) -> None:
    """RFC 8058."""
    mail(replace(NOTICE, headers=UNSUBSCRIBE))
    letter = mailbox.letters[0][1]
    assert {name: letter[name] for name in UNSUBSCRIBE} == UNSUBSCRIBE


@pytest.mark.parametrize(
    "headers",
    [
        {"List-Unsubscribe": "<https://x>\r\nBcc: chi@example.vn"},
        {"X\r\nBcc": "chi@example.vn"},
        {"Bcc": "chi@example.vn"},
        {"to": "chi@example.vn"},
        {"Message-ID": "<other@example.vn>"},
        {"Content-Type": "text/html"},
        {"": "x"},
        {"X:": "x"},
    ],
)
def test_a_header_brings_no_other_header_and_no_recipient(mailbox: Mailbox, headers: dict[str, str]) -> None:
    """Refused before the server hears of it."""
    with pytest.raises(Permanent) as caught:
        mail(replace(NOTICE, headers=headers))
    assert "chi@" not in str(caught.value)
    assert mailbox.letters == []


@pytest.mark.parametrize("wide", ["", "ấn@example.vn"])
@pytest.mark.parametrize(
    "subject",
    [
        "Hỏi về đơn hàng số 12 của tôi, đặt hôm qua ạ",
        "Ưu đãi tháng mười một: bánh trung thu giảm giá, kẹo dừa Bến Tre, trà sen Tây Hồ và nhiều món khác nữa nhé",
        "Đ" * 200,
        "An order in plain letters",
        "",
    ],
)
def test_a_subject_arrives_letter_by_letter(settings: Any, subject: str, wide: str) -> None:
    """However long, with every space and mark, in one header."""
    box = Mailbox()
    with listening(box, enable_SMTPUTF8=True) as port:
        here(settings, port)
        mail(replace(NOTICE, subject=Words(subject, subject)), to=wide or AN.email)
    letter = box.letters[0][1]
    assert letter.get_all("Subject") == [subject]
    assert letter.get_content().strip() == NOTICE.text.vi
    assert letter["Message-ID"] == f"<{KEY}@example.vn>"


def test_a_dot_at_the_beginning_of_a_line_stays(mailbox: Mailbox) -> None:
    """RFC 5321 §4.5.2: it neither ends the letter nor goes missing."""
    text = "một\n.\n..hai\nRCPT TO:<chi@example.vn>\n.ba"
    mail(replace(NOTICE, text=Words(text, text)))
    assert [to for to, _ in mailbox.letters] == [AN.email]
    assert mailbox.letters[0][1].get_content().splitlines() == text.splitlines()


def test_many_letters_share_one_connection(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty letters, one talk."""
    begun: list[int] = []
    monkeypatch.setattr(smtp_line, "_begun", lambda *at, real=smtp_line._begun: begun.append(1) or real(*at))
    mail(times=50)
    assert (len(mailbox.letters), len(begun)) == (50, 1)


def test_after_a_no_the_talk_goes_on(mailbox: Mailbox) -> None:
    """One bad address spoils no other letter."""
    with adapter_of(Channel.EMAIL).open() as line:
        mailbox.refuse = "550"
        with pytest.raises(Permanent):
            line.send(Secret(AN.email), NOTICE, "1")
        mailbox.refuse = ""
        line.send(Secret(BINH.email), NOTICE, "2")
    assert [to for to, _ in mailbox.letters] == [BINH.email]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [("451 later", Transient), ("421 closing", Transient), ("552 too much", Permanent), ("hang up", Unknown)],
)
def test_what_is_said_to_the_letter_is_what_is_known(
    mailbox: Mailbox, reply: str, kind: type[Exception]
) -> None:
    """4xx: later; 5xx: never; no answer after the dot: perhaps."""
    mailbox.replies = [reply]
    with pytest.raises(kind):
        mail()


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [("450", Transient), ("550", Permanent), ("554 5.7.1", Transient)],
)
def test_what_is_said_to_the_recipient_is_what_is_known(
    mailbox: Mailbox, refusal: str, kind: type[Exception]
) -> None:
    """5.7.x speaks of the two servers, not of the mailbox: nobody is struck off for it."""
    mailbox.refuse = refusal
    with pytest.raises(kind) as caught:
        mail()
    assert AN.email not in str(caught.value)


TALK = {
    "at hello": [b"220 here\r\n"],
    "at the sender": [b"220 here\r\n", b"250 here\r\n"],
    "at the recipient": [b"220 here\r\n", b"250 here\r\n", b"250 ok\r\n"],
    "at the letter": [b"220 here\r\n", b"250 here\r\n", b"250 ok\r\n", b"250 ok\r\n"],
    "in the letter": [b"220 here\r\n", b"250 here\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"],
}


@contextmanager
def breaking_off(replies: list[bytes], *, after_dot: bool = False) -> Iterator[int]:
    """A server that answers so many lines and hangs up; `after_dot`: only once it has the whole letter."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        wire, _ = server.accept()
        with wire:
            wire.sendall(replies[0])
            for reply in replies[1:]:
                wire.recv(4096)
                wire.sendall(reply)
            read = b""
            while after_dot and not read.endswith(b"\r\n.\r\n"):
                read += wire.recv(65536)
            # RST, so that what is still written fails.
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with server:
        yield server.getsockname()[1]
    thread.join(5)


@pytest.mark.parametrize("moment", [moment for moment in TALK if moment != "in the letter"])
def test_before_the_letter_went_out_nothing_was_taken(settings: Any, moment: str) -> None:
    """So it may go out another time."""
    with breaking_off(TALK[moment]) as port:
        here(settings, port)
        with pytest.raises(Transient):
            mail()


def test_after_the_final_dot_nobody_knows(settings: Any) -> None:
    """RFC 1047: the server may have it."""
    with breaking_off(TALK["in the letter"], after_dot=True) as port:
        here(settings, port)
        with pytest.raises(Unknown):
            mail()


def test_a_server_that_ended_the_talk_in_between_gets_the_letter_in_a_new_one(
    mailbox: Mailbox, settings: Any
) -> None:
    """Servers end a talk that was idle: of the letter nothing was said yet."""
    with adapter_of(Channel.EMAIL).open() as line:
        line.send(Secret(AN.email), NOTICE, "1")
        line._talk.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[attr-defined]
        line.send(Secret(AN.email), NOTICE, "2")
    assert len(mailbox.letters) == 2


def test_a_server_without_encryption_or_with_another_password_is_for_the_operator(
    mailbox: Mailbox, settings: Any
) -> None:
    """NotReady: it says nothing of the address."""
    here(settings, settings.MAIL_SERVER["port"], tls="starttls")
    with pytest.raises(NotReady, match="encryption"):
        mail()


def test_an_address_in_vietnamese_letters_is_refused_by_a_server_that_cannot(settings: Any) -> None:
    """RFC 6531: without SMTPUTF8 it cannot be written to, and is not mangled."""
    box = Mailbox()
    with listening(box, enable_SMTPUTF8=False) as port:
        here(settings, port)
        with pytest.raises(Permanent):
            mail(to="ấn@example.vn")
    with listening(box, enable_SMTPUTF8=True) as port:
        here(settings, port)
        mail(to="ấn@example.vn")
    assert [to for to, _ in box.letters] == ["ấn@example.vn"]
