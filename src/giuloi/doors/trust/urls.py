"""/trust/…: public pages, and the ledger's public files in the layout of c2sp.org/tlog-tiles."""

from __future__ import annotations

from django.urls import path

from giuloi.doors.trust.evidence import report
from giuloi.doors.trust.ledger import ledger
from giuloi.doors.trust.log_files import checkpoint, hash_tile, head
from giuloi.doors.trust.measures import measures
from giuloi.doors.trust.numbers import numbers
from giuloi.doors.trust.overview import overview
from giuloi.doors.trust.parcel import parcel
from giuloi.doors.trust.policy import policy
from giuloi.doors.trust.release import release
from giuloi.doors.trust.verifier import alone, verifier
from giuloi.doors.trust.versions import version, versions

urlpatterns = [
    path("", overview),
    path("policy", policy),
    path("evidence.json", report),
    path("versions", versions),
    path("versions/<int:number>", version),
    path("ledger", ledger),
    path("log/checkpoint", checkpoint),
    path("log/heads/<int:size>", head),
    path("log/tile/<path:tile>", hash_tile),
    path("verifier", verifier),
    path("verifier.html", alone),
    path("measures", measures),
    path("numbers", numbers),
    path("release/<str:token>", release),
    path("parcel/<str:token>", parcel),
]
