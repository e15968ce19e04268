"""/console/…: what belongs to whoever runs the shop: who works there, what is connected, what was promised."""

from __future__ import annotations

from django.urls import URLPattern, path

from giuloi.doors.console import (
    bridges,
    crossing,
    dashboard,
    explain,
    keys,
    ledger,
    policy,
    policy_draft,
    policy_forms,
    publish,
    staff,
    staff_changes,
)

urlpatterns: list[URLPattern] = [
    path("", dashboard.overview),
    path("staff", staff.index),
    path("staff/add", staff.add),
    path("staff/<int:staff>", staff.one),
    path("staff/<int:staff>/<str:change>", staff_changes.change),
    path("keys", keys.index),
    path("keys/add", keys.add),
    path("keys/revoke", keys.revoke),
    path("bridges", bridges.index),
    path("bridges/connect", bridges.connect_shop),
    path("bridges/<str:platform>/<str:name>", bridges.one),
    path("bridges/<str:platform>/<str:name>/renew", bridges.renew),
    path("bridges/<str:platform>/<str:name>/test", bridges.test),
    path("crossing", crossing.index),
    path("crossing/<int:number>", crossing.filed),
    path("crossing/<int:number>/paper", crossing.paper),
    path("ledger", ledger.index),
    path("ledger/checkpoint", ledger.checkpoint),
    path("ledger/<int:index>", ledger.one),
    path("ledger/<int:index>/proof", ledger.proof),
    path("policy", policy.published),
    path("policy/explain", explain.ask),
    path("policy/draft", policy_draft.edit),
    path("policy/draft/discard", policy_draft.discard),
    path("policy/diff", publish.difference),
    path("policy/publish", publish.put_in_force),
    path("policy/forms", policy_forms.index),
    path("policy/forms/<str:kind>/<str:name>", policy_forms.one),
]
