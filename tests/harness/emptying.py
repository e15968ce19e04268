"""PostgreSQL emptied after a test by deleting what is in it: TRUNCATE makes new files for every table and index.

A test writes some twenty rows in ten of a hundred tables; Django's own way truncates all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations


def delete_instead(patch: pytest.MonkeyPatch) -> None:
    """From now on Django's `flush` deletes the rows of the tables that have any, all in its one transaction.

    Foreign keys are no matter: Django makes them deferred, so they are looked at when everything is gone. One that
    is not would fail the flush aloud. Sequences go on counting, as after a TRUNCATE without RESTART IDENTITY.
    """
    truncate = DatabaseOperations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Sequence[str], **more: Any) -> list[str]:
        if more.get("reset_sequences"):
            return truncate(self, style, tables, **more)
        return [f"DELETE FROM {self.quote_name(table)}" for table in _with_rows(self, tables)]

    patch.setattr(DatabaseOperations, "sql_flush", sql_flush)


def _with_rows(operations: Any, tables: Sequence[str]) -> list[str]:
    if not tables:
        return []
    asks = [f"SELECT %s WHERE EXISTS (SELECT 1 FROM {operations.quote_name(table)})" for table in tables]
    with operations.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asks), list(tables))
        return [row[0] for row in cursor.fetchall()]
