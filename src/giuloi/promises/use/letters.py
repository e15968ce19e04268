"""A message as it goes out: what was sealed for one customer, or a notice's fixed words, in their language.

The only place of this promise where the text of a reply is opened, at the moment it leaves for whom it is for.
"""

from __future__ import annotations

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.cases.case import CareCase, reply_address
from giuloi.promises.use.channels.message import Message
from giuloi.promises.use.contact.outgoing import Outgoing
from giuloi.promises.use.notices.texts import text_of
from giuloi.records.published import current

_SUBJECT = Words("Trả lời yêu cầu của quý khách", "An answer to your request")
_HOW = Words(
    "Quý khách trả lời thư này, tiệm sẽ thấy trong cùng vụ việc.",
    "Reply to this letter and we see your answer in the same case.",
)


def reply_letter(case: CareCase, channel: Channel, text: Secret[str]) -> Message:
    """A clerk's reply. Answers to the letter come back to the case by an address that names nobody."""
    shop, said = shop_name(), text.open()
    if channel is not Channel.EMAIL:
        return Message(_SUBJECT, Words(f"{said}\n— {shop}", f"{said}\n— {shop}"), case.language)
    headers = {"Reply-To": reply_address(case)}
    body = Words(f"{said}\n\n— {shop}\n{_HOW.vi}", f"{said}\n\n— {shop}\n{_HOW.en}")
    subject = Words(f"{_SUBJECT.vi} – {shop}", f"{_SUBJECT.en} – {shop}")
    return Message(subject, body, case.language, headers)


def notice_letter(row: Outgoing) -> Message:
    """A notice: fixed words and what it is about, nothing of what is held about the person."""
    subject, text = text_of(row.kind, row.about, shop_name())
    return Message(subject, text, row.language)


def shop_name() -> str:
    """What the shop is called in its policy."""
    return str(current().policy.shop.get("shop", ""))
