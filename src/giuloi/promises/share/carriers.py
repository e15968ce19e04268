"""Who carries parcels: the recipients that the policy names as needed for an order (III.3), and what they are told."""

from __future__ import annotations

from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.policy.clauses import Policy, Requirement
from giuloi.core.terms import ClauseRef, Relation

_PREFIX = "recipient."


@dataclass(frozen=True, slots=True)
class Carrier:
    """One carrier. `fields` is the mask of what it may be told; `rule` is the policy's own block."""

    name: str
    words: Words
    clause: ClauseRef
    fields: int
    rule: Requirement


def carriers_of(policy: Policy, purpose: str) -> tuple[Carrier, ...]:
    """The carriers of a policy for this purpose, in its order; () when it names none."""
    return tuple(
        _carrier(policy, one)
        for one in policy.requirements
        if one.name.startswith(_PREFIX)
        and one.values["relation"] == Relation.NEEDED_FOR_ORDER
        and purpose in one.values["purposes"]
    )


def _carrier(policy: Policy, rule: Requirement) -> Carrier:
    name = rule.name.removeprefix(_PREFIX)
    permitted = 0
    for permit in policy.permits:
        if Relation.NEEDED_FOR_ORDER in permit.relations:
            permitted |= permit.fields
    words = Words(str(rule.values["vi"] or _UNNAMED.vi), str(rule.values["en"] or _UNNAMED.en))
    return Carrier(name, words, rule.clause, rule.values["fields"] & permitted, rule)


_UNNAMED = Words("đơn vị giao hàng", "the carrier")
