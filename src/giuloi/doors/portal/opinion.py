"""/opinion/<token>: what somebody thinks after buying, asked under a consent of its own (I.4). No sign-in, no tracking.

The token is random and stands for the message it was sent in. Opening the page records nothing.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.doors.portal.coming import address_of, now, see, tell, too_many
from giuloi.promises.use.outreach.opinions import LONGEST, RATINGS, answer, behind
from giuloi.records.access.limits import TooMany, spend

PAGE = "portal/opinion.html"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, token: str) -> HttpResponse:
    """The question, and once answered the thanks. Whoever has nothing to say leaves."""
    asking = behind(token[:80])
    if asking is None:
        raise Http404
    here = f"/opinion/{token}"
    page = {"asking": asking, "here_is": here, "ratings": RATINGS, "longest": LONGEST}
    try:
        spend("preferences", address_of(request), at=now())
    except TooMany as error:
        return too_many(request, PAGE, page, error)
    if request.method != "POST":
        return render(request, PAGE, page)
    rating, text = request.POST.get("rating", ""), request.POST.get("text", "").replace("\0", "")
    if rating not in map(str, RATINGS) or len(text) > LONGEST:
        problem = _TOO_LONG if len(text) > LONGEST else _CHOOSE
        return render(
            request, PAGE, {**page, "problem": problem, "typed": text, "chosen": rating}, status=422
        )
    tell(request, _THANKS if answer(asking, int(rating), text, now()) else _OVER)
    return see(here)


_CHOOSE = Words("Xin chọn một điểm từ 1 đến 5.", "Please choose a rating from 1 to 5.")
_TOO_LONG = Words(f"Nhiều nhất {LONGEST} ký tự.", f"At most {LONGEST} characters.")
_THANKS = Words(
    "Cảm ơn quý khách. Ý kiến đã được niêm phong và lưu lại.", "Thank you. Your opinion is sealed and kept."
)
_OVER = Words(
    "Chúng tôi không nhận ý kiến qua liên kết này nữa.", "We take no opinion by this link any more."
)
