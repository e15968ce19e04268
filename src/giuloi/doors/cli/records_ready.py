"""Bring Django up for a command that needs the records, or prove first that the installation may serve."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings

from giuloi.core.terms import NotServing


def set_up() -> Path:
    """Load the settings and apps; returns the data folder, its owner's alone. Raises NotServing."""
    os.umask(0o077)  # whatever this process makes is its owner's alone: SQLite asks nobody for a mode
    django.setup()
    data = Path(settings.GIULOI_DATA)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    _close(data)
    return data


def _close(data: Path) -> None:
    """A folder that was there before us may be open to others: names and sizes say how much there is."""
    if not data.stat().st_mode & 0o077:
        return
    try:
        data.chmod(0o700)
    except OSError as error:
        raise NotServing(
            f"others can look into the data folder {str(data)!r}, and it cannot be closed: chmod 700 it"
        ) from error


def prove() -> None:
    """The start-up self-check; raises NotServing when keys, ledger and database do not fit together."""
    from django.db import DatabaseError, connections

    from giuloi.records import selfcheck

    try:
        selfcheck.run()
    except DatabaseError as error:
        raise NotServing(
            f"the data database does not answer as it should ({type(error).__name__}): "
            "is GIULOI_DATABASE_URL right, and has `giuloi migrate` been run?"
        ) from error
    finally:
        connections.close_all()
