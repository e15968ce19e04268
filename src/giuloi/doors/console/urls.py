"""/console/…: what the people of the shop work with, and where they come in."""

from __future__ import annotations

from django.urls import URLPattern, path

from giuloi.doors.console import (
    case_writing,
    cases,
    consent_taken,
    customers,
    entrance,
    fulfilment,
    fulfilment_papers,
    goods,
    order_changes,
    order_entry,
    orders,
    security,
)
from giuloi.doors.console.inbox_urls import urlpatterns as department
from giuloi.doors.console.owner_urls import urlpatterns as owners

app_name = "console"
urlpatterns: list[URLPattern] = [
    path("sign-in", entrance.sign_in),
    path("sign-in/second", entrance.second),
    path("sign-in/passkey/options", entrance.passkey_options),
    path("sign-in/passkey", entrance.passkey),
    path("sign-out", entrance.sign_out),
    path("invite/<str:token>", entrance.invite),
    path("security", security.index),
    path("security/totp", security.totp),
    path("security/passkey/options", security.passkey_options),
    path("security/passkey", security.passkey),
    path("security/passkeys/<int:passkey>/remove", security.remove_passkey),
    path("security/recovery", security.recovery),
    path("security/password", security.password),
    path("security/sessions/<int:session>/end", security.end_session),
    path("customers", customers.search),
    path("customers/<int:subject>", customers.one),
    path("customers/<int:subject>/consent", consent_taken.take),
    path("customers/<int:subject>/receipt/<int:record>", customers.receipt),
    path("orders", orders.index),
    path("orders/new", order_entry.new),
    path("orders/<int:order>", orders.one),
    path("orders/<int:order>/show", orders.show),
    path("orders/<int:order>/close", orders.close),
    path("cases/<int:case>", cases.one),
    path("cases/<int:case>/show", cases.show),
    path("cases/<int:case>/call", cases.call),
    path("cases/<int:case>/close", cases.close),
    path("cases/<int:case>/files/<int:record>", cases.download),
    path("cases/<int:case>/reply", case_writing.reply),
    path("cases/<int:case>/note", case_writing.note),
    path("cases/<int:case>/outgoing/<int:row>", case_writing.settle),
    *department,
    path("orders/<int:order>/close", order_changes.close),
    path("orders/<int:order>/step", order_changes.step),
    path("orders/<int:order>/pay", order_changes.money),
    path("orders/<int:order>/ask", order_changes.ask),
    path("orders/<int:order>/answer", order_changes.answer),
    path("fulfilment", fulfilment.index),
    path("fulfilment/next/<slug:progress>", fulfilment.following),
    path("fulfilment/pick", fulfilment_papers.pick),
    path("fulfilment/labels.pdf", fulfilment_papers.label_sheet),
    path("fulfilment/notes.pdf", fulfilment_papers.note_sheet),
    path("goods", goods.index),
    path("goods/like", goods.like),
    path("goods/import", goods.take_in),
    path("goods/<int:good_id>/remove", goods.take_off),
    *owners,
]
