"""/trust/evidence.json: the signed conformance report of the version in force, made anew every ten minutes.

Not at every request: each looks at the whole installation, and signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from giuloi.core.terms import ClauseRef
from giuloi.doors.trust.served import public
from giuloi.promises.answer.kept import a_year_before, kept
from giuloi.promises.report.conformance import signed_report
from giuloi.promises.report.live import InTime, Seen, evidence
from giuloi.records.installation import public_key
from giuloi.records.measures import measured
from giuloi.records.published import Published, by_id, current

EVERY = 600  # seconds


@public
def report(request: HttpRequest) -> HttpResponse:
    """For `giuloi verify`: it holds with the ledger's public key and nothing else."""
    now = timezone.now()
    data = _report(public_key(), current().id, _slot(now))
    headers = {
        "Content-Disposition": 'attachment; filename="giuloi-conformance.json"',
        "Cache-Control": "no-cache",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return HttpResponse(data, content_type="application/json", headers=headers)


def seen_of(version: Published) -> Mapping[ClauseRef, tuple[Seen, ...]]:
    """Clause → what is to be seen of it; nothing for a version that is not in force."""
    if version.id != current().id:
        return {}
    return _seen(public_key(), version.id, _slot(timezone.now()))


@lru_cache(maxsize=4)
def _report(key: str, version: int, slot: int) -> bytes:
    now = timezone.now()
    return signed_report(by_id(version), _in_time(now), now)


@lru_cache(maxsize=4)
def _seen(key: str, version: int, slot: int) -> Mapping[ClauseRef, tuple[Seen, ...]]:
    now = timezone.now()
    return evidence(by_id(version).policy, measured(), _in_time(now), now)


def _in_time(now: datetime) -> InTime:
    book = kept(a_year_before(now), now).whole
    return InTime(book.kept, book.kept + book.partly + book.refused + book.missed)


def _slot(now: datetime) -> int:
    return int(now.timestamp() // EVERY)
