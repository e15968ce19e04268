"""Answers to requests that fail: a page, a line of text or JSON, and nothing of the request in any of them."""

from __future__ import annotations

from http.client import responses
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from giuloi.core.bilingual import Words
from giuloi.site.pages.words import language

_WORDS = {
    400: "bad request",
    403: "forbidden",
    404: "not found",
    413: "too large",
    429: "too many",
    500: "internal error",
}
_TITLES = {
    400: Words("Yêu cầu không đọc được", "This request cannot be read"),
    403: Words("Không mở được", "Not open to you"),
    404: Words("Không có trang này", "There is no such page"),
    413: Words("Nội dung quá lớn", "This is too large"),
    429: Words("Xin thử lại sau ít phút", "Please try again in a few minutes"),
    500: Words("Máy chủ gặp lỗi", "The server failed"),
}
_ADVICE = {
    400: Words("Xin quay lại và gửi lại một lần nữa.", "Please go back and send it once more."),
    403: Words(
        "Phiên có thể đã hết, hoặc trang đã mở quá lâu. Xin quay lại, tải lại trang và thử lại.",
        "Your session may have ended, or the page stood open for long. Go back, reload it and try again.",
    ),
    404: Words("Địa chỉ có thể đã cũ hoặc gõ nhầm.", "The address may be old or mistyped."),
    413: Words("Xin gửi ít hơn trong một lần.", "Please send less at once."),
    429: Words("Có quá nhiều lần thử. Chưa có gì bị mất.", "There were too many attempts. Nothing is lost."),
    500: Words(
        "Lỗi ở phía chúng tôi và đã được ghi lại. Chưa có gì được mở hay mất; xin thử lại.",
        "The fault is ours and was noted. Nothing was opened or lost; please try again.",
    ),
}


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """The plain answer for `status`: JSON to whom asks for it, a page to a browser, else one line."""
    word, accepted = _WORDS[status], request.headers.get("Accept", "")
    if request.path.startswith("/api/"):
        return _problem(status, word)
    if "json" in accepted or "json" in (request.content_type or ""):
        return JsonResponse({"error": word}, status=status)
    if "text/html" in accepted:
        return HttpResponse(_page(status), status=status)
    return HttpResponse(f"{status} {word}\n", status=status, content_type="text/plain; charset=utf-8")


def _problem(status: int, word: str) -> HttpResponse:
    """As the API itself says its errors (RFC 9457)."""
    body = {
        "type": "about:blank",
        "title": responses[status],
        "status": status,
        "code": word.replace(" ", "_"),
        "detail": _ADVICE[status].spoken(language()),
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _page(status: int) -> str:
    # Without the request: an error page must not fail for the same reason, and shows nothing of anybody.
    return render_to_string(
        "failed.html", {"title": _TITLES[status], "advice": _ADVICE[status], "language": language()}
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Malformed, or an unknown host."""
    return answer(request, 400)


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:
    """Not allowed; also what a failed CSRF check says."""
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing here; the address is not repeated."""
    return answer(request, 404)


def internal_error(request: HttpRequest) -> HttpResponse:
    """Our fault; the log has the place, the answer has nothing."""
    return answer(request, 500)
