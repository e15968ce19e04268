"""The demo's inbox: every code and mail that the shop would have sent, newest first, in this process's memory."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giuloi.promises.use.channels import inbox


def newest(request: HttpRequest) -> HttpResponse:
    """The messages alone: what the page asks for every few seconds."""
    return render(request, "demo/messages.html", {"messages_sent": shown()})


def shown() -> list[inbox.Received]:
    """The last thirty."""
    return inbox.messages()[:30]
