"""So that Django finds the trust pages' templates, the verifier and its scripts."""

from __future__ import annotations

from django.apps import AppConfig


class TrustConfig(AppConfig):
    """The door that is open to everybody: what is promised, how far it is kept, and how to check."""

    name = "giuloi.doors.trust"
    label = "trust"
