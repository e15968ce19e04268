"""An SMTP server on loopback that takes letters, or does what servers do on a bad day."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session


@dataclass
class Mailbox:
    """What came: (recipient, letter). `replies` are given to DATA one after the other, then "250 OK".

    A reply of "hang up" takes the letter and breaks off before saying so; `slow` is how long each one takes.
    """

    replies: list[str] = field(default_factory=list)
    refuse: str = ""
    slow: float = 0.0
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if self.refuse:
            return f"{self.refuse} {address} is not wanted here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        """Take a letter, or not."""
        await asyncio.sleep(self.slow)
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply.startswith(("250", "hang up")):
            letter = message_from_bytes(envelope.content or b"", policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters += [(to, letter) for to in envelope.rcpt_tos]
        if reply == "hang up":
            server.transport.abort()
        return reply

    def authenticate(
        self, server: Any, session: Session, envelope: Envelope, how: str, data: Any
    ) -> AuthResult:
        """Let everybody in, and remember who."""
        self.logins.append((data.login, data.password))
        return AuthResult(success=True)


@contextmanager
def listening(mailbox: Mailbox, **settings: Any) -> Iterator[int]:
    """The port it listens on until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:  # the controller cannot be asked to choose a port
        port: int = free.getsockname()[1]
    logging.getLogger("mail.log").setLevel(
        logging.ERROR
    )  # it speaks of every byte, also after the test's end
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=port, authenticator=mailbox.authenticate, **settings
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
