"""/trust/release/…: what a competent authority was released, by a link that works once (III.2).

Looking at the page takes nothing, so that no program that previews links uses it up. The file is encrypted: whoever
has the link and not the passphrase has nothing.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from giuloi.core.terms import NotServing, Unavailable
from giuloi.promises.share.authority.handing import fetch, is_waiting
from giuloi.promises.share.authority.package import ENDING

_LONGEST = 64


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, token: str) -> HttpResponse:
    """The page with one button; its POST is the file, for the first who comes. Anything else is the same 404."""
    at = timezone.now()
    try:
        if len(token) > _LONGEST or not is_waiting(token, at):
            return render(request, "trust/release.html", {"over": True}, status=404)
        if request.method == "GET":
            return render(request, "trust/release.html")
        fetched = fetch(token, at)
    except (NotServing, Unavailable):
        return render(request, "trust/not_now.html", status=503)
    if fetched is None:
        return render(request, "trust/release.html", {"over": True}, status=404)
    code, package = fetched
    answer = HttpResponse(package, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{code}{ENDING}"'
    answer["Cache-Control"] = "no-store"
    return answer
