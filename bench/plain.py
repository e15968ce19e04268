"""The twins that bench/http.py compares with; they live here alone, never in what is installed.

`/plain`: what a shop has without Giữ Lời, in the same framework: Django's middleware, ninja, the same API key, the
same row from an unprotected table. `/bare`: the same row and nothing else at all, before Django is even asked.
"""

from __future__ import annotations

import json
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.plain_settings")

from giuloi.site.wsgi import application as site

_ROW = "SELECT name, phone, email, address FROM plain WHERE id = %s"
_NAMES = ("name", "phone", "email", "address")


def _read(subject: int) -> dict[str, Any]:
    from giuloi.records.database import rows

    return dict(zip(_NAMES, rows(_ROW, (subject,))[0], strict=True))


def urlpatterns_of() -> list[Any]:
    """The site's own addresses, and /plain."""
    from django.http import HttpRequest
    from django.urls import path
    from ninja import NinjaAPI

    from giuloi.doors.api.entry import Key
    from giuloi.doors.api.said import Body, Id
    from giuloi.site.urls import urlpatterns

    class Wanted(Body):
        subject: Id

    Wanted.model_rebuild()
    plain = NinjaAPI(docs_url=None, auth=Key(), urls_namespace="plain")

    def read(request, body):
        return _read(int(body.subject))

    read.__annotations__ = {"request": HttpRequest, "body": Wanted}
    plain.post("/plain")(read)
    return [*urlpatterns, path("", plain.urls)]


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """/bare here, everything else in Django."""
    if environ["PATH_INFO"] != "/bare":
        return site(environ, start_response)
    wanted = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    body = json.dumps(_read(int(wanted["subject"])), ensure_ascii=False).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
