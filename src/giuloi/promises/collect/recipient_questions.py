"""The questions about one named recipient: who it is, where, for what, which data, paid or not, word for word (III.1).

Asked only about who could receive something today: registered, enabled, bound by an agreement in force, and where the
policy or money asks for this person's consent to this very recipient.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.gate.words import fields_named
from giuloi.core.policy.clauses import Policy, Unless
from giuloi.core.terms import Channel, Relation
from giuloi.promises.collect.questions import Question
from giuloi.records.recipients import Registered, registered


@dataclass(frozen=True, slots=True)
class AskedRecipient:
    """One recipient for one purpose, and its question."""

    purpose: str
    recipient: str
    question: Question


def asked_recipients(policy: Policy, at: datetime) -> tuple[AskedRecipient, ...]:
    """By recipient, then purpose; () where nobody's name is to be asked for."""
    return tuple(
        AskedRecipient(purpose, one.name, _question(policy, purpose, one))
        for one in registered(at)
        if one.receives
        for purpose in one.purposes
        if purpose in policy.purposes and _is_asked(policy, purpose, one)
    )


def _is_asked(policy: Policy, purpose: str, one: Registered) -> bool:
    permits = [each for each in policy.permits if purpose in each.purposes and one.relation in each.relations]
    by_name = any(each.consent is Unless.CONSENT_TO_RECIPIENT for each in permits)
    return by_name or (one.paid and bool(permits))


def _question(policy: Policy, purpose: str, one: Registered) -> Question:
    rule = policy.purposes[purpose]
    mask = one.fields & rule.fields
    shop = str(policy.shop.get("shop", ""))
    kind = _KIND[one.relation]
    vi = (
        f"Quý khách có đồng ý để {shop} chuyển {fields_named(mask, 'vi')} của quý khách cho {kind.vi} “{one.name}”"
        f" (nước: {one.country}) vào việc {rule.vi or purpose} (mục {rule.clause}) không?"
    )
    en = (
        f"Do you agree that {shop} passes your {fields_named(mask, 'en')} on to {kind.en} “{one.name}”"
        f" (country: {one.country}) for {rule.en or purpose} (clause {rule.clause})?"
    )
    money = _PAID if one.paid else _UNPAID
    row = Words(f"Cho “{one.name}”", f"To “{one.name}”")
    return Question(purpose, Channel.IN_HOUSE, Words(f"{vi} {money.vi}", f"{en} {money.en}"), row)


def of_purpose(asked: Iterable[AskedRecipient], purpose: str) -> tuple[AskedRecipient, ...]:
    """Those for one purpose."""
    return tuple(one for one in asked if one.purpose == purpose)


_KIND = {
    Relation.UNRELATED: Words("bên thứ ba không liên quan", "the unrelated third party"),
    Relation.PROCESSOR: Words("bên xử lý thay cửa hàng", "the processor"),
    Relation.NEEDED_FOR_ORDER: Words("bên cần cho đơn hàng", "the party that the order needs"),
}
_PAID = Words(
    "Việc này có trả tiền: sự đồng ý chỉ dùng cho một lần chuyển, lần sau phải hỏi lại.",
    "Money is paid for it: this consent is good for one hand-over, and the next one is asked for anew.",
)
_UNPAID = Words("Việc này không có trả tiền.", "No money is paid for it.")
