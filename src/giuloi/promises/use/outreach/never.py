""" "Do not contact me", said once (VI.8): the mark is made, and every consent to be written to is taken back."""

from __future__ import annotations

from datetime import datetime

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, ConsentState
from giuloi.records import consents, do_not_contact
from giuloi.records.credentials import hold_in_code
from giuloi.records.database import durable
from giuloi.records.facts import Ask
from giuloi.records.published import by_id
from giuloi.records.reveal import Revealed, reveal
from giuloi.records.subjects import standing_of


def say_never(subject: int, at: datetime, wording: str, language: str, method: Method = Method.WEB) -> bool:
    """From the return on nothing is sent to them that is not an answer or owed; kept also when they are erased.

    `wording` is what the button said. False where their addresses cannot be opened now (frozen): then they
    themselves are noted, and the mark waits until they say it again.
    """
    found = standing_of(subject)
    if found is None:
        return False
    topics = {name for name, rule in by_id(found[2]).policy.purposes.items() if rule.topic}
    given = [
        consents.Asked(purpose, Channel(channel), wording, language, method)
        for (purpose, channel, recipient), state in consents.states_of(subject).items()
        if state is ConsentState.GIVEN and purpose in topics and not recipient
    ]
    if given:
        consents.withdraw(subject, given, at)
    holding = hold_in_code("mark_do_not_contact")
    answer = reveal(holding, do_not_contact.MARKED, Ask(subject), at)
    opened = answer.fields if isinstance(answer, Revealed) else {}
    with durable():
        do_not_contact.ask_never(subject, opened, at)
    return bool(opened)
