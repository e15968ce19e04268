"""Ask the policy: may this role use these fields of such a person, for this, over that channel? By which clause?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD, mask_of
from giuloi.core.gate.decide import judge
from giuloi.core.gate.explain import sentence, wording
from giuloi.core.gate.request import SubjectFacts, UseRequest
from giuloi.core.gate.words import CASES, CHANNELS, RELATIONS
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.vocabulary import STATES
from giuloi.core.terms import CaseKind, Channel, ConsentState, Relation, Standing, SubjectState
from giuloi.doors.console.drafts import draft
from giuloi.doors.console.guard import signed_in
from giuloi.doors.console.policy_texts import checked
from giuloi.records.published import current

_ANYBODY = "x"  # a recipient the question does not name: consent to a recipient is always by name
STANDINGS = {
    Standing.MEMBER.value: Words("thành viên", "a member"),
    Standing.GUEST.value: Words("khách không có tài khoản", "a guest"),
}
CONSENTS = {
    "": Words("chưa hỏi", "never asked"),
    ConsentState.GIVEN.value: Words("đã đồng ý", "given"),
    ConsentState.REFUSED.value: Words("từ chối", "refused"),
    ConsentState.WITHDRAWN.value: Words("đã rút lại", "withdrawn"),
}
STATE_WORDS = {
    "frozen": Words("đang đóng băng", "frozen"),
    "restricted": Words("đang hạn chế", "restricted"),
    "minor": Words("chưa đủ tuổi", "a minor"),
}


@require_GET
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """A question as an address, so that it can be sent to a colleague; nothing in it is about anybody."""
    policy, of = _policy(request)
    asked = {name: request.GET.get(name, "") for name in ("purpose", "role", "channel", "standing", "case")}
    asked |= {name: request.GET.get(name, "") for name in ("consent", "recipient", "recipient_consent")}
    fields, states = request.GET.getlist("fields"), request.GET.getlist("states")
    answer = _answer(policy, asked, fields, states) if asked["purpose"] in policy.purposes else None
    seen = {
        **_choices(policy),
        "asked": asked,
        "fields_asked": fields,
        "states_asked": states,
        "answer": answer,
        "of": of,
        "has_draft": request.staff.administrator and draft() is not None,
    }
    return render(request, "console/explain.html", seen)


def _policy(request: HttpRequest) -> tuple[Policy, str]:
    """The draft's policy, if an administrator asks for it and it compiles; else the one in force."""
    if request.GET.get("of") == "draft" and request.staff.administrator and (kept := draft()):
        found = checked(kept.sources).policy
        if found is not None:
            return found, "draft"
    return current().policy, ""


def _answer(policy: Policy, asked: dict[str, str], fields: list[str], states: list[str]) -> dict[str, Any]:
    rule = policy.purposes[asked["purpose"]]
    relation = Relation(asked["recipient"]) if asked["recipient"] in list(Relation) else None
    use = UseRequest(
        purpose=rule.name,
        fields=mask_of(name for name in fields if name in FIELD),
        role=asked["role"] if asked["role"] in policy.roles else min(rule.roles),
        channel=Channel(asked["channel"]) if asked["channel"] in list(Channel) else Channel.IN_HOUSE,
        relation=relation,
        recipient=_ANYBODY if relation else "",
    )
    marks = SubjectState.NONE
    for name in states:
        marks |= STATES.get(name, SubjectState.NONE)
    facts = SubjectFacts(
        standing=Standing.GUEST if asked["standing"] == Standing.GUEST else Standing.MEMBER,
        states=marks,
        to_purpose=_consent(asked["consent"]),
        to_recipient=_consent(asked["recipient_consent"]),
        case=CaseKind(asked["case"]) if asked["case"] in list(CaseKind) else None,
    )
    decision = judge(policy, use, facts)
    return {
        "decision": decision,
        "clause": decision.clause,
        "sentence": Words(sentence(decision, use, policy, "vi"), sentence(decision, use, policy, "en")),
        "wording": Words(wording(decision.clause, policy, "vi"), wording(decision.clause, policy, "en")),
    }


def _consent(said: str) -> ConsentState | None:
    return ConsentState(said) if said in list(ConsentState) else None


def _choices(policy: Policy) -> dict[str, Any]:
    return {
        "purposes": {name: Words(rule.vi or name, rule.en or name) for name, rule in policy.purposes.items()},
        "roles": {name: Words(role.vi, role.en) for name, role in policy.roles.items()},
        "fields": {name: Words(field.vi, field.en) for name, field in FIELD.items()},
        "channels": {channel.value: Words(*words) for channel, words in CHANNELS.items()},
        "cases": {kind.value: Words(*words) for kind, words in CASES.items()},
        "relations": {relation.value: Words(*words) for relation, words in RELATIONS.items()},
        "standings": STANDINGS,
        "consents": CONSENTS,
        "states": STATE_WORDS,
    }
