"""/console/fulfilment: what waits to be confirmed, packed, handed over; masked, oldest due first, many at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.doors.console.order_steps import give_back_all, move_all, moved_words, report, take_all
from giuloi.doors.console.order_work import rule_of, works_on_orders
from giuloi.promises.collect.board import Waiting, board, next_of, these
from giuloi.promises.collect.progress import PAYMENT_WORDS, PROGRESS_WORDS, Progress
from giuloi.promises.share.carriers import carriers_of
from giuloi.records.credentials import working_staff
from giuloi.records.published import current

HERE = "/console/fulfilment"
MOST = 100  # orders at once
STEPS = (Progress.CONFIRMED, Progress.PACKED, Progress.HANDED_OVER, Progress.DELIVERED)
TITLES = {
    Progress.PLACED: Words("Chờ xác nhận", "To confirm"),
    Progress.CONFIRMED: Words("Chờ soạn và đóng gói", "To pick and pack"),
    Progress.PACKED: Words("Chờ giao cho bên vận chuyển", "To hand over"),
    Progress.HANDED_OVER: Words("Đang trên đường", "On their way"),
    Progress.DELIVERED: Words("Đã giao, chờ đóng", "Delivered, to be closed"),
    Progress.RETURN_ASKED: Words("Đang đổi trả", "Coming back"),
}


@require_http_methods(["GET", "POST"])
@works_on_orders
def index(request: HttpRequest) -> HttpResponse:
    """The board; a POST takes the ticked orders one step on."""
    if request.method == "GET":
        return render(request, "console/fulfilment.html", _page(request))
    orders, step, at = ticked(request), request.POST.get("step", ""), datetime.now(UTC)
    if step == "take":
        report(request, take_all(request.staff, orders), _TAKEN)
    elif step == "give_back":
        report(request, give_back_all(request.staff, orders), _GIVEN_BACK)
    elif step in set(STEPS):
        carrier = request.POST.get("carrier", "")
        to = Progress(step)
        report(request, move_all(request.staff, orders, to, at, carrier=carrier), moved_words(to))
    return HttpResponseRedirect(HERE)


@require_GET
@works_on_orders
def following(request: HttpRequest, progress: str) -> HttpResponse:
    """The next order of a column that is theirs or nobody's; the board when there is none."""
    order = next_of(Progress(progress), request.staff.id) if progress in set(Progress) else None
    return HttpResponseRedirect(f"/console/orders/{order}" if order else HERE)


def ticked(request: HttpRequest) -> list[Waiting]:
    """The orders that were ticked, as they stand now; what is no order of anybody's is left out."""
    said = [one for one in request.POST.getlist("order") if one.isascii() and one.isdigit() and len(one) < 20]
    return these([order for order in map(int, said[:MOST]) if order < 2**63])


def _page(request: HttpRequest) -> dict[str, Any]:
    policy, columns = current().policy, board()
    return {
        "columns": [(column, TITLES[column.progress]) for column in columns],
        "any": any(column.orders for column in columns),
        "names": {one.id: one.name for one in working_staff()},
        "carriers": carriers_of(policy, rule_of(policy).name),
        "progress_words": PROGRESS_WORDS,
        "payment_words": PAYMENT_WORDS,
        "now": datetime.now(UTC),
    }


_TAKEN = Words("Đã nhận làm", "Taken")
_GIVEN_BACK = Words("Đã trả lại cho cả nhóm", "Given back to everybody")
