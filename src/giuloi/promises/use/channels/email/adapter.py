"""E-mail over SMTP, to the server of GIULOI_SMTP_URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel
from giuloi.promises.use.channels.email.line import MailLine
from giuloi.promises.use.channels.message import NotReady

_NOT_SET_UP = Words(
    "Tiệm chưa gửi được email. Xin gọi cho tiệm.", "The shop cannot send e-mail yet. Please call the shop."
)


@dataclass(frozen=True, slots=True)
class Email:
    """By SMTP. The country is the operator's word: `GIULOI_SMTP_URL=…?country=VN`."""

    channel: Channel = Channel.EMAIL
    name: str = "smtp"
    by_hand: bool = False

    @property
    def country(self) -> str:
        """Where that server stands, as the operator said."""
        return str(settings.MAIL_SERVER.get("country", ""))

    def ready(self) -> None:
        """Raises NotReady when no server or sender is set."""
        if not settings.MAIL_SERVER or not settings.GIULOI_MAIL_FROM:
            raise NotReady("set GIULOI_SMTP_URL and GIULOI_MAIL_FROM (docs/operating.md)", _NOT_SET_UP)

    @contextmanager
    def open(self) -> Iterator[MailLine]:
        """One connection for as many letters as are sent."""
        self.ready()
        line = MailLine(settings.MAIL_SERVER, settings.GIULOI_MAIL_FROM)
        try:
            yield line
        finally:
            line.close()
