"""A request that a clerk writes down for a customer: by telephone, at the counter, from a letter or a message.

It comes in by the same way as any other; only who wrote it down differs, and that a right over data opens nothing of
the customer until it is established who asked (proving.py). What only stops a use that is named is carried out at once
all the same: a no harms nobody as a yes would. Somebody whom we do not know yet becomes a guest by it, with what they
gave to be answered and nothing more (IV.4), in the same transaction.
"""

from __future__ import annotations

from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.promises.answer.asking import Asking, NotAsked, TakenIn, on_disk, take_in
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.guests import welcome_guest
from giuloi.records.database import durable


def write_down(subject: int, asking: Asking, at: datetime, actor: str) -> TakenIn:
    """For a customer who was found. Durable on return. Raises NotAsked."""
    with durable():
        taken = take_in(subject, asking, at, actor, proven=False)
    on_disk(subject, asking, taken, at)
    return taken


def take_right_in(subject: int, asking: Asking, at: datetime, actor: str) -> TakenIn:
    """A right that the shop's own systems bring in. Durable on return. Raises NotAsked.

    What stops a use is valid at once where it is named; anything else once it is established who asked.
    """
    return write_down(subject, asking, at, actor)


def write_down_for_guest(contact: Contact, asking: Asking, at: datetime, actor: str) -> TakenIn:
    """For somebody new: the guest and the request, or neither. Raises NotAsked, also without a way to answer."""
    if not (contact.phone or contact.email):
        raise NotAsked(_NO_WAY)
    with durable():
        return take_in(welcome_guest(contact, at), asking, at, actor, proven=False)


_NO_WAY = Words(
    "Hãy ghi số điện thoại hoặc email để trả lời khách.", "Write a telephone number or e-mail to answer by."
)
