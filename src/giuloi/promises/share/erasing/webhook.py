"""The shop's own systems as a partner: each webhook that asked for `subject.erased` is told, signed, and must take it.

What they hold they hold by our opaque ids, so these are the names; a 2xx is the receipt. Nothing there can be read
back: what the shop's own system does with it is the shop's own word.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from giuloi.core.terms import CaseKind, NotServing
from giuloi.promises.share import telling
from giuloi.promises.share.subscriptions import Subscription, subscriptions
from giuloi.records.cases import Case
from giuloi.records.happenings import Event
from giuloi.records.partners import NotErased, PartnerAsk, PartnerReceipt

_TAKEN = range(200, 300)


class Webhook:
    """The partner `webhook`."""

    name = "webhook"
    by_hand = False

    def references_of(self, subject: int, records: Sequence[int]) -> Sequence[str]:
        """ "subject/1", "order/2"; nothing while nobody asked to be told."""
        if not _wanting():
            return ()
        orders = Case.objects.filter(record_id__in=records, kind=CaseKind.ORDER).values_list(
            "record_id", flat=True
        )
        return (f"subject/{subject}", *(f"order/{one}" for one in sorted(set(orders))))

    def perhaps_of(self, subjects: Sequence[int]) -> Sequence[int]:
        """All, or nobody while nobody asked to be told."""
        return subjects if _wanting() else ()

    def erase(self, ask: PartnerAsk) -> PartnerReceipt:
        """Tell all of them, under one id however often: whoever took it before knows it again. Raises NotErased."""
        body = message_of(ask)
        missing = [one for one in _wanting() if not _takes(one, ask, body)]
        if missing:
            raise NotErased("not_taken", again=True)
        return PartnerReceipt("erased", read_back=False)


def message_of(ask: PartnerAsk) -> bytes:
    """{"type": "subject.erased", "timestamp": …, "data": {"subjects": "1 2", "orders": "3"}}: ids, blanks between."""
    data = {
        kind + "s": " ".join(
            one.removeprefix(f"{kind}/") for one in ask.references if one.startswith(f"{kind}/")
        )
        for kind in ("subject", "order")
    }
    said = {"type": Event.SUBJECT_ERASED.value, "timestamp": ask.at.isoformat(), "data": data}
    return json.dumps(said, separators=(",", ":")).encode()


def _wanting() -> list[Subscription]:
    return [one for one in subscriptions() if Event.SUBJECT_ERASED in one.events.split()]


def _takes(to: Subscription, ask: PartnerAsk, body: bytes) -> bool:
    try:
        return telling.send(to, f"erased-{ask.key}", body, ask.at) in _TAKEN
    except NotServing:  # it has no secret, so nothing can be signed for it
        return False
