"""Uses and refusals as numbers: by clause and day, until yesterday, and the picture says what the table says."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from giuloi.doors.trust.chart import HEIGHT, chart
from giuloi.doors.trust.counts import Counted, by_clause, by_day, lately, of_period, together
from giuloi.records.request_kinds import RequestState
from giuloi.records.requests import finish, receive
from giuloi.records.uses.pending import record_uses
from giuloi.records.uses.sequencer import integrate
from tests.cast import BINH
from tests.doors.trust.conftest import told
from tests.records.conftest import Shop

DAYS = lately(datetime(2026, 11, 22, 5, tzinfo=UTC)).days


def test_the_period_is_thirty_days_and_ends_with_yesterday_in_viet_nam() -> None:
    """At 17:00 UTC another day begins there."""
    assert (DAYS[0], DAYS[-1], len(DAYS)) == (date(2026, 10, 23), date(2026, 11, 21), 30)
    assert lately(datetime(2026, 11, 22, 17, tzinfo=UTC)).last == date(2026, 11, 22)


def test_what_happens_today_shows_tomorrow(shop: Shop, client: Client) -> None:
    """Nobody can watch a clause being used."""
    binh = shop.person(BINH)
    record_uses([told((binh,), 0, "III.2"), told((binh,), 1, "I.1")])
    integrate()
    page = client.get("/trust/numbers", secure=True).content.decode()
    assert "/trust/policy#I.1" in page
    assert "/trust/policy#III.2" not in page


def test_uses_and_refusals_are_told_apart(shop: Shop) -> None:
    """By clause, by day and together they are the same uses."""
    binh = shop.person(BINH)
    uses = [told((binh,), 1, "I.1"), told((binh,), 2, "I.1"), told((binh,), 2, "I.3", "refuse")]
    record_uses(uses)
    integrate()
    period = lately(datetime.now(UTC))
    found = of_period(period)
    assert by_clause(found) == {"I.1": Counted(2, 0), "I.3": Counted(0, 1)}
    assert [by_day(found)[day] for day in period.days[-2:]] == [Counted(1, 1), Counted(1, 0)]
    assert together(found) == Counted(2, 1)


def test_the_picture_has_words_for_those_who_do_not_see_it(shop: Shop, client: Client) -> None:
    """A title, a sentence with the figures, and the table."""
    record_uses([told((shop.person(BINH),), 1, "I.1")])
    integrate()
    page = client.get("/trust/numbers", secure=True).content.decode()
    [svg] = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert 'role="img" aria-labelledby="chart-title chart-text"' in svg
    assert "1 lần được phép và 0 lần bị từ chối" in svg
    assert svg.count("<rect") == 1


def test_what_is_refused_is_published_as_refused(shop: Shop, client: Client) -> None:
    """Answered in its hours and not carried out: nought of a hundred, in either language."""
    at = datetime.now(UTC) - timedelta(days=1)
    got = receive("complain", at, subject=shop.person(BINH), source="portal", actor="customer")
    finish(
        got.request, RequestState.REFUSED, at + timedelta(hours=23), "staff/care/9f2c01ab5d3e7a40", "not_ours"
    )
    page = client.get("/trust/numbers", secure=True).content.decode()
    assert "<strong>0,0\N{NO-BREAK SPACE}%</strong> được thực hiện đúng hẹn" in page
    assert "<strong>1</strong> lần từ chối" in page
    page = client.get("/trust/numbers", secure=True, headers={"accept-language": "en"}).content.decode()
    assert "<strong>1</strong> refused" in page


_counts = st.dictionaries(
    st.sampled_from(DAYS), st.builds(Counted, st.integers(0, 10**9), st.integers(0, 10**9))
)


@given(_counts)
def test_bars_stay_inside_the_picture_and_stand_on_one_another(counts: dict[date, Counted]) -> None:
    """Whatever the figures; and what happened at all is seen."""
    made = chart(DAYS, counts)
    assert len(made.bars) == 30
    for bar in made.bars:
        assert 0 <= bar.refused_y <= bar.allowed_y <= HEIGHT
        assert bar.allowed_y + bar.allowed_height == HEIGHT
        assert bar.refused_y + bar.refused_height == bar.allowed_y
        assert bool(bar.allowed_height) == bool(bar.counted.allowed)
        assert bool(bar.refused_height) == bool(bar.counted.refused)
        assert bar.x < made.width
