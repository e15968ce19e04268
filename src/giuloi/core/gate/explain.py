"""A decision in plain words: the clause it rests on, why, and what would make a refused use allowed.

The sentences are for whoever asked: staff at the desk, the operator at the command line, the customer. They
name purposes, fields and recipients, and never a value. They are text: whoever puts them into HTML escapes
them, for a purpose or a recipient in them may be a caller's word.
"""

from __future__ import annotations

from giuloi.core.gate.request import Decision, Need, Reason, UseRequest
from giuloi.core.gate.words import (
    BASES,
    CASES,
    CHANNELS,
    RELATIONS,
    Language,
    Pair,
    chosen,
    fields_named,
    purpose_by,
    purpose_named,
    role_named,
)
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, Channel, ClauseRef

_SAID: dict[Reason, Pair] = {
    Reason.PERMITTED: (
        "Được phép theo mục {clause}, {basis}.",
        "Allowed by clause {clause}, {basis}.",
    ),
    Reason.PROHIBITED: (
        "Không được: mục {clause} cấm dùng thông tin này cho mục đích {use}.",
        "No: clause {clause} forbids using this information for {use}.",
    ),
    Reason.NOT_HELD: (
        "Không được: mục đích {purpose} (mục {clause}) phải được giao mới dùng được, không thể tự nhận.",
        "No: the purpose of {purpose} (clause {clause}) must be held; it cannot be claimed.",
    ),
    Reason.ROLE: (
        "Không được: theo mục {clause}, {role} không làm việc vì mục đích {purpose}.",
        "No: under clause {clause}, {role} has no part in {purpose}.",
    ),
    Reason.NO_CASE: (
        "Không được: mục {clause} chỉ cho xem khi có việc đang mở cần đến, mà ở đây chưa có.",
        "No: clause {clause} lets nobody look without an open case that needs it, and here is none.",
    ),
    Reason.NO_CONSENT: (
        "Không được: mục {clause} cần sự đồng ý của quý khách, mà hiện chưa có.",
        "No: clause {clause} rests on the customer's consent, and at present there is none.",
    ),
    Reason.SET_ASIDE: (
        "Không được: đã hết hạn sử dụng theo mục {clause}; thông tin chỉ còn được cất riêng, không dùng nữa.",
        "No: under clause {clause} its time of use is over; the information is only stored, and used for nothing.",
    ),
    Reason.NO_AGREEMENT: (
        "Không được: mục {clause} chỉ cho đưa tới {recipient} khi bên nhận đã được bật và có thỏa thuận còn hiệu lực.",
        "No: clause {clause} lets nothing go to {recipient} without an agreement in force and the recipient enabled.",
    ),
    Reason.UNKNOWN_PURPOSE: (
        "Không được: chính sách không có mục đích {purpose}, {otherwise}.",
        "No: the policy has no purpose {purpose}, {otherwise}.",
    ),
    Reason.FIELD: (
        "Không được: chính sách không cho mục đích {purpose} dùng {fields}, {otherwise}.",
        "No: the policy does not give {purpose} the {fields}, {otherwise}.",
    ),
    Reason.CHANNEL: (
        "Không được: chính sách không cho mục đích {purpose} liên lạc {channel}, {otherwise}.",
        "No: the policy does not let {purpose} reach the customer {channel}, {otherwise}.",
    ),
    Reason.RECIPIENT: (
        "Không được: chính sách không cho đưa thông tin tới {recipient} vì mục đích {purpose}, {otherwise}.",
        "No: the policy does not let this information go to {recipient} for {purpose}, {otherwise}.",
    ),
    Reason.NO_BASIS: (
        "Không được: chính sách không có căn cứ dùng thông tin người này cho {purpose}, {otherwise}.",
        "No: the policy states no ground on which this person's information serves {purpose}, {otherwise}.",
    ),
}  # fmt: skip

_OTHERWISE: Pair = (
    "mà điều gì chính sách không nói tới thì không làm (mục {clause})",
    "and what it does not speak of is not done (clause {clause})",
)
_LIFT: Pair = ("Muốn được phép, cần có {needs}.", "It would take {needs}.")
_NOTHING_LIFTS: Pair = (
    "Không có sự đồng ý nào xin thêm được để đổi điều này.",
    "There is no consent to ask for that would change this.",
)
_AND, _OR = (" và ", " and "), (" hoặc ", " or ")


def sentence(decision: Decision, request: UseRequest, policy: Policy, language: Language) -> str:
    """The answer in a sentence, and for a refusal that can be lifted, what it would take in another.

    Raises NotATerm for a language other than "vi" and "en".
    """
    said = chosen(_SAID[decision.reason], language).format_map(_words(decision, request, policy, language))
    if lifting := needs(decision, policy, language):
        return f"{said} {chosen(_LIFT, language).format(needs=chosen(_AND, language).join(lifting))}"
    if decision.reason in (Reason.PROHIBITED, Reason.NO_CONSENT):
        return f"{said} {chosen(_NOTHING_LIFTS, language)}"
    return said


def needs(decision: Decision, policy: Policy, language: Language) -> tuple[str, ...]:
    """What would make the use allowed, or bring it a step nearer, each as a phrase."""
    return tuple(_need(need, policy, language) for need in decision.needed)


def wording(ref: ClauseRef, policy: Policy, language: Language) -> str:
    """The clause's own sentence as customers read it, in this language if the policy was translated."""
    translated = policy.translations.get(language, {})
    return (translated.get(ref) or policy.clauses[ref]).sentence


def _words(decision: Decision, request: UseRequest, policy: Policy, language: Language) -> dict[str, str]:
    """Everything that a sentence may name."""
    rule = policy.purposes.get(request.purpose)
    beyond = request.fields & ~rule.fields if rule else request.fields
    return {
        "clause": decision.clause,
        "purpose": purpose_named(request.purpose, language),
        "channel": chosen(CHANNELS[request.channel], language),
        "use": purpose_by(request.purpose, request.channel, language),
        "role": role_named(policy, request.role, language),
        "fields": fields_named(beyond, language) or chosen(("thông tin này", "information"), language),
        "recipient": _recipient(request, language),
        "basis": chosen(BASES[decision.basis], language) if decision.basis else "",
        "otherwise": chosen(_OTHERWISE, language).format(clause=decision.clause),
    }


def _recipient(request: UseRequest, language: Language) -> str:
    named = f"“{request.recipient}”" if request.recipient else ""
    relation = chosen(RELATIONS[request.relation], language) if request.relation else ""
    return f"{named} ({relation})" if named and relation else named or relation


def _need(need: Need, policy: Policy, language: Language) -> str:
    match need.kind:
        case "consent":
            return _consent(need.what, language)
        case "case":
            return chosen(CASES[CaseKind(need.what)], language)
        case "role":
            roles = (role_named(policy, name, language) for name in need.what.split("|"))
            return chosen(_OR, language).join(roles)
        case _:
            purpose = purpose_named(need.what, language)
            vi = f"vụ việc, khóa truy cập hoặc phần mềm được giao mục đích {purpose}"
            return chosen((vi, f"a case, a key or code that holds the purpose of {purpose}"), language)


def _consent(what: str, language: Language) -> str:
    """A Need's "purpose/channel" or "purpose/channel/recipient"; only a recipient may hold a slash."""
    purpose, channel, *recipient = what.split("/", 2)
    named = purpose_by(purpose, Channel(channel), language)
    if not recipient:
        pair = (f"sự đồng ý của quý khách với {named}", f"the customer's consent to {named}")
        return chosen(pair, language)
    to = f"“{recipient[0]}”"
    vi = f"sự đồng ý của quý khách với {named} riêng cho {to}"
    return chosen((vi, f"the customer's consent to {named} for {to} by name"), language)
