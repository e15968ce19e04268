"""/trust/verifier: check evidence in this browser; and the same as one file to take home."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from giuloi.core.ledger.note import VerifierKey
from giuloi.doors.trust.assemble import FOLDER
from giuloi.doors.trust.served import public
from giuloi.records.installation import public_key


@public
def verifier(request: HttpRequest) -> HttpResponse:
    """The form is made by its scripts; without JavaScript the page says what else there is."""
    return render(request, "trust/verifier.html", {"key": VerifierKey.parse(public_key())})


@require_safe
def alone(request: HttpRequest) -> HttpResponseBase:
    """The file that works from disk. Always a download: on our own site its inline script would not run."""
    file = (FOLDER / "verifier.html").open("rb")
    return FileResponse(file, as_attachment=True, filename="giuloi-kiem-chung.html")
