"""/console/alarms: what raised an alarm, which incident has it, what to do; read budgets and honey records (IV.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.terms import NotATerm
from giuloi.doors.console.form import TWICE, Form, one_time_number, sent_before
from giuloi.doors.console.guard import administrator, proven_now
from giuloi.doors.console.incidents import of_incidents
from giuloi.doors.console.people import people
from giuloi.doors.console.tongue import tell
from giuloi.promises.report.detection import honey
from giuloi.promises.report.detection.told import DO, said
from giuloi.promises.report.incidents.kinds import KIND_WORDS
from giuloi.records.keyring import Allowance, keyring
from giuloi.records.keyring.allowances import JOB, MACHINE, MOST, STAFF

SETTINGS = "/console/alarms/settings"


@require_GET
@of_incidents
def index(request: HttpRequest) -> HttpResponse:
    """The newest alarms, each with its file, and who has opened how many people."""
    now, known = datetime.now(UTC), people()
    found = keyring().alarms()
    shown = [
        {
            "alarm": one,
            "kind": KIND_WORDS[one.kind],
            "said": said(one),
            "do": DO[one.kind],
            "who": known.acting(one.actor),
        }
        for one in found
    ]
    spent = [
        (known.acting(actor), actor, purpose, hour, day) for actor, purpose, hour, day in keyring().spent(now)
    ]
    return render(request, "console/alarms.html", {"alarms": shown, "spent": spent[:20]})


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def settings(request: HttpRequest) -> HttpResponse:
    """Set a read budget, add or take away a honey record: each after a factor shown just now."""
    form, now = Form.of(request), datetime.now(UTC)
    if request.method == "POST":
        do = _CHANGES.get(form.one_of("do", _CHANGES))
        done = do(form, now) if do else None
        if form.good and done is not None:
            tell(request, done, messages.SUCCESS)
            return HttpResponseRedirect(SETTINGS)
    return render(request, "console/alarms_settings.html", _page(form, now), status=200 if form.good else 422)


def _page(form: Form, now: datetime) -> Mapping[str, Any]:
    return {
        "form": form,
        "once": one_time_number(),
        "set": [(group, purpose, one) for (group, purpose), one in keyring().allowances().items()],
        "defaults": [
            (Words("một người của tiệm", "a person of the shop"), STAFF),
            (Words("một khóa máy", "an API key"), MACHINE),
            (Words("việc chạy cho mọi khách", "a job over everybody"), JOB),
        ],
        "customers": honey.customers(),
        "keys": honey.keys(now),
    }


def _budget(form: Form, now: datetime) -> Words | None:
    role, purpose = form.text("role", 60), form.text("purpose", 60, required=False)
    hourly, daily = form.number("hourly", 1, MOST - 1), form.number("daily", 1, MOST - 1)
    if not form.good or hourly is None or daily is None:
        return None
    try:
        keyring().allow(role, purpose, Allowance(hourly, daily), now)
    except NotATerm:
        form.problems["daily"] = Words(
            "Mức một ngày không nhỏ hơn mức một giờ.", "A day's is no less than an hour's."
        )
        return None
    return Words("Đã đặt mức.", "The budget is set.")


def _default(form: Form, now: datetime) -> Words | None:
    keyring().allow(form.text("role", 60), form.text("purpose", 60, required=False), None, now)
    return Words("Đã trở về mức mặc định.", "The default holds again.")


def _add(form: Form, now: datetime) -> Words | None:
    number = form.number("customers", 1, 5)
    if not form.good or number is None:
        return None
    if sent_before(form, now):
        return TWICE
    try:
        honey.add_customers(number, now)
    except NotATerm as error:
        form.problems["customers"] = Words("Chính sách hiện hành hỏi thêm điều khác.", str(error))
        return None
    return Words("Đã thêm hồ sơ bẫy.", "Honey records were added.")


def _remove(form: Form, now: datetime) -> Words | None:
    which = form.text("which", 80)
    gone = (
        honey.remove_key(which, now)
        if "/" in which
        else honey.remove_customer(int(which) if which.isdecimal() else 0, now)
    )
    return (
        Words("Đã bỏ.", "It was taken away.")
        if gone
        else Words("Hồ sơ ấy không còn.", "It was gone already.")
    )


_CHANGES: Mapping[str, Callable[[Form, datetime], Words | None]] = {
    "budget": _budget,
    "default": _default,
    "add": _add,
    "remove": _remove,
}
