"""Who deletes a file, a line, the end of the timeline or of the ledger is seen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.terms import Channel
from giuloi.promises.report.incidents import duties, opening
from giuloi.promises.report.incidents.kinds import POLICE, What
from giuloi.promises.report.incidents.opening import data_affected
from giuloi.promises.report.incidents.rows import DutyRow, IncidentRow, LineRow, TextRow
from giuloi.promises.report.incidents.whole import faults, holds
from giuloi.promises.report.incidents.writing import write_parts
from giuloi.records import chain, selfcheck
from giuloi.records.places import places
from giuloi.records.uses.sequencer import integrate
from tests.promises.report.conftest import BY, opened
from tests.records.conftest import Shop


@pytest.fixture
def incident(shop: Shop, an: int) -> int:
    """A file of three lines, with leaves in the ledger behind the last."""
    shop.give(an, ("promotion", Channel.EMAIL))
    assert integrate()
    made = opened(shop)
    write_parts(made, {"act": "Có người lạ đọc hồ sơ.", "place": "Máy chủ"}, shop.now(), BY)
    assert holds()
    assert selfcheck.ready()["incidents"]
    return made


def test_a_deleted_file_is_seen(incident: int) -> None:
    """With everything that hung on it."""
    TextRow.objects.all().delete()
    DutyRow.objects.all().delete()
    IncidentRow.objects.all().delete()
    assert any(f"{incident:x}" in one.words.en and "deleted" in one.words.en for one in faults())
    assert not selfcheck.ready()["incidents"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_deleted_line_is_seen(incident: int, number: int) -> None:
    """Also the last, by the head beside the root key."""
    LineRow.objects.filter(number=number).delete()
    assert not holds()


def test_an_altered_line_is_seen(incident: int) -> None:
    """Whatever is altered in it."""
    LineRow.objects.filter(number=2).update(actor="staff/care/0000000000000002")
    assert [one.number for one in faults()] == [2]


def test_all_lines_taken_away_is_seen_and_said_for_good_by_the_next(incident: int, shop: Shop) -> None:
    """A new line cannot stand where the old ones stood."""
    LineRow.objects.all().delete()
    assert not holds()
    opened(shop)
    assert LineRow.objects.filter(what=What.GAP.value).exists()
    assert not holds()


def test_a_cut_ledger_is_seen(incident: int) -> None:
    """Each line names the ledger's head of its time: leaves that are gone no longer lead to it."""
    for path in sorted((places().ledger).rglob("*")):
        if path.is_file() and "entries" in path.parts:
            path.write_bytes(b"")
        elif path.is_file() and "tile" in path.parts:
            path.unlink()
    assert any("ledger" in one.words.en for one in faults())


def test_a_lost_head_is_seen(incident: int) -> None:
    """The file beside the root key."""
    (places().heads / "incidents.head").unlink()
    assert any("head" in one.words.en for one in faults())


def test_what_is_written_is_sealed(incident: int) -> None:
    """Nobody who steals the database reads how the shop was broken into."""
    line = LineRow.objects.get(number=2)
    assert "người lạ".encode() not in bytes(line.sealed)
    assert chain.noted() == chain.Head(3, bytes(LineRow.objects.get(number=3).code))


@pytest.mark.parametrize("how", ["closed", "handed in", "not needed", "gone", "moved"])
def test_a_clock_that_is_stopped_in_its_row_alone_is_seen(incident: int, shop: Shop, how: str) -> None:
    """Who has the database would rather have no reminder than a missing file."""
    duty = DutyRow.objects.filter(incident_id=incident).order_by("id")[:1].get()
    match how:
        case "closed":
            IncidentRow.objects.update(closed_at=shop.now())
        case "handed in":
            DutyRow.objects.filter(id=duty.id).update(sent_at=shop.now())
        case "not needed":
            DutyRow.objects.filter(id=duty.id).update(waived_at=shop.now())
        case "moved":
            DutyRow.objects.filter(to=POLICE).exclude(due_at=None).update(
                due_at=shop.now() + timedelta(days=9)
            )
        case _:
            DutyRow.objects.all().delete()
    assert not holds()
    assert f"{incident:x}" in faults()[0].words.en


def test_what_is_handed_in_and_closed_by_the_book_is_whole(incident: int, shop: Shop) -> None:
    """Each end is a line of the timeline as well."""
    first, *others = DutyRow.objects.filter(incident_id=incident).order_by("id")
    duties.handed_in(first.id, shop.now(), BY, "by hand")
    duties.received(first.id, "12/BC", shop.now(), BY)
    for one in others:
        duties.not_needed(one.id, "Không có dữ liệu cá nhân", shop.now(), BY)
    duties.close(incident, shop.now(), BY)
    assert faults() == []


def test_a_report_that_went_out_late_cannot_be_made_early_in_its_row(incident: int, shop: Shop) -> None:
    """The timeline says when it went."""
    duty = DutyRow.objects.filter(to=POLICE).exclude(due_at=None).order_by("due_at")[0]
    duties.handed_in(duty.id, shop.now(), BY, "by hand")
    assert holds()
    DutyRow.objects.filter(id=duty.id).update(sent_at=duty.due_at - timedelta(hours=23))
    assert not holds()


def test_hours_that_an_earlier_moment_moves_are_whole(incident: int, shop: Shop) -> None:
    """What moved by the book is as the book says."""
    before = list(DutyRow.objects.order_by("id").values_list("due_at", flat=True))
    assert data_affected(incident, shop.now() - timedelta(hours=5), shop.now(), BY)
    assert list(DutyRow.objects.order_by("id").values_list("due_at", flat=True)) != before
    assert faults() == []


def test_a_file_of_an_earlier_release_is_whole_without_hours_in_its_lines(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lines never said by when."""
    monkeypatch.setattr(opening, "hours_now", lambda _: "{}")
    opened(shop)
    assert faults() == []
