"""What was bought, as one text: sealed like the person who bought it, for it tells as much (clause III.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from giuloi.core.fields import FIELD

_LONGEST = FIELD["purchases"].longest


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order. `quantity` and `total` are decimal texts: money never becomes a float."""

    name: str = field(repr=False)
    quantity: str
    total: str
    sku: str = ""


@dataclass(frozen=True, slots=True)
class Purchases:
    """The lines of one order and its sum; `payment` is a method such as "cod", never an account or card."""

    lines: tuple[Line, ...]
    total: str
    currency: str = "VND"
    payment: str = ""
    paid: bool = False

    def text(self) -> str:
        """The text that is sealed: JSON that the customer can read in a copy of their own data.

        Lines that do not fit the field are left out from the end and counted in "more", so that an order of
        any length is taken and says what it lacks.
        """
        # A first guess by the budget spares re-encoding a huge order once per line left out.
        kept = sum(1 for _ in self._within(_LONGEST - 512))
        return self._text(kept)

    def _within(self, budget: int) -> Iterator[Line]:
        for line in self.lines:
            budget -= len(_json(_line(line)).encode()) + 1
            if budget < 0:
                return
            yield line

    def _text(self, kept: int) -> str:
        return _json(
            {
                "lines": [_line(line) for line in self.lines[:kept]],
                "more": len(self.lines) - kept,
                "total": self.total,
                "currency": self.currency,
                "payment": self.payment,
                "paid": self.paid,
            }
        )


def read(text: str) -> Purchases:
    """The purchases back from their opened text."""
    told = json.loads(text)
    lines = tuple(Line(one["name"], one["quantity"], one["total"], one["sku"]) for one in told["lines"])
    return Purchases(lines, told["total"], told["currency"], told["payment"], told["paid"])


def _line(line: Line) -> dict[str, str]:
    return {"name": line.name, "sku": line.sku, "quantity": line.quantity, "total": line.total}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
