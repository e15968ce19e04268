"""/console/keeping: the keys above the data, and how backups stand; whether a restore waits for its confirmation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.doors.console.guard import administrator
from giuloi.records.backup.daily import status
from giuloi.records.backup.frozen import is_sending_frozen
from giuloi.records.keyring import keyring

_LAST = 12  # destroyed epochs that are shown


@require_GET
@administrator
def index(request: HttpRequest) -> HttpResponse:
    """Numbers and times alone: no key, nobody's id."""
    now, living = datetime.now(UTC), keyring().epochs()
    due_at = living[-1].created_at + timedelta(days=settings.GIULOI_EPOCH_DAYS)
    page = {
        "now": now,
        "living": living,
        "gone": keyring().destroyed_epochs()[::-1][:_LAST],
        "due_at": due_at,
        "late": due_at < now - timedelta(hours=1),  # the clock rotates within the hour: this one did not
        "quarters": keyring().index_quarters(),
        "backups": status(now),
        "restored": is_sending_frozen(),  # also where no place for backups is named
        "days": settings.GIULOI_EPOCH_DAYS,
    }
    return render(request, "console/keeping.html", page)
