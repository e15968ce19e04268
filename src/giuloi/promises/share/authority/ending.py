"""How a file ends: with the authority's receipt, or with a refusal that gives its reason from a closed list."""

from __future__ import annotations

from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.promises.share.authority.moving import take_step
from giuloi.promises.share.authority.problems import NotTaken
from giuloi.promises.share.authority.steps import Action
from giuloi.promises.share.authority.words import Ground


def receipt(file: int, number: str, received: datetime, staff: int, at: datetime) -> None:
    """Note the authority's receipt: its number, and when they had the package. Raises NotTaken, and as `take_step`."""
    if received > at:
        raise NotTaken("received", Words("Một thời điểm đã qua.", "A moment that has passed."))
    take_step(file, Action.RECEIPT, staff, at, receipt=number, receipt_at=received)


def refuse(file: int, ground: Ground, staff: int, at: datetime) -> None:
    """Refuse; the letter says why (letter.py). Whatever was approved is void. Raises as `take_step` does."""
    take_step(file, Action.REFUSE, staff, at, about=ground.value, ground=ground.value)


def send_back(file: int, staff: int, at: datetime) -> None:
    """An approver does not agree: the scope is to be cut anew. Raises as `take_step` does."""
    take_step(file, Action.SEND_BACK, staff, at)
