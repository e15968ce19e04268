"""What the gate's words are called in a sentence, in Vietnamese and in English."""

from __future__ import annotations

from typing import Literal, TypeAlias

from giuloi.core.fields import FIELDS
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, Channel, LegalBasis, NotATerm, Relation

Language: TypeAlias = Literal["vi", "en"]
Pair: TypeAlias = tuple[str, str]  # Vietnamese, English

# A shop may name purposes of its own; they are quoted as they are written.
PURPOSES: dict[str, Pair] = {
    "supply": ("cung cấp hàng hóa", "supply"),
    "care": ("chăm sóc khách hàng", "customer care"),
    "notice": ("thông báo bắt buộc", "service notices"),
    "promotion": ("khuyến mãi", "promotions"),
    "services": ("giới thiệu dịch vụ", "offers of services"),
    "engagement": ("nâng cao tương tác", "engagement"),
    "advertising": ("quảng cáo của bên thứ ba", "advertising by third parties"),
    "account": ("tài khoản của quý khách", "the customer's account"),
    "rights": ("thực hiện quyền của quý khách", "the customer's rights"),
    "authority_request": ("yêu cầu của cơ quan có thẩm quyền", "an authority's request"),
}

CHANNELS: dict[Channel, Pair] = {
    Channel.IN_HOUSE: ("trong nội bộ cửa hàng", "inside the shop"),
    Channel.EMAIL: ("qua email", "by e-mail"),
    Channel.SMS: ("qua tin nhắn", "by text message"),
    Channel.PHONE: ("qua điện thoại", "by telephone"),
    Channel.ZALO: ("qua Zalo", "on Zalo"),
    Channel.MESSENGER: ("qua Messenger", "on Messenger"),
    Channel.POST: ("qua bưu điện", "by post"),
}

RELATIONS: dict[Relation, Pair] = {
    Relation.NEEDED_FOR_ORDER: ("một bên cần cho đơn hàng", "a party that the order needs"),
    Relation.PROCESSOR: ("một bên xử lý thay cửa hàng", "a processor of the shop's"),
    Relation.UNRELATED: ("một bên thứ ba không liên quan", "an unrelated third party"),
    Relation.AUTHORITY: ("một cơ quan có thẩm quyền", "an authority"),
}

CASES: dict[CaseKind, Pair] = {
    CaseKind.ORDER: ("một đơn hàng đang mở", "an open order"),
    CaseKind.CARE: ("một vụ việc chăm sóc đang mở", "an open care case"),
    CaseKind.REQUEST: ("một yêu cầu đang mở của quý khách", "an open request of the customer's"),
    CaseKind.CAMPAIGN: ("một đợt gửi tin đang chạy", "a running campaign"),
    CaseKind.AUTHORITY: ("một hồ sơ đang mở của cơ quan có thẩm quyền", "an open authority file"),
    CaseKind.INCIDENT: ("một sự cố đang xử lý", "an open incident"),
}

BASES: dict[LegalBasis, Pair] = {
    LegalBasis.CONSENT: ("vì quý khách đã đồng ý", "because the customer agreed"),
    LegalBasis.CONTRACT: (
        "vì việc quý khách yêu cầu cần đến",
        "because what the customer asked for needs it",
    ),
    LegalBasis.LEGAL_OBLIGATION: ("vì pháp luật buộc phải làm", "because the law requires it"),
    LegalBasis.LEGITIMATE_INTEREST: (
        "vì lợi ích chính đáng mà chính sách nêu",
        "because of a legitimate interest that the policy states",
    ),
}


def chosen(pair: Pair, language: str) -> str:
    """The half of a pair in this language; raises NotATerm for a language the gate does not speak."""
    if language not in ("vi", "en"):
        raise NotATerm(f"{language!r} is not a language of the explanations: write vi or en")
    return pair[language == "en"]


def purpose_named(name: str, language: str) -> str:
    """A purpose in words, or in quotation marks if it is the shop's own (or nobody's)."""
    return chosen(PURPOSES.get(name, (f"“{name}”", f"“{name}”")), language)


def role_named(policy: Policy, name: str, language: str) -> str:
    """A role as the policy calls it."""
    role = policy.roles.get(name)
    return chosen((role.vi, role.en) if role else (f"“{name}”", f"“{name}”"), language)


def fields_named(mask: int, language: str) -> str:
    """The fields of a mask, separated by commas; a bit that is no field yet is not named."""
    return ", ".join(chosen((field.vi, field.en), language) for field in FIELDS if mask & field.mask)


def purpose_by(purpose: str, channel: Channel, language: Language) -> str:
    """A purpose with the channel it uses: "promotions by e-mail"; in house there is no channel to name."""
    named = purpose_named(purpose, language)
    return named if channel is Channel.IN_HOUSE else f"{named} {chosen(CHANNELS[channel], language)}"
