"""Dated profiles, joined by the day that is judged; the strictest figure wins; no promise loosens the law."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from giuloi.core.policy.figures import Figure, Sense, fits, joined, strictest_first, within
from giuloi.core.policy.law import DUTIES, join, names
from giuloi.core.terms import Certainty, Duration, NotATerm, Unit
from giuloi.records.lawbook import lawbook
from tests.core.policy.corpus import TODAY, compiled

SPANS = st.builds(Duration, st.integers(1, 400), st.sampled_from(Unit))


def figures(sense: Sense, values) -> st.SearchStrategy[list[Figure]]:
    """Some figures of one duty."""
    return st.lists(
        st.builds(
            Figure,
            path=st.text("abc", min_size=1, max_size=3),
            profile=st.just("vn"),
            sense=st.just(sense),
            value=values,
            source=st.just("a law"),
            certainty=st.sampled_from(Certainty),
        ),
        min_size=1,
        max_size=5,
    )


FIGURES = {
    "a deadline": ("rights.erase.do", "20d", Certainty.PRIMARY),
    "a deadline for what needs others": ("rights.erase.via_third", "30d", Certainty.PRIMARY),
    "an extension": ("rights.access.extension", "10d", Certainty.PRIMARY),
    "working days": ("rights.respond", "2wd", Certainty.PRIMARY),
    "an authority": ("authority.normal", "24h", Certainty.SECONDARY),
    "an authority in a hurry": ("authority.urgent", "3h", Certainty.SECONDARY),
    "the police": ("incident.investigating_authority", "24h", Certainty.SECONDARY),
    "the data protection body": ("incident.data_protection_body", "72h", Certainty.PRIMARY),
    "hours": ("contact.sms.hours", "07:00-22:00", Certainty.SECONDARY),
    "a cap": ("contact.phone.per_day", "1", Certainty.SECONDARY),
    "a floor": ("keep.contract", "3y", Certainty.PRIMARY),
    "a floor known in part": ("keep.invoice", "10y", Certainty.MEMORY),
}


@pytest.mark.parametrize("case", FIGURES)
def test_today_the_law_of_viet_nam_says(case: str) -> None:
    """Each figure with its certainty, the weaker half of a mixed one."""
    duty, value, certainty = FIGURES[case]
    figure = join(lawbook(), ["vn"], TODAY).figure(duty)
    assert figure is not None
    assert (str(figure), figure.certainty) == (value, certainty)
    assert figure.source


def test_every_path_of_every_duty_is_in_the_lawbook() -> None:
    """A duty that no figure can be found for would silently demand nothing."""
    found = {
        figure.path
        for day in (date(2019, 1, 1), date(2024, 7, 2), TODAY)
        for figures_ in join(lawbook(), ["vn", "gdpr"], day).duties.values()
        for figure in figures_
    }
    assert found == {path for _, paths in DUTIES.values() for path in paths}


DAYS = {
    date(2012, 1, 1): None,
    date(2023, 6, 30): None,
    date(2023, 7, 1): "72h",  # Decree 13/2023
    date(2025, 12, 31): "72h",
    date(2026, 1, 1): "20d",  # Law 91/2025
}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_an_old_event_is_judged_by_the_law_of_its_day(day: date) -> None:
    """The alias "vn" brings the profile that was in force."""
    figure = join(lawbook(), ["vn"], day).figure("rights.erase.do")
    assert (str(figure) if figure else None) == DAYS[day]


def test_two_laws_join_and_the_stricter_binds() -> None:
    """20 days against a month for erasure; GDPR alone gives the month."""
    both, alone = join(lawbook(), ["gdpr", "vn"], TODAY), join(lawbook(), ["gdpr"], TODAY)
    assert str(both.figure("rights.erase.do")) == "20d"
    assert str(alone.figure("rights.erase.do")) == "1m"
    assert alone.figure("contact.sms.hours") is None


def test_a_single_profile_may_be_chosen_and_an_unknown_one_is_refused() -> None:
    """Names are aliases and profile ids, nothing else."""
    assert set(names(lawbook())) >= {"vn", "gdpr", "vn-2026-01"}
    assert join(lawbook(), ["vn-2026-01"], TODAY).figure("keep.contract") is None
    with pytest.raises(NotATerm, match="mars"):
        join(lawbook(), ["mars"], TODAY)


@given(figures(Sense.AT_MOST, SPANS), SPANS)
def test_deadlines_minimum_wins(found: list[Figure], other: Duration) -> None:
    """Theorem: of deadlines the shortest binds, and one more law never makes it longer."""
    bound = joined(strictest_first(found)).value
    assert isinstance(bound, Duration)
    assert all(bound.least_hours <= figure.value.least_hours for figure in found)
    more = joined(strictest_first([*found, Figure("z", "eu", Sense.AT_MOST, other, "b", Certainty.PRIMARY)]))
    assert more.value.least_hours <= bound.least_hours


@given(figures(Sense.AT_LEAST, SPANS), SPANS)
def test_floors_maximum_wins(found: list[Figure], other: Duration) -> None:
    """Theorem: of floors the longest binds, and one more law never makes it shorter."""
    bound = joined(strictest_first(found)).value
    assert isinstance(bound, Duration)
    assert all(bound.least_hours >= figure.value.least_hours for figure in found)
    more = joined(strictest_first([*found, Figure("z", "eu", Sense.AT_LEAST, other, "b", Certainty.PRIMARY)]))
    assert more.value.least_hours >= bound.least_hours


CLOCK = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
HOURS = st.tuples(CLOCK, CLOCK).filter(lambda pair: pair[0] < pair[1])


@given(figures(Sense.INSIDE, HOURS))
def test_hours_lie_inside_every_law(found: list[Figure]) -> None:
    """Theorem: the joined hours are allowed by each law, or there are none."""
    start, end = joined(strictest_first(found)).value
    assert start == end or all(f.value[0] <= start and end <= f.value[1] for f in found)


@given(figures(Sense.AT_MOST, st.integers(0, 9)))
def test_of_equal_figures_the_surest_is_cited(found: list[Figure]) -> None:
    """Theorem: nothing binds harder than what is cited, and nothing as hard is surer."""
    first = strictest_first(found)[0]
    sure = "PSM".index
    for other in found:
        assert (other.value, sure(other.certainty)) >= (first.value, sure(first.certainty))


@given(figures(Sense.AT_LEAST, SPANS))
def test_joining_does_not_depend_on_order(found: list[Figure]) -> None:
    """Theorem: laws may be listed in any order."""
    assert joined(strictest_first(found)) == joined(strictest_first(found[::-1]))


@given(SPANS, SPANS)
def test_a_span_that_fits_is_never_longer(span: Duration, limit: Duration) -> None:
    """Theorem: fitting means shorter in every calendar, so never the other way round unless equal."""
    assume(fits(span, limit))
    if span.unit is limit.unit:
        assert span.value <= limit.value
    else:
        assert span.least_hours <= limit.least_hours or {span.unit, limit.unit} == {Unit.MONTHS, Unit.YEARS}


FITTING = [
    ("24h", "2wd", True),
    ("72h", "2wd", False),
    ("10wd", "20d", False),  # Tết may lie between
    ("30d", "1m", False),
    ("28d", "1m", True),
    ("36m", "3y", True),
    ("1095d", "3y", True),
    ("3y", "1095d", False),
    ("24h", "1d", True),
]


@pytest.mark.parametrize(("span", "limit", "answer"), FITTING)
def test_spans_of_different_units_are_compared_warily(span: str, limit: str, answer: bool) -> None:
    """A promise tightens the law only if it does so in every calendar."""
    assert fits(Duration.parse(span), Duration.parse(limit)) is answer


POLICY = """---
shop = "Tiệm Hạt Mè"
law = ["vn", "gdpr"]
---
### A.1
Điều gì không nói tới thì không làm; thông tin bị đóng băng thì không dùng.
```rule
[otherwise]
[prohibit.still]
states = ["frozen", "restricted"]
[role.desk]
vi = "quầy"
en = "desk"
[promise.answer]
kinds  = ["{kind}"]
within = "{within}"
from   = "received"
by     = "desk"
```
"""


@given(st.sampled_from(["access", "erase", "withdraw", "authority", "authority_urgent"]), SPANS)
def test_no_promise_loosens_the_law(kind: str, span: Duration) -> None:
    """Theorem: a policy that compiles keeps every figure of every chosen law."""
    policy = compiled(POLICY.format(kind=kind, within=span)).policy
    duty = {"authority": "authority.normal", "authority_urgent": "authority.urgent"}.get(
        kind, f"rights.{kind}.do"
    )
    laws = join(lawbook(), ["vn", "gdpr"], TODAY).duties[duty]
    assert (policy is not None) == all(within(span, figure) for figure in laws)
