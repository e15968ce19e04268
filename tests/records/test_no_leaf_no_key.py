"""The watch that stands over every test of the suite is itself not to be fooled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from giuloi.core.terms import RetentionClass
from giuloi.records.keyring import Blocked, Permit, keyring
from giuloi.records.uses.pending import Use, permitted, record_uses
from giuloi.records.uses.sequencer import integrate
from tests.no_leaf_no_key import Unpermitted, Watch
from tests.records.conftest import NOON, Shop

ALLOWED = Use(NOON, "customer", "reveal", "supply", "I.1", "0" * 64, "allowed", (1,), channel="in_house")


def _permit(subject: int, use: bytes) -> Permit:
    permitted.count(1)
    return Permit(use, ((subject, RetentionClass.CONTACT, 1),), 0, ())


def test_a_use_that_nobody_wrote_is_no_permit(shop: Shop, binh: int) -> None:
    """Sixteen bytes out of the air open nothing in any test."""
    with pytest.raises(Unpermitted):
        keyring().open_many([_permit(binh, b"\0" * 16)])


@pytest.mark.parametrize("shut", [{"decision": "denied"}, {"event": "refuse"}, {"event": "not_opened"}])
def test_a_refusal_is_no_permit(shop: Shop, binh: int, shut: dict[str, str]) -> None:
    """A use that says no stands for no opening, neither while it waits nor as a leaf."""
    [use] = record_uses([replace(ALLOWED, subjects=(binh,), **shut)])
    with pytest.raises(Unpermitted):
        keyring().open_many([_permit(binh, use)])
    integrate()
    with pytest.raises(Unpermitted):
        keyring().open_many([_permit(binh, use)])


def test_the_use_of_one_person_is_no_permit_for_another(shop: Shop, an: int, binh: int) -> None:
    """An's use opens nothing of Bình's, also when Bình has leaves of his own."""
    ours, _ = record_uses([replace(ALLOWED, subjects=(an,)), replace(ALLOWED, subjects=(binh,))])
    for _ in ("waiting", "in the tree"):
        with pytest.raises(Unpermitted):
            keyring().open_many([_permit(binh, ours)])
        integrate()


def test_a_use_that_could_be_rolled_back_is_no_permit(shop: Shop, binh: int) -> None:
    """Inside an open transaction nothing is durable yet."""
    with transaction.atomic():
        [use] = record_uses([replace(ALLOWED, subjects=(binh,))])
        with pytest.raises(Unpermitted):
            keyring().open_many([_permit(binh, use)])


def test_an_allowed_use_is_a_permit_waiting_and_as_a_leaf(
    shop: Shop, an: int, binh: int, no_leaf_no_key: Watch
) -> None:
    """Of one person or of many, before and after the sequencer took it; and every opening is compared."""
    alone, together = record_uses([replace(ALLOWED, subjects=(binh,)), replace(ALLOWED, subjects=(an, binh))])
    before = no_leaf_no_key.opened
    for _ in ("waiting", "in the tree"):
        for permit in (_permit(binh, alone), _permit(binh, together), _permit(an, together)):
            assert not [one for one in keyring().open_many([permit]).values() if isinstance(one, Blocked)]
        integrate()
    assert no_leaf_no_key.opened == before + 6
