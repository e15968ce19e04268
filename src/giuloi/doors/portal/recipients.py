"""/me/recipients: who outside the shop received the visitor's data: to whom, when, what, for what, by which clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.core.bilingual import Words
from giuloi.core.gate.words import RELATIONS
from giuloi.core.terms import PolicyHash, Refused, Relation
from giuloi.doors.portal.coming import now, signed_in
from giuloi.promises.answer.use_words import Told, purpose_words, told
from giuloi.promises.share.stopping.notices import Stop, about
from giuloi.records.published import by_hash, current
from giuloi.records.recipients import Registered, registered
from giuloi.records.uses.handed_over import was_handed_over
from giuloi.records.uses.own import OwnUse, count_of, own_uses, waiting_of

MOST = 2000  # entries looked through for the page; what is older stands in "who used my data"


@dataclass(slots=True)
class Received:
    """One recipient and everything it got, newest first. Who is not in the register any more has no relation."""

    key: str
    name: str
    relation: Words
    country: str
    paid: bool
    times: list[tuple[Told, Words]] = field(default_factory=list)
    stops: Sequence[tuple[Stop, Words]] = ()


@require_GET
@signed_in()
def page(request: HttpRequest) -> HttpResponse:
    """Read from their own entries of the ledger; nothing sealed is opened for it."""
    subject = request.visitor.who
    try:
        count = count_of(subject)
        entries = [*waiting_of(subject), *own_uses(subject, count + 1, MOST)]
    except Refused as refused:
        return render(request, "portal/recipients.html", {"refused": refused.decision})
    known = {one.name: one for one in registered(now())}
    received, stops, policy = _received(entries, known), about(subject), current().policy
    for one in received:
        one.stops = [(stop, purpose_words(policy, stop.purpose)) for stop in stops.get(one.key, ())]
    context = {"received": received, "more": count > MOST}
    return render(request, "portal/recipients.html", context)


def _received(entries: list[OwnUse], known: dict[str, Registered]) -> list[Received]:
    found: dict[str, Received] = {}
    for use in entries:
        if was_handed_over(use):
            one, line = known.get(use.recipient), told(use)
            name = line.to or use.recipient
            if name not in found:
                found[name] = _nobody_yet(name, use, one)
            policy = (by_hash(PolicyHash(use.policy)) or current()).policy
            found[name].times.append((line, purpose_words(policy, use.purpose)))
    return list(found.values())


def _nobody_yet(name: str, use: OwnUse, one: Registered | None) -> Received:
    if one is not None:
        return Received(use.recipient, name, Words(*RELATIONS[one.relation]), one.country, one.paid)
    authority = use.purpose == "authority_request"
    relation = Words(*RELATIONS[Relation.AUTHORITY]) if authority else Words("", "")
    return Received(use.recipient, name, relation, "", paid=False)
