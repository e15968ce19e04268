"""/livez: the process answers. /readyz: it can also keep its word; each check by name, true or false."""

from __future__ import annotations

import threading
from time import monotonic

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from giuloi.core.terms import GiuloiError

_FRESH = 1.0  # seconds an answer is good for, so that asking often costs the database nothing
_lock = threading.Lock()
_last: tuple[float, dict[str, bool]] = (float("-inf"), {})


def livez(request: HttpRequest) -> HttpResponse:
    """Always 200: nothing is asked of anybody."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when every check holds, otherwise 503."""
    found = checks()
    ready = bool(found) and all(found.values())
    return JsonResponse({"ready": ready, "checks": found}, status=200 if ready else 503)


def checks() -> dict[str, bool]:
    """The records' own checks, at most once a second; a check that raises is a check that fails."""
    global _last
    with _lock:
        if monotonic() - _last[0] > _FRESH:
            _last = (monotonic(), _ask())
        return _last[1]


def backlog() -> int | None:
    """How many uses wait for the sequencer; None when the database cannot say."""
    from giuloi.records.uses import pending

    try:
        return pending.backlog()
    except (GiuloiError, DatabaseError):
        return None


def _ask() -> dict[str, bool]:
    try:
        from giuloi.records import selfcheck

        return dict(selfcheck.ready())
    # Broad on purpose: whatever is wrong, the answer is "not ready" and the log says where.
    except Exception as error:
        structlog.get_logger().error("not_ready", check="selfcheck", exc_info=error)
        return {"selfcheck": False}
