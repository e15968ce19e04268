"""The data database as a stream of bytes, and back: SQLite as a compacted file, PostgreSQL by its own programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import connection, connections

from giuloi.core.terms import NotServing, Unavailable
from giuloi.records.database import dialect, rows, run
from giuloi.records.durable import PRIVATE_FOLDER, flush, make_folder
from giuloi.records.places import places

ASIDE = (
    "giuloi_before_restore"  # the schema of PostgreSQL, and the ending of SQLite's file, of what was replaced
)
_PIECE = 1 << 20


def size() -> int:
    """How many bytes the data database takes now."""
    if dialect() == "postgresql":
        return int(rows("SELECT pg_database_size(current_database())")[0][0])
    return sum(path.stat().st_size for path in _files(_sqlite_file()) if path.exists())


def stream() -> Iterator[bytes]:
    """A consistent copy, while others go on reading and writing."""
    return _dumped() if dialect() == "postgresql" else _compacted()


def place(parts: Iterator[bytes]) -> None:
    """Put a copy in the place of the data, which is kept aside. Safe to repeat after a crash at any point."""
    if dialect() == "postgresql":
        _place_dump(parts)
    else:
        _place_file(parts)


def take_back() -> bool:
    """The data that was kept aside stands in its place again; False when there is none."""
    if dialect() == "postgresql":
        return _schema_back()
    file, aside = _sqlite_file(), _aside()
    if not aside.exists():
        return False
    connections.close_all()
    for path in _files(file):
        path.unlink(missing_ok=True)
    _rename(aside, file)
    return True


def is_aside() -> bool:
    """Whether the data that was replaced is still there."""
    return _has_schema(ASIDE) if dialect() == "postgresql" else _aside().exists()


def forget_aside() -> bool:
    """Erase the data that was replaced; whether there was any."""
    there = is_aside()
    if dialect() == "postgresql":
        run(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")
        return there
    for path in _files(_aside()):
        path.unlink(missing_ok=True)
    flush([_aside().parent])
    return there


# SQLite -----------------------------------------------------------------------------------------------------


def _sqlite_file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _aside() -> Path:
    file = _sqlite_file()
    return file.with_name(f"{file.name}.{ASIDE}")


def _files(file: Path) -> list[Path]:
    return [file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))]


def _workroom() -> Path:
    """Beside the data and as private: a copy of sealed rows is made here, and is gone when it has been read."""
    folder = places().data / "restore"
    make_folder(folder, PRIVATE_FOLDER)
    return folder


def _compacted() -> Iterator[bytes]:
    copy = _workroom() / "copy.db"
    try:
        copy.unlink(missing_ok=True)
        # A connection of its own: VACUUM must not stand in a transaction, and what others do goes on.
        source = sqlite3.connect(_sqlite_file(), timeout=10, isolation_level=None)
        try:
            source.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.Error as error:
            raise Unavailable(f"the data database cannot be copied now ({error.sqlite_errorname})") from error
        finally:
            source.close()
        with open(copy, "rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    finally:
        copy.unlink(missing_ok=True)


def _place_file(parts: Iterator[bytes]) -> None:
    staged, file, aside = _workroom() / "staged.db", _sqlite_file(), _aside()
    with open(staged, "wb", opener=_private) as out:
        for part in parts:
            out.write(part)
        out.flush()
        os.fsync(out.fileno())
    _looked_through(staged)
    connections.close_all()
    if file.exists() and not aside.exists():
        _rename(file, aside)
    for path in _files(file):  # what an earlier try put here; the shop's own data stands aside
        path.unlink(missing_ok=True)
    shutil.move(staged, file)  # the database may stand on another disk than the data folder
    flush([file, file.parent])


def _looked_through(file: Path) -> None:
    with sqlite3.connect(file) as found:
        [(said,)] = found.execute("PRAGMA integrity_check").fetchall()
    found.close()
    if said != "ok":
        raise NotServing("the copy in the backup is damaged: SQLite finds faults in it")


def _rename(file: Path, to: Path) -> None:
    """With what belongs to it; the main file last, for it says whether there is any."""
    for old, new in reversed(list(zip(_files(file), _files(to), strict=True))):
        if old.exists():
            os.replace(old, new)
    flush([file.parent])


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


# PostgreSQL -------------------------------------------------------------------------------------------------


def _program(name: str) -> str:
    """A program of the server's version, or the newest there is; raises NotServing when there is none."""
    major = str(connection.cursor().connection.info.server_version // 10000)
    beside = Path("/usr/lib/postgresql") / major / "bin" / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise NotServing(f"{name} is not installed: install postgresql-client-{major}")
    return found


def _environment() -> dict[str, str]:
    """Where and as whom, as libpq reads it: nothing of it stands on a command line."""
    said: dict[str, Any] = connection.settings_dict
    names = {
        "PGDATABASE": "NAME",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGHOST": "HOST",
        "PGPORT": "PORT",
    }
    here = {name: str(said[key]) for name, key in names.items() if said.get(key)}
    asked = said.get("OPTIONS", {}).items()
    options = {f"PG{key.upper()}": str(value) for key, value in asked if key.startswith("ssl")}
    return {**os.environ, **here, **options}


def _dumped() -> Iterator[bytes]:
    argv = [_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    argv += [f"--exclude-schema={ASIDE}"]
    quiet: dict[str, Any] = {"env": _environment(), "stderr": subprocess.DEVNULL}
    # The server's own program, with constants for arguments.
    with subprocess.Popen(argv, stdout=subprocess.PIPE, **quiet) as dump:  # noqa: S603
        assert dump.stdout is not None  # noqa: S101  it was asked for
        try:
            while piece := dump.stdout.read(_PIECE):
                yield piece
        except GeneratorExit:
            dump.kill()
            raise
        if dump.wait() != 0:
            raise Unavailable(f"pg_dump ended with {dump.returncode}: is it of the server's version?")


def _place_dump(parts: Iterator[bytes]) -> None:
    if is_aside():
        run("DROP SCHEMA IF EXISTS public CASCADE")
    else:
        run(f"ALTER SCHEMA public RENAME TO {ASIDE}")
    run("CREATE SCHEMA IF NOT EXISTS public")
    argv = [
        _program("pg_restore"),
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
    ]
    argv += ["--dbname", str(connection.settings_dict["NAME"])]
    connections.close_all()
    quiet: dict[str, Any] = {"env": _environment(), "stderr": subprocess.DEVNULL}
    with subprocess.Popen(argv, stdin=subprocess.PIPE, **quiet) as restore:  # noqa: S603  as above
        assert restore.stdin is not None  # noqa: S101  it was asked for
        try:
            with suppress(BrokenPipeError), restore.stdin as into:
                for part in parts:
                    into.write(part)
        except BaseException:
            restore.kill()  # a backup that does not open to its end is not committed half
            raise
    if restore.returncode != 0:
        raise Unavailable(
            f"pg_restore ended with {restore.returncode}; the data before is kept in the schema {ASIDE}: "
            "`giuloi restore resume` tries again, `giuloi restore undo` puts it back"
        )


def _schema_back() -> bool:
    if not is_aside():
        return False
    run("DROP SCHEMA IF EXISTS public CASCADE")
    run(f"ALTER SCHEMA {ASIDE} RENAME TO public")
    connections.close_all()
    return True


def _has_schema(name: str) -> bool:
    return bool(rows("SELECT 1 FROM pg_namespace WHERE nspname = %s", (name,)))
