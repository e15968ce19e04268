"""Emergency access: two others approve exactly what was asked, for an hour; the customer sees it; it is reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from giuloi.core.terms import Standing
from giuloi.promises.report.break_glass import access
from giuloi.promises.report.break_glass.access import GOOD_FOR, LASTS, NotAllowed
from giuloi.promises.report.break_glass.rows import GlassRow
from giuloi.promises.report.incidents import rows as incident_rows
from giuloi.promises.report.incidents.book import lines_of
from giuloi.promises.report.incidents.kinds import What
from giuloi.records.access.account_rows import StaffAccount
from giuloi.records.cases import open_cases_of
from giuloi.records.reveal import Refusal, Revealed
from giuloi.records.uses.own import every_use
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN
from tests.promises.report.conftest import colleague, later
from tests.records.conftest import Shop


@dataclass
class Crew:
    """Hà of customer care, and two administrators."""

    ha: int
    nga: int
    tam: int


@pytest.fixture
def crew(shop: Shop) -> Crew:
    """Everybody at work."""
    return Crew(
        colleague(shop, "Hà", "care"),
        colleague(shop, "Nga", "legal", administrator=True),
        colleague(shop, "Tâm", "fulfilment", administrator=True),
    )


def asked(shop: Shop, crew: Crew, file: int, *people: int) -> access.Glass:
    """Hà asks for the telephone numbers."""
    glass = access.ask_for(file, crew.ha, people, ["phone"], "Gọi báo khách ngay", shop.now())
    found = access.glass_of(glass)
    assert found is not None
    return found


def opened(shop: Shop, crew: Crew, file: int, *people: int) -> access.Glass:
    """And both approve."""
    glass = asked(shop, crew, file, *people)
    assert not access.approve(glass.id, crew.nga, glass.scope, shop.now())
    assert access.approve(glass.id, crew.tam, glass.scope, shop.now())
    return glass


def test_the_named_customers_open_for_an_hour_and_nobody_else(
    shop: Shop, crew: Crew, file: int, binh: int
) -> None:
    """By the gate, under the care purpose; a member who never consented stays shut."""
    member = shop.person(AN, Standing.MEMBER)
    glass = opened(shop, crew, file, binh, member)
    answers = {one.ask.subject: one for one in access.look(glass.id, crew.ha, shop.now())}
    assert isinstance(answers[binh], Revealed)
    assert isinstance(answers[member], Refusal)
    with pytest.raises(NotAllowed):
        access.look(glass.id, crew.nga, shop.now())
    at = later(shop, LASTS)
    with pytest.raises(NotAllowed):
        access.look(glass.id, crew.ha, at)
    assert access.end_due(at) == 1
    assert open_cases_of(binh) == []


def test_nobody_approves_their_own_or_twice_and_another_scope_is_no_scope(
    shop: Shop, crew: Crew, file: int, binh: int
) -> None:
    """Nor who is no administrator, nor a request that is older than an hour."""
    glass = asked(shop, crew, file, binh)
    khoa = colleague(shop, "Khoa", "fulfilment")
    for who, scope in ((crew.ha, glass.scope), (khoa, glass.scope), (crew.nga, "00" * 32)):
        with pytest.raises(NotAllowed):
            access.approve(glass.id, who, scope, shop.now())
    access.approve(glass.id, crew.nga, glass.scope, shop.now())
    with pytest.raises(NotAllowed):
        access.approve(glass.id, crew.nga, glass.scope, shop.now())
    with pytest.raises(NotAllowed):
        access.approve(glass.id, crew.tam, glass.scope, later(shop, GOOD_FOR))
    with pytest.raises(NotAllowed):
        access.look(glass.id, crew.ha, shop.now())


def test_an_administrator_who_asks_cannot_approve_it(shop: Shop, crew: Crew, file: int, binh: int) -> None:
    """Also where they work in customer care themselves."""
    chief = colleague(shop, "Chiến", "care", administrator=True)
    glass = access.ask_for(file, chief, [binh], ["phone"], "Gọi báo", shop.now())
    found = access.glass_of(glass)
    assert found is not None
    with pytest.raises(NotAllowed):
        access.approve(glass, chief, found.scope, shop.now())


def test_the_customer_sees_it_in_their_ledger_and_beside_it(
    shop: Shop, crew: Crew, file: int, binh: int
) -> None:
    """Who, when, which fields, and whether it was reviewed."""
    glass = opened(shop, crew, file, binh)
    access.look(glass.id, crew.ha, shop.now())
    assert integrate()
    assert any(one.actor.startswith("staff/care/") and one.purpose == "care" for one in every_use(binh))
    [seen] = access.opened_of(binh)
    assert (seen.fields, seen.reviewed_at) == (("phone",), None)
    access.review(glass.id, crew.nga, "Đúng việc: đã gọi 1 khách.", shop.now())
    assert access.opened_of(binh)[0].reviewed_at is not None


def test_without_a_review_there_is_no_next_time(shop: Shop, crew: Crew, file: int, binh: int) -> None:
    """By somebody else than who looked; a review ends an hour that is still open."""
    glass = opened(shop, crew, file, binh)
    assert access.unreviewed() == 1
    with pytest.raises(NotAllowed):
        asked(shop, crew, file, binh)
    with pytest.raises(NotAllowed):
        access.review(glass.id, crew.ha, "Tôi thấy ổn.", shop.now())
    access.review(glass.id, crew.tam, "Đúng việc.", shop.now())
    with pytest.raises(NotAllowed):
        access.look(glass.id, crew.ha, shop.now())
    assert access.unreviewed() == 0
    assert asked(shop, crew, file, binh)


def test_every_step_of_it_is_in_the_timeline(shop: Shop, crew: Crew, file: int, binh: int) -> None:
    """And a request that was refused opens nothing, ever."""
    glass = asked(shop, crew, file, binh)
    assert access.refuse(glass.id, crew.nga, shop.now())
    with pytest.raises(NotAllowed):
        access.approve(glass.id, crew.tam, glass.scope, shop.now())
    opened(shop, crew, file, binh)
    steps = [line.said["step"] for line in lines_of(file) if line.what is What.GLASS]
    assert steps == ["asked", "refused", "asked", "approved", "opened"]
    assert GlassRow.objects.count() == 2


def test_what_names_nobody_or_too_much_is_refused(shop: Shop, crew: Crew, file: int, binh: int) -> None:
    """A customer who is none, no field, no reason, and whoever does not work in customer care."""
    for staff, people, fields, reason in (
        (crew.ha, [binh, 99], ["phone"], "Gọi"),
        (crew.ha, [], ["phone"], "Gọi"),
        (crew.ha, [binh], [], "Gọi"),
        (crew.ha, [binh], ["phone"], " "),
        (crew.nga, [binh], ["phone"], "Gọi"),
        (crew.ha, list(range(1, 60)), ["phone"], "Gọi"),
    ):
        with pytest.raises(NotAllowed):
            access.ask_for(file, staff, people, fields, reason, shop.now())
    assert timedelta(hours=1) == LASTS


def test_a_yes_of_who_is_no_administrator_any_more_does_not_count(
    shop: Shop, crew: Crew, file: int, binh: int
) -> None:
    """The first approver was demoted before the second yes: one person who may approve is not two."""
    glass = asked(shop, crew, file, binh)
    access.approve(glass.id, crew.nga, glass.scope, shop.now())
    StaffAccount.objects.filter(staff=crew.nga).update(administrator=False)
    with pytest.raises(NotAllowed):
        access.approve(glass.id, crew.tam, glass.scope, shop.now())
    with pytest.raises(NotAllowed):
        access.look(glass.id, crew.ha, shop.now())


def test_the_hour_leaves_no_case_open_for_other_pages(shop: Shop, crew: Crew, file: int, binh: int) -> None:
    """Only the telephone number was approved: no case stands open by which care could read the rest, clock or not."""
    glass = opened(shop, crew, file, binh)
    assert open_cases_of(binh) == []
    [answer] = access.look(glass.id, crew.ha, shop.now())
    assert isinstance(answer, Revealed)
    assert open_cases_of(binh) == []


def test_a_closed_incident_gives_nobody_an_hour(shop: Shop, crew: Crew, file: int, binh: int) -> None:
    """Neither a yes that comes after it was closed, nor a look in an hour that began before."""
    waiting = asked(shop, crew, file, binh)
    begun = opened(shop, crew, file, binh)
    incident_rows.IncidentRow.objects.filter(id=file).update(closed_at=shop.now())
    with pytest.raises(NotAllowed):
        access.approve(waiting.id, crew.nga, waiting.scope, shop.now())
    with pytest.raises(NotAllowed):
        access.look(begun.id, crew.ha, shop.now())
    assert open_cases_of(binh) == []


def test_a_look_that_was_killed_leaves_no_case_behind_the_next(
    shop: Shop, crew: Crew, file: int, binh: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the newest case is written down: one that was forgotten would open this customer on every page for ever."""
    glass = opened(shop, crew, file, binh)
    with monkeypatch.context() as killed:
        killed.setattr(access, "close_case", lambda *_: None)
        access.look(glass.id, crew.ha, shop.now())
    assert len(open_cases_of(binh)) == 1
    access.look(glass.id, crew.ha, shop.now())
    assert open_cases_of(binh) == []
