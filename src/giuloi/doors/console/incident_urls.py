"""/console/incidents and /console/emergency: what is done about an attack."""

from __future__ import annotations

from django.urls import URLPattern, path

from giuloi.doors.console import alarms, emergency, incident_files, incident_forms, incidents

urlpatterns: list[URLPattern] = [
    path("alarms", alarms.index),
    path("alarms/settings", alarms.settings),
    path("incidents", incidents.index),
    path("incidents/open", incidents.open_file),
    path("incidents/<int:incident>", incidents.one),
    path("incidents/<int:incident>/write", incident_forms.write),
    path("incidents/<int:incident>/reports/<int:duty>", incident_forms.report),
    path("incidents/<int:incident>/contain", incident_forms.step),
    path("incidents/<int:incident>/steps/<int:step>", incident_forms.let_go),
    path("incidents/<int:incident>/affected", incident_files.affected),
    path("incidents/<int:incident>/tell", incident_forms.telling),
    path("incidents/<int:incident>/freeze", incident_files.freeze),
    path("incidents/<int:incident>/evidence/<int:evidence>", incident_files.evidence),
    path("incidents/<int:incident>/papers/<str:which>", incident_files.papers),
    path("incidents/<int:incident>/export", incident_files.export),
    path("incidents/<int:incident>/close", incident_forms.close),
    path("emergency", emergency.index),
    path("emergency/<int:glass>", emergency.one),
]
