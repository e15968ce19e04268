"""/console/crossing: what leaves Viet Nam, the 60 days of each dossier, and the numbers the law counts people by."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.terms import NotATerm
from giuloi.doors.console.form import REQUIRED, Form
from giuloi.doors.console.guard import administrator, proven_now
from giuloi.doors.console.tongue import tell
from giuloi.promises.report.crossing.dossiers import Dossier, dossier, dossiers, file, paper_of
from giuloi.promises.report.crossing.thresholds import thresholds

HERE = "/console/crossing"
_LARGEST = 7 * 1024 * 1024  # bytes of an upload, as the site takes them at most


@require_GET
@administrator
def index(request: HttpRequest) -> HttpResponse:
    """Every party abroad, those to be filed first; below, how near each number is."""
    page = {"dossiers": dossiers(datetime.now(UTC)), "thresholds": thresholds()}
    return render(request, "console/crossing.html", page)


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def filed(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a dossier was handed in, with its paper, or the article that exempts from it."""
    one, form = _found(number), Form.of(request)
    if request.method == "POST" and _filed(request, one, form):
        tell(request, Words("Đã ghi và niêm phong.", "Noted, and sealed."))
        return HttpResponseRedirect(HERE)
    page = {"one": one, "form": form}
    return render(request, "console/crossing_file.html", page, status=422 if form.problems else 200)


@require_GET
@administrator
@proven_now
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """What was handed in, as it was given."""
    _found(number)
    content = paper_of(number)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="crossing-{number}"'
    return answer


def _found(number: int) -> Dossier:
    one = dossier(number, datetime.now(UTC)) if number < 2**63 else None
    if one is None:
        raise Http404
    return one


def _filed(request: HttpRequest, one: Dossier, form: Form) -> bool:
    exempt = form.one_of("outcome", ("filed", "exempt")) == "exempt"
    ground = form.text("ground", 300, required=exempt)
    number = form.text("number", 100, required=not exempt)
    day, content = _day(form), _paper(request, form, required=not exempt)
    if not form.good or day is None:
        return False
    try:
        file(
            *(one.id, day, number, datetime.now(UTC), request.staff.pseudonym),
            ground=ground if exempt else "",
            paper=content,
        )
    except NotATerm:
        between = Words("Một ngày từ lần chuyển đầu tiên đến hôm nay; mỗi hồ sơ chỉ ghi một lần.",
                        "A day between the first transfer and today; each dossier is noted once.")  # fmt: skip
        form.problems["filed_on"] = between
        return False
    return True


def _day(form: Form) -> date | None:
    try:
        return date.fromisoformat(form.typed.get("filed_on", ""))
    except ValueError:
        form.problems["filed_on"] = Words("Hãy chọn một ngày.", "Choose a day.")
        return None


def _paper(request: HttpRequest, form: Form, *, required: bool) -> bytes:
    handed = request.FILES.get("paper")
    if handed is None or not handed.size:
        if required:
            form.problems["paper"] = REQUIRED
        return b""
    if handed.size > _LARGEST:
        form.problems["paper"] = Words("Nhiều nhất 7 MB.", "At most 7 MB.")
        return b""
    return bytes(handed.read())
