"""/console/authority/new: a request is taken in. Whatever it is, also a forged one: that it came is evidence."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import FIELDS, mask_of
from giuloi.doors.console.authority import HERE, legal_work, now
from giuloi.doors.console.form import REQUIRED, TWICE, Form, one_time_number, sent_before
from giuloi.doors.console.tongue import tell
from giuloi.promises.share.authority.intake import LONGEST, Intake, take_in
from giuloi.promises.share.authority.papers import Letter
from giuloi.promises.share.authority.problems import NotTaken
from giuloi.promises.share.authority.register import register
from giuloi.promises.share.authority.words import CAME_WORDS, KIND_WORDS, Came, Kind

UNKNOWN = "unknown"
_NAMES = [one.name for one in FIELDS]


@require_http_methods(["GET", "POST"])
@legal_work
def new(request: HttpRequest) -> HttpResponse:
    """The form; what is typed stays when something is wrong, but for the file, which a browser never gives back."""
    form = Form.of(request)
    if request.method == "POST":
        intake = _read(request, form)
        if form.good and intake is not None and sent_before(form, now()):
            form.problems["document_number"] = TWICE
        if form.good and intake is not None:
            try:
                file = take_in(intake, request.staff.id, now())
            except NotTaken as error:
                form.problems[error.field] = error.words
            else:
                tell(request, _TAKEN)
                return HttpResponseRedirect(f"{HERE}/{file}")
    page = {
        "form": form,
        "once": one_time_number(),
        "came": CAME_WORDS,
        "kinds": KIND_WORDS,
        "fields": _NAMES,
        "ticked": form.lists.get("asked", []),
        "units": [(seen.authority, one.unit) for seen in register() for one in seen.units],
        "unknown": UNKNOWN,
    }
    return render(request, "console/authority_new.html", page, status=200 if form.good else 422)


def _read(request: HttpRequest, form: Form) -> Intake | None:
    came, kind = form.one_of("came", list(Came)), form.one_of("kind", list(Kind))
    received, on = moment(form, "received_at"), _day(form, "document_on")
    unit = form.one_of("unit", [UNKNOWN, *(str(one.unit.id) for seen in register() for one in seen.units)])
    wide = form.one_of("names", ["named", "wide"]) == "wide"
    number = form.text("document_number", 80)
    said = {name: form.text(name, 300, required=name != "sender") for name in ("person", "basis", "sender")}
    asked = form.some_of("asked", _NAMES)
    if unit == UNKNOWN and not said["sender"]:
        form.problems["sender"] = REQUIRED
    handed = request.FILES.get("document")
    if handed is None:
        form.problems["document"] = REQUIRED
    elif handed.size > LONGEST:
        form.problems["document"] = Words("Nhiều nhất 7 MB.", "At most 7 MB.")
    if not form.good or handed is None or received is None or on is None:
        return None
    return Intake(
        received,
        Came(came),
        None if unit == UNKNOWN else int(unit),
        Kind(kind),
        form.typed.get("urgent") == "yes",
        number,
        on,
        mask_of(asked),
        wide,
        Letter(handed.name or "document", handed.read(), said),
    )


def moment(form: Form, name: str) -> datetime | None:
    """A minute, as `datetime-local` sends it, in Viet Nam."""
    try:
        return datetime.strptime(form.typed.get(name, "")[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=VIETNAM)
    except ValueError:
        form.problems.setdefault(name, Words("Ngày và giờ, tới từng phút.", "Day and time, to the minute."))
        return None


def _day(form: Form, name: str) -> date | None:
    try:
        return date.fromisoformat(form.typed.get(name, ""))
    except ValueError:
        form.problems.setdefault(name, Words("Một ngày.", "A day."))
        return None


_TAKEN = Words(
    "Đã ghi hồ sơ; văn bản được niêm phong. Bước đầu: gọi lại số đã có trong sổ.",
    "The file is open, the document sealed. First step: call back on a number of the register.",
)
