"""Going back to a backup undoes no step of an authority's file: what was released, denied or hidden stays so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management.color import no_style
from django.db import connection

from giuloi.promises.share.authority import secrecy
from giuloi.promises.share.authority.moving import file_row, position_of, steps_of
from giuloi.promises.share.authority.papers import letter_of
from giuloi.promises.share.authority.rows import AuthorityApproval
from giuloi.promises.share.authority.scope import people_of
from giuloi.promises.share.authority.steps import NotThisStep, Stage
from giuloi.records.backup.carried import Carried, carry, forget_carried, whole_tables
from giuloi.records.database import run
from tests.promises.share.authority.conftest import PDF, Legal

_TABLES = ("paper", "approval", "subject", "call", "step", "file", "number", "unit", "")


def _back(legal: Legal) -> None:
    """A restore from before anything of this was there."""
    carry(Carried.of_today(legal.now()))
    for table in _TABLES:
        name = f"share_authority{table}"
        run(f"DELETE FROM {name}")
        for statement in connection.ops.sequence_reset_by_name_sql(
            no_style(), [{"table": name, "column": "id"}]
        ):
            run(statement)
    assert whole_tables()
    forget_carried()


def test_what_was_released_is_not_released_again(legal: Legal, an: int) -> None:
    """With the backup of an hour ago two yeses would stand there anew, and the file wait for its release."""
    file = legal.approved((an, None))
    legal.release(file)
    before = position_of(file_row(file)), [one.what for one in steps_of(file)], file_row(file).hands
    _back(legal)
    assert (position_of(file_row(file)), [one.what for one in steps_of(file)], file_row(file).hands) == before
    assert file_row(file).stage == Stage.RELEASED
    assert letter_of(file).content == PDF
    with pytest.raises(NotThisStep):
        legal.release(file)


def test_secrecy_and_what_waits_for_its_end_come_over(legal: Legal, an: int) -> None:
    """Else the customer would be told too soon, or of what was hidden never."""
    file = legal.verified((an, None))
    until = legal.now() + timedelta(days=9)
    secrecy.order_secrecy(file, until, "34/QĐ", legal.ha, legal.now())
    seen = legal.cut(file, "name")
    for one in (legal.khoa, legal.lan):
        legal.approve(file, seen, one)
    legal.release(file)
    _back(legal)
    assert secrecy.is_secret(file_row(file), legal.now())
    assert secrecy.tell_due(until) == 1


def test_a_person_who_is_not_there_any_more_is_nobody_in_the_file(legal: Legal, an: int) -> None:
    """The row stays, as after an erasure; the scope is another, so no old yes counts."""
    file = legal.approved((an, None))
    run("UPDATE share_authoritysubject SET subject_id = NULL, record_id = NULL")
    _back(legal)
    assert [one.subject_id for one in people_of(file)] == [None]
    with pytest.raises(NotThisStep):
        legal.release(file)


def test_the_next_file_gets_a_number_of_its_own(legal: Legal, an: int) -> None:
    """Also where the numbers were restored to what they were before."""
    files = {legal.approved((an, None)) for _ in range(3)}
    _back(legal)
    assert legal.approved((an, None)) not in files
    assert AuthorityApproval.objects.count() == 8
