"""Every address of the server. Doors bring their own; a door that is not there has none."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from giuloi.site.gpc import gpc
from giuloi.site.health import livez, readyz
from giuloi.site.metrics import metrics
from giuloi.site.pages.language import choose

handler400 = "giuloi.site.errors.bad_request"
handler403 = "giuloi.site.errors.forbidden"
handler404 = "giuloi.site.errors.not_found"
handler500 = "giuloi.site.errors.internal_error"

# door → where its addresses begin; a door that is not installed has none
_BEGINS = {
    "bridges": "bridges/",
    "portal": "",
    "console": "console/",
    "trust": "trust/",
    "api": "api/",
    "demo": "demo/",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", livez),
    path("readyz", readyz),
    path("metrics", metrics),
    path("language", choose),
    path(".well-known/gpc.json", gpc),
    *(path(_BEGINS[door], include(f"giuloi.doors.{door}.urls")) for door in settings.DOORS),
]
