"""One SMTP connection for many letters, encrypted and the server's certificate checked.

Where a talk breaks off decides what is known: before the letter's final dot went out nothing was taken
(Transient, RFC 5321 §4.1.1.4); between that dot and the answer nobody can tell (Unknown, RFC 1047).
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any, NoReturn

from giuloi.core.bilingual import Words
from giuloi.core.terms import Secret
from giuloi.promises.use.channels.email.letter import letter_of, written_out
from giuloi.promises.use.channels.message import (
    Message,
    NotDelivered,
    NotReady,
    Permanent,
    Transient,
    Unknown,
)

TIMEOUT = 10.0  # seconds for each step of the talk with the server
_BROKEN = (smtplib.SMTPException, OSError, ValueError)  # ValueError: a reply that is no SMTP
_DOT = re.compile(rb"(?m)^\.")
_POLICY = re.compile(rb"^[ ]*5\.7\.")

_LATER = Words(
    "Máy chủ email chưa nhận thư. Sẽ gửi lại.",
    "The mail server does not take it now. It is tried again.",
)
_NO = Words(
    "Máy chủ email không nhận thư cho địa chỉ này.",
    "The mail server takes no letter for this address.",
)
_MAYBE = Words(
    "Mất liên lạc khi thư đã đi: không rõ máy chủ có nhận không. Thư không tự gửi lại.",
    "The answer got lost after the letter went out: it may have been taken. It is not sent again by itself.",
)
_SETTINGS = Words(
    "Máy chủ email không nhận tiệm: xem lại GIULOI_SMTP_URL và GIULOI_MAIL_FROM.",
    "The mail server refuses the shop: look at GIULOI_SMTP_URL and GIULOI_MAIL_FROM.",
)


class BrokenOff(Transient):
    """The talk ended before the letter's final dot: nothing was taken."""


class MailLine:
    """A talk with one SMTP server, begun when first used and again when it broke."""

    def __init__(self, server: Mapping[str, Any], sender: str) -> None:
        self._server, self._sender = server, sender
        self._talk: smtplib.SMTP | None = None

    def send(self, to: Secret[str], message: Message, key: str) -> str:
        """Hand a letter in; its id is the key. Raises Transient, Permanent, Unknown, NotReady."""
        letter = letter_of(to, message, key, self._sender)
        used = self._talk is not None
        try:
            self._once(letter)
        except BrokenOff:
            if not used:
                raise
            # Servers end a talk that was idle or has seen its share of letters; of this one nothing was taken.
            self._once(letter)
        return key

    def close(self) -> None:
        """Say goodbye, if anybody is there."""
        talk, self._talk = self._talk, None
        if talk is not None:
            with suppress(*_BROKEN):
                talk.quit()
            talk.close()

    def _once(self, letter: EmailMessage) -> None:
        if self._talk is None:
            self._talk = _begun(self._server, self._sender)
        talk = self._talk
        try:
            wide = _envelope(talk, letter)
            _hand_in(talk, written_out(letter, wide=wide))
        except NotDelivered as error:
            # After a plain "no" the talk goes on with the next letter; after anything unclear a new one begins.
            if isinstance(error, Unknown | BrokenOff) or not _forgotten(talk):
                talk.close()
                self._talk = None
            raise


def _begun(server: Mapping[str, Any], sender: str) -> smtplib.SMTP:
    """A new talk, encrypted and signed in."""
    try:
        return _connected(server, sender)
    except smtplib.SMTPAuthenticationError as error:
        # 454: the server cannot check passwords just now (RFC 4954 §6).
        kind = Transient if error.smtp_code < 500 else NotReady
        _stop(kind, "the mail server refuses user or password", _SETTINGS)
    except (smtplib.SMTPNotSupportedError, ssl.SSLError):
        _stop(NotReady, "the mail server offers no encryption that holds", _SETTINGS)
    except smtplib.SMTPResponseException as error:
        _answered(error.smtp_code, NotReady, _SETTINGS)
    except _BROKEN:
        _stop(Transient, "the mail server cannot be reached", _LATER)


def _connected(server: Mapping[str, Any], sender: str) -> smtplib.SMTP:
    encryption = ssl.create_default_context()  # checks certificate and name
    where: dict[str, Any] = {
        "host": server["host"],
        "port": server["port"],
        "timeout": TIMEOUT,
        # else a name is looked up, and this machine's told
        "local_hostname": parseaddr(sender)[1].rpartition("@")[2],
    }
    implicit = server["tls"] == "implicit"
    talk = smtplib.SMTP_SSL(**where, context=encryption) if implicit else smtplib.SMTP(**where)
    try:
        if server["tls"] == "starttls":
            talk.starttls(context=encryption)  # raises where it is not offered: never in clear by a downgrade
        if server["user"]:
            talk.login(server["user"], server["password"])
        talk.ehlo_or_helo_if_needed()
        # The dot goes out by itself: without this it would wait for the acknowledgment of what came before it.
        _socket_of(talk).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        talk.close()
        raise
    return talk


def _socket_of(talk: smtplib.SMTP) -> socket.socket:
    if talk.sock is None:
        raise smtplib.SMTPServerDisconnected("hung up")
    return talk.sock


def _envelope(talk: smtplib.SMTP, letter: EmailMessage) -> bool:
    """Sender and recipient: nothing is taken yet. Whether the letter goes as UTF-8 (RFC 6531)."""
    sender, to = letter["From"].addresses[0].addr_spec, letter["To"].addresses[0].addr_spec
    wide = not (sender + to).isascii()
    if wide and not talk.has_extn("smtputf8"):
        _stop(Permanent, "the mail server takes ASCII addresses only", _NO)
    try:
        code, said = talk.mail(sender, ("SMTPUTF8", "BODY=8BITMIME") if wide else ())
        if code != 250:
            _answered(code, NotReady, _SETTINGS)
        code, said = talk.rcpt(to)
    except _BROKEN:
        _stop(BrokenOff, "the mail server broke off before the letter", _LATER)
    if code >= 500 and _POLICY.match(said):
        # 5.7.x (RFC 3463): the servers do not get on (no relaying, a block list). It says nothing of the mailbox.
        _stop(Transient, "the mail server refuses by its policy", _SETTINGS)
    if code not in (250, 251):
        _answered(code, Permanent, _NO)
    return wide


def _hand_in(talk: smtplib.SMTP, body: bytes) -> None:
    """The letter itself."""
    try:
        talk.putcmd("data")
        code, _ = talk.getreply()
        if code == 354:
            _socket_of(talk).sendall(_DOT.sub(b"..", body))
    except _BROKEN:
        _stop(BrokenOff, "the mail server broke off before the letter", _LATER)
    if code != 354:
        _answered(code, Permanent, _NO)
    try:
        _socket_of(talk).sendall(b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")
        code, _ = talk.getreply()
    except _BROKEN:
        _stop(Unknown, "the mail server broke off after the letter", _MAYBE)
    if code not in range(200, 600) or 300 <= code < 400:
        _stop(Unknown, "the mail server gave no answer that SMTP knows", _MAYBE)
    if code >= 300:
        _answered(code, Permanent, _NO)


def _forgotten(talk: smtplib.SMTP) -> bool:
    """Is the talk alive, with the letter before it out of mind?"""
    try:
        return talk.rset()[0] == 250
    except _BROKEN:
        return False


def _answered(code: int, for_good: type[NotDelivered], words: Words) -> NoReturn:
    """A reply that is no yes: 4xx asks to come again, 5xx means it (RFC 5321 §4.2.1), 421 hangs up.

    The reply's own text is left out: servers like to repeat the address in it.
    """
    if code >= 500:
        raise for_good(f"the mail server said {code}", words)
    raise (BrokenOff if code in (421, -1) else Transient)(f"the mail server said {code}", _LATER)


def _stop(kind: type[NotDelivered], reason: str, words: Words) -> NoReturn:
    # Never chained: the errors of smtplib hold what the server said, and the address with it.
    raise kind(reason, words) from None
