"""Bring a SQLite database into one file, so that it can be copied."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    """`manage.py settle_file`."""

    help = "Bring the database into one file: nothing is left in its write-ahead log."

    def handle(self, *args: Any, **options: Any) -> None:
        """Empty the log, and leave the mode that keeps one."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA journal_mode=DELETE")
        connection.close()
