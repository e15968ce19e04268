"""A customer's bundle: what was done with their data, provable without us."""

from __future__ import annotations

import json

import pytest

from giuloi.core.ledger.entry import decode
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.verify import Trusted, verify_bundle
from giuloi.core.terms import Channel, Refused, SubjectState
from giuloi.records import freezing, installation
from giuloi.records.uses.bundle import NoSuchSubject, export_bundle
from tests.cast import BINH
from tests.records.conftest import Shop


def _events(bundle: bytes) -> list[str]:
    return [decode(entry["leaf"].encode()).event.value for entry in json.loads(bundle)["entries"]]


def test_a_bundle_tells_everything_and_verifies(shop: Shop, an: int) -> None:
    """Consents, openings and refusals of one customer, in order, ending with the export itself."""
    _, case = shop.order(an)
    shop.open(shop.staff("fulfilment", "supply", case), ["name"], an)
    shop.open(shop.staff("marketing", "promotion", shop.campaign()), ["phone"], an, channel=Channel.SMS)
    bundle = export_bundle(an, shop.now())
    assert _events(bundle) == ["consent.given", "consent.given", "reveal", "refuse", "export"]
    assert verify_bundle(bundle, Trusted(log_keys=(VerifierKey.parse(installation.public_key()),))).ok


def test_a_bundle_shows_ones_part_of_a_batch_and_nobody_elses(shop: Shop, an: int, binh: int) -> None:
    """In a use of many people at once, each sees their own membership only."""
    for subject in (an, binh):
        shop.give(subject, ("promotion", Channel.EMAIL))
    holding = shop.staff("marketing", "promotion", shop.campaign())
    shop.open(holding, ["email"], an, binh, *(shop.person(BINH) for _ in range(5)), channel=Channel.EMAIL)
    for subject in (an, binh):
        bundle = export_bundle(subject, shop.now())
        assert verify_bundle(bundle).ok
        assert [entry["batch"] is not None for entry in json.loads(bundle)["entries"]].count(True) == 1


def test_a_second_bundle_goes_on_where_the_first_ended(shop: Shop, binh: int) -> None:
    """Exports are uses too: the next bundle shows the earlier export."""
    export_bundle(binh, shop.now())
    bundle = export_bundle(binh, shop.now())
    assert _events(bundle) == ["export", "export"]
    assert verify_bundle(bundle).ok
    assert len(json.loads(bundle)["heads"]) == 2


def test_an_omitted_use_is_noticed(shop: Shop, an: int) -> None:
    """A shop that leaves the opening out of the bundle is found out."""
    _, case = shop.order(an)
    shop.open(shop.staff("fulfilment", "supply", case), ["name"], an)
    bundle = json.loads(export_bundle(an, shop.now()))
    del bundle["entries"][2]
    assert not verify_bundle(json.dumps(bundle, separators=(",", ":"), sort_keys=True).encode()).ok


def test_a_frozen_person_is_refused_by_clause(shop: Shop, binh: int) -> None:
    """While frozen, nothing is given out, and the refusal says why."""
    freezing.set_states(binh, SubjectState.FROZEN, shop.now())
    with pytest.raises(Refused) as refused:
        export_bundle(binh, shop.now())
    assert refused.value.decision.clause == "VI.4"


def test_nobody_gets_no_bundle(shop: Shop) -> None:
    """An id nobody has is said to be none."""
    with pytest.raises(NoSuchSubject):
        export_bundle(1, shop.now())
