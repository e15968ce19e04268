"""One use, one person: `decide` says yes or no and names the clause it rests on.

The rule is the order of `STEPS`. Each step looks at one thing and either answers or passes the question on;
the last one always answers. Nothing is allowed that has not passed every step, so what the policy does not
say is denied, and a prohibition, asked first, beats every permission.

>>> decide(policy, UseRequest("promotion", FIELD["email"].mask, "marketing", channel=Channel.EMAIL), an)
Decision(outcome=<Outcome.ALLOWED>, clause="I.3", reason=<Reason.PERMITTED>, …)
"""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import NamedTuple, TypeVar

from giuloi.core.gate.request import Decision, Need, Reason, SubjectFacts, UseRequest
from giuloi.core.policy.clauses import Permit, Policy, Prohibition, PurposeRule, Unless
from giuloi.core.terms import Channel, ClauseRef, ConsentState, LegalBasis, Outcome

T = TypeVar("T")


def decide(policy: Policy, request: UseRequest, facts: SubjectFacts) -> Decision:
    """May this use be made of this person's data? Never raises; remembers the answer (see `_remember`)."""
    known = _memo.get((id(policy), request, facts))
    return known[1] if known is not None else _remember(policy, request, facts)


def judge(policy: Policy, request: UseRequest, facts: SubjectFacts) -> Decision:
    """The rule itself, without memory: the first step that answers."""
    rule = policy.purposes.get(request.purpose)
    if rule is None:
        return _gap(policy, Reason.UNKNOWN_PURPOSE)
    use = Use(policy, rule, permit_for(policy, request), request, facts)
    return next(filter(None, (step(use) for step in STEPS)))


class Use(NamedTuple):
    """What the steps look at: the question, the purpose's rule, and the permit if data leave the shop."""

    policy: Policy
    rule: PurposeRule
    permit: Permit | None
    request: UseRequest
    facts: SubjectFacts

    @property
    def clause(self) -> ClauseRef:
        """The clause that speaks for this use: the permit's when data would leave, else the purpose's."""
        return self.permit.clause if self.permit else self.rule.clause


def prohibited(use: Use) -> Decision | None:
    """The first prohibition of the document that matches and that no consent lifts."""
    for prohibition in use.policy.prohibitions:
        if matches(prohibition, use) and not lifted(prohibition, use):
            needed = consent_need(use.request, prohibition.unless) if prohibition.unless else ()
            return _denied(use, prohibition.clause, Reason.PROHIBITED, *needed)
    return None


def not_held(use: Use) -> Decision | None:
    """A purpose cannot be claimed, only held."""
    if use.request.held:
        return None
    return _denied(use, use.rule.clause, Reason.NOT_HELD, Need("hold", use.rule.name))


def wrong_role(use: Use) -> Decision | None:
    """Only the roles that the purpose names may use it."""
    if use.request.role in use.rule.roles:
        return None
    return _denied(use, use.rule.clause, Reason.ROLE, Need("role", "|".join(sorted(use.rule.roles))))


def too_many_fields(use: Use) -> Decision | None:
    """Only the fields that the purpose names, and all of the request or nothing."""
    return _gap(use.policy, Reason.FIELD) if use.request.fields & ~use.rule.fields else None


def wrong_channel(use: Use) -> Decision | None:
    """The person is reached only as the purpose says; use in house reaches nobody."""
    channel = use.request.channel
    if channel == Channel.IN_HOUSE or channel in use.rule.channels:
        return None
    return _gap(use.policy, Reason.CHANNEL)


def no_permit(use: Use) -> Decision | None:
    """Nothing leaves the shop without a permit for it."""
    return _gap(use.policy, Reason.RECIPIENT) if leaves(use.request) and not use.permit else None


def no_case(use: Use) -> Decision | None:
    """A purpose that needs a reason to look is used only under an open case of that kind."""
    needs = use.rule.needs
    if needs is None or use.facts.case == needs:
        return None
    return _denied(use, use.rule.clause, Reason.NO_CASE, Need("case", needs.value))


def no_basis(use: Use) -> Decision | None:
    """A standing for which the purpose names no legal basis has none."""
    return None if use.facts.standing in use.rule.basis else _gap(use.policy, Reason.NO_BASIS)


def no_consent(use: Use) -> Decision | None:
    """Consent that is the basis must be given; consent to this recipient, if the permit asks for it, always."""
    to = use.permit.consent if use.permit else Unless.CONSENT_TO_PURPOSE
    asked = to is Unless.CONSENT_TO_RECIPIENT or use.rule.basis[use.facts.standing] is LegalBasis.CONSENT
    if not asked or consents(use, to):
        return None
    return _denied(use, use.clause, Reason.NO_CONSENT, *consent_need(use.request, to))


def permitted(use: Use) -> Decision:
    """Every step was passed."""
    basis = use.rule.basis[use.facts.standing]
    return Decision(Outcome.ALLOWED, use.clause, Reason.PERMITTED, use.policy.hash, basis)


STEPS: tuple[Callable[[Use], Decision | None], ...] = (
    prohibited,
    not_held,
    wrong_role,
    too_many_fields,
    wrong_channel,
    no_permit,
    no_case,
    no_basis,
    no_consent,
    permitted,
)


def matches(prohibition: Prohibition, use: Use) -> bool:
    """Whether a prohibition speaks of this use: each condition that it states is met."""
    request, facts = use.request, use.facts
    return (
        _speaks_of(prohibition.purposes, request.purpose)
        and request.purpose not in prohibition.beyond
        and _speaks_of(prohibition.relations, request.relation)
        and _speaks_of(prohibition.standings, facts.standing)
        and _speaks_of(prohibition.channels, request.channel)
        and (not prohibition.states or bool(prohibition.states & facts.states))
        and (not prohibition.fields or bool(prohibition.fields & request.fields))
    )


def lifted(prohibition: Prohibition, use: Use) -> bool:
    """Whether the consent that the prohibition makes an exception for is there."""
    return prohibition.unless is not None and consents(use, prohibition.unless)


def consents(use: Use, to: Unless) -> bool:
    """Whether this person's consent is given. Nobody can have consented to a recipient without a name."""
    if to is Unless.CONSENT_TO_PURPOSE:
        return use.facts.to_purpose == ConsentState.GIVEN
    return bool(use.request.recipient) and use.facts.to_recipient == ConsentState.GIVEN


def consent_need(request: UseRequest, to: Unless) -> tuple[Need, ...]:
    """The consent to ask for: "promotion/sms", "advertising/email/partner-x"; none for the nameless."""
    asked = f"{request.purpose}/{request.channel}"
    if to is Unless.CONSENT_TO_PURPOSE:
        return (Need("consent", asked),)
    return (Need("consent", f"{asked}/{request.recipient}"),) if request.recipient else ()


def leaves(request: UseRequest) -> bool:
    """Whether data would leave the shop. A recipient named without its relation counts: it fits no permit."""
    return request.relation is not None or request.recipient != ""


def permit_for(policy: Policy, request: UseRequest) -> Permit | None:
    """The first permit of the document that covers the purpose, the recipient's relation and all fields."""
    for permit in policy.permits:
        covers = request.purpose in permit.purposes and request.relation in permit.relations
        if covers and not request.fields & ~permit.fields:
            return permit
    return None


def _speaks_of(words: Set[T], word: T | None) -> bool:
    """A condition of a prohibition: an empty set means any."""
    return not words or word in words


def _denied(use: Use, clause: ClauseRef, reason: Reason, *needed: Need) -> Decision:
    return Decision(Outcome.DENIED, clause, reason, use.policy.hash, needed=needed)


def _gap(policy: Policy, reason: Reason) -> Decision:
    return Decision(Outcome.GAP, policy.otherwise, reason, policy.hash)


# The memory. An answer depends on its three arguments alone, and facts are few and finite, so remembering
# changes nothing but the time. The key names the policy by its address, for a Policy has no hash of
# its own; that is safe because each entry also holds its policy, whose address so cannot become another's.
_MOST = 16_384  # answers, some 10 MB; a full memory is emptied, so a flood costs time and never memory
_LONGEST = 256  # characters of the words a caller may choose; a longer request is judged, not remembered
_memo: dict[tuple[int, UseRequest, SubjectFacts], tuple[Policy, Decision]] = {}


def _remember(policy: Policy, request: UseRequest, facts: SubjectFacts) -> Decision:
    decision = judge(policy, request, facts)
    if len(request.purpose) + len(request.role) + len(request.recipient) <= _LONGEST:
        if len(_memo) >= _MOST:
            _memo.clear()
        _memo[id(policy), request, facts] = (policy, decision)
    return decision
