"""/console/authority/…: the requests of competent authorities (III.2)."""

from __future__ import annotations

from django.urls import URLPattern, path

from giuloi.doors.console import (
    authority,
    authority_ending,
    authority_new,
    authority_register,
    authority_work,
)

urlpatterns: list[URLPattern] = [
    path("authority", authority.index),
    path("authority/new", authority_new.new),
    path("authority/register", authority_register.index),
    path("authority/register/add/<slug:what>", authority_register.add),
    path("authority/register/numbers/<int:number>/end", authority_register.end),
    path("authority/files.csv", authority.register_csv),
    path("authority/<int:file>", authority.one),
    path("authority/<int:file>/document", authority.document),
    path("authority/<int:file>/call", authority_work.call),
    path("authority/<int:file>/people", authority_work.name),
    path("authority/<int:file>/scope", authority_work.cut),
    path("authority/<int:file>/secrecy", authority_work.secret),
    path("authority/<int:file>/approve", authority_ending.approve),
    path("authority/<int:file>/release", authority_ending.release),
    path("authority/<int:file>/package", authority_ending.package),
    path("authority/<int:file>/receipt", authority_ending.receipt),
    path("authority/<int:file>/refuse", authority_ending.refuse),
    path("authority/<int:file>/letter", authority.letter),
    path("authority/<int:file>/export", authority.export),
]
