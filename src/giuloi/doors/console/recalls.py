"""/console/recalls: tell whoever bought goods that are taken back, by the numbers of their orders, how far it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.doors.console.department import of_department
from giuloi.doors.console.form import REQUIRED, Form, one_time_number, sent_before
from giuloi.doors.console.tongue import tell
from giuloi.promises.answer import recall
from giuloi.promises.collect.order_numbers import read_number
from giuloi.promises.use.advertising import CarriesAdvertising, refuse_advertising

HERE = "/console/recalls"
MOST = 5000  # orders of one recall
_BETWEEN = re.compile(r"[\n,;\t]+")


@require_http_methods(["GET", "POST"])
@of_department
def index(request: HttpRequest) -> HttpResponse:
    """The list with the form; a POST is shown first with its count, and carried out when that is confirmed."""
    form, page = Form.of(request), dict[str, Any]()
    if request.method == "POST":
        texts, orders = [_reason(form, name) for name in ("vi", "en")], _orders(form)
        if form.good and form.typed.get("confirmed") == "yes":
            return _told(request, form, texts, orders)
        if form.good:
            customers, unknown = recall.foreseen(orders)
            page = {"preview": True, "customers": customers, "unknown": len(unknown)}
    page |= {"form": form, "recalls": recall.recalls(), "longest": recall.LONGEST, "once": one_time_number()}
    return render(request, "console/recalls.html", page, status=200 if form.good else 422)


def _told(request: HttpRequest, form: Form, texts: list[str], orders: list[int]) -> HttpResponse:
    at = datetime.now(UTC)
    if not sent_before(form, at):  # sent twice, it is one incident: the list shows it
        told = recall.recall(orders, texts[0], texts[1], at).told
        tell(request, Words(f"Đang báo cho {told} khách.", f"{told} customers are being told."))
    return HttpResponseRedirect(HERE)


def _reason(form: Form, name: str) -> str:
    text = form.typed.get(name, "").replace("\r\n", "\n").strip()
    if not text:
        form.problems[name] = REQUIRED
    elif len(text) > recall.LONGEST:
        form.problems[name] = Words(
            f"Nhiều nhất {recall.LONGEST} ký tự.", f"At most {recall.LONGEST} characters."
        )
    try:
        refuse_advertising(text)
    except CarriesAdvertising as error:
        form.problems[name] = error.words
    return text


def _orders(form: Form) -> list[int]:
    """One number a line, or parted by commas; a slip is said by the place it stands in."""
    said = [one.strip() for one in _BETWEEN.split(form.typed.get("orders", "").replace("\r", "\n"))]
    said = [one for one in said if one]
    read = [read_number(one) for one in said]
    wrong = [place for place, one in enumerate(read, 1) if one is None]
    if not said:
        form.problems["orders"] = REQUIRED
    elif len(said) > MOST:
        form.problems["orders"] = Words(
            f"Nhiều nhất {MOST} đơn một lần.", f"At most {MOST} orders at a time."
        )
    elif wrong:
        places = ", ".join(map(str, wrong[:10]))
        form.problems["orders"] = Words(
            f"Số đơn ở vị trí {places} không đúng.", f"The order numbers in place {places} are not right."
        )
    return list(dict.fromkeys(one for one in read if one is not None))
