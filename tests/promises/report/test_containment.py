"""What is stopped stays stopped until it is lifted, and nothing else is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.terms import CaseKind, NotATerm, Relation, SubjectState, Unavailable
from giuloi.promises.report.incidents.affected import everybody_affected
from giuloi.promises.report.incidents.book import lines_of
from giuloi.promises.report.incidents.containment import Action, contain, lift, settle, steps_of
from giuloi.promises.report.incidents.kinds import IncidentKind, What
from giuloi.promises.report.incidents.rows import StepPersonRow, StepRow
from giuloi.records import cases, credentials
from giuloi.records.credentials import UnknownActor
from giuloi.records.disclosures import disclose_many
from giuloi.records.facts import Ask
from giuloi.records.freezing import set_states
from giuloi.records.subjects import standing_of
from giuloi.records.uses.bundle import export_bundle
from tests.promises.report.conftest import BY, opened
from tests.records.conftest import Shop


def frozen(subject: int) -> bool:
    """Whether nobody opens their data."""
    found = standing_of(subject)
    assert found is not None
    return bool(found[1] & SubjectState.FROZEN)


def test_a_revoked_key_opens_nothing_and_is_never_given_back(shop: Shop, file: int) -> None:
    """What leaked stays leaked."""
    token = credentials.add_key("care", ["care"], ["name"], shop.now() + timedelta(days=9))
    key = credentials.known_key(token, shop.now()).pseudonym
    step = contain(file, Action.REVOKE_KEY, key, shop.now(), BY)
    with pytest.raises(UnknownActor):
        credentials.known_key(token, shop.now())
    assert not lift(step, shop.now(), BY)
    with pytest.raises(NotATerm):
        contain(file, Action.REVOKE_KEY, "key/care/00000000000000ff", shop.now(), BY)


def test_stopped_exports_let_nothing_out_until_the_last_incident_lets_them(
    shop: Shop, file: int, an: int
) -> None:
    """A bundle, and what is disclosed to others; looking inside the shop goes on."""
    other = opened(shop, IncidentKind.READ_RATE)
    steps = [contain(one, Action.STOP_EXPORTS, "", shop.now(), BY) for one in (file, other)]
    holding = credentials.hold_with_key(
        credentials.add_key(
            "partner",
            ["supply"],
            ["name"],
            shop.now() + timedelta(days=9),
            "carrier",
            Relation.NEEDED_FOR_ORDER,
        ),
        "supply",
        shop.now(),
    )
    with pytest.raises(Unavailable):
        export_bundle(an, shop.now())
    with pytest.raises(Unavailable):
        disclose_many(holding, ["name"], [Ask(an)], shop.now())
    with pytest.raises(Unavailable):
        shop.open(holding, ["name"], an)
    shop.open(shop.staff("care", "care"), ["name"], an)
    assert lift(steps[0], shop.now(), BY)
    with pytest.raises(Unavailable):
        export_bundle(an, shop.now())
    assert lift(steps[1], shop.now(), BY)
    assert export_bundle(an, shop.now())


def test_a_frozen_colleague_holds_nothing_and_works_again_when_it_is_lifted(shop: Shop, file: int) -> None:
    """Under the same pseudonym; nobody freezes themselves."""
    staff = credentials.add_staff("Khoa", "fulfilment")
    who = credentials.hold_as_staff(staff, "supply").actor
    step = contain(file, Action.FREEZE_ACTOR, who, shop.now(), BY)
    with pytest.raises(UnknownActor):
        credentials.hold_as_staff(staff, "supply")
    assert lift(step, shop.now(), BY)
    assert credentials.hold_as_staff(staff, "supply").actor == who
    with pytest.raises(NotATerm):
        contain(file, Action.FREEZE_ACTOR, BY, shop.now(), BY)


def test_only_whom_the_step_froze_is_released_by_it(shop: Shop, file: int, an: int, binh: int) -> None:
    """Who was frozen before because of a dispute stays frozen."""
    set_states(an, SubjectState.FROZEN, shop.now())
    everybody_affected(file, shop.now(), BY)
    step = contain(file, Action.FREEZE_PEOPLE, "", shop.now(), BY)
    assert frozen(an)
    assert frozen(binh)
    assert [one.people for one in steps_of(file)] == [1]
    assert lift(step, shop.now(), BY)
    assert (frozen(an), frozen(binh)) == (True, False)


def test_a_lift_that_died_half_way_is_finished_by_the_clock(shop: Shop, file: int, binh: int) -> None:
    """It is written down first, and let go then."""
    everybody_affected(file, shop.now(), BY)
    step = contain(file, Action.FREEZE_PEOPLE, "", shop.now(), BY)
    StepRow.objects.filter(id=step).update(lifted_at=shop.now())  # and then the power went
    assert frozen(binh)
    assert settle(shop.now()) == 1
    assert not frozen(binh)
    assert not StepPersonRow.objects.exists()


def test_every_step_is_in_the_timeline(shop: Shop, file: int, binh: int) -> None:
    """Taken and lifted, by whom."""
    cases.open_case(CaseKind.CARE, shop.now(), subject=binh)
    step = contain(file, Action.STOP_EXPORTS, "", shop.now(), BY)
    assert contain(file, Action.STOP_EXPORTS, "", shop.now(), BY) == step
    lift(step, shop.now(), BY)
    told = [(line.what, line.actor) for line in lines_of(file)][-2:]
    assert told == [(What.CONTAINED, BY), (What.LIFTED, BY)]
