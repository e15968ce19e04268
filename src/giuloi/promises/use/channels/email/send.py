"""Sending an e-mail: one SMTP connection a message, encrypted and the server's certificate checked.

Addresses, subject and text go through `EmailMessage`, which refuses a line break in a header (RFC 5322 §2.2),
so that nobody can add a header or a recipient of their own.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime, make_msgid
from typing import Any

from django.conf import settings

from giuloi.core.bilingual import Words
from giuloi.core.terms import Secret
from giuloi.promises.use.channels.message import Message, NotDelivered

TIMEOUT = 10.0  # seconds for each step of the talk with the server

_NOT_SET_UP = Words(
    "Tiệm chưa gửi được email. Xin gọi cho tiệm.", "The shop cannot send e-mail yet. Please call the shop."
)


def ready() -> None:
    """Raises NotDelivered when no server or sender is set."""
    if not settings.MAIL_SERVER or not settings.GIULOI_MAIL_FROM:
        raise NotDelivered("set GIULOI_SMTP_URL and GIULOI_MAIL_FROM (docs/operating.md)", _NOT_SET_UP)


def prepared(to: Secret[str], message: Message) -> Callable[[], None]:
    """The letter, ready to be sent, and sent again under the same Message-ID if the first try breaks off.

    A server that took the letter and could not say so gets it twice, and can tell: a code that comes twice
    harms nobody, one that does not come does. Raises NotDelivered for an address that cannot stand in a header.
    """
    letter = _letter(to, message)
    return lambda: _send(letter)


def _letter(to: Secret[str], message: Message) -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    sender = settings.GIULOI_MAIL_FROM
    try:
        letter["To"] = Address(addr_spec=to.open())
        letter["From"] = sender
        letter["Subject"] = message.subject.spoken(message.language)
    # The errors of `email` repeat the value they refuse, so none of them is passed on.
    except Exception:
        refused = True
    else:
        refused = False
    if refused:
        raise NotDelivered(
            "an address or a subject that cannot stand in a header",
            Words("Địa chỉ email này không gửi được.", "This e-mail address cannot be written to."),
        )
    letter["Date"] = format_datetime(localtime())
    letter["Message-ID"] = make_msgid(domain=letter["From"].addresses[0].domain)
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notes do not answer it
    letter.set_content(message.text.spoken(message.language))
    return letter


def _send(letter: EmailMessage) -> None:
    server, encryption = settings.MAIL_SERVER, ssl.create_default_context()  # checks certificate and name
    where: dict[str, Any] = {
        "host": server["host"],
        "port": server["port"],
        "timeout": TIMEOUT,
        "local_hostname": letter["From"]
        .addresses[0]
        .domain,  # else a name is looked up, and this machine's told
    }
    if server["tls"] == "implicit":
        with smtplib.SMTP_SSL(**where, context=encryption) as talk:
            _hand_in(talk, letter)
        return
    with smtplib.SMTP(**where) as talk:
        if server["tls"] == "starttls":
            talk.starttls(context=encryption)  # raises where it is not offered: never in clear by a downgrade
        _hand_in(talk, letter)


def _hand_in(talk: smtplib.SMTP, letter: EmailMessage) -> None:
    server = settings.MAIL_SERVER
    if server["user"]:
        talk.login(server["user"], server["password"])
    talk.send_message(letter)
