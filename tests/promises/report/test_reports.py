"""Reports are handed in by their hour, numbered, followed up; who is late is told; the file closes when all is done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.terms import NotATerm
from giuloi.promises.report.incidents import reminding
from giuloi.promises.report.incidents.book import lines_of
from giuloi.promises.report.incidents.duties import (
    NotOver,
    close,
    counted,
    duties_of,
    handed_in,
    kept_until,
    not_needed,
    received,
)
from giuloi.promises.report.incidents.kinds import BODY, POLICE, Stage, What
from giuloi.promises.report.incidents.opening import incident_row
from giuloi.promises.report.incidents.rows import DutyAlertRow
from giuloi.promises.report.incidents.writing import assess, parts_of, write_parts
from tests.promises.report.conftest import BY, colleague, later, opened, parts
from tests.records.conftest import Shop

HOUR = timedelta(hours=1)


def whats(incident: int) -> list[What]:
    """What the timeline tells, in order."""
    return [line.what for line in lines_of(incident)]


def test_each_moment_before_the_hour_is_said_once_and_the_miss_as_well(shop: Shop, file: int) -> None:
    """To administrators and to whoever looks after the law, also after the clock stood still for days."""
    legal, admin = colleague(shop, "Mai", "legal"), colleague(shop, "Nga", "care", administrator=True)
    colleague(shop, "Khoa", "fulfilment")
    assert reminding.remind(later(shop, HOUR)) == 0
    at = later(shop, 11 * HOUR)  # half of the police's 24 hours
    assert reminding.remind(at) == 1
    assert reminding.remind(at) == 0
    assert set(DutyAlertRow.objects.values_list("staff_id", flat=True)) == {legal, admin}
    assert whats(file)[-1] == What.ALERTED
    assert reminding.remind(later(shop, 24 * 5 * HOUR)) == 4
    assert whats(file).count(What.MISSED) == 4
    assert reminding.remind(later(shop, 24 * HOUR)) == 0


def test_what_was_handed_in_is_reminded_of_no_more(shop: Shop, file: int) -> None:
    """Nor what is not needed."""
    for one in duties_of(file):
        if one.to == POLICE:
            handed_in(one.id, shop.now(), BY, "trực tiếp")
        else:
            not_needed(one.id, "Không có dữ liệu cá nhân.", shop.now(), BY)
    assert reminding.remind(later(shop, 1000 * HOUR)) == 0


def test_a_file_closes_once_everything_is_handed_in_with_its_number(shop: Shop, file: int) -> None:
    """And is kept five years from then on."""
    for one in duties_of(file):
        with pytest.raises(NotOver):
            close(file, shop.now(), BY)
        handed_in(one.id, shop.now(), BY, "dichvucong.gov.vn")
    with pytest.raises(NotOver):
        close(file, shop.now(), BY)
    for one in duties_of(file):
        if one.to in (POLICE, BODY):
            received(one.id, "TN-2026/118", shop.now(), BY)
    at = shop.now()
    close(file, at, BY)
    row = incident_row(file)
    assert row is not None
    assert kept_until(row) == at.replace(year=at.year + 5)
    with pytest.raises(LookupError):
        write_parts(file, {"act": "Sửa sau"}, shop.now(), BY)


def test_a_closed_alarm_opens_a_new_file(shop: Shop, file: int) -> None:
    """What happens again is another incident."""
    for one in duties_of(file):
        not_needed(one.id, "Báo động thử.", shop.now(), BY)
    close(file, shop.now(), BY)
    assert opened(shop) != file


def test_late_reports_are_counted_as_late_for_everybody(shop: Shop, file: int) -> None:
    """What is behind its hour and not handed in counts as missed already."""
    first = duties_of(file)[0]
    assert counted(shop.now()).missed == 0
    handed_in(first.id, later(shop, 25 * HOUR), BY, "trực tiếp")
    told = counted(later(shop, 50 * HOUR))
    assert (told.opened, told.open_now, told.in_time, told.missed) == (1, 1, 0, 4)


def test_the_file_says_what_was_written_and_the_timeline_what_it_said_before(shop: Shop, file: int) -> None:
    """Each part, sealed."""
    write_parts(file, parts(), shop.now(), BY)
    assert write_parts(file, parts(), shop.now(), BY) == 0
    write_parts(file, {"cause": "Mật khẩu bị đoán ra"}, shop.now(), BY)
    assert parts_of(file)["cause"] == "Mật khẩu bị đoán ra"
    said = [line.said["text"] for line in lines_of(file) if line.said.get("part") == "cause"]
    assert said == ["Khóa máy bị lộ", "Mật khẩu bị đoán ra"]


@pytest.mark.parametrize(("likelihood", "severity", "reasons"), [(0, 3, "x"), (3, 6, "x"), (3, 3, " ")])
def test_a_risk_has_two_marks_and_its_reasons(
    shop: Shop, file: int, likelihood: int, severity: int, reasons: str
) -> None:
    """From one to five."""
    with pytest.raises(NotATerm):
        assess(file, likelihood, severity, reasons, shop.now(), BY)
    assess(file, 4, 3, "Số điện thoại bị lộ.", shop.now(), BY)
    row = incident_row(file)
    assert row is not None
    assert (row.likelihood, row.severity) == (4, 3)


def test_a_report_goes_by_some_way_and_gets_a_number_only_once_it_went(shop: Shop, file: int) -> None:
    """What was not handed in has no receipt."""
    duty = duties_of(file)[0]
    with pytest.raises(NotATerm):
        handed_in(duty.id, shop.now(), BY, " ")
    with pytest.raises(LookupError):
        received(duty.id, "TN-1", shop.now(), BY)
    handed_in(duty.id, shop.now(), BY, "trực tiếp")
    with pytest.raises(LookupError):
        handed_in(duty.id, shop.now(), BY, "trực tiếp")


def test_the_final_reports_have_no_hour_and_close_the_list(shop: Shop, file: int) -> None:
    """They come last."""
    assert [one.stage for one in duties_of(file)][-2:] == [Stage.FINAL, Stage.FINAL]
