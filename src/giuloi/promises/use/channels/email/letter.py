"""A message as an e-mail letter.

Addresses, subject and headers go through `EmailMessage`, which refuses a line break in a header's value
(RFC 5322 §2.2); names of headers are checked here. So nobody can add a header or a recipient of their own.
"""

from __future__ import annotations

import re
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, localtime

from giuloi.core.bilingual import Words
from giuloi.core.terms import Secret
from giuloi.promises.use.channels.message import Message, Permanent

# The line in the head and what it was folded into: the first there is, for nothing stands before the head.
_SUBJECT = re.compile(rb"(?m)^Subject:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_WIDE_LOCAL = re.compile(r"[\w.+-]{1,64}")
# What every letter says of itself, and no caller otherwise.
_OURS = frozenset({"to", "from", "cc", "bcc", "sender", "subject", "date", "message-id", "mime-version"})


def letter_of(to: Secret[str], message: Message, key: str, sender: str) -> EmailMessage:
    """The letter, with the key in its Message-ID, so that the same message sent twice is known for one.

    Raises Permanent for an address, subject or header that cannot stand in a letter; repeats none of them.
    """
    letter = EmailMessage(policy=SMTP)
    try:
        letter["To"] = _address(to.open())
        letter["From"] = sender
        letter["Subject"] = message.subject.spoken(message.language)
        letter["Message-ID"] = f"<{key}@{domain_of(letter)}>"
        for name, value in message.headers.items():
            _refuse_name(name)
            letter[name] = value
    # The errors of `email` repeat the value they refuse, so none of them is passed on.
    except Exception:
        refused = True
    else:
        refused = False
    if refused:
        raise Permanent(
            "an address, a subject or a header that cannot stand in a letter",
            Words("Địa chỉ email này không gửi được.", "This e-mail address cannot be written to."),
        )
    letter["Date"] = format_datetime(localtime())
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notes do not answer it
    letter.set_content(message.text.spoken(message.language))
    return letter


def written_out(letter: EmailMessage, *, wide: bool) -> bytes:
    """The letter's bytes; `wide` as UTF-8 (RFC 6531).

    The library loses a space where it breaks a long encoded subject between two words (seen in 3.11: "tôi, đặt"
    came as "tôi,đặt"), so the subject is encoded by its older part, which keeps it.
    """
    subject = str(letter["Subject"])
    plain = letter.as_bytes(policy=SMTPUTF8 if wide else SMTP)
    if wide or subject.isascii():
        return plain
    line = Header(subject, "utf-8", header_name="Subject").encode(linesep="\r\n")
    return _SUBJECT.sub(lambda _: f"Subject: {line}\r\n".encode("ascii"), plain, count=1)


def _address(written: str) -> Address:
    """One address; whatever is more or less than one is refused."""
    local, _, domain = written.rpartition("@")
    if written.isascii() or not _WIDE_LOCAL.fullmatch(local):
        return Address(addr_spec=written)
    return Address(username=local, domain=domain)  # addr_spec= refuses every letter outside ASCII


def _refuse_name(name: str) -> None:
    """`EmailMessage` looks at the values only: a name could end its line and begin another header."""
    if not _NAME.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("content-"):
        raise ValueError("a header that is not the caller's to write")


def domain_of(letter: EmailMessage) -> str:
    """The domain the shop writes from."""
    return str(letter["From"].addresses[0].domain)
