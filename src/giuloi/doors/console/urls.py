"""/console/…: what the people of the shop work with, and where they come in."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "console"
urlpatterns: list[URLPattern] = []
