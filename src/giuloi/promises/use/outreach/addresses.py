"""An opened address, looked at once more: is it on the do-not-contact list, was it written to under another name?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.outreach import sends
from giuloi.promises.use.outreach.reasons import ADDRESS, Reason
from giuloi.promises.use.outreach.rules import Rule
from giuloi.promises.use.outreach.sends import Claim, SendState
from giuloi.records.do_not_contact import EVERY_CHANNEL, asked_never, mark_of, meant

CONTACTS = "contacts"  # the key under which addresses are counted: another than the list's
Outcomes = dict[str, tuple[SendState, str]]


def cleared(
    channel: Channel,
    rule: Rule,
    opened: Sequence[tuple[Claim, Secret[str]]],
    at: datetime,
    outcomes: Outcomes,
) -> list[Claim]:
    """Those that may go out, marked as being handed over; why not goes into `outcomes`. Inside `sends.alone`.

    The caps are those of an address (Decree 91/2020: "per number", "per address"), so that two customers with one
    telephone are one.
    """
    addresses = [(ADDRESS[channel], address) for _, address in opened]
    marks = [mark_of(*one, CONTACTS) for one in addresses]
    often = sends.contacted(channel, [one for one in marks if one], at)
    going: dict[str, bytes] = {}
    for (one, _), mark, never in zip(opened, marks, asked_never(addresses), strict=True):
        if mark is None:
            outcomes[one.key] = (SendState.REFUSED, "no_address")
        elif never & {EVERY_CHANNEL, channel.value}:
            meant(one.subject, never)
            outcomes[one.key] = (SendState.REFUSED, Reason.NEVER.value)
        elif rule.per_day is not None and often.get(mark, 0) >= rule.per_day:
            outcomes[one.key] = (SendState.REFUSED, "same_address")
        else:
            often[mark] = often.get(mark, 0) + 1
            going[one.key] = mark
    sends.handed(going)
    return [one for one, _ in opened if one.key in going]
