"""/console/inbox, /console/templates, /console/rota: what the customer-care department works with."""

from __future__ import annotations

from django.urls import URLPattern, path

from giuloi.doors.console import (
    finish,
    inbox,
    inbox_bulk,
    inbox_views,
    recalls,
    reply_templates,
    request_new,
    request_page,
    right_change,
    rota,
    rota_changes,
)

urlpatterns: list[URLPattern] = [
    path("inbox", inbox.index),
    path("inbox/export.csv", inbox.export),
    path("inbox/many", inbox_bulk.many),
    path("inbox/views", inbox_views.keep),
    path("inbox/views/<int:view>/remove", inbox_views.remove),
    path("inbox/new", request_new.new),
    path("inbox/<int:asked>", request_page.one),
    path("inbox/<int:asked>/show", request_page.show),
    path("inbox/<int:asked>/move", request_page.move),
    path("inbox/<int:asked>/note", request_page.note),
    path("inbox/<int:asked>/finish", finish.finish),
    path("inbox/<int:asked>/right/<slug:do>", right_change.change),
    path("templates", reply_templates.index),
    path("templates/add", reply_templates.add),
    path("templates/<int:template>", reply_templates.one),
    path("templates/<int:template>/remove", reply_templates.remove),
    path("recalls", recalls.index),
    path("rota", rota.index),
    path("rota/<slug:change>", rota_changes.change),
]
