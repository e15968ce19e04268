"""A browser that says "do not sell or share" (W3C Global Privacy Control, `Sec-GPC: 1`) objects for whoever uses it.

What it objects to is what the policy would let go to unrelated third parties (III.1), and nothing else: the signal
says nothing of the shop's own messages. It is heard once for each person: a consent given later, in words that name
the recipient, is the more exact word and stands (ADR 0027).
"""

from __future__ import annotations

from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Method, NotPossible
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel, ConsentState, Relation
from giuloi.records import consents
from giuloi.records.published import by_id
from giuloi.records.subjects import standing_of

HEADER = "Sec-GPC"
SAID = Words(
    "Trình duyệt của quý khách gửi tín hiệu Global Privacy Control (Sec-GPC: 1): không bán, không chia sẻ thông tin.",
    "Your browser sends the signal Global Privacy Control (Sec-GPC: 1): do not sell or share information.",
)


def third_party_purposes(policy: Policy) -> frozenset[str]:
    """The purposes for which anything may go to unrelated third parties, if they were ever consented to."""
    return frozenset(
        purpose
        for permit in policy.permits
        if Relation.UNRELATED in permit.relations
        for purpose in permit.purposes
    )


def hear(subject: int, at: datetime, language: str) -> bool:
    """Take the signal for this person's objection, once; True when it was not known before.

    What they had agreed to is withdrawn, and a refusal is kept with the words of the signal. Raises Unavailable where
    a store cannot answer.
    """
    standing = standing_of(subject)
    states = {} if standing is None else consents.states_of(subject)
    purposes = frozenset() if standing is None else third_party_purposes(by_id(standing[2]).policy)
    fresh = sorted(one for one in purposes if (one, Channel.IN_HOUSE.value, "") not in states)
    if not fresh:
        return False
    given = [
        key for key, state in states.items() if state is ConsentState.GIVEN and (key[2] or key[0] in purposes)
    ]
    asked = [_asked(*key, language) for key in given]
    if asked:
        consents.withdraw(subject, asked, at)
    try:
        consents.refuse(subject, [_asked(one, Channel.IN_HOUSE.value, "", language) for one in fresh], at)
    except NotPossible:  # two pages at once: the other one was heard
        return False
    return True


def _asked(purpose: str, channel: str, recipient: str, language: str) -> consents.Asked:
    return consents.Asked(purpose, Channel(channel), SAID.spoken(language), language, Method.WEB, recipient)
