"""The scope: named customers, named fields; whoever cuts it does not approve it, and a change makes approvals void."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.fields import mask_of
from giuloi.promises.share.authority import calls, ending, scope
from giuloi.promises.share.authority.approving import approvals_of, approve
from giuloi.promises.share.authority.moving import file_row, position_of, steps_of
from giuloi.promises.share.authority.problems import NotTaken
from giuloi.promises.share.authority.steps import NotThisStep, Stage, Why
from giuloi.promises.share.authority.words import Called, Ground
from giuloi.records import traces
from giuloi.records.database import durable
from tests.promises.share.authority.conftest import NOTE, Legal


def _stopped(file: int) -> list[str]:
    return [one.about for one in steps_of(file) if one.what == "stopped"]


def test_a_letter_that_asks_for_everybody_is_only_refused(legal: Legal, an: int) -> None:
    """Nobody can be named in it; the try is noted; refusing it works."""
    file = legal.file(wide=True)
    calls.called_back(file, legal.number, Called.CONFIRMED, legal.ha, legal.now())
    with pytest.raises(NotTaken) as refused:
        scope.name_people(file, [(an, None)], legal.ha, legal.now())
    assert (refused.value.field, _stopped(file)) == ("people", ["wide"])
    ending.refuse(file, Ground.TOO_WIDE, legal.ha, legal.now())
    assert file_row(file).stage == Stage.REFUSED


def test_half_a_hundred_people_is_the_most(legal: Legal) -> None:
    """Fifty-one names are a list of customers."""
    file = legal.verified()
    with pytest.raises(NotTaken):
        scope.name_people(file, [(number, None) for number in range(1, 52)], legal.ha, legal.now())
    assert _stopped(file) == ["wide"]


def test_nobody_is_looked_for_before_the_call_back(legal: Legal, an: int) -> None:
    """A forged letter learns nothing, not even by our own look-up."""
    file = legal.file()
    with pytest.raises(NotThisStep):
        scope.name_people(file, [(an, None)], legal.ha, legal.now())
    assert scope.people_of(file) == []


def test_what_was_not_asked_for_cannot_be_given(legal: Legal, an: int) -> None:
    """The letter asks for name, telephone and purchases: the e-mail address is out of reach."""
    file = legal.verified((an, None))
    with pytest.raises(NotTaken) as refused:
        legal.cut(file, "name", "email")
    assert (refused.value.field, _stopped(file)) == ("fields", ["not_asked"])
    assert file_row(file).stage == Stage.VERIFIED


def test_what_the_policy_does_not_permit_cannot_be_given(legal: Legal, an: int) -> None:
    """Asked for or not."""
    file = legal.verified((an, None), asked=mask_of(["name", "birth_year", "opinion"]))
    for field in ("birth_year", "opinion"):
        with pytest.raises(NotTaken):
            legal.cut(file, field)
    assert _stopped(file) == ["not_permitted", "not_permitted"]


def test_an_empty_scope_and_one_without_a_legal_note_are_none(legal: Legal, an: int) -> None:
    """It names at least one person and one field, and says why."""
    file = legal.verified((an, None))
    with pytest.raises(NotThisStep) as refused:
        scope.prepare(file, {}, NOTE, legal.ha, legal.now())
    assert refused.value.why is Why.NO_SCOPE
    [one] = scope.people_of(file)
    with pytest.raises(NotTaken):
        scope.prepare(file, {one.id: 1}, "được", legal.ha, legal.now())


def test_nobody_approves_their_own_work(legal: Legal, an: int) -> None:
    """Neither who took it in, nor who cut it; also not after a colleague cut it anew."""
    file = legal.verified((an, None))
    seen = legal.cut(file, "name", by=legal.khoa)
    for own in (legal.ha, legal.khoa):
        with pytest.raises(NotThisStep) as refused:
            legal.approve(file, seen, own)
        assert refused.value.why is Why.OWN_WORK
    again = legal.cut(file, "name", "phone", by=legal.lan)
    with pytest.raises(NotThisStep):
        legal.approve(file, again, legal.khoa)
    assert legal.approve(file, again, legal.chu).stage is Stage.HALF


def test_one_person_is_not_two(legal: Legal, an: int) -> None:
    """A second yes of Khoa's is none."""
    file = legal.verified((an, None))
    seen = legal.cut(file, "name")
    legal.approve(file, seen, legal.khoa)
    with pytest.raises(NotThisStep) as refused:
        legal.approve(file, seen, legal.khoa)
    assert refused.value.why is Why.TWICE
    assert file_row(file).stage == Stage.HALF


def test_an_approver_who_changes_the_scope_loses_both_yeses(legal: Legal, an: int) -> None:
    """Khoa approves, then widens it: his yes and Lan's are void, he can give no other, and all of it is on record."""
    file = legal.approved((an, None), fields=("name",))
    legal.cut(file, "name", "phone", "purchases", by=legal.khoa)
    assert file_row(file).stage == Stage.PREPARED
    assert position_of(file_row(file)).valid == ()
    assert [one.void_at is not None for one in approvals_of(file)] == [True, True]
    with pytest.raises(NotThisStep):
        legal.release(file)
    with pytest.raises(NotThisStep) as refused:
        legal.approve(file, file_row(file).scope, legal.khoa)
    assert refused.value.why is Why.OWN_WORK


def test_a_page_that_stood_open_approves_nothing_new(legal: Legal, an: int) -> None:
    """Lan's page shows the narrow scope; meanwhile it was widened: her yes is for what she saw."""
    file = legal.verified((an, None))
    seen = legal.cut(file, "name")
    legal.cut(file, "name", "phone")
    with pytest.raises(NotThisStep) as refused:
        legal.approve(file, seen, legal.lan)
    assert (refused.value.why, _stopped(file)) == (Why.STALE, ["stale"])


def test_an_old_second_factor_approves_and_releases_nothing(legal: Legal, an: int) -> None:
    """Twenty minutes ago is not now."""
    file = legal.verified((an, None))
    seen, at = legal.cut(file, "name"), legal.now()
    with pytest.raises(NotTaken) as refused:
        approve(file, seen, legal.khoa, at - timedelta(minutes=20), at)
    assert refused.value.field == "factor"
    assert approvals_of(file) == []


def test_who_is_erased_before_the_release_is_in_no_scope_any_more(legal: Legal, an: int, binh: int) -> None:
    """The row loses its name, the scope its hash, and both approvals their object."""
    file = legal.approved((an, None), (binh, None))
    with durable():
        traces._erase(traces._KNOWN["share_authoritysubject"], traces.OF_SUBJECT, [an])
    with pytest.raises(NotThisStep) as refused:
        legal.release(file)
    assert refused.value.why is Why.STALE
    legal.now()
    [one] = [one for one in scope.people_of(file) if one.subject_id]
    scope.prepare(file, {one.id: mask_of(["name"])}, NOTE, legal.ha, legal.now())


def test_an_approver_can_send_it_back(legal: Legal, an: int) -> None:
    """Nothing of the first yes remains."""
    file = legal.verified((an, None))
    seen = legal.cut(file, "name")
    legal.approve(file, seen, legal.khoa)
    ending.send_back(file, legal.lan, legal.now())
    assert file_row(file).stage == Stage.VERIFIED
    assert position_of(file_row(file)).approvals == ()
