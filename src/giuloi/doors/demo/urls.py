"""The demo's addresses, under /demo/."""

from __future__ import annotations

from django.urls import path

from giuloi.doors.demo import inbox, people, stage, storefront

urlpatterns = [
    path("", stage.overview),
    path("inbox", inbox.newest),
    path("as", people.become),
    path("play", stage.play),
    path("search-shop", storefront.search_shop),
]
