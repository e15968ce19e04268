"""Keeping a part of the inbox under a name, and taking it away again."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_POST

from giuloi.core.bilingual import Words
from giuloi.doors.console.department import serving
from giuloi.doors.console.form import Form
from giuloi.doors.console.inbox_filter import chosen
from giuloi.doors.console.saved_views import LONGEST, keep_view, remove_view
from giuloi.doors.console.tongue import tell


@require_POST
@serving
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filter that is on the screen."""
    form, wanted = Form.of(request), chosen(request.POST)
    name = form.text("name", LONGEST)
    if form.good and keep_view(request.staff.id, name, wanted.query, datetime.now(UTC)):
        tell(request, _KEPT)
    else:
        tell(request, _NOT_KEPT, messages.WARNING)
    return HttpResponseRedirect(f"/console/inbox?{wanted.query}")


@require_POST
@serving
def remove(request: HttpRequest, view: int) -> HttpResponse:
    """One of their own; somebody else's is not there."""
    query = remove_view(request.staff.id, view)
    return HttpResponseRedirect(f"/console/inbox?{chosen(QueryDict(query)).query}")


_KEPT = Words("Đã lưu cách xem này.", "This view is saved.")
_NOT_KEPT = Words(
    "Chưa lưu: tên có 1 đến 40 chữ trên một dòng, và mỗi người giữ nhiều nhất 12 cách xem.",
    "Not saved: a name has 1 to 40 letters on one line, and everybody keeps 12 views at most.",
)
