"""What a copy holds, opened for its owner through the gate: plain values, on their way into the file and nowhere else.

The only file here in which a `Secret` is opened (VI.1). What it makes is never logged, kept or put into an address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from giuloi.core.bilingual import Words
from giuloi.core.fields import EVERY, FIELD, names_in
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import GiuloiError
from giuloi.promises.answer.conversation import Said as Line
from giuloi.promises.answer.conversation import written_of
from giuloi.promises.answer.copies.words import CONSENT_WORDS, ORDER_WORDS, channel_words, pair
from giuloi.promises.answer.use_words import told
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.own_orders import orders_of
from giuloi.promises.use.cases.attachments import Opened
from giuloi.promises.use.cases.attachments import read as read_file
from giuloi.records.choices import said_by
from giuloi.records.corrections import Pair, pairs_about
from giuloi.records.own_data import NotThere, OwnData, own_data, own_file, own_value
from giuloi.records.receipts import receipt_for
from giuloi.records.request_kinds import KIND_WORDS, STATE_WORDS, RequestState
from giuloi.records.requests import requests_of
from giuloi.records.reveal import Revealed
from giuloi.records.uses.own import OwnUse, count_of, own_uses, waiting_of

Row = dict[str, Any]
_STRUCTURED = frozenset({"purchases", "declaration", "invoice"})  # sealed as JSON, and read as what it says


class NotCopied(GiuloiError):
    """There is nothing to save now; `words` say why and what to do."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Contents:
    """All of it but the files, which are opened one by one as they are written."""

    policy: Policy
    person: Row = field(repr=False)
    orders: list[Row] = field(repr=False)
    messages: list[Row] = field(repr=False)
    others: list[Row] = field(repr=False)
    consents: list[Row] = field(repr=False)
    requests: list[Row] = field(repr=False)
    uses: list[Row] = field(repr=False)
    corrections: list[Row] = field(repr=False)
    files: tuple[int, ...]
    whole: bool


def contents_of(subject: int, at: datetime, order: int | None = None) -> Contents:
    """Open what is held of somebody, or of one order (a guest who came with its number). Raises NotCopied, Refused."""
    try:
        data = own_data(subject, at, EVERY & ~FIELD["attachment"].mask)
    except NotThere:
        raise NotCopied(_GONE) from None
    if data.refused is not None:
        raise NotCopied(_SHUT)
    opened = {record: _values(values) for record, values in data.records.items()}
    # Read before what this copy itself opens one by one.
    lines, found = written_of(subject, order), _own_uses(subject)
    orders = [
        {
            "number": spoken_number(one.id),
            "placed_at": _time(one.placed_at),
            "closed_at": _time(one.closed_at),
            "state": one.state.value,
            **pair("state", ORDER_WORDS[one.state]),
            **opened.pop(one.id, {}),
        }
        for one in orders_of(subject, order)
    ]
    messages = [_message(line, opened.pop(line.id, {})) for line in lines]
    person = opened.pop(0, {})
    return Contents(
        data.policy, person, orders, messages,
        [] if order is not None else [{"record": str(record), **values} for record, values in opened.items()],
        _consents(subject, at, data.policy), _requests(subject, order), _uses(data, found),
        [] if order is not None else [_correction(subject, one, at) for one in pairs_about(subject)],
        tuple(one.id for line in lines for one in line.files), not data.unreadable,
    )  # fmt: skip


def file_of(subject: int, record: int, at: datetime) -> Opened | None:
    """One attached file; None where it does not open any more, which the copy then says."""
    answer = own_file(subject, record, at)
    return read_file(answer.fields["attachment"].open()) if isinstance(answer, Revealed) else None


def _values(values: Mapping[str, Any]) -> Row:
    return {name: _plain(name, value.open()) for name, value in values.items()}


def _plain(name: str, text: str) -> Any:
    if name not in _STRUCTURED:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _message(line: Line, values: Row) -> Row:
    return {
        "at": _time(line.at),
        "direction": line.direction.value,
        "way": line.way,
        "text": str(values.get("care_note", "")),
        "files": len(line.files),
    }


def _correction(subject: int, one: Pair, at: datetime) -> Row:
    values = {"before": one.before, "after": one.after}
    return {
        "at": _time(one.done_at or one.asked_at),
        "field": one.field,
        "done": one.done_at is not None,
        **{when: _past(subject, one.field, record, at) for when, record in values.items()},
    }


def _past(subject: int, name: str, record: int | None, at: datetime) -> str:
    if record is None:
        return ""
    answer = own_value(subject, name, record, at)
    value = answer.records.get(record, {}).get(name) if isinstance(answer, Revealed) else None
    return value.open() if value is not None else ""


def _consents(subject: int, at: datetime, policy: Policy) -> list[Row]:
    said = sorted(said_by(subject, at).values(), key=lambda one: one.at)
    return [
        {
            "at": _time(one.at), "purpose": one.purpose, **pair("purpose", _purpose(policy, one.purpose)),
            "channel": one.channel, **pair("channel", channel_words(one.channel)), "recipient": one.recipient,
            "state": one.state.value, **pair("state", CONSENT_WORDS[one.state]), "wording": one.wording,
            "receipt": receipt_for(one.record),
        }
        for one in said
    ]  # fmt: skip


def _requests(subject: int, order: int | None) -> list[Row]:
    return [
        {
            "kind": row.kind, **pair("kind", KIND_WORDS[row.kind]),
            "state": row.state, **pair("state", STATE_WORDS[RequestState(row.state)]),
            "received_at": _time(row.received_at), "due_at": _time(row.due_at),
            "finished_at": _time(row.finished_at), "ground": row.ground,
        }
        for row in requests_of(subject)
        if order in (None, row.record_id)
    ]  # fmt: skip


def _own_uses(subject: int) -> list[OwnUse]:
    count = count_of(subject)
    return [*waiting_of(subject), *own_uses(subject, count + 1, count)]


def _uses(data: OwnData, found: list[OwnUse]) -> list[Row]:
    return [
        {
            "number": one.number, "at": _time(one.at), "actor": one.actor, **pair("who", line.by),
            "event": one.event, **pair("what", line.what),
            "purpose": one.purpose, **pair("purpose", _purpose(data.policy, one.purpose)), "clause": one.clause,
            "decision": one.decision, "recipient": one.recipient, "channel": one.channel,
            "fields": list(names_in(one.fields)),
        }
        for one in found
        for line in (told(one),)
    ]  # fmt: skip


def _purpose(policy: Policy, name: str) -> Words:
    rule = policy.purposes.get(name)
    return Words(name, name) if rule is None else Words(rule.vi or name, rule.en or name)


def _time(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(timespec="seconds")


_GONE = Words(
    "Thông tin của quý khách đã được xóa: không còn gì để sao ra.",
    "Your information was erased: there is nothing left to copy.",
)
_SHUT = Words(
    "Thông tin của quý khách đang được đóng băng nên chưa tải được. Nếu đang chờ xóa, xin hủy việc xóa trước; nếu "
    "không, xin hỏi bộ phận chăm sóc khách hàng.",
    "Your information is frozen, so it cannot be saved now. If it is about to be erased, cancel that first; otherwise "
    "please ask customer care.",
)
