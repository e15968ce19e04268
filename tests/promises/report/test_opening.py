"""A file is opened once, by an alarm or by hand, and its clocks run from the earlier of the two T0s."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.terms import NotATerm
from giuloi.promises.report.incidents.book import lines_of
from giuloi.promises.report.incidents.duties import duties_of
from giuloi.promises.report.incidents.kinds import BODY, CUSTOMERS, POLICE, IncidentKind, Stage, What
from giuloi.promises.report.incidents.opening import AlreadyOpen, data_affected, incident_row, open_incident
from tests.promises.report.conftest import ALARM, BY, opened
from tests.records.conftest import Shop

HOUR = timedelta(hours=1)


def due(incident: int) -> dict[tuple[str, str], object]:
    """(to whom, which) → by when."""
    return {(one.to, one.stage): one.due_at for one in duties_of(incident)}


def test_the_police_are_told_within_a_day_the_body_and_customers_within_three(shop: Shop) -> None:
    """From detection; the full report to the police stands in the law beside them."""
    incident = opened(shop, ago=2 * HOUR)
    row = incident_row(incident)
    assert row is not None
    assert due(incident) == {
        (POLICE, Stage.INITIAL): row.known_at + 24 * HOUR,
        (POLICE, Stage.FULL): row.known_at + 72 * HOUR,
        (BODY, Stage.FULL): row.known_at + 72 * HOUR,
        (CUSTOMERS, Stage.FULL): row.known_at + 72 * HOUR,
        (POLICE, Stage.FINAL): None,
        (BODY, Stage.FINAL): None,
    }


def test_the_same_alarm_again_joins_the_open_file(shop: Shop) -> None:
    """Of the same actor; of another it is another file."""
    first = opened(shop)
    assert opened(shop) == first
    assert [line.what for line in lines_of(first)] == [What.OPENED, What.JOINED]
    at = shop.now()
    assert open_incident(IncidentKind.HONEY, at, at, ALARM, {"actor": "key/other/00000000000000bb"}) != first


def test_opened_twice_by_hand_asks_which(shop: Shop) -> None:
    """Joined, or another: whoever opens it says so."""
    at = shop.now()
    first = open_incident(IncidentKind.SHOP_SERVER, at, at, BY, {})
    with pytest.raises(AlreadyOpen) as asked:
        open_incident(IncidentKind.SHOP_SERVER, at, at, BY, {})
    assert asked.value.incidents == [first]
    assert open_incident(IncidentKind.SHOP_SERVER, at, at, BY, {}, join=first) == first
    assert open_incident(IncidentKind.SHOP_SERVER, at, at, BY, {}, another=True) != first


def test_the_earlier_of_the_two_moments_counts(shop: Shop) -> None:
    """Data that was known to be affected before the alarm moves every clock forward; later knowledge moves none."""
    incident = opened(shop)
    before, at = due(incident), shop.now()
    assert data_affected(incident, at - 10 * HOUR, at, BY)
    row = incident_row(incident)
    assert row is not None
    assert row.data_known_at == at - 10 * HOUR
    assert due(incident)[POLICE, Stage.INITIAL] == at + 14 * HOUR
    assert before[POLICE, Stage.INITIAL] > at + 14 * HOUR  # type: ignore[operator]
    assert not data_affected(incident, at, at, BY)
    later = opened(shop, IncidentKind.READ_RATE)
    clocks = due(later)
    assert data_affected(later, shop.now(), shop.now(), BY)
    assert due(later) == clocks


@pytest.mark.parametrize("wrong", ["future", "kind", "evidence", "join"])
def test_what_cannot_be_an_incident_is_said(shop: Shop, wrong: str) -> None:
    """A time to come, no kind, too much evidence, a file that is none."""
    at = shop.now()
    given = {
        "future": (IncidentKind.OTHER, at + HOUR, {}, None),
        "kind": ("burglary", at, {}, None),
        "evidence": (IncidentKind.OTHER, at, {"what": "x" * 3000}, None),
        "join": (IncidentKind.OTHER, at, {}, 7),
    }[wrong]
    kind, detected, evidence, join = given
    with pytest.raises(NotATerm):
        open_incident(kind, at, detected, BY, evidence, join=join)  # type: ignore[arg-type]
