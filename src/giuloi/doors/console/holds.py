"""/console/holds: what is kept although its time is over, who said so and why, and until when (IV.1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.doors.console.form import TWICE, Form, one_time_number, sent_before
from giuloi.doors.console.guard import administrator, proven_now
from giuloi.doors.console.people import People, people
from giuloi.doors.console.tongue import tell
from giuloi.promises.collect.order_numbers import read_number
from giuloi.promises.collect.overview import customer_seen
from giuloi.records.holds import GROUND_WORDS, LONGEST, Ground, Hold, lift_hold, noted_holds, place_hold

HERE = "/console/holds"


@require_GET
@administrator
def index(request: HttpRequest) -> HttpResponse:
    """Every hold: those that stand first. What is held opens nothing, so nobody is named here."""
    known = people()
    stand, over = ([_shown(one, known) for one in some] for some in noted_holds(datetime.now(UTC)))
    return render(request, "console/holds.html", {"stand": stand, "over": over})


@require_http_methods(["GET", "POST"])
@administrator
def place(request: HttpRequest, subject: int) -> HttpResponse:
    """Hold everything of a customer, or one order of theirs."""
    seen = customer_seen(subject)
    if seen is None:
        raise Http404
    form = Form.of(request)
    if request.method == "POST" and _placed(request, form, subject, {order.id for order in seen.orders}):
        said = Words("Đã ghi lệnh giữ.", "The hold is noted.")
        tell(request, said)
        return HttpResponseRedirect(HERE)
    grounds = {ground.value: words for ground, words in GROUND_WORDS.items()}
    page = {"form": form, "subject": subject, "grounds": grounds, "once": one_time_number()}
    return render(request, "console/hold_place.html", page, status=400 if form.problems else 200)


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def lift(request: HttpRequest, hold: int) -> HttpResponse:
    """End a hold, once it was asked again: what waits for its end is erased within the hour."""
    now = datetime.now(UTC)
    found = Hold.objects.filter(id=hold, lifted_at=None, until__gt=now).first()
    if found is None:
        raise Http404
    if request.method == "GET":
        return render(request, "console/hold_lift.html", {"hold": _shown(found, people())})
    if lift_hold(hold, now, request.staff.pseudonym):
        tell(request, Words("Lệnh giữ đã được gỡ.", "The hold is lifted."))
    return HttpResponseRedirect(HERE)


def _placed(request: HttpRequest, form: Form, subject: int, orders: set[int]) -> bool:
    ground, document = form.one_of("ground", list(Ground)), form.text("document", 80)
    number, now = form.text("order", 40, required=False), datetime.now(UTC)
    until, record = _until(form, now), read_number(number) if number else None
    if number and record not in orders:
        form.problems.setdefault(
            "order", Words("Khách này không có đơn mang số ấy.", "This customer has no order of that number.")
        )
    if form.good and sent_before(form, now):
        form.problems["ground"] = TWICE
    if not form.good or until is None:
        return False
    place_hold(subject, Ground(ground), until, now, request.staff.pseudonym, record=record, document=document)
    return True


def _until(form: Form, now: datetime) -> datetime | None:
    """The end of the day that was typed, in Vietnam: never open-ended."""
    said = form.text("until", 10)
    try:
        day = datetime.combine(date.fromisoformat(said), time.max.replace(microsecond=0), VIETNAM)
    except ValueError:
        day = None
    if day is None or not now < day <= now + LONGEST:
        form.problems.setdefault(
            "until",
            Words("Một ngày từ hôm nay đến ba năm nữa.", "A day between today and three years from now."),
        )
        return None
    return day


def _shown(hold: Hold, known: People) -> dict[str, object]:
    return {
        "row": hold,
        "ground": GROUND_WORDS[Ground(hold.ground)],
        "placed_by": known.acting(hold.placed_by),
        "lifted_by": known.acting(hold.lifted_by) if hold.lifted_at else None,
    }
