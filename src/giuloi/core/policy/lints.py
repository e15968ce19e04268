"""What the law wants a published policy to say. The policy marks where it does::

    [says]
    items = ["a", "đ"]

Items a to h (Vietnamese lettering) are those of Decree 248/2026/ND-CP article 5.1 as two published policies
under it list them; `operator` is Law 122/2025/QH15 article 11.1.a, `complaints` its complaint mechanism (Decree
248/2026 article 7). Each item that no clause says is a warning with a draft of the clause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from giuloi.core.fields import names_in
from giuloi.core.policy.diagnostics import Findings, Place

if TYPE_CHECKING:
    from giuloi.core.policy.draft import Draft


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a policy must state: what it is, where the law wants it, and a clause to start from."""

    source: str
    vi: str
    en: str
    draft_vi: str
    draft_en: str


_D248 = "Decree 248/2026 art 5.1."

ITEMS: Mapping[str, Item] = MappingProxyType(
    {
        "a": Item(
            _D248 + "a",
            "mục đích và phạm vi thu thập",
            "purpose and scope of collection",
            "Chúng tôi chỉ thu thập họ tên, điện thoại, email và địa chỉ, cho những mục đích nêu tại mục này.",
            "We collect only your name, phone, e-mail and address, for the purposes named in this section.",
        ),
        "b": Item(
            _D248 + "b",
            "phạm vi sử dụng",
            "scope of use",
            "Thông tin chỉ được dùng cho những mục đích nêu trong chính sách này.",
            "Information is used only for the purposes named in this policy.",
        ),
        "c": Item(
            _D248 + "c",
            "thời gian lưu trữ",
            "how long it is kept",
            "Thông tin đơn hàng được dùng đến 90 ngày sau khi đơn đóng, rồi cất riêng đủ thời hạn luật định.",
            "Order information is used until 90 days after the order closes, then stored for the legal term.",
        ),
        "d": Item(
            _D248 + "d",
            "người hoặc tổ chức được tiếp cận",
            "who may have access",
            "Người được xem thông tin: bộ phận giao hàng, bộ phận chăm sóc khách hàng và đơn vị vận chuyển.",
            "Those who may see information: fulfilment, customer care and the carrier.",
        ),
        "đ": Item(
            _D248 + "đ",
            "biện pháp bảo vệ",
            "the measures that protect it",
            "Thông tin được mã hóa, chỉ người có việc mới mở được, và mỗi lần mở đều được ghi lại.",
            "Information is encrypted, opened only by those whose work needs it, and each opening is recorded.",
        ),
        "e": Item(
            _D248 + "e",
            "cách xem và chỉnh sửa",
            "how to view and correct it",
            "Quý khách xem và sửa thông tin của mình trong trang tài khoản hoặc yêu cầu qua email của cửa hàng.",
            "You view and correct your information on your account page, or ask the shop by e-mail.",
        ),
        "g": Item(
            _D248 + "g",
            "cách tiếp nhận yêu cầu xóa, hủy, hạn chế",
            "how requests to erase, destroy or restrict are taken",
            "Quý khách gửi yêu cầu xóa, hủy hoặc hạn chế dữ liệu trong trang tài khoản hoặc qua email.",
            "You ask for erasure, destruction or restriction on your account page or by e-mail.",
        ),
        "h": Item(
            _D248 + "h",
            "cách giải quyết khiếu nại về an toàn thông tin",
            "how complaints about information security are handled",
            "Nếu thông tin bị dùng sai hoặc bị lộ, xin báo cho chúng tôi; chúng tôi tìm nguyên nhân và trả lời.",
            "If your information was misused or leaked, tell us; we look for the cause and answer you.",
        ),
        "operator": Item(
            "Law 122/2025 art 11.1.a",
            "ai là chủ trang bán hàng",
            "who operates the shop",
            "Chính sách này là của cửa hàng …, mã số doanh nghiệp …, địa chỉ …, điện thoại ….",
            "This policy is that of the shop …, business registration …, address …, telephone ….",
        ),
        "complaints": Item(
            "Decree 248/2026 art 7",
            "cơ chế tiếp nhận và giải quyết khiếu nại",
            "how complaints are received and settled",
            "Quý khách khiếu nại qua email hoặc tại cửa hàng; chúng tôi trả lời trong vòng 24 giờ.",
            "You complain by e-mail or at the shop; we answer within 24 hours.",
        ),
    }
)

# The front matter that makes up the operator's identity on the page (Law 122/2025 article 11.1.a).
IDENTITY = ("address", "contact", "business_registration")


def lint(
    draft: Draft, front: Mapping[str, Any], languages: set[str], place: Place, findings: Findings
) -> None:
    """Warn about everything the law wants said that this policy does not say."""
    for name, item in ITEMS.items():
        if name not in draft.says:
            findings.say(
                "not-said",
                place,
                item=name,
                source=item.source,
                vi=item.vi,
                en=item.en,
                draft_vi=item.draft_vi,
                draft_en=item.draft_en,
            )
    for key in IDENTITY:
        if not front.get(key):
            findings.say("identity", place, word=key)
    if "vi" not in languages:
        findings.say("not-vietnamese", place)
    _no_term(draft, findings)


def _no_term(draft: Draft, findings: Findings) -> None:
    """Every field in use needs a number of days (Law 91/2025 article 3.3); without one it is kept for ever."""
    kept = 0
    for retention in draft.retentions:
        kept |= retention.fields
    for rule in draft.purposes.values():
        if loose := rule.fields & ~kept:
            kept |= loose
            place = draft.place("purpose", rule.name, "uses")
            findings.say("no-term", place, fields=", ".join(names_in(loose)), name=rule.name)
