"""VII.1: whoever is known to be young gets no promotions, services, surveys or advertising, even with consent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.terms import CaseKind, Standing, SubjectState
from giuloi.promises.use.outreach.reasons import Reason, numbers
from giuloi.records.database import run
from tests.clauses.way import MEMBER, Way, agreed, outcome, willing, would_be_noticed
from tests.clauses.wording import ENFORCED, block, kept, prohibition, text_with, the_policy, without
from tests.promises.use.outreach.conftest import OFFER, Desk
from tests.records.conftest import Shop

SIDE = ("promotion", "services", "engagement", "advertising")
YOUNG = SubjectState.MINOR


@pytest.mark.parametrize("purpose", SIDE)
@pytest.mark.parametrize("standing", Standing)
def test_no_consent_opens_it_for_the_young(shop: Shop, purpose: str, standing: Standing) -> None:
    """The same way is open for somebody grown up."""
    way = willing(purpose, standing)
    assert outcome(shop, way).endswith(" permitted")
    assert outcome(shop, replace(way, states=YOUNG)) == "VII.1 prohibited"


@pytest.mark.parametrize(
    ("purpose", "clause"), [("supply", "I.1"), ("care", "I.2"), ("rights", "IV.3"), ("account", "IV.5")]
)
def test_a_young_customer_is_served_like_anybody(shop: Shop, purpose: str, clause: str) -> None:
    """Orders, questions, rights and the account are not touched."""
    rule = the_policy().purposes[purpose]
    way = Way(
        purpose, min(rule.roles), ("name",), rule.needs, MEMBER, consents=(agreed(purpose),), states=YOUNG
    )
    assert outcome(shop, way) == f"{clause} permitted"


def test_a_campaign_leaves_out_whoever_is_known_to_be_young(desk: Desk) -> None:
    """Though they agreed: counted as young, and not written to."""
    young = desk.willing(1)
    desk.willing(2)
    run("UPDATE records_subject SET states = %s WHERE id = %s", (int(YOUNG), young))
    assert numbers(OFFER, desk.now()).counts[Reason.MINOR] == 1
    desk.work(desk.started())
    assert desk.to == ["khach2@example.vn"]


def test_a_policy_without_the_clause_would_be_noticed(shop: Shop) -> None:
    """Out with it, and the promotion goes to a child."""
    way = replace(willing("promotion", Standing.GUEST), states=YOUNG)
    would_be_noticed(shop, without("prohibit.minors"), way, "VII.1 prohibited", "I.3 permitted")


def test_a_policy_that_forgets_surveys_would_be_noticed(shop: Shop) -> None:
    """One purpose left out of the list."""
    minors = block("prohibit.minors")
    loose = text_with((minors, minors.replace('"engagement", ', "")))
    way = replace(willing("engagement", Standing.GUEST), states=YOUNG)
    would_be_noticed(shop, loose, way, "VII.1 prohibited", "I.4 permitted")


def test_every_topic_is_among_them_and_the_age_is_16() -> None:
    """A topic invented later must be thought of here."""
    topics = {name for name, rule in the_policy().purposes.items() if rule.topic}
    assert prohibition("minors").purposes == topics | {"advertising"} == set(SIDE)
    assert the_policy().registration is not None
    assert the_policy().registration.least_age == 16


def test_an_order_is_no_campaign(shop: Shop) -> None:
    """The case that serves a young customer opens no side purpose either."""
    way = replace(willing("promotion", Standing.GUEST), case=CaseKind.ORDER)
    assert outcome(shop, way) == "I.3 no_case"


def test_the_clause_is_kept_by_the_gate() -> None:
    """What everybody is shown."""
    assert kept("VII.1") == {"prohibit.minors": ENFORCED}
