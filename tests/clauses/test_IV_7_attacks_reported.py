"""IV.7: if the server is attacked, the investigating authority is told within 24 hours, the others within 72."""

from __future__ import annotations

import pytest

from tests.clauses.wording import (
    NOT_KEPT_YET,
    block,
    compiled,
    kept,
    policy_of,
    report,
    text_with,
    the_policy,
    without,
)

REPORTS = {
    "investigators": ("24h", "investigating_authority"),
    "data_protection_body": ("72h", "data_protection_body"),
    "customers": ("72h", "affected_customers"),
}


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_has_its_clock_from_detection(name: str) -> None:
    """To whom, by when, counted from when it was detected and not from when it was understood."""
    within, to = REPORTS[name]
    assert report(name) == {"within": within, "from": "detection", "to": to}


def test_there_are_these_three_and_no_other() -> None:
    """All under this clause."""
    assert {(one.name, one.clause) for one in the_policy().reports} == {(name, "IV.7") for name in REPORTS}


@pytest.mark.parametrize(
    ("name", "old", "new"), [("investigators", "24h", "25h"), ("data_protection_body", "72h", "73h")]
)
def test_an_hour_more_than_the_law_does_not_compile(name: str, old: str, new: str) -> None:
    """The article is cited."""
    told = block(f"report.{name}")
    result = compiled(text_with((told, told.replace(old, new))))
    [wrong] = [one for one in result.diagnostics if one.severity == "error"]
    assert (wrong.code, wrong.clause) == ("looser", "IV.7")
    duty = {"investigators": "investigating_authority"}.get(name, name)
    assert the_policy().figures[f"incident.{duty}"].source.split(";")[0] in wrong.en


def test_the_law_behind_both_clocks_is_carried_with_its_certainty() -> None:
    """24 hours and 72, held to; the full report within 72 hours stands in the law beside them."""
    figures = the_policy().figures
    assert str(figures["incident.investigating_authority"].value) == "24h"
    assert str(figures["incident.data_protection_body"].value) == "72h"
    assert str(figures["incident.full_report"].value) == "72h"
    assert {"incident.investigating_authority", "incident.data_protection_body"} <= the_policy().held_to


def test_a_report_taken_out_would_be_noticed() -> None:
    """Customers forgotten: nothing is then promised to them."""
    made = policy_of(without("report.customers"))
    assert {one.values["to"] for one in made.reports} == {"investigating_authority", "data_protection_body"}
    assert "report.customers" not in kept("IV.7", made)


def test_reports_are_not_kept_yet_and_shown_so() -> None:
    """There are no incident files in this release."""
    assert kept("IV.7") == {f"report.{name}": NOT_KEPT_YET for name in REPORTS}
