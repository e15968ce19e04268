"""/console/…: what is kept, what is held, what is erased, and the keys that make an erasure final."""

from __future__ import annotations

from django.urls import URLPattern, path

from giuloi.doors.console import erasures, holds, keeping, retention

urlpatterns: list[URLPattern] = [
    path("retention", retention.index),
    path("holds", holds.index),
    path("holds/<int:hold>/lift", holds.lift),
    path("customers/<int:subject>/hold", holds.place),
    path("erasures", erasures.index),
    path("erasures/partners/<int:task>", erasures.partner),
    path("keeping", keeping.index),
]
