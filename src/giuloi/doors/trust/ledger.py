"""/trust/ledger: the newest checkpoint, the key it is signed with, and how anybody compares and checks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giuloi.core.ledger.note import VerifierKey
from giuloi.doors.trust.served import public
from giuloi.records.installation import public_key
from giuloi.records.uses import public_log

LATEST = 20  # heads that were given out are listed: their files all stay


@public
def ledger(request: HttpRequest) -> HttpResponse:
    """What an outsider needs, on one page."""
    key, signed = VerifierKey.parse(public_key()), public_log.checkpoint()
    heads = public_log.kept_heads()
    told = {
        "key": key,
        "checkpoint": signed.decode() if signed else "",
        "head": public_log.newest(key),
        "heads": heads[:LATEST],
        "older": len(heads) - LATEST if len(heads) > LATEST else 0,
    }
    return render(request, "trust/ledger.html", told)
