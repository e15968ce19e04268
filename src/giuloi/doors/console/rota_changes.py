"""Changes of the rota: by the head of the department and by administrators; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.doors.console.department import leads, serving, who_serve
from giuloi.doors.console.form import CHOOSE, Form
from giuloi.doors.console.rota import page_of
from giuloi.doors.console.tongue import tell
from giuloi.promises.answer import rota
from giuloi.promises.answer.assignment import NotAssigned
from giuloi.promises.answer.rota import NotARota


@require_POST
@serving
def change(request: HttpRequest, change: str) -> HttpResponse:
    """One change; what is wrong stands beside its field, with everything typed still there."""
    if not leads(request.staff, datetime.now(UTC)):
        raise PermissionDenied
    if change not in _CHANGES:
        raise Http404
    form = Form.of(request)
    do, words = _CHANGES[change]
    try:
        done = do(form)
    except NotARota as no:
        form.problems["form"], done = no.words, False
    except NotAssigned:
        form.problems["form"], done = CHOOSE, False
    if not form.good:
        return render(request, "console/rota.html", page_of(request, form), status=422)
    tell(request, words if done else _GONE, messages.SUCCESS if done else messages.WARNING)
    back = urlencode({"week": _back(request)})
    return HttpResponseRedirect(f"/console/rota?{back}")


def _duty(form: Form) -> bool:
    staff, day = _who(form), _day(form, "duty_day")
    begins, ends = _clock(form, "duty_from"), _clock(form, "duty_to")
    last = _day(form, "duty_until", required=False) or day
    if not form.good or day is None or last is None or begins is None or ends is None:
        return False
    from_, until = datetime.combine(day, begins, VIETNAM), datetime.combine(last, ends, VIETNAM)
    rota.put_duty(staff, from_, until, datetime.now(UTC))
    return True


def _weekly(form: Form) -> bool:
    staff, begins, ends = _who(form), _clock(form, "week_from"), _clock(form, "week_to")
    days = [int(one) for one in form.some_of("weekday", [str(number) for number in range(7)])]
    if not form.good or begins is None or ends is None:
        return False
    on_holidays = form.typed.get("on_holidays") == "yes"
    rota.put_weekly(staff, days, begins, ends, _today(), on_holidays=on_holidays)
    return True


def _off(form: Form) -> bool:
    day = _day(form, "off_day")
    staff = _who(form) if form.typed.get("staff") else None
    if form.good and day is not None:
        rota.put_day_off(day, staff)
    return True


def _on_again(form: Form) -> bool:
    day = _day(form, "off_day")
    staff = _number(form) if form.typed.get("id") else None
    return day is not None and rota.remove_day_off(day, staff)


def _head(form: Form) -> bool:
    staff = _who(form)
    if form.good:
        rota.name_head(staff, datetime.now(UTC))
    return True


def _today() -> date:
    return datetime.now(VIETNAM).date()


def _who(form: Form) -> int:
    """A colleague of the list; 0 beside a problem."""
    said = form.one_of("staff", [str(one.id) for one in who_serve()])
    return int(said) if "staff" not in form.problems else 0


def _number(form: Form) -> int:
    said = form.typed.get("id", "")
    return int(said) if said.isascii() and said.isdigit() and int(said) < 2**63 else 0


def _day(form: Form, name: str, *, required: bool = True) -> date | None:
    said = form.typed.get(name, "")
    if not said and not required:
        return None
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        form.problems[name] = Words("Hãy chọn một ngày.", "Choose a day.")
        return None


def _clock(form: Form, name: str) -> time | None:
    try:
        return time.fromisoformat(form.typed.get(name, "")[:5])
    except ValueError:
        form.problems[name] = Words("Hãy ghi giờ, như 07:30.", "Write a time, as 07:30.")
        return None


def _back(request: HttpRequest) -> str:
    try:
        return date.fromisoformat(request.POST.get("week", "")[:10]).isoformat()
    except ValueError:
        return _today().isoformat()


_GONE = Words("Không còn ca ấy: không có gì thay đổi.", "It was gone already: nothing changed.")
_CHANGES: dict[str, tuple[Callable[[Form], bool], Words]] = {
    "duty": (_duty, Words("Đã xếp ca trực.", "The duty is put in.")),
    "weekly": (_weekly, Words("Đã xếp ca hằng tuần, từ hôm nay.", "The weekly shift holds from today on.")),
    "off": (_off, Words("Đã ghi ngày nghỉ.", "The day off is noted.")),
    "on-again": (_on_again, Words("Đã bỏ ngày nghỉ.", "The day off is taken back.")),
    "head": (_head, Words("Đã đặt trưởng bộ phận.", "The head of the department is named.")),
    "remove": (
        lambda form: rota.remove(_number(form), datetime.now(UTC)),
        Words("Đã bỏ ca trực, từ lúc này.", "The duty is taken out, from now on."),
    ),
    "end-weekly": (
        lambda form: rota.end_weekly(_number(form), _today()),
        Words("Đã bỏ ca hằng tuần, từ hôm nay.", "The weekly shift ends today."),
    ),
}
