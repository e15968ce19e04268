"""VI.5: restricted information is only stored; it opens to sign in, to answer, to notify, and for an authority."""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.policy.vocabulary import CARVED_OUT
from giuloi.core.terms import Standing, SubjectState
from giuloi.records import freezing
from giuloi.records.reveal import Refusal, Revealed
from tests.clauses.way import outcome, willing
from tests.clauses.wording import ENFORCED, block, codes, kept, prohibition, text_with, the_policy, without
from tests.records.conftest import Shop


@pytest.mark.parametrize("purpose", the_policy().purposes)
@pytest.mark.parametrize("standing", Standing)
def test_only_the_four_that_the_clause_names_open(shop: Shop, purpose: str, standing: Standing) -> None:
    """With every consent and the right case."""
    way = replace(willing(purpose, standing), states=SubjectState.RESTRICTED)
    clause = the_policy().purposes[purpose].clause
    assert outcome(shop, way) == (f"{clause} permitted" if purpose in CARVED_OUT else "VI.5 prohibited")


def test_a_restriction_ends_when_it_is_lifted(shop: Shop, binh: int) -> None:
    """And holds from the moment it is set."""
    _, case = shop.order(binh)
    desk = shop.staff("fulfilment", "supply", case)
    freezing.set_states(binh, SubjectState.RESTRICTED, shop.now())
    [answer] = shop.open(desk, ["name"], binh)
    assert isinstance(answer, Refusal)
    assert answer.decision.clause == "VI.5"
    freezing.release_states(binh, SubjectState.RESTRICTED, shop.now())
    assert isinstance(shop.open(desk, ["name"], binh)[0], Revealed)


def test_no_consent_lifts_it() -> None:
    """Nothing to ask for."""
    assert prohibition("restricted").unless is None
    assert prohibition("restricted").beyond == frozenset(CARVED_OUT)


def test_a_policy_that_leaves_more_open_does_not_compile() -> None:
    """Without the clause, or with care among the exceptions: state-open."""
    restricted = block("prohibit.restricted")
    more = text_with((restricted, restricted.replace('"rights",', '"rights", "care",')))
    assert codes(without("prohibit.restricted")) == codes(more) == {"state-open"}


def test_the_clause_is_kept_by_the_gate() -> None:
    """What everybody is shown."""
    assert kept("VI.5") == {"prohibit.restricted": ENFORCED}
