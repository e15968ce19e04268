"""VI.4: while information is frozen nobody can open it, for whatever purpose; what the law stores stays stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.terms import Refused, Standing, SubjectState
from giuloi.records import freezing, vault
from giuloi.records.keyring import keyring
from giuloi.records.reveal import Refusal, Revealed
from giuloi.records.uses.bundle import export_bundle
from tests.clauses.way import outcome, willing
from tests.clauses.wording import ENFORCED, block, codes, kept, prohibition, text_with, the_policy, without
from tests.records.conftest import Shop


@pytest.mark.parametrize("purpose", the_policy().purposes)
@pytest.mark.parametrize("standing", Standing)
def test_no_purpose_opens_anything(shop: Shop, purpose: str, standing: Standing) -> None:
    """Supply, care, rights, the account itself, an authority: all refused by this clause, whatever else is there."""
    assert outcome(shop, willing(purpose, standing)).endswith(" permitted")
    frozen = replace(willing(purpose, standing), states=SubjectState.FROZEN)
    assert outcome(shop, frozen) == "VI.4 prohibited"


def test_frozen_beats_every_other_state(shop: Shop) -> None:
    """Frozen and restricted and a minor: frozen."""
    every = SubjectState.FROZEN | SubjectState.RESTRICTED | SubjectState.MINOR
    assert outcome(shop, replace(willing("rights", Standing.GUEST), states=every)) == "VI.4 prohibited"


def test_a_freeze_that_the_data_do_not_know_yet_holds(shop: Shop, binh: int) -> None:
    """The key store knows first."""
    _, case = shop.order(binh)
    keyring().restrict(binh, int(SubjectState.FROZEN), shop.now())
    [answer] = shop.open(shop.staff("fulfilment", "supply", case), ["name"], binh)
    assert isinstance(answer, Refusal)


def test_not_even_the_bundle_comes_out(shop: Shop, binh: int) -> None:
    """Where two people claim one account, answering could answer the wrong one."""
    freezing.set_states(binh, SubjectState.FROZEN, shop.now())
    with pytest.raises(Refused) as refused:
        export_bundle(binh, shop.now())
    assert refused.value.decision.clause == "VI.4"


def test_what_is_stored_stays_and_is_there_again_afterwards(shop: Shop, binh: int) -> None:
    """Storing is not using."""
    _, case = shop.order(binh)
    before = vault.fields_held(binh)
    freezing.set_states(binh, SubjectState.FROZEN, shop.now())
    assert vault.fields_held(binh) == before
    freezing.release_states(binh, SubjectState.FROZEN, shop.now())
    assert isinstance(shop.open(shop.staff("fulfilment", "supply", case), ["name"], binh)[0], Revealed)


def test_a_policy_that_leaves_a_way_open_does_not_compile() -> None:
    """Without the clause, with an exception, or with a condition: state-open."""
    frozen = block("prohibit.frozen")
    for spoiled in (
        without("prohibit.frozen"),
        text_with((frozen, frozen + 'beyond = ["rights"]\n')),
        text_with((frozen, frozen + 'standings = ["guest"]\n')),
    ):
        assert codes(spoiled) == {"state-open"}


def test_the_clause_is_kept_by_the_gate() -> None:
    """No purpose, no consent, no exception in it."""
    rule = prohibition("frozen")
    assert (rule.purposes, rule.beyond, rule.standings, rule.unless) == (frozenset(),) * 3 + (None,)
    assert kept("VI.4") == {"prohibit.frozen": ENFORCED}
