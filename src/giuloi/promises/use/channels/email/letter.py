"""A message as an e-mail letter.

Addresses, subject and headers go through `EmailMessage`, which refuses a line break in a header (RFC 5322 §2.2),
so that nobody can add a header or a recipient of their own.
"""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime

from giuloi.core.bilingual import Words
from giuloi.core.terms import Secret
from giuloi.promises.use.channels.message import Message, Permanent

# What every letter says of itself, and no caller otherwise.
_OURS = frozenset({"to", "from", "cc", "bcc", "sender", "subject", "date", "message-id", "mime-version"})


def letter_of(to: Secret[str], message: Message, key: str, sender: str) -> EmailMessage:
    """The letter, with the key in its Message-ID, so that the same message sent twice is known for one.

    Raises Permanent for an address, subject or header that cannot stand in a letter; repeats none of them.
    """
    letter = EmailMessage(policy=SMTP)
    try:
        letter["To"] = Address(addr_spec=to.open())
        letter["From"] = sender
        letter["Subject"] = message.subject.spoken(message.language)
        letter["Message-ID"] = f"<{key}@{domain_of(letter)}>"
        for name, value in message.headers.items():
            if name.lower() in _OURS or name.lower().startswith("content-"):
                raise ValueError(name)
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


def domain_of(letter: EmailMessage) -> str:
    """The domain the shop writes from."""
    return str(letter["From"].addresses[0].domain)
