"""The environment that makes a process of ours work in the house and on the database of the running test."""

from __future__ import annotations

import os
import re
from pathlib import Path

from django.conf import settings
from django.db import connections


def environment() -> dict[str, str]:
    """Everything a `giuloi` started by a test has to be told."""
    return {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        "GIULOI_DATA": str(settings.GIULOI_DATA),
        "GIULOI_ROOT_KEY": str(settings.GIULOI_ROOT_KEY),
        "GIULOI_DATABASE_URL": database_url(),
    }


def database_url() -> str:
    """The URL of the test's own database."""
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite://{database['NAME']}"
    return re.sub(r"/[^/]*$", "/" + database["NAME"], os.environ["GIULOI_DATABASE_URL"])
