"""/console/recipients/…: who outside the shop may receive anything (III.1)."""

from __future__ import annotations

from django.urls import URLPattern, path

from giuloi.doors.console import recipient_changes, recipients, stopping

urlpatterns: list[URLPattern] = [
    path("recipients", recipients.index),
    path("recipients/add", recipient_changes.add),
    path("recipients/stopping", stopping.index),
    path("recipients/stopping/<int:number>", stopping.one),
    path("recipients/<str:recipient>", recipients.one),
    path("recipients/<str:recipient>/agreement", recipient_changes.agree),
    path("recipients/<str:recipient>/document", recipients.document),
    path("recipients/<str:recipient>/switch/<slug:to>", recipient_changes.switch),
]
