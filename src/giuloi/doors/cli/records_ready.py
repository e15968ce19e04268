"""Bring Django up for a command that needs the records, or prove first that the installation may serve."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings

from giuloi.core.terms import NotServing
from giuloi.doors.cli.tongue import say


def load() -> Path:
    """Load the settings and apps, and make nothing; returns the data folder, which may not be there yet.

    One that is there is closed to everybody else, or NotServing is raised.
    """
    os.umask(0o077)  # whatever this process makes is its owner's alone: SQLite asks nobody for a mode
    django.setup()
    data = Path(settings.GIULOI_DATA)
    if data.is_dir():
        _close(data)
    return data


def make_room() -> Path:
    """As `load`, for a new installation: the data folder is there then, and private."""
    data = load()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    _close(data)
    return data


def set_up() -> Path:
    """As `load`, once it is certain that root key, key store and database stand and belong together.

    Otherwise a secret would be wrapped under the wrong root key, and nobody would notice before it is needed.
    Raises NotServing with what to do.
    """
    data = load()
    refuse_before_init()
    from giuloi.records.keyring import keyring

    keyring().open_epochs()
    database_answers()
    return data


def refuse_before_init() -> None:
    """Raises NotServing where neither a root key nor a key store stands: nothing was ever made here."""
    from giuloi.records.places import places

    here = places()
    if not os.path.exists(here.root_key) and not os.path.exists(here.keys):
        raise NotServing(
            say(
                f"ở {str(here.data)!r} chưa cài đặt gì: hãy chạy giuloi init (hoặc kiểm tra GIULOI_DATA)",
                f"nothing is installed at {str(here.data)!r} yet: run giuloi init (or check GIULOI_DATA)",
            )
        )


def database_answers() -> None:
    """Raises NotServing when the data database is away, or has no tables of ours. Makes no file."""
    from django.db import DatabaseError, connection

    file = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not os.path.exists(file):
        raise NotServing(
            say(
                f"không thấy cơ sở dữ liệu {file!r}: hãy trả tệp về chỗ cũ, hoặc kiểm tra GIULOI_DATABASE_URL",
                f"there is no database {file!r}: put it back, or check GIULOI_DATABASE_URL",
            )
        )
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as error:
        raise no_answer(error) from error
    if "records_publishedpolicy" not in tables:
        raise NotServing(
            say(
                "cơ sở dữ liệu chưa có bảng: hãy chạy giuloi migrate, hoặc kiểm tra GIULOI_DATABASE_URL",
                "the database has no tables yet: run giuloi migrate, or check GIULOI_DATABASE_URL",
            )
        )


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
    except NotServing:
        refuse_before_init()
        raise
    except DatabaseError as error:
        raise no_answer(error) from error
    finally:
        connections.close_all()


def no_answer(error: Exception) -> NotServing:
    """What to raise when the data database is away or is not what it should be."""
    kind = type(error).__name__
    return NotServing(
        say(
            f"cơ sở dữ liệu không trả lời ({kind}): nó có đang chạy không, GIULOI_DATABASE_URL có đúng không, "
            "đã chạy `giuloi migrate` chưa?",
            f"the data database does not answer as it should ({kind}): "
            "does it run, is GIULOI_DATABASE_URL right, and has `giuloi migrate` been run?",
        )
    )
