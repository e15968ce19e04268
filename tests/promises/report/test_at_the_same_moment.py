"""Alarms that ring together, administrators who click together: one file, one hour, every line in its place."""

from __future__ import annotations

from collections.abc import Callable

from giuloi.promises.report.break_glass import access
from giuloi.promises.report.break_glass.access import NotAllowed
from giuloi.promises.report.incidents import duties
from giuloi.promises.report.incidents.book import lines_of
from giuloi.promises.report.incidents.kinds import IncidentKind, What
from giuloi.promises.report.incidents.opening import open_incident
from giuloi.promises.report.incidents.rows import DutyRow, IncidentRow
from giuloi.promises.report.incidents.whole import faults
from tests.promises.report.conftest import ALARM, BY, colleague
from tests.records.conftest import Shop
from tests.together import together


def _tried(call: Callable[[], object], *refusals: type[Exception]) -> Callable[[], bool]:
    """Whether it was done, and not refused."""

    def one() -> bool:
        try:
            call()
        except refusals:
            return False
        return True

    return one


def test_the_same_alarm_at_once_is_one_file(shop: Shop) -> None:
    """Six sweeps of six machines see it: the first opens, the others join."""
    at, said = shop.now(), {"actor": "key/partner/00000000000000aa"}
    files = together([lambda: open_incident(IncidentKind.HONEY, at, at, ALARM, said)] * 6)
    assert len(set(files)) == 1
    assert IncidentRow.objects.count() == 1
    assert [line.what for line in lines_of(files[0])] == [What.OPENED] + [What.JOINED] * 5
    assert faults() == []


def test_a_report_that_two_hand_in_at_once_went_once(shop: Shop, file: int) -> None:
    """The second is told that it went."""
    duty = DutyRow.objects.filter(incident_id=file).order_by("id")[:1].get()
    at = shop.now()
    hand_in = _tried(lambda: duties.handed_in(duty.id, at, BY, "by hand"), LookupError)
    assert sorted(together([hand_in] * 4)) == [False, False, False, True]
    assert [line.what for line in lines_of(file)].count(What.REPORTED) == 1
    assert faults() == []


def test_one_administrator_in_many_windows_is_one_approver(shop: Shop, file: int, binh: int) -> None:
    """However often and fast they click, the hour does not begin."""
    ha = colleague(shop, "Hà", "care")
    nga = colleague(shop, "Nga", "legal", administrator=True)
    glass = access.glass_of(access.ask_for(file, ha, [binh], ["phone"], "Gọi báo khách", shop.now()))
    assert glass is not None
    at = shop.now()
    yes = _tried(lambda: access.approve(glass.id, nga, glass.scope, at), NotAllowed)
    assert sorted(together([yes] * 5)) == [False, False, False, False, True]
    found = access.glass_of(glass.id)
    assert found is not None
    assert (found.first, found.second, found.ends_at) == (nga, None, None)


def test_three_administrators_at_once_begin_one_hour(shop: Shop, file: int, binh: int) -> None:
    """Two of them are the approvers, and the third comes too late."""
    ha = colleague(shop, "Hà", "care")
    crew = [colleague(shop, name, "legal", administrator=True) for name in ("Nga", "Tâm", "Vinh")]
    glass = access.glass_of(access.ask_for(file, ha, [binh], ["phone"], "Gọi báo khách", shop.now()))
    assert glass is not None
    at = shop.now()
    calls = [
        _tried(lambda who=who: access.approve(glass.id, who, glass.scope, at), NotAllowed)  # type: ignore[misc]
        for who in crew
    ]
    assert sorted(together(calls)) == [False, True, True]
    found = access.glass_of(glass.id)
    assert found is not None
    assert found.first != found.second
    assert found.is_open(at)
    assert faults() == []
