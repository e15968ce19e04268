"""One difference between two versions of a policy, and what its parts are called in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELDS
from giuloi.core.policy.clauses import Policy, Unless
from giuloi.core.terms import (
    CaseKind,
    Channel,
    ClauseRef,
    Duration,
    LegalBasis,
    Relation,
    Standing,
    SubjectState,
    Unit,
)

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that another version says differently.

    `clause` is where the new version says it (the old one where the new says it no more, "" outside every
    clause). `looser` is True when the shop may do what it might not before, or owes less; False when it may
    do less, or owes more; None when that cannot be said: other words, another name.
    """

    clause: ClauseRef
    what: Words
    looser: bool | None


CHANNELS: Mapping[Channel, Words] = MappingProxyType(
    {
        Channel.IN_HOUSE: Words("nội bộ", "in house"),
        Channel.EMAIL: Words("email", "e-mail"),
        Channel.SMS: Words("tin nhắn", "text message"),
        Channel.PHONE: Words("điện thoại", "telephone"),
        Channel.ZALO: Words("Zalo", "Zalo"),
        Channel.MESSENGER: Words("Messenger", "Messenger"),
        Channel.POST: Words("bưu điện", "post"),
    }
)
RELATIONS: Mapping[Relation, Words] = MappingProxyType(
    {
        Relation.NEEDED_FOR_ORDER: Words("bên cần cho đơn hàng", "parties that an order needs"),
        Relation.PROCESSOR: Words("bên xử lý thay cửa hàng", "processors"),
        Relation.UNRELATED: Words("bên thứ ba không liên quan", "unrelated third parties"),
        Relation.AUTHORITY: Words("cơ quan có thẩm quyền", "authorities"),
    }
)
CASES: Mapping[CaseKind, Words] = MappingProxyType(
    {
        CaseKind.ORDER: Words("đơn hàng đang mở", "an open order"),
        CaseKind.CARE: Words("vụ việc chăm sóc đang mở", "an open care case"),
        CaseKind.REQUEST: Words("yêu cầu đang mở của quý khách", "an open request of the customer's"),
        CaseKind.CAMPAIGN: Words("đợt gửi tin đang chạy", "a running campaign"),
        CaseKind.AUTHORITY: Words("hồ sơ của cơ quan có thẩm quyền", "an open authority file"),
        CaseKind.INCIDENT: Words("sự cố đang xử lý", "an open incident"),
    }
)
BASES: Mapping[LegalBasis, Words] = MappingProxyType(
    {
        LegalBasis.CONSENT: Words("sự đồng ý", "consent"),
        LegalBasis.CONTRACT: Words("hợp đồng", "contract"),
        LegalBasis.LEGAL_OBLIGATION: Words("nghĩa vụ pháp luật", "legal obligation"),
        LegalBasis.LEGITIMATE_INTEREST: Words("lợi ích chính đáng", "legitimate interest"),
    }
)
STANDINGS: Mapping[Standing, Words] = MappingProxyType(
    {
        Standing.GUEST: Words("khách không có tài khoản", "guests"),
        Standing.MEMBER: Words("thành viên", "members"),
    }
)
STATES: Mapping[SubjectState, Words] = MappingProxyType(
    {
        SubjectState.FROZEN: Words("đang đóng băng", "frozen"),
        SubjectState.RESTRICTED: Words("đang hạn chế", "restricted"),
        SubjectState.MINOR: Words("người chưa đủ tuổi", "minors"),
    }
)
CONSENTS: Mapping[Unless, Words] = MappingProxyType(
    {
        Unless.CONSENT_TO_PURPOSE: Words("sự đồng ý với mục đích", "consent to the purpose"),
        Unless.CONSENT_TO_RECIPIENT: Words("sự đồng ý với đúng bên nhận", "consent to the recipient by name"),
    }
)


def listed(words: Iterable[Words]) -> Words:
    """Several things in one phrase, separated by commas."""
    every = tuple(words)
    return Words(", ".join(word.vi for word in every), ", ".join(word.en for word in every))


def fields_of(mask: int) -> Words:
    """The fields of a mask, separated by commas."""
    return listed(Words(field.vi, field.en) for field in FIELDS if mask & field.mask)


def purpose_of(policy: Policy, name: str) -> Words:
    """A purpose as its policy calls it, in quotation marks; its code name where it has no other."""
    rule = policy.purposes.get(name)
    vi, en = (rule.vi or name, rule.en or name) if rule else (name, name)
    return Words(f"“{vi}”", f"“{en}”")


def role_of(policy: Policy, name: str) -> Words:
    """A role as its policy calls it."""
    role = policy.roles.get(name)
    return Words(role.vi, role.en) if role else Words(f"“{name}”", f"“{name}”")


def both(old: Mapping[K, V], new: Mapping[K, V]) -> tuple[K, ...]:
    """The keys of two mappings: those of the new one in its order, then those that are gone."""
    return (*new, *(key for key in old if key not in new))


_UNITS: Mapping[Unit, tuple[str, str, str]] = MappingProxyType(
    {
        Unit.HOURS: ("giờ", "hour", "hours"),
        Unit.WORKING_DAYS: ("ngày làm việc", "working day", "working days"),
        Unit.DAYS: ("ngày", "day", "days"),
        Unit.MONTHS: ("tháng", "month", "months"),
        Unit.YEARS: ("năm", "year", "years"),
    }
)


def span_of(span: Duration | None) -> Words:
    """A span in words: "90 ngày", "90 days"; a dash for none."""
    if span is None:
        return Words("—", "—")
    vi, one, many = _UNITS[span.unit]
    return Words(f"{span.value} {vi}", f"{span.value} {one if span.value == 1 else many}")


def from_to(before: Duration | None, after: Duration | None) -> Words:
    """One span that became another."""
    was, is_ = span_of(before), span_of(after)
    return Words(f"{was.vi} → {is_.vi}", f"{was.en} → {is_.en}")
