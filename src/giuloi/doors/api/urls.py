"""/api/v1/…: every address of the API."""

from __future__ import annotations

from django.urls import path

from giuloi.doors.api.server import api

urlpatterns = [path("v1/", api.urls)]
