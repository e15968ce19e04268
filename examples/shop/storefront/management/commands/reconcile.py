"""Settle what was placed at Giữ Lời while no browser came back: once, or every N seconds."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from storefront.models import Handover
from storefront.orders import finish
from storefront.privacy import NotHere, Unreachable, ask, calls


class Command(BaseCommand):
    """`manage.py reconcile [--every 30]`."""

    help = "Settle checkouts that were placed at Giữ Lời and are still open here."

    def add_arguments(self, parser: CommandParser) -> None:
        """How often."""
        parser.add_argument("--every", type=float, default=0, help="seconds between two looks; 0: look once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, settle, say how many."""
        while True:
            self.stdout.write(f"settled {settle_all()}")
            if not options["every"]:
                return
            time.sleep(options["every"])


def settle_all() -> int:
    """How many were settled now; what cannot be reached is left for the next time."""
    try:
        placed = ask(calls.checkouts("placed"))["checkouts"]
    except (Unreachable, NotHere):
        return 0
    done = 0
    for told in placed:
        row = Handover.objects.filter(checkout=told["checkout"]).first()
        try:
            if row is not None and finish(row).state != Handover.OPEN:
                done += 1
        except Unreachable:
            break
    return done
