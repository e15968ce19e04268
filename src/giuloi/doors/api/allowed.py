"""Which key may do what. Nothing that is not said here or by the gate is allowed.

Opening is the gate's alone: whoever asks holds a purpose or does not. Everything else (taking an order, writing
down a consent, finding somebody) opens nothing, and is for keys of the shop's own, made for a purpose that is
served by it, under a role that the policy names for that purpose. docs/api.md has the table.
"""

from __future__ import annotations

from giuloi.core.gate.request import Decision, Need, Reason, UseRequest
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Outcome, Relation
from giuloi.doors.api.problem import refused
from giuloi.records.credentials import ApiKey
from giuloi.records.published import current

ORDERS = ("supply",)  # registering a guest, placing, listing, closing
FINDING = ("supply", "care", "rights")
RIGHTS = "rights"  # a key for the customers' rights writes down every consent


def holds(key: ApiKey, purpose: str, policy: Policy) -> bool:
    """Whether this key of the shop's own was made for a purpose, under a role the policy names for it."""
    rule = policy.purposes.get(purpose)
    return (
        not _outside(key) and rule is not None and purpose in key.purposes.split() and key.role in rule.roles
    )


def require(key: ApiKey, *purposes: str) -> None:
    """Pass a key that serves one of these purposes; raises a Problem that cites the clause of the first."""
    policy = current().policy
    if not any(holds(key, purpose, policy) for purpose in purposes):
        request = UseRequest(
            purposes[0], 0, key.role, False, recipient=key.recipient, relation=_relation(key)
        )
        raise refused(_no(key, purposes[0], policy), request)


def _no(key: ApiKey, purpose: str, policy: Policy) -> Decision:
    rule = policy.purposes.get(purpose)
    if rule is None:
        return Decision(Outcome.GAP, policy.otherwise, Reason.UNKNOWN_PURPOSE, policy.hash)
    if _outside(key):
        return Decision(Outcome.GAP, policy.otherwise, Reason.RECIPIENT, policy.hash)
    if key.role not in rule.roles:
        needed = Need("role", "|".join(sorted(rule.roles)))
        return Decision(Outcome.DENIED, rule.clause, Reason.ROLE, policy.hash, needed=(needed,))
    return Decision(
        Outcome.DENIED, rule.clause, Reason.NOT_HELD, policy.hash, needed=(Need("hold", purpose),)
    )


def _outside(key: ApiKey) -> bool:
    return bool(key.recipient or key.relation)


def _relation(key: ApiKey) -> Relation | None:
    return Relation(key.relation) if key.relation else None
