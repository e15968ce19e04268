"""What became of an order, step by step: who took it, when and why. Lines are only ever added (I.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giuloi.promises.collect.progress import Payment, Progress, Reason
from giuloi.records.database import answering


class OrderMove(models.Model):
    """One step. `was` is "" for the first one; a step of the money alone has the same progress on both sides.

    `actor` is who took it, as the ledger names them; `reason` a word of the list, never free text.
    """

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey("collect.Order", models.CASCADE, related_name="+")
    was = models.TextField()
    became = models.TextField()
    payment = models.TextField()
    at = models.DateTimeField()
    actor = models.TextField()
    reason = models.TextField(default="")

    class Meta:
        db_table = "collect_ordermove"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline. `was` is None for the first; `payment` is how the money stood after it."""

    was: Progress | None
    became: Progress
    payment: Payment
    at: datetime
    actor: str
    reason: Reason

    @property
    def of_money(self) -> bool:
        """Only the money moved."""
        return self.was is self.became


def note_move(
    order: int,
    was: Progress | None,
    became: Progress,
    payment: Payment,
    at: datetime,
    actor: str,
    reason: Reason = Reason.NONE,
) -> None:
    """Add a line; joins the caller's transaction."""
    OrderMove.objects.create(
        order_id=order,
        was=was.value if was else "",
        became=became.value,
        payment=payment.value,
        at=at,
        actor=actor,
        reason=reason.value,
    )


@answering()
def moves_of(order: int) -> tuple[Step, ...]:
    """The timeline of one order, oldest first."""
    return tuple(
        Step(
            Progress(one.was) if one.was else None,
            Progress(one.became),
            Payment(one.payment),
            one.at,
            one.actor,
            Reason(one.reason),
        )
        for one in OrderMove.objects.filter(order_id=order).order_by("id")
    )
