"""IV.7: if the server is attacked, the investigating authority is told within 24 hours, the others within 72."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.promises.report.detection.watching import open_waiting
from giuloi.promises.report.incidents.affected import everybody_affected
from giuloi.promises.report.incidents.book import lines_of
from giuloi.promises.report.incidents.duties import counted, duties_of
from giuloi.promises.report.incidents.kinds import IncidentKind, Stage, What
from giuloi.promises.report.incidents.notices import begin_telling, tell_affected, text_for
from giuloi.promises.report.incidents.opening import incidents, open_incident
from giuloi.promises.report.incidents.reminding import remind
from giuloi.promises.report.incidents.writing import assess, write_parts
from giuloi.records.facts import Ask
from giuloi.records.keyring import Trap, keyring
from giuloi.records.reveal import reveal_many
from tests.clauses.wording import (
    PROCEDURAL,
    block,
    compiled,
    kept,
    policy_of,
    report,
    text_with,
    the_policy,
    without,
)
from tests.promises.report.conftest import parts
from tests.records.conftest import Shop, binh, shop

__all__ = ["binh", "shop"]

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


def test_reports_are_kept_by_people_with_softwares_clock() -> None:
    """Software fills them in, counts the hours and publishes what was late; a person hands them in."""
    assert kept("IV.7") == {f"report.{name}": PROCEDURAL for name in REPORTS}


def test_a_file_starts_the_clocks_of_the_policy(shop: Shop) -> None:
    """24 hours, 72 and 72, from detection and not from when the file was opened."""
    at = shop.now()
    detected = at - timedelta(hours=5)
    incident = open_incident(IncidentKind.SHOP_SERVER, at, detected, "staff/legal/0000000000000001", {})
    owed = {(one.to, one.stage): one.due_at for one in duties_of(incident)}
    first = {"investigating_authority": Stage.INITIAL}
    for within, to in REPORTS.values():
        hours = timedelta(hours=int(within[:-1]))
        assert owed[to, first.get(to, Stage.FULL)] == detected + hours


def test_an_hour_that_passes_is_never_unseen_and_is_published(shop: Shop) -> None:
    """The timeline has it, and so have the numbers for everybody."""
    incident = open_incident(
        IncidentKind.STOLEN, shop.now(), shop.now() - timedelta(hours=1), "code/test", {}
    )
    later = shop.now() + timedelta(hours=80)
    remind(later)
    assert [line.what for line in lines_of(incident)].count(What.MISSED) == 4
    assert counted(later).missed == 4


def test_every_customer_affected_is_told_which_data_how_bad_what_was_done_and_what_to_do(
    shop: Shop, binh: int
) -> None:
    """As the clause promises it, in both languages."""
    incident = open_incident(
        IncidentKind.STOLEN, shop.now(), shop.now() - timedelta(hours=1), "code/test", {}
    )
    everybody_affected(incident, shop.now(), "code/test")
    write_parts(incident, parts(), shop.now(), "code/test")
    assess(incident, 4, 3, parts()["risk"], shop.now(), "code/test")
    text = text_for(incident, 3)
    for words in ("họ tên, điện thoại", "trung bình", parts()["measures"], parts()["advice"]):
        assert words in text.vi
    assert parts()["advice_en"] in text.en
    begin_telling(incident, shop.now(), "code/test")
    assert tell_affected(shop.now()) == 1


def test_an_attack_that_reads_through_the_gate_opens_its_own_file(shop: Shop, binh: int) -> None:
    """Nobody has to notice: a honey record is asked for, and the clock of the police runs from that moment."""
    keyring().set_trap(Trap.SUBJECT, binh, shop.now())
    reveal_many(shop.staff("care", "care"), ["phone"], [Ask(binh)], shop.now())
    asked_at = keyring().alarms()[0].at
    open_waiting(shop.now())
    [file] = incidents()
    assert file.kind == IncidentKind.HONEY
    due = {(one.to, one.stage): one.due_at for one in duties_of(file.id)}
    assert due["investigating_authority", Stage.INITIAL] == asked_at + timedelta(hours=24)
