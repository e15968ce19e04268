"""Contacting a customer (II.2): by an open case, a channel the policy allows, and their own consent.

    contact(case, Channel.EMAIL, "Bánh cốm để được hai ngày.", staff, at)

Whoever writes never sees the address: it is opened for the sender alone, when the message leaves.
"""

from giuloi.promises.use.contact.action import NotContacted, Reply, contact
from giuloi.promises.use.contact.calling import Call, number_for_call
from giuloi.promises.use.contact.outgoing import STATE_WORDS, Outgoing, State, contacts_of, of_case
from giuloi.promises.use.contact.ways import Way, ways

__all__ = [
    "STATE_WORDS",
    "Call",
    "NotContacted",
    "Outgoing",
    "Reply",
    "State",
    "Way",
    "contact",
    "contacts_of",
    "number_for_call",
    "of_case",
    "ways",
]
