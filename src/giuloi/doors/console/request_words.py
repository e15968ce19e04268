"""What the inbox calls ways and texts, and the reply templates that fit a request, filled in with facts of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.recognise import recognise
from giuloi.promises.answer.conversation import requests_under
from giuloi.promises.answer.inbox import Row, one
from giuloi.promises.answer.reply_templates import filled, template, templates_for
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.use.cases import CareCase, Direction
from giuloi.records.published import current
from giuloi.records.request_kinds import KIND_WORDS

SOURCE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "portal": Words("trên trang của tiệm", "on the shop's pages"),
        "phone": Words("qua điện thoại", "by telephone"),
        "email": Words("qua email", "by e-mail"),
        "zalo": Words("qua Zalo", "by Zalo"),
        "messenger": Words("qua Messenger", "by Messenger"),
        "sms": Words("qua tin nhắn", "by text message"),
        "counter": Words("tại quầy hoặc qua thư", "at the counter or by letter"),
        "console": Words("nhân viên ghi giúp", "written down by the desk"),
        "bridge": Words("qua cầu nối", "by a bridge"),
        "api": Words("qua máy của tiệm", "through the shop's systems"),
    }
)
WRITTEN_WORDS: Mapping[Direction, Words] = MappingProxyType(
    {
        Direction.IN: Words("Khách viết", "The customer wrote"),
        Direction.OUT: Words("Trả lời khách", "A reply"),
        Direction.NOTE: Words("Ghi chú nội bộ", "A note among colleagues"),
    }
)


@dataclass(frozen=True, slots=True)
class Fitting:
    """A reply template filled in for one request."""

    id: int
    title: Words
    text: Words


def fitting_templates(row: Row) -> list[Fitting]:
    """The templates for this kind of request, every variable in its place: facts of the request, nobody's data."""
    return [
        Fitting(
            held.id,
            held.title,
            Words(filled(held.text.vi, values_for(row, "vi")), filled(held.text.en, values_for(row, "en"))),
        )
        for held in templates_for(row.kind)
    ]


def values_for(row: Row, language: str) -> dict[str, str]:
    """Variable → its value for this request (promises/answer/reply_templates.py: VARIABLES)."""
    shop = current().policy.shop
    return {
        "shop": str(shop.get("shop", "")),
        "request": KIND_WORDS[row.kind].spoken(language),
        "order": spoken_number(row.order) if row.order else "",
        "deadline": row.due_at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y") if row.due_at else "",
        "clause": row.clause,
        "contact": str(shop.get("contact", "")),
    }


def warnings_for(text: str) -> list[Words]:
    """One sentence for each kind of personal data in a text that does not belong there."""
    return list(dict.fromkeys(one.words for one in recognise(text)))


def text_of_template(number: str, case: CareCase) -> str:
    """A template filled in for the newest request under a case, in the language its customer reads; "" for none."""
    known = template(int(number)) if number.isascii() and number.isdigit() and int(number) < 2**63 else None
    asked = requests_under(case.id)
    whole = one(asked[-1].id) if asked else None
    if known is None or whole is None:
        return ""
    return filled(known.text.spoken(case.language), values_for(whole.row, case.language))
