"""/me/requests/…/copy: the copy that was asked for is saved, by whoever signed in just now (VI.1)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from giuloi.core.bilingual import Words
from giuloi.core.terms import Refused, Unavailable
from giuloi.doors.portal.coming import address_of, now, see, signed_in, tell
from giuloi.doors.portal.requests import own_request
from giuloi.promises.answer.copies.contents import NotCopied
from giuloi.promises.answer.copies.opening import open_copy
from giuloi.records.access.limits import TooMany, spend

STEP_UP = "portal/step_up.html"


@require_POST
@signed_in()
def save(request: HttpRequest, asked: int) -> HttpResponseBase:
    """The ZIP, written while it is sent; or what to do where it cannot be saved now."""
    own_request(request, asked)
    visitor, at = request.visitor, now()
    if not visitor.fresh(at):
        return step_up(request, f"/me/requests/{asked}")
    try:
        spend("ask", address_of(request), str(visitor.who), at=at)
        pieces = open_copy(asked, visitor.who, at)
    except (NotCopied, TooMany) as why:
        return _back(request, asked, why.words)
    except Refused:
        return _back(request, asked, _SHUT)
    except Unavailable:
        return _back(request, asked, _LATER)
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return answer


def step_up(request: HttpRequest, back: str) -> HttpResponse:
    """They signed in a while ago: what cannot be undone waits until they showed once more that it is they."""
    return render(request, STEP_UP, {"back": back}, status=403)


def _back(request: HttpRequest, asked: int, words: Words) -> HttpResponse:
    tell(request, words, messages.WARNING)
    return see(f"/me/requests/{asked}")


_SHUT = Words(
    "Thông tin của quý khách đang được đóng băng nên chưa tải được. Xin hỏi bộ phận chăm sóc khách hàng.",
    "Your information is frozen, so it cannot be saved now. Please ask customer care.",
)
_LATER = Words(
    "Lúc này chưa làm được bản sao. Xin thử lại sau một phút; yêu cầu vẫn còn đây.",
    "The copy cannot be made at this moment. Please try again in a minute; your request stays here.",
)
