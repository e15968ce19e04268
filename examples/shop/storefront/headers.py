"""What every answer says about itself: our own files only, no inline script or style, nothing framed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
_parts = urlsplit(settings.PRIVACY_URL)
# The checkout's form ends at Giữ Lời: browsers hold `form-action` against every redirect of a form.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    f"form-action 'self' {_parts.scheme}://{_parts.netloc}; base-uri 'none'; frame-ancestors 'none'"
)


def strict(get_response: Answer) -> Answer:
    """Middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith(("/static/", "/media/")):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
