"""Where what was opened for a customer leaves: as text for their own page, and nowhere else.

The only file of this door in which a `Secret` is opened. What it makes goes straight into a template or the copy
that was asked for; nothing of it is logged, kept or put into an address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD
from giuloi.core.policy.keeping import Keeping, Kept, keeping, said
from giuloi.core.terms import LegalBasis, Secret
from giuloi.promises.answer.use_words import purpose_words
from giuloi.promises.collect.correction import CORRECTABLE
from giuloi.promises.collect.goods import Purchases, read
from giuloi.promises.collect.invoices import InvoiceData
from giuloi.promises.collect.invoices import read as read_invoice
from giuloi.promises.use.cases.attachments import read as read_file
from giuloi.promises.use.cases.attachments import saved_as
from giuloi.records.own_data import OwnData
from giuloi.records.reveal import Revealed

_APART = (
    "purchases",
    "declaration",
    "attachment",
)  # shown as what they say, not as the text they are sealed as


@dataclass(frozen=True, slots=True)
class Cited:
    """A few words and the clause they rest on; `of` is what they are about, `law` a law that is cited with them."""

    words: Words
    clause: str
    law: str = ""
    of: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Datum:
    """One thing that is held: its text, what it is used for, until when; and whether its owner corrects it here.

    `verified` is when its owner showed that they read what is sent there.
    """

    name: str
    text: str = field(repr=False)
    purposes: tuple[Cited, ...]
    kept: tuple[Cited, ...]
    correctable: bool
    declared: tuple[str, ...] = field(default=(), repr=False)
    purchases: Purchases | None = field(default=None, repr=False)
    verified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """What is used for the same and kept as long: said once for all of it."""

    data: tuple[Datum, ...]
    purposes: tuple[Cited, ...]
    kept: tuple[Cited, ...]


def blocks_of(data: Iterable[Datum]) -> list[Block]:
    """Grouped by purposes and terms, in the order in which they first come."""
    found: dict[tuple[tuple[Cited, ...], tuple[Cited, ...]], list[Datum]] = {}
    for one in data:
        found.setdefault((one.purposes, one.kept), []).append(one)
    return [Block(tuple(some), *reasons) for reasons, some in found.items()]


def data_of(
    data: OwnData, record: int, kept: Kept, verified: Mapping[str, datetime] | None = None
) -> list[Datum]:
    """Everything opened of one record (0: the person), each with purposes and terms. `kept.fields` is ignored."""
    return [
        _datum(data, name, value, record, kept, (verified or {}).get(name))
        for name, value in sorted(data.records.get(record, {}).items(), key=lambda one: FIELD[one[0]].bit)
    ]


def terms_cited(data: OwnData, kept: Kept, names: Iterable[str]) -> list[Keeping]:
    """The rules of keeping behind these fields, for what has to be said of them together."""
    return [one for name in names for one in keeping(data.policy, _about(name, kept))]


def purchases_of(data: OwnData, record: int) -> Purchases | None:
    """What one order was about, if that is held and could be read."""
    value = data.records.get(record, {}).get("purchases")
    return None if value is None else _purchases(value.open())


def invoice_of(data: OwnData, record: int) -> InvoiceData | None:
    """What the invoice of one order says, for its buyer's own form; None while there is none."""
    value = data.records.get(record, {}).get("invoice")
    return None if value is None else read_invoice(value.open())


def texts_of(data: OwnData, records: Iterable[int]) -> dict[int, str]:
    """Record → what was written there about a request of theirs; what did not open is left out."""
    wanted = set(records)
    return {
        record: values["care_note"].open()
        for record, values in data.records.items()
        if record in wanted and "care_note" in values
    }


def copy_of(data: OwnData) -> dict[str, Any]:
    """All of it as JSON values: a copy for its owner (VI.1)."""
    return {
        _called(record, values): {name: _plain(name, value.open()) for name, value in values.items()}
        for record, values in sorted(data.records.items())
    }


def _called(record: int, values: Mapping[str, Secret[str]]) -> str:
    """What a record of the copy is called, by what it holds."""
    if record == 0:
        return "person"
    of_care = {"care_note": "message", "attachment": "file"}
    return f"{next((of_care[name] for name in values if name in of_care), 'order')} {record}"


def words_of(data: OwnData, record: int) -> str:
    """What was written to care or by it under one record; "" where that is not held or did not open."""
    value = data.records.get(record, {}).get("care_note")
    return "" if value is None else value.open()


def file_given(answer: Revealed) -> HttpResponse:
    """A file of theirs, to be saved."""
    opened = read_file(answer.fields["attachment"].open())
    return HttpResponse(opened.content, headers=saved_as(opened))


def _datum(
    data: OwnData, name: str, value: Secret[str], record: int, kept: Kept, verified: datetime | None
) -> Datum:
    text = value.open()
    about = _about(name, kept)
    return Datum(
        name,
        "" if name in _APART else _as_read(name, text),
        _purposes(data, name, kept),
        tuple(_term(data, kept, one) for one in keeping(data.policy, about)),
        record == 0 and name in CORRECTABLE,
        _declared(text) if name == "declaration" else (),
        _purchases(text) if name == "purchases" else None,
        verified,
    )


def _as_read(name: str, text: str) -> str:
    """A value as people read it; an invoice one line for each thing it says."""
    if name != "invoice":
        return text
    said = _json(text)
    return "\n".join(str(one) for one in said.values() if one) if isinstance(said, Mapping) else text


def _term(data: OwnData, kept: Kept, one: Keeping) -> Cited:
    """A term, and which purposes it is for: of side purposes only those that were agreed to."""
    rules = [data.policy.purposes[name] for name in sorted(one.rule.purposes) if name in data.policy.purposes]
    about = tuple(
        purpose_words(data.policy, rule.name) for rule in rules if not rule.topic or rule.name in kept.agreed
    )
    return Cited(said(one), one.rule.clause, one.rule.cite, about)


def _about(name: str, kept: Kept) -> Kept:
    return Kept(FIELD[name].mask, kept.standing, kept.of_order, kept.agreed, kept.starts)


def _purposes(data: OwnData, name: str, kept: Kept) -> tuple[Cited, ...]:
    """What it may be used for as things stand: purposes that need a consent count only with it."""
    found = []
    for rule in data.policy.purposes.values():
        basis = rule.basis.get(data.standing)
        if basis is None or basis is LegalBasis.LEGAL_OBLIGATION or not rule.fields & FIELD[name].mask:
            continue
        if basis is LegalBasis.CONSENT and rule.name not in kept.agreed:
            continue
        found.append(Cited(purpose_words(data.policy, rule.name), rule.clause))
    return tuple(found)


def by_law(data: OwnData) -> tuple[Cited, ...]:
    """The purposes that every datum serves by law: said once for all of them."""
    return tuple(
        Cited(purpose_words(data.policy, rule.name), rule.clause)
        for rule in data.policy.purposes.values()
        if rule.basis.get(data.standing) is LegalBasis.LEGAL_OBLIGATION
    )


def _declared(text: str) -> tuple[str, ...]:
    """The sentences somebody put their name under when they registered."""
    told = _json(text)
    sentences = told.get("said", {}) if isinstance(told, Mapping) else {}
    return tuple(str(one) for one in sentences.values()) if isinstance(sentences, Mapping) else ()


def _purchases(text: str) -> Purchases:
    """What was bought; a text of an older shape is shown as one line rather than as nothing."""
    try:
        return read(text)
    except (ValueError, KeyError, TypeError):
        return Purchases((), "", payment=text)


def _plain(name: str, text: str) -> Any:
    return _json(text) if name in (*_APART, "invoice") else text


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def to_prefill(answer: Revealed) -> dict[str, str]:
    """Field → text of what we hold about somebody, for a form of their own."""
    return {name: value.open() for name, value in answer.fields.items()}
