"""The quick way to many recipients is the same as writing down, agreeing and enabling each."""

from __future__ import annotations

from giuloi.records import recipients
from giuloi.records.recipients import Recipient
from tests.harness.agreements import BOUND, DOCUMENT, bind
from tests.records.conftest import NOON, Shop, shop

__all__ = ["shop"]


def test_all_at_once_are_as_each_by_itself(shop: Shop) -> None:
    """The same entry, agreement, document and history; and each may receive."""
    quick = {name: _stands(name) for name in BOUND}
    for model in (recipients.RecipientChange, recipients.RecipientAgreement, Recipient):
        model.objects.all().delete()
    for name, relation in BOUND.items():
        bind(name, relation, NOON)
    assert quick == {name: _stands(name) for name in BOUND}
    found = recipients.find("carrier", NOON)
    assert found is not None
    assert found.receives


def _stands(name: str) -> tuple[object, ...]:
    assert recipients.signed_document(name) == DOCUMENT
    return recipients.find(name, NOON), recipients.agreements(name), recipients.changes(name)
