"""One use, many people: `decide_many` says what a person must meet for `decide` to allow it.

The request is known and the people are not, so all that the policy says of the request is settled here and
falls away, and what it says of the person stays as a condition. Nothing of `decide` is used: the two are
written apart, so that their agreement (tests/core/gate/test_agree.py) means something.
"""

from __future__ import annotations

from collections.abc import Mapping

from giuloi.core.gate.condition import (
    ALWAYS,
    NEVER,
    CaseOpen,
    Condition,
    ConsentGiven,
    StandingIs,
    StateIs,
    VersionIs,
    all_of,
    any_of,
    negation,
)
from giuloi.core.gate.request import UseRequest
from giuloi.core.policy.clauses import Permit, Policy, Prohibition, PurposeRule, Unless
from giuloi.core.terms import Channel, LegalBasis, Standing


def decide_many(policies: Mapping[int, Policy], request: UseRequest) -> Condition:
    """What it takes to be allowed, for a set whose people are judged by any of these versions.

    `policies` maps the id that `records_subject.policy_id` carries to its policy; a person judged by a
    version that is not among them is not allowed.
    """
    alike: dict[Condition, list[Condition]] = {}
    for version, policy in policies.items():
        alike.setdefault(_allowed(policy, request), []).append(VersionIs(version))
    return any_of(*(all_of(any_of(*versions), condition) for condition, versions in alike.items()))


def _allowed(policy: Policy, request: UseRequest) -> Condition:
    """Under one version: for guests this, for members that, or one thing for both."""
    alike: dict[Condition, list[Condition]] = {}
    for standing in Standing:
        condition = all_of(
            _permission(policy, standing, request),
            *(negation(_prohibition(each, standing, request)) for each in policy.prohibitions),
        )
        alike.setdefault(condition, []).append(StandingIs(standing))
    if len(alike) == 1:
        return next(iter(alike))
    return any_of(*(all_of(any_of(*standings), condition) for condition, standings in alike.items()))


def _prohibition(said: Prohibition, standing: Standing, request: UseRequest) -> Condition:
    """When this prohibition stands in the way of a person of this standing."""
    if request.purpose in said.beyond:
        return NEVER
    if said.purposes and request.purpose not in said.purposes:
        return NEVER
    if said.standings and standing not in said.standings:
        return NEVER
    if said.relations and request.relation not in said.relations:
        return NEVER
    if said.channels and request.channel not in said.channels:
        return NEVER
    if said.fields and said.fields & request.fields == 0:
        return NEVER
    in_state = StateIs(said.states) if said.states else ALWAYS
    excused = _consent(said.unless, request) if said.unless else NEVER
    return all_of(in_state, negation(excused))


def _permission(policy: Policy, standing: Standing, request: UseRequest) -> Condition:
    """When the purpose's rule, and the permit if data would leave the shop, allow it for this standing."""
    rule = policy.purposes.get(request.purpose)
    if rule is None or standing not in rule.basis or not _within(rule, request):
        return NEVER
    outside = request.relation is not None or bool(request.recipient)
    permits = [each for each in policy.permits if _covers(each, request)]
    if outside and not permits:
        return NEVER
    consent_to = permits[0].consent if permits else Unless.CONSENT_TO_PURPOSE
    return all_of(
        CaseOpen(rule.needs, request.role) if rule.needs else ALWAYS,
        _consent(consent_to, request) if _rests_on_consent(rule, standing, consent_to) else ALWAYS,
    )


def _rests_on_consent(rule: PurposeRule, standing: Standing, to: Unless) -> bool:
    """A permit that asks for consent to the recipient asks for it whatever the purpose rests on."""
    return to is Unless.CONSENT_TO_RECIPIENT or rule.basis[standing] is LegalBasis.CONSENT


def _within(rule: PurposeRule, request: UseRequest) -> bool:
    """Whether what is asked, and who asks, is what the purpose's rule speaks of."""
    reached = rule.channels | {Channel.IN_HOUSE}
    known_fields = request.fields | rule.fields == rule.fields
    return request.held and request.role in rule.roles and known_fields and request.channel in reached


def _covers(permit: Permit, request: UseRequest) -> bool:
    all_fields = request.fields | permit.fields == permit.fields
    return request.purpose in permit.purposes and request.relation in permit.relations and all_fields


def _consent(to: Unless, request: UseRequest) -> Condition:
    """The consent in question; never to be had for a recipient without a name."""
    if to is Unless.CONSENT_TO_PURPOSE:
        return ConsentGiven(request.purpose, request.channel, "")
    if not request.recipient:
        return NEVER
    return ConsentGiven(request.purpose, request.channel, request.recipient)
