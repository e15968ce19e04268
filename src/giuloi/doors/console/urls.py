"""/console/…: what the people of the shop work with, and where they come in."""

from __future__ import annotations

from django.urls import URLPattern, path

from giuloi.doors.console import consent_taken, customers, orders

app_name = "console"
urlpatterns: list[URLPattern] = [
    path("customers", customers.search),
    path("customers/<int:subject>", customers.one),
    path("customers/<int:subject>/consent", consent_taken.take),
    path("customers/<int:subject>/receipt/<int:record>", customers.receipt),
    path("orders", orders.index),
    path("orders/<int:order>", orders.one),
    path("orders/<int:order>/show", orders.show),
    path("orders/<int:order>/close", orders.close),
]
