"""/erased/<token>: how far an erasure is, the way back while there is one, and then its certificate (VI.2).

The token is random and was handed to the customer; only its hash is stored. Nothing on the page is about them, and
whoever is erased can still read it: it needs no account.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from giuloi.core.bilingual import Words
from giuloi.doors.portal.coming import address_of, now, see, tell, too_many
from giuloi.promises.answer.rights.carrying_out import cancel_erasure
from giuloi.promises.keep.erasure.certificate import Certificate, certificate
from giuloi.promises.keep.erasure.rows import State
from giuloi.records.access.limits import TooMany, spend
from giuloi.records.uses.head import log_key

PAGE = "portal/erased.html"
FORMAT = "giuloi-erasure/v1"


@require_GET
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The state of it, in words; later the certificate."""
    try:
        spend("preferences", address_of(request), at=now())
    except TooMany as error:
        return too_many(request, PAGE, {}, error)
    seen = _behind(token)
    context = {
        "seen": seen,
        "here_is": f"/erased/{token}",
        "cooling": seen.state is State.COOLING and seen.begins_at > now(),
        "cancelled": seen.state is State.CANCELLED,
        "waiting": seen.state is State.WAITING,
        "log": log_key()[0],
    }
    return render(request, PAGE, context)


@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """They changed their mind; in time, or it is said that it is too late."""
    in_time = cancel_erasure(_behind(token).id, now(), "customer")
    tell(request, _KEPT if in_time else _TOO_LATE, messages.SUCCESS if in_time else messages.WARNING)
    return see(f"/erased/{token}")


@require_GET
def file(request: HttpRequest, token: str) -> HttpResponse:
    """The certificate as a file to keep."""
    told = json.dumps(as_json(_behind(token)), ensure_ascii=False, indent=2)
    answer = HttpResponse(told, content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="giuloi-erasure.json"'
    return answer


@require_GET
def proof(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """One leaf's proof, as `giuloi verify` and the verifier page read it."""
    found = next((one for one in _behind(token).proofs if one.name == name and one.file), None)
    if found is None or found.file is None:
        raise Http404
    answer = HttpResponse(found.file, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}.tlog-proof"'
    return answer


def as_json(seen: Certificate) -> dict[str, Any]:
    """The certificate as data: times in UTC, words in both languages, each proof as its file's text."""
    return {
        "format": FORMAT,
        "state": seen.state.value,
        "asked_at": _utc(seen.asked_at),
        "cancelled_at": _utc(seen.cancelled_at),
        "live_data_unreadable_since": _utc(seen.live_at),
        "backups_unreadable_by": _utc(seen.backups_at),
        "backups_seen_unreadable": seen.backups_unreadable,
        "everything": seen.whole,
        "kept_by_law": [
            {
                "what": {"vi": one.what.vi, "en": one.what.en},
                "why": {"vi": one.why.vi, "en": one.why.en},
                "cite": one.cite,
                "until": _utc(one.until),
            }
            for one in seen.kept
        ],
        "partners": [
            {
                "partner": one.partner,
                "state": one.state,
                "how": one.how,
                "read_back": one.read_back,
                "at": _utc(one.at),
            }
            for one in seen.partners
        ],
        "log_key": str(log_key()[0]),
        "proofs": [
            {
                "event": one.event,
                "at": _utc(one.at),
                "index": one.index,
                "proof": one.file.decode() if one.file else None,
            }
            for one in seen.proofs
        ],
        "data_database": seen.database,
        "keys": "their own SQLite file, overwritten when deleted",
    }


def _behind(token: str) -> Certificate:
    seen = certificate(token[:80], now())
    if seen is None:
        raise Http404
    return seen


def _utc(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")


_KEPT = Words(
    "Đã hủy yêu cầu xóa. Thông tin của quý khách được mở khóa như trước.",
    "The erasure is cancelled. Your information is as it was before.",
)
_TOO_LATE = Words(
    "Không còn hủy được nữa: việc xóa đã bắt đầu hoặc đã được hủy trước đó.",
    "It cannot be cancelled any more: erasing has begun, or it was cancelled before.",
)
