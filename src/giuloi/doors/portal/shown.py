"""Where values leave for the customer's own eyes."""

from __future__ import annotations

from giuloi.records.reveal import Revealed


def to_prefill(answer: Revealed) -> dict[str, str]:
    """Field → text of what we hold about somebody, for a page of their own."""
    return {name: value.open() for name, value in answer.fields.items()}
