"""IV.3: somebody is always answerable: by a date, by the week, by the head; and a gap is shown before it comes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from giuloi.core.deadline import VIETNAM
from giuloi.promises.answer import rota
from giuloi.promises.answer.assignment import NotAssigned
from giuloi.promises.answer.rota import NotARota, put_duty, put_weekly
from giuloi.records.credentials import let_go
from giuloi.records.rota import answerable_at
from tests.records.conftest import NOON, Shop

MONDAY = date(2026, 11, 23)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of a day in Viet Nam."""
    return datetime.combine(day, time(hour, minute), VIETNAM)


def test_the_dated_stretch_comes_before_the_week_and_the_week_before_the_head(
    shop: Shop, ha: int, khoa: int
) -> None:
    """Hà heads; Khoa has office hours; on one Monday Hà takes the morning."""
    put_weekly(khoa, range(5), time(8), time(17), MONDAY)
    assert answerable_at(at(MONDAY, 9)) == khoa
    assert answerable_at(at(MONDAY, 17)) == ha, "the closing minute is the head's"
    assert answerable_at(at(MONDAY + timedelta(days=5), 9)) == ha, "Saturday"
    duty = put_duty(ha, at(MONDAY, 8), at(MONDAY, 12), NOON)
    assert answerable_at(at(MONDAY, 9)) == ha
    assert rota.remove(duty, NOON)
    assert not rota.remove(duty, NOON)
    assert answerable_at(at(MONDAY, 9)) == khoa


def test_a_night_reaches_into_the_next_day(shop: Shop, ha: int, khoa: int) -> None:
    """From 22:00 on Monday to 06:00 on Tuesday."""
    put_weekly(khoa, [0], time(22), time(6), MONDAY)
    assert answerable_at(at(MONDAY + timedelta(days=1), 5, 59)) == khoa
    assert answerable_at(at(MONDAY + timedelta(days=1), 6)) == ha


@pytest.mark.parametrize(("on_holidays", "who"), [(False, "head"), (True, "shift")])
def test_tet_pauses_the_week_unless_the_shift_says_otherwise(
    shop: Shop, ha: int, khoa: int, on_holidays: bool, who: str
) -> None:
    """Friday, 5 February 2027 is the eve of Tết: a holiday that is expected and not decreed pauses it too."""
    put_weekly(khoa, range(5), time(8), time(17), MONDAY, on_holidays=on_holidays)
    eve = date(2027, 2, 5)
    assert answerable_at(at(eve, 9)) == {"head": ha, "shift": khoa}[who]
    day = next(one for one in rota.week(at(eve, 9)) if one.day == eve)
    assert day.holiday is not None
    assert "Tết" in day.holiday.vi


def test_a_day_off_is_one_persons_or_everybodys(shop: Shop, ha: int, khoa: int) -> None:
    """Whoever is off is not answerable; the next in line is."""
    put_weekly(khoa, [0], time(8), time(17), MONDAY)
    put_weekly(ha, [0], time(7), time(17), MONDAY)
    assert answerable_at(at(MONDAY, 9)) == khoa, "who began last"
    rota.put_day_off(MONDAY, khoa)
    assert answerable_at(at(MONDAY, 9)) == ha
    rota.put_day_off(MONDAY)
    assert rota.week(at(MONDAY, 9))[0].stretches == ()
    assert rota.remove_day_off(MONDAY)


def test_gaps_are_what_no_stretch_covers(shop: Shop, ha: int, khoa: int) -> None:
    """Two stretches that overlap, and what is left of the day."""
    put_duty(khoa, at(MONDAY, 8), at(MONDAY, 12), NOON)
    put_duty(ha, at(MONDAY, 11), at(MONDAY, 17), NOON)
    found = rota.gaps(at(MONDAY, 0), at(MONDAY + timedelta(days=1), 0))
    assert [(gap.begins.astimezone(VIETNAM).hour, gap.ends.astimezone(VIETNAM).hour) for gap in found] == [
        (0, 8),
        (17, 0),
    ]
    assert rota.gaps(at(MONDAY, 9), at(MONDAY, 10)) == ()


def test_a_shift_that_ended_is_not_on_duty_any_more_and_stays_known_before(
    shop: Shop, ha: int, khoa: int
) -> None:
    """From the next week on."""
    (shift,) = put_weekly(khoa, [0], time(8), time(17), MONDAY)
    assert rota.end_weekly(shift, MONDAY + timedelta(days=7))
    assert answerable_at(at(MONDAY, 9)) == khoa
    assert answerable_at(at(MONDAY + timedelta(days=7), 9)) == ha


def test_who_left_is_answerable_for_nothing_new(shop: Shop, ha: int, khoa: int) -> None:
    """Neither on duty nor by the week; and nobody can put them there."""
    put_weekly(khoa, [0], time(8), time(17), MONDAY)
    let_go(khoa, NOON)
    assert answerable_at(at(MONDAY, 9)) == ha
    with pytest.raises(NotAssigned):
        put_duty(khoa, at(MONDAY, 8), at(MONDAY, 9), NOON)


def test_a_stretch_that_ends_before_it_begins_is_no_stretch(shop: Shop, ha: int) -> None:
    """Nor is one of a year, or a week without days."""
    with pytest.raises(NotARota):
        put_duty(ha, at(MONDAY, 9), at(MONDAY, 8), NOON)
    with pytest.raises(NotARota):
        put_duty(ha, at(MONDAY, 9), at(MONDAY + timedelta(days=300), 8), NOON)
    with pytest.raises(NotARota):
        put_weekly(ha, [7], time(8), time(9), MONDAY)


def test_who_answered_yesterday_is_nobodys_to_write_or_to_strike_out(shop: Shop, ha: int, khoa: int) -> None:
    """Refused with words; a stretch that is under way ends now, and one that is over stays."""
    monday = at(MONDAY, 8)
    with pytest.raises(NotARota) as no:
        put_duty(khoa, monday, at(MONDAY, 12), monday + timedelta(seconds=1))
    assert "past" in no.value.words.en
    duty = put_duty(khoa, monday, at(MONDAY, 12), monday)
    assert rota.remove(duty, at(MONDAY, 10))
    assert (answerable_at(at(MONDAY, 9)), answerable_at(at(MONDAY, 10))) == (khoa, ha)
    assert not rota.remove(duty, at(MONDAY, 11)), "it is over"
    assert answerable_at(at(MONDAY, 9)) == khoa


def test_who_left_stays_in_the_weeks_in_which_they_served(shop: Shop, ha: int, khoa: int) -> None:
    """By date, by the week and as the head, until the moment they left and not after it."""
    put_weekly(khoa, [0], time(8), time(17), MONDAY)
    duty = put_duty(ha, at(MONDAY, 7), at(MONDAY, 9), NOON)
    for staff in (ha, khoa):
        let_go(staff, at(MONDAY, 8, 30))
    found = [(one.staff, one.ends) for one in rota.week(at(MONDAY, 9))[0].stretches]
    assert found == [(ha, at(MONDAY, 8, 30)), (khoa, at(MONDAY, 8, 30))]
    assert answerable_at(at(MONDAY, 6)) == ha, "as the head"
    assert answerable_at(at(MONDAY, 8)) == ha, f"by the stretch {duty}"
    assert answerable_at(at(MONDAY, 8, 30)) is None
