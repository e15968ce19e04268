"""/bridges/…: one address for each connected shop, and for each provider that sends messages."""

from __future__ import annotations

from django.urls import path

from giuloi.doors.bridges.receipts.calls import call
from giuloi.doors.bridges.woocommerce.webhook import deliver

urlpatterns = [
    path("woocommerce/<str:shop>", deliver),
    path("receipts/<str:provider>/<str:token>", call),
]
