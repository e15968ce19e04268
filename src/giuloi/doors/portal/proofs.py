"""/me/uses/proofs: the customer's bundle, and the verifier that checks it in their browser without us (VI.9)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.ledger.bundle_file import TooLarge
from giuloi.core.terms import NotServing, Refused, Unavailable
from giuloi.doors.portal.coming import address_of, now, see, signed_in, tell
from giuloi.records.access.limits import TooMany, spend
from giuloi.records.uses.bundle import NoSuchSubject, export_bundle
from giuloi.records.uses.head import log_key
from giuloi.records.uses.own import count_of

PROOFS = "/me/uses/proofs"
VERIFIER = "trust/verifier.html"  # made and published by the trust pages; one file that needs nothing else


@require_GET
@signed_in()
def page(request: HttpRequest) -> HttpResponse:
    """What is to be checked, how, and what the check cannot tell."""
    context = {
        "count": count_of(request.visitor.who),
        "log": log_key()[0],
        "verifier": finders.find(VERIFIER) is not None,
    }
    return render(request, "portal/proofs.html", context)


@require_POST
@signed_in()
def bundle(request: HttpRequest) -> HttpResponse:
    """The bundle as a file. By POST, for taking it is itself a use that the ledger keeps."""
    subject, at = request.visitor.who, now()
    try:
        spend("bundle", address_of(request), str(subject), at=at)
        told = export_bundle(subject, at)
    except (TooMany, Refused, TooLarge, Unavailable, NoSuchSubject, NotServing) as why:
        tell(request, _why(why), messages.WARNING)
        return see(PROOFS)
    answer = HttpResponse(told, content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="giuloi-bundle.json"'
    return answer


@require_GET
@signed_in()
def verifier(request: HttpRequest) -> FileResponse:
    """The verifier as a file to keep: it works without network, and without this shop."""
    found = finders.find(VERIFIER)
    if found is None:
        raise Http404
    return FileResponse(open(found, "rb"), as_attachment=True, filename="giuloi-verifier.html")


def _why(error: Exception) -> Words:
    if isinstance(error, TooMany):
        return error.words
    if isinstance(error, Refused):
        clause = error.decision.clause
        return Words(
            f"Chưa xuất được bằng chứng: mục {clause} của chính sách không cho mở lúc này.",
            f"The proof cannot be taken out now: clause {clause} of the policy does not let it be opened.",
        )
    if isinstance(error, TooLarge):
        return Words(
            "Sổ của quý khách quá dài cho một tệp. Xin báo bộ phận chăm sóc khách hàng.",
            "Your record is too long for one file. Please tell customer care.",
        )
    return Words(
        "Lúc này chưa xuất được bằng chứng. Không có gì bị mất; xin thử lại sau ít phút.",
        "The proof cannot be taken out just now. Nothing is lost; please try again in a few minutes.",
    )
