"""What somebody of the shop sees when they open what an order needs: through the gate, like everybody."""

from __future__ import annotations

from datetime import datetime

from giuloi.core.terms import CaseKind
from giuloi.records.cases import Case
from giuloi.records.credentials import add_staff, hold_as_staff
from giuloi.records.reveal import Ask, Refusal, Revealed, reveal

PACKING = ("delivery_name", "delivery_phone", "delivery_address", "purchases", "order_note")
CONTACT = ("name", "phone", "email", "address")


def opened_for(order: int, fields: tuple[str, ...], at: datetime) -> dict[str, str] | str:
    """Field → text, or the clause and reason of the refusal ("no open case" when there is none)."""
    case = Case.objects.filter(record_id=order, kind=CaseKind.ORDER, closed_at=None).first()
    if case is None:
        return "no open case"
    hold = hold_as_staff(add_staff("Khoa", "fulfilment"), "supply", case.id)
    answer = reveal(hold, fields, Ask(case.subject_id), at)
    if isinstance(answer, Refusal):
        return f"{answer.decision.clause} {answer.decision.reason}"
    assert isinstance(answer, Revealed)
    return {name: value.open() for name, value in answer.fields.items()}
