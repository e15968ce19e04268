"""The types a request is made of: what does not fit is answered with 422, without being repeated.

No property is taken that is not described here: an unknown one is a mistake, not a hint.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from giuloi.core.fields import FIELD, FIELDS

LARGEST_ID = 2**63 - 1
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

# One list of fields, in core/fields: mypy cannot follow a list that is made while running.
FieldName = StrEnum("FieldName", {field.name: field.name for field in FIELDS})  # type: ignore[misc]


class Body(Schema):
    """A request's body: exactly the properties that are described."""

    model_config = ConfigDict(extra="forbid")


def _is_id(text: str) -> str:
    if int(text) > LARGEST_ID:
        raise ValueError("no id is as large as this")
    return text


def _is_text(text: str) -> str:
    if _CONTROLS.search(text):
        raise ValueError("control characters have no place here")
    return text


def _fits(name: str) -> AfterValidator:
    longest = FIELD[name].longest

    def fits(text: str) -> str:
        if len(text.encode()) > longest:
            raise ValueError(f"at most {longest} bytes")
        return text

    return AfterValidator(fits)


# Ids are digits in a string: they have 63 bits, and a number of JavaScript's has 53.
Id = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]{0,18}$"),
    AfterValidator(_is_id),
    Field(examples=["4611686018427387904"]),
]
# No digits: a word of this kind can stand in the ledger, and nobody's phone number can be one.
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]
Recipient = Annotated[str, StringConstraints(pattern=r"^([a-z][a-z._-]{0,59})?$")]
Text = Annotated[str, AfterValidator(_is_text)]
Wording = Annotated[
    str, StringConstraints(min_length=1, max_length=4000, pattern=r"\S"), AfterValidator(_is_text)
]
Amount = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,4})?$")]
Short = Annotated[str, StringConstraints(max_length=200), AfterValidator(_is_text)]


class Contact(Body):
    """A person, as they gave themselves; "" was not said."""

    name: Annotated[Text, _fits("name")] = ""
    phone: Annotated[Text, _fits("phone")] = ""
    email: Annotated[Text, _fits("email")] = ""
    address: Annotated[Text, _fits("address")] = ""


class Delivery(Body):
    """Where an order goes; "" was not said."""

    name: Annotated[Text, _fits("delivery_name")] = ""
    phone: Annotated[Text, _fits("delivery_phone")] = ""
    address: Annotated[Text, _fits("delivery_address")] = ""


Note = Annotated[Text, _fits("order_note")]
