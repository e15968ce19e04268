"""What the gate would say, without asking it: nothing is opened, and so nothing is ledgered.

For planning and explaining only. It permits nothing: whoever opens is decided upon anew, and that is in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from giuloi.core.gate.request import Decision, UseRequest
from giuloi.core.terms import Channel
from giuloi.records.credentials import Holding
from giuloi.records.database import joined
from giuloi.records.facts import Ask, read_facts
from giuloi.records.in_use import only_in_use
from giuloi.records.reveal import decided, request_of


def would_say(
    holding: Holding,
    field_names: Iterable[str],
    ask: Ask,
    at: datetime,
    channel: Channel = Channel.IN_HOUSE,
) -> tuple[UseRequest, Decision]:
    """The request as the gate would see it, and its answer now. Raises NotATerm as `reveal` does."""
    request = request_of(holding, field_names, channel)
    with joined():
        reading = only_in_use(request, read_facts(request, holding, [ask], at))
    return request, decided(request, reading.known[reading.people[0].known])
