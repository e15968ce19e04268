"""Finding a customer by what they say of themselves: a phone number, an e-mail address, an order number.

What is found is ids; nothing is opened. Yet it tells that somebody is a customer, so it is for those who work
on a single person's order, question or request, and whoever is found has it in their ledger: who looked, and
under which clause. What was typed is not kept anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.fields import mask_of
from giuloi.core.identifiers import Kind, norm_v1
from giuloi.core.normal import normalized
from giuloi.core.policy.clauses import Policy, PurposeRule
from giuloi.core.terms import CaseKind, Channel, ClauseRef, NotAnIdentifier, Outcome
from giuloi.promises.collect.connections import connected
from giuloi.promises.collect.delivered import Resource
from giuloi.promises.collect.order_numbers import read_number
from giuloi.promises.collect.orders import Order
from giuloi.records.database import durable
from giuloi.records.keyring import keyring
from giuloi.records.published import current
from giuloi.records.subjects import standing_of
from giuloi.records.uses.concealed import conceal
from giuloi.records.uses.pending import Use, record_uses

_OF_ONE_PERSON = (CaseKind.ORDER, CaseKind.CARE, CaseKind.REQUEST, CaseKind.AUTHORITY)
# "701", "#701", "đơn 701", "ĐH-701", "order no. 701": what people write before a number.
_ORDER = re.compile(r"(?:(?:don|dh|order|so|no|hang|[#:.\s-])*)([0-9]{1,19})")
MOST = 50  # people shown for one search: a phone that a hundred guests gave is no way to find one of them


@dataclass(frozen=True, slots=True)
class Ground:
    """The purpose and clause by which a role may look up one person."""

    purpose: str
    clause: ClauseRef


@dataclass(frozen=True, slots=True)
class Looked:
    """Whom a search found. Without `ground` the role may not look anybody up, and nobody is told of."""

    ground: Ground | None
    subjects: tuple[int, ...] = ()
    orders: tuple[int, ...] = ()
    more: int = 0


def ground_of(policy: Policy, role: str) -> Ground | None:
    """The first purpose of the policy in which this role works on one person's case; None when there is none."""
    rules = (rule for rule in policy.purposes.values() if _works_on_one(rule, role))
    return next((Ground(rule.name, rule.clause) for rule in rules), None)


def look_up(actor: str, role: str, text: str, at: datetime, *, concealed: bool = False) -> Looked:
    """Who is known by this phone number, e-mail or order number, in any spelling; durable in the ledger on return.

    `concealed`: an authority ordered secrecy, so their own trail does not show it yet (records/uses/concealed.py).
    A role that may not look gets the same empty answer whoever it asked for, and the try is ledgered too.
    """
    policy = current().policy
    ground = ground_of(policy, role)
    orders = _orders(text)
    by, people = _people(text)
    subjects = tuple(dict.fromkeys([*people, *_buyers(orders)]))
    _note(actor, ground, policy, by, subjects, at, concealed)
    if ground is None:
        return Looked(None)
    return Looked(ground, subjects[:MOST], orders, max(0, len(subjects) - MOST))


def _works_on_one(rule: PurposeRule, role: str) -> bool:
    return role in rule.roles and rule.needs in _OF_ONE_PERSON


def _people(text: str) -> tuple[int, list[int]]:
    """(mask of the fields that led there, subjects that are there)."""
    kinds: tuple[Kind, ...] = ("email",) if "@" in text else ("phone",)
    for kind in kinds:
        with suppress(NotAnIdentifier):
            found = keyring().find(kind, norm_v1(kind, text))
            # An index entry without a subject is left over from a crash: it is nobody.
            return mask_of([kind]), [one for one in dict.fromkeys(found) if standing_of(one) is not None]
    return 0, []


def _orders(text: str) -> tuple[int, ...]:
    """Our own order of that number, and the one that each connected shop calls so."""
    number, ours = order_number(text), read_number(text)
    if number is None:
        number = ours
    if number is None:
        return ()
    sources = [bridge.source(Resource.ORDER, number) for bridge in connected()]
    found = [order for source in sources for order in keyring().find("source", source, claimed=True)]
    wanted = {*found, *(one for one in (number, ours) if one is not None and one < 2**63)}
    known = Order.objects.filter(id__in=wanted, subject__isnull=False).order_by("-placed_at", "id")
    return tuple(known.values_list("id", flat=True))


def order_number(text: str) -> int | None:
    """The number in "701", "#701", "Đơn hàng 701": None where there is more to it than a number."""
    folded = normalized("NFKD", text.casefold().replace("đ", "d"))
    plain = "".join(one for one in folded if not unicodedata.combining(one)).strip()
    found = _ORDER.fullmatch(plain)
    return int(found[1]) if found else None


def _buyers(orders: tuple[int, ...]) -> list[int]:
    return list(
        Order.objects.filter(id__in=orders).order_by("-placed_at", "id").values_list("subject_id", flat=True)
    )


def _note(
    actor: str,
    ground: Ground | None,
    policy: Policy,
    by: int,
    subjects: tuple[int, ...],
    at: datetime,
    concealed: bool,
) -> None:
    """One leaf for all who were found. Who was not found has no ledger to stand in."""
    if not subjects:
        return
    use = Use(
        *(at, actor, "find" if ground else "refuse"),
        *((ground.purpose, ground.clause) if ground else ("", policy.otherwise)),
        policy.hash,
        Outcome.ALLOWED.value if ground else Outcome.GAP.value,
        subjects,
        fields=by,
        channel=Channel.IN_HOUSE.value,
    )
    with durable():
        record_uses([conceal(use) if concealed else use])
