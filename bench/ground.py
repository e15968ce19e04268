"""What a benchmark of tables stands on: a database made for the run and dropped after it.

Importing this settles the environment and brings Django up, so it is imported first. `GIULOI_DATABASE_URL` names
the database server; without it a throw-away SQLite file is used.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import timeit
from atexit import register
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connection

_FOLDER = Path(tempfile.mkdtemp(prefix="giuloi-bench-"))
register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ.setdefault("GIULOI_DATABASE_URL", f"sqlite://{_FOLDER / 'bench.db'}")
os.environ.update(
    DJANGO_SETTINGS_MODULE="giuloi.site.settings",
    GIULOI_DATA=str(_FOLDER / "data"),
    GIULOI_ROOT_KEY=str(_FOLDER / "keys" / "root.key"),
    GIULOI_SECRET_KEY="only-for-a-bench-" * 4,
)
django.setup()


@contextmanager
def a_database() -> Iterator[str]:
    """Empty tables; yields the database's name and version."""
    named = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(
            _FOLDER / "test.db"
        )  # a file, as it runs, not in memory
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        yield f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}"
    finally:
        connection.creation.destroy_test_db(named, verbosity=0)


def best(act: Callable[[], object], times: int = 1) -> float:
    """Seconds for one `act`, in the best of five rounds: whatever else runs only ever makes it slower."""
    return side_by_side(act, times=times)[0]


def side_by_side(*acts: Callable[[], object], times: int = 1) -> list[float]:
    """The same for several, taking turns, so that a busy minute of the machine does not befall only one."""
    turns = [[timeit.timeit(act, number=times) / times for act in acts] for _ in range(5)]
    return [min(each) for each in zip(*turns, strict=True)]
