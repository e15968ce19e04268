"""Everything that is said to Giữ Lời: through its client library, with a key that opens nothing.

What cannot be reached now raises Unreachable, and the caller says so: no answer is ever made up here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import httpx
from django.conf import settings

from giuloi_client import Client, answers, calls
from giuloi_client.calls import Call
from giuloi_client.problems import Problem

T = TypeVar("T")


class Unreachable(Exception):
    """Giữ Lời does not answer now. Nothing was placed by it, or what was placed is found when it is asked again."""


class NotHere(Exception):
    """Giữ Lời knows nothing of this under our key."""


def ask(call: Call[T]) -> T:
    """One call; raises NotHere for what is unknown, Unreachable for everything that may pass."""
    try:
        with Client(settings.PRIVACY_URL, _key()) as client:
            return client.send(call)
    except Problem as error:
        if error.status in (404, 409, 422):
            raise NotHere(str(error.code)) from error
        raise Unreachable from error
    except httpx.HTTPError as error:
        raise Unreachable from error


def _key() -> str:
    try:
        return Path(settings.PRIVACY_KEY_FILE).read_text("ascii").strip()
    except OSError as error:
        raise Unreachable from error


__all__ = ["NotHere", "Unreachable", "answers", "ask", "calls"]
