"""Where opened values leave for a clerk's eyes: the only file of the console that opens one.

They go into the one answer that was asked for, which nobody keeps (`no-store`): into no session, message,
address or log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpResponse

from giuloi.core.fields import FIELD
from giuloi.promises.collect.goods import Line, Purchases, read
from giuloi.promises.collect.invoices import InvoiceData
from giuloi.promises.collect.invoices import read as read_invoice
from giuloi.promises.use.cases.attachments import read as read_file
from giuloi.promises.use.cases.attachments import saved_as
from giuloi.promises.use.cases.reading import Read
from giuloi.records.reveal import Revealed


@dataclass(frozen=True, slots=True)
class Shown:
    """What was opened, as the page shows it: (field name, text) in the order of the data map, and the goods."""

    values: tuple[tuple[str, str], ...] = field(repr=False)
    goods: Purchases | None = field(repr=False)
    invoice: InvoiceData | None = field(default=None, repr=False)


def shown(answer: Revealed, wanted: Iterable[str]) -> Shown:
    """The wanted fields that are held, on the page's terms: what was bought becomes lines."""
    opened = {name: secret.open() for name, secret in answer.fields.items()}
    goods = _goods(opened.pop("purchases", ""))
    invoice = _invoice(opened)
    names = [name for name in FIELD if name in set(wanted) and name in opened]
    return Shown(tuple((name, opened[name]) for name in names), goods, invoice)


def _invoice(opened: dict[str, str]) -> InvoiceData | None:
    """The invoice's data as what they are; what is none of ours stays among the texts, just as it is."""
    try:
        invoice = read_invoice(opened["invoice"])
    except (ValueError, KeyError, TypeError):
        return None
    del opened["invoice"]
    return invoice


def texts_shown(opened: Read) -> dict[int, str]:
    """Message → what was written, of a case's conversation."""
    return {message: secret.open() for message, secret in opened.texts.items()}


def file_shown(answer: Revealed) -> HttpResponse:
    """An attached file, to be saved and never shown in the page: sent by a stranger, it may be anything."""
    opened = read_file(answer.fields["attachment"].open())
    return HttpResponse(opened.content, headers=saved_as(opened))


def _goods(text: str) -> Purchases | None:
    """The lines of the order; whatever is no JSON of ours is shown as one line, just as it is."""
    if not text:
        return None
    try:
        return read(text)
    except (ValueError, KeyError, TypeError):
        return Purchases((_line(text),), total="")


def _line(text: str) -> Line:
    return Line(text, quantity="", total="")


def texts(answer: Revealed, field_name: str) -> dict[int, str]:
    """Record → what this field of it says: the texts that were written about a request."""
    return {
        record: values[field_name].open() for record, values in answer.records.items() if field_name in values
    }
