"""Whatever table names a person says how that row goes when the person is erased."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from giuloi.records import traces
from tests.records.conftest import Shop

PEOPLE = frozenset({"subject", "subject_id", "other", "other_id", "who"})
# Columns of those names that hold no customer, or a whole list that is emptied within a second.
OTHERS = frozenset({("records_pendinguse", "subjects")})


def _tables_about_people() -> set[str]:
    return {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.fields
        if field.name in PEOPLE
        or (isinstance(field, models.ForeignKey) and field.related_model._meta.db_table == "records_subject")
    }


def test_every_table_that_names_a_person_says_how_its_rows_go() -> None:
    """A new table about people without a line in its app's traces.py fails here."""
    said = {trace.table for trace in traces.known() if trace.people}
    assert _tables_about_people() <= said
    assert {"records_vaultrow", "collect_order", "use_message"} <= _tables_about_people()  # it does look


def test_every_trace_names_a_table_that_is_there() -> None:
    """A table that was renamed would be forgotten silently."""
    there = {model._meta.db_table for model in apps.get_models()}
    assert {trace.table for trace in traces.known()} <= there


def test_every_statement_runs(shop: Shop) -> None:
    """On this database, for nobody and for no record: all of them, one after the other."""
    assert traces.erase_people([]) == traces.erase_people([], lawful=True) == traces.erase_records([]) == 0
