"""/bridges/…: one address for each connected shop."""

from __future__ import annotations

from django.urls import path

from giuloi.doors.bridges.woocommerce.webhook import deliver

urlpatterns = [path("woocommerce/<str:shop>", deliver)]
