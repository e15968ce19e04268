"""A copy as one page to read without anything else: no script, nothing fetched, both languages, fit to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import FIELD
from giuloi.promises.answer.copies.contents import Contents
from giuloi.promises.answer.copies.words import channel_words, direction_words, part_words, value_words

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b2a2c}"
    "h1,h2{line-height:1.2;color:#0b5f63}.scroll{overflow-x:auto}section{border:1px solid #cfdcdd;border-radius:8px;"
    "padding:0 1rem 1rem;margin:1rem 0}dt{font-weight:600}"
    "dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{border-bottom:1px solid #cfdcdd;text-align:left;"
    "padding:.3rem;vertical-align:top;min-width:6rem}.q{color:#5a6c6e}"
    "@media print{body{margin:0;max-width:none}section{break-inside:avoid-page;border:0;padding:0}}"
)


def pieces(held: Contents, at: datetime) -> Iterator[str]:
    """The page, piece by piece, so that a thousand orders are never one string."""
    shop = escape(str(held.policy.shop.get("shop", "")))
    yield (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'unsafe-inline'\"><title>Bản sao thông tin · {shop}</title><style>{_STYLE}</style></head>"
        "<body><main>"
        f"<h1>Bản sao thông tin của quý khách · A copy of your information</h1>"
        f'<p class="q">{shop} · {_clock(at)} · {_said(_FROM)}</p>'
    )
    if not held.whole:
        yield f"<p><strong>{_said(_NOT_WHOLE)}</strong></p>"
    yield from _section(Words("Về quý khách", "About you"), [_values(held.person)] if held.person else [])
    yield from _section(_ORDERS, (_order(one) for one in held.orders))
    yield from _section(_MESSAGES, (_message(one) for one in held.messages))
    yield from _section(_OTHERS, (_values(one) for one in held.others))
    yield from _section(_CORRECTED, [_table(held.corrections, ("at", "field", "before", "after", "done"))])
    yield from _section(_CONSENTS, [_table(held.consents, ("at", "purpose", "channel", "state", "wording"))])
    yield from _section(_REQUESTS_, [_table(held.requests, ("received_at", "kind", "state"))])
    yield from _section(_USES, [_table(held.uses, ("at", "who", "what", "fields", "recipient", "clause"))])
    yield "</main></body></html>"


def _section(title: Words, parts: Any) -> Iterator[str]:
    yield f"<section><h2>{_said(title)}</h2>"
    some = False
    for part in parts:
        some = some or bool(part)
        yield part
    if not some:
        yield f'<p class="q">{_said(_NOTHING)}</p>'
    yield "</section>"


def _order(one: Mapping[str, Any]) -> str:
    known = ("number", "placed_at", "closed_at", "state", "state_vi", "state_en")
    head = f"<h3>{escape(one['number'])}</h3><p class='q'>{_clock_of(one['placed_at'])} · {_cell(one, 'state')}</p>"
    return head + _values({name: value for name, value in one.items() if name not in known})


def _message(one: Mapping[str, Any]) -> str:
    way = f"{_clock_of(one['at'])} · {_said(direction_words(one['direction']))} ({_said(channel_words(one['way']))})"
    return f"<dl><dt>{way}</dt><dd>{escape(one['text']) or '—'}</dd></dl>"


def _values(values: Mapping[str, Any]) -> str:
    rows = (f"<dt>{_field(name)}</dt><dd>{_read(value)}</dd>" for name, value in values.items())
    return f"<dl>{''.join(rows)}</dl>"


def _field(name: str) -> str:
    known = FIELD.get(name)
    return escape(name) if known is None else _said(Words(known.vi.capitalize(), known.en))


def _read(value: Any) -> str:
    """A value as people read it: what is structured, one line for each thing it says."""
    if isinstance(value, dict):
        return "<br>".join(
            f"{_said(part_words(str(name)))}: {_clock_of(one) if name == 'at' else _read(one)}"
            for name, one in value.items()
            if one is False or one not in ("", None, 0)
        )
    if isinstance(value, list):
        return "<br>".join(_read(one) for one in value)
    words = value_words(value)
    return escape(str(value)) if words is None else _said(words)


def _table(rows: Sequence[Mapping[str, Any]], columns: tuple[str, ...]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{_said(_COLUMNS[name])}</th>" for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(row, name)}</td>" for name in columns) + "</tr>" for row in rows
    )
    # A keyboard reaches what scrolls (WCAG 2.1.1).
    told = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll" tabindex="0">{told}</div>'


def _cell(row: Mapping[str, Any], name: str) -> str:
    """A value in words: in both languages where it has them, fields by what they are called."""
    if f"{name}_vi" in row:
        return _said(Words(row[f"{name}_vi"], row[f"{name}_en"]))
    value = row[name]
    if name.endswith("_at") or name == "at":
        return _clock_of(value)
    if name == "field":
        return _field(value)
    return ", ".join(_field(one) for one in value) if isinstance(value, list) else _read(value)


def _said(words: Words) -> str:
    return (
        escape(words.vi)
        if words.vi == words.en
        else f"{escape(words.vi)} · <i lang=en>{escape(words.en)}</i>"
    )


def _clock_of(text: str) -> str:
    return _clock(datetime.fromisoformat(text)) if text else ""


def _clock(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


_FROM = Words(
    "mọi điều cửa hàng đang giữ về quý khách lúc này", "all that the shop holds about you at this moment"
)
_NOT_WHOLE = Words(
    "Có thông tin chúng tôi giữ nhưng không mở được: xin báo cho cửa hàng.",
    "Something that is held could not be opened: please tell the shop.",
)
_NOTHING = Words("Không có.", "Nothing.")
_ORDERS, _MESSAGES = Words("Đơn hàng", "Orders"), Words("Đã trao đổi", "What was written")
_OTHERS, _CONSENTS = Words("Thông tin khác", "Other information"), Words("Sự đồng ý", "Consents")
_REQUESTS_, _USES = Words("Yêu cầu", "Requests"), Words("Ai đã dùng, để làm gì", "Who used it, and for what")
_CORRECTED = Words("Đã sửa", "What was corrected")
_COLUMNS = {
    "at": Words("Lúc", "At"), "received_at": Words("Lúc", "At"), "purpose": Words("Để làm gì", "For what"),
    "channel": Words("Kênh", "Channel"), "state": Words("Hiện nay", "Now"), "wording": Words("Lời", "Wording"),
    "kind": Words("Việc", "Request"), "who": Words("Ai", "Who"), "what": Words("Việc", "What"),
    "fields": Words("Thông tin", "Information"),
    "clause": Words("Mục", "Clause"), "recipient": Words("Đưa cho", "Given to"),
    "field": Words("Thông tin", "Information"), "before": Words("Trước", "Before"), "after": Words("Sau", "After"),
    "done": Words("Đã sửa xong", "Put right"),
}  # fmt: skip
