"""What is done with one order from its page: a step on, an end, money, a wish of the customer's, an answer to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.core.terms import Unavailable
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.order_page import GROUNDS
from giuloi.doors.console.order_steps import give_back_all, move_all, moved_words, report, take_all
from giuloi.doors.console.order_work import rule_of
from giuloi.doors.console.orders import found
from giuloi.doors.console.tongue import tell
from giuloi.promises.collect.board import next_of, these
from giuloi.promises.collect.lifecycle import NotMoved, move_order, pay
from giuloi.promises.collect.order_asking import (
    CAN_BE_CANCELLED,
    accept_cancel,
    accept_return,
    ask_to_cancel,
    ask_to_return,
    refuse_change,
)
from giuloi.promises.collect.overview import SeenOrder
from giuloi.promises.collect.progress import (
    CAN_COME_BACK,
    NEXT,
    NEXT_PAYMENT,
    PAYMENT_WORDS,
    REASON_WORDS,
    Payment,
    Progress,
    Reason,
)

STEPS = (Progress.CONFIRMED, Progress.PACKED, Progress.HANDED_OVER, Progress.DELIVERED)
ENDS = {
    Progress.CLOSED: Words("đã xong: giao rồi, trả tiền rồi", "is done: delivered and paid"),
    Progress.CANCELLED: Words("bị hủy", "is cancelled"),
    Progress.RETURNED: Words("được trả lại: hàng đã về tới tiệm", "came back: the goods are with the shop"),
}
REASONS = {
    Progress.CANCELLED: (
        *(Reason.ASKED, Reason.OUT_OF_STOCK, Reason.UNPAID, Reason.NOT_REACHED, Reason.MISTAKE, Reason.OTHER),
    ),
    Progress.RETURNED: (
        *(
            Reason.ASKED,
            Reason.NOT_ACCEPTED,
            Reason.DAMAGED,
            Reason.NOT_SUITABLE,
            Reason.MISTAKE,
            Reason.OTHER,
        ),
    ),
}
WISHES = {
    "cancel": Words("Khách xin hủy đơn", "The customer asks to cancel"),
    "return": Words("Khách xin đổi trả", "The customer asks to send it back"),
}


@require_POST
@signed_in
def step(request: HttpRequest, order: int) -> HttpResponse:
    """One step on; `then=next` goes to the next order of the same column, so that the hands stay at the keyboard."""
    seen = _mine_to_do(request, order)
    said, at = request.POST.get("step", ""), datetime.now(UTC)
    waiting = these([order])
    if said == "take":
        report(request, take_all(request.staff, waiting), _TAKEN)
    elif said == "give_back":
        report(request, give_back_all(request.staff, waiting), _GIVEN_BACK)
    elif said in set(STEPS):
        to = Progress(said)
        outcome = move_all(request.staff, waiting, to, at, carrier=request.POST.get("carrier", ""))
        report(request, outcome, moved_words(to))
        if outcome.done and request.POST.get("then") == "next":
            following = next_of(seen.progress, request.staff.id, after=order)
            where = f"/console/orders/{following}" if following else "/console/fulfilment"
            return HttpResponseRedirect(where)
    return HttpResponseRedirect(f"/console/orders/{order}")


@require_http_methods(["GET", "POST"])
@signed_in
def close(request: HttpRequest, order: int) -> HttpResponse:
    """End an order, after having read what it means; nobody may open it from then on."""
    seen = _mine_to_do(request, order)
    ends = {end: words for end, words in ENDS.items() if end in NEXT[seen.progress]}
    wish, reason = request.POST.get("end", ""), request.POST.get("reason", "")
    lacks = wish in REASONS and reason not in set(REASONS[Progress(wish)])
    if request.method == "GET" or wish not in ends or lacks:
        page: dict[str, Any] = {
            "order": seen,
            "ends": ends,
            "reasons": sorted({one for end in ends for one in REASONS.get(end, ())}),
            "reason_words": REASON_WORDS,
            "said": wish,
            "missing": request.method == "POST" and wish not in ends,
            "no_reason": request.method == "POST" and lacks,
        }
        return render(request, "console/close.html", page)
    why = Reason(reason) if wish in REASONS else Reason.NONE
    _done(request, lambda: move_order(order, Progress(wish), datetime.now(UTC), request.staff.pseudonym, why))
    return HttpResponseRedirect(f"/console/orders/{order}")


@require_http_methods(["GET", "POST"])
@signed_in
def money(request: HttpRequest, order: int) -> HttpResponse:
    """How the money stands: first what may follow, then noted."""
    seen = _mine_to_do(request, order)
    can = {to: PAYMENT_WORDS[to] for to in Payment if to in NEXT_PAYMENT[seen.payment]}
    to = request.POST.get("to", "")
    if request.method == "GET" or to not in can:
        missing = request.method == "POST"
        return render(request, "console/order_money.html", {"order": seen, "can": can, "missing": missing})
    _done(request, lambda: pay(order, Payment(to), datetime.now(UTC), request.staff.pseudonym))
    return HttpResponseRedirect(f"/console/orders/{order}")


@require_http_methods(["GET", "POST"])
@signed_in
def ask(request: HttpRequest, order: int) -> HttpResponse:
    """What the customer asks by telephone or chat: a request like any other, with its clock (IV.3)."""
    seen = _mine_to_do(request, order)
    can = {
        "cancel": seen.progress in CAN_BE_CANCELLED,
        "return": seen.progress in (*CAN_COME_BACK, Progress.RETURN_ASKED),
    }
    wishes = {wish: words for wish, words in WISHES.items() if can[wish]}
    wish, at, who = request.POST.get("wish", ""), datetime.now(UTC), request.staff.pseudonym
    if request.method == "GET" or wish not in wishes:
        page = {"order": seen, "wishes": wishes, "missing": request.method == "POST"}
        return render(request, "console/order_ask.html", page)
    put = ask_to_cancel if wish == "cancel" else ask_to_return
    try:
        asked = put(seen.subject, order, at, source="console", actor=who)
    except (NotMoved, Unavailable) as error:
        _tell_why(request, error)
    else:
        words = _AT_ONCE if asked.carried_out else (_AGAIN if asked.repeated else _NOTED)
        tell(request, words)
    return HttpResponseRedirect(f"/console/orders/{order}")


@require_POST
@signed_in
def answer(request: HttpRequest, order: int) -> HttpResponse:
    """Carry out what was asked about this order, or refuse it with a ground from the list."""
    seen = _mine_to_do(request, order)
    number, at, who = request.POST.get("request", ""), datetime.now(UTC), request.staff.pseudonym
    said, ground = request.POST.get("answer", ""), request.POST.get("ground", "")
    if not number.isascii() or not number.isdigit() or len(number) > 19:
        return HttpResponseRedirect(f"/console/orders/{order}")
    if said == "refuse" and ground in set(GROUNDS):
        _done(request, lambda: refuse_change(int(number), at, who, ground))
    elif said in ("cancel", "return"):
        accept = accept_cancel if said == "cancel" else accept_return
        _done(request, lambda: accept(int(number), at, who))
    else:
        tell(request, _SAY_WHY, messages.ERROR)
    return HttpResponseRedirect(f"/console/orders/{seen.id}")


def _mine_to_do(request: HttpRequest, order: int) -> SeenOrder:
    """The order, for those whom its own policy names; raises Http404, PermissionDenied."""
    seen = found(order)
    if request.staff.role not in rule_of(seen.policy).roles:
        raise PermissionDenied
    return seen


def _done(request: HttpRequest, do: Any) -> None:
    try:
        done = do()
    except (NotMoved, Unavailable) as error:
        _tell_why(request, error)
        return
    changed = done if isinstance(done, bool) else done.done
    tell(request, _DONE if changed else _BEFORE, messages.SUCCESS if changed else messages.WARNING)


def _tell_why(request: HttpRequest, error: NotMoved | Unavailable) -> None:
    tell(request, error.words if isinstance(error, NotMoved) else _BUSY, messages.ERROR)


_TAKEN = Words("Đã nhận làm", "Taken")
_GIVEN_BACK = Words("Đã trả lại cho cả nhóm", "Given back to everybody")
_DONE = Words("Đã ghi vào dòng thời gian của đơn.", "Written into the order's timeline.")
_BEFORE = Words("Đã như vậy từ trước: không có gì thay đổi.", "It stood so already: nothing changed.")
_BUSY = Words(
    "Đang có người khác sửa đơn này; xin thử lại.", "Somebody else is changing it; please try again."
)
_AT_ONCE = Words("Đã hủy đơn ngay như khách yêu cầu.", "Cancelled at once, as the customer asked.")
_AGAIN = Words("Khách đã yêu cầu việc này rồi; đồng hồ vẫn chạy.", "This was asked already; its clock runs.")
_NOTED = Words(
    "Đã nhận yêu cầu; đồng hồ 24 giờ bắt đầu chạy.", "The request is taken; its 24 hours have begun."
)
_SAY_WHY = Words("Hãy chọn câu trả lời, và lý do nếu từ chối.", "Choose an answer, and a ground to refuse.")
