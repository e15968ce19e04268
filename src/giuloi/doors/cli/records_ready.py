"""Bring Django up for a command that needs the records, or prove first that the installation may serve."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings

from giuloi.core.terms import NotServing


def set_up() -> Path:
    """Load the settings and apps; returns the data folder, made private when it is new."""
    os.umask(0o077)  # whatever this process makes is its owner's alone: SQLite asks nobody for a mode
    django.setup()
    data = Path(settings.GIULOI_DATA)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return data


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
