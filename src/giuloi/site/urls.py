"""Every address of the server. Doors bring their own; a door that is not there has none."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from giuloi.site.health import livez, readyz
from giuloi.site.metrics import metrics

handler400 = "giuloi.site.errors.bad_request"
handler403 = "giuloi.site.errors.forbidden"
handler404 = "giuloi.site.errors.not_found"
handler500 = "giuloi.site.errors.internal_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", livez),
    path("readyz", readyz),
    path("metrics", metrics),
]
if find_spec("giuloi.doors.bridges.urls"):
    urlpatterns.append(path("bridges/", include("giuloi.doors.bridges.urls")))
