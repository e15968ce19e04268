"""The invented shop's agreement with its carrier: without one nothing may leave with a parcel."""

from __future__ import annotations

from datetime import datetime, timedelta

from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Relation

_DOCUMENT = "Thỏa thuận mẫu của bản trình diễn; không ai ký.\n"
_CONTENT = "như hợp đồng mẫu của bản trình diễn"


def sign_with_recipients(policy: Policy, at: datetime) -> None:
    """Write down, agree with and enable every recipient that the policy names, for two years."""
    from giuloi.records import recipients

    for one in policy.requirements:
        kind, _, name = one.name.partition(".")
        if kind != "recipient":
            continue
        rule = one.values
        relation = Relation(rule["relation"])
        recipients.add(name, relation, rule["country"], rule["purposes"], rule["fields"], at)
        first = (at - timedelta(days=1)).date()
        terms = dict.fromkeys(recipients.TERMS, _CONTENT)
        recipients.agree(name, terms, _DOCUMENT.encode(), first, first + timedelta(days=730), at)
        recipients.enable(name, at)
