"""What whoever makes a campaign decides, and what is looked at before anything of it is written down."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from giuloi.core.bilingual import Words
from giuloi.core.policy.clauses import PurposeRule
from giuloi.core.terms import CaseKind, Channel, GiuloiError
from giuloi.promises.use.advertising import CarriesAdvertising, refuse_advertising
from giuloi.promises.use.outreach.template import Template
from giuloi.records.candidates import Wanted
from giuloi.records.credentials import UnknownActor, hold_as_staff
from giuloi.records.published import current

MOST_PER_MINUTE = 60_000
EVERYBODY = Wanted()
DIRECT_MARKETING = "DirectMarketing"  # the DPV term by which a purpose says that it is advertising


class Kind(StrEnum):
    """What its message is: words, or words with a question whose answer is kept."""

    MESSAGE = "message"
    SURVEY = "survey"


@dataclass(frozen=True, slots=True)
class Draft:
    """What whoever makes a campaign decides. Of the words, English may be left out: then everybody reads Vietnamese."""

    name: str
    purpose: str
    channel: Channel
    subject: Words
    text: Words
    audience: Wanted = EVERYBODY
    kind: Kind = Kind.MESSAGE
    per_minute: int = MOST_PER_MINUTE
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def plain(self) -> dict[str, Any]:
        """As the row holds it."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "purpose": self.purpose,
            "channel": self.channel.value,
            "words": {
                "subject": [self.subject.vi, self.subject.en],
                "text": [self.text.vi, self.text.en],
            },
            "audience": self.audience.plain(),
            "per_minute": self.per_minute,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
        }


class NotNow(GiuloiError):
    """A campaign that cannot take this step; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def rule_of(purpose: str) -> PurposeRule:
    """The purpose as the policy in force says it; raises NotNow for one that is no side purpose of a campaign."""
    rule = current().policy.purposes.get(purpose)
    if rule is None or not rule.topic or rule.needs is not CaseKind.CAMPAIGN:
        raise NotNow(_NO_PURPOSE)
    return rule


def is_advertising(purpose: str) -> bool:
    """Whether messages of this purpose are advertising, which is labelled."""
    rule = current().policy.purposes.get(purpose)
    return rule is None or DIRECT_MARKETING in rule.dpv


def check(draft: Draft) -> None:
    """Raises NotNow or BadTemplate for what could not be sent."""
    rule = rule_of(draft.purpose)
    if draft.channel not in rule.channels:
        raise NotNow(_NO_CHANNEL)
    if not draft.name.strip() or not 0 < draft.per_minute <= MOST_PER_MINUTE:
        raise NotNow(_NO_NAME)
    if draft.kind is Kind.SURVEY and is_advertising(draft.purpose):
        raise NotNow(_NO_SURVEY)
    for language in ("vi", "en"):
        Template.parse(_either(draft.subject, language), subject=True)
        asks = Template.parse(_either(draft.text, language)).uses
        if ("opinion" in asks) != (draft.kind is Kind.SURVEY):
            raise NotNow(_OPINION)
    if not is_advertising(draft.purpose):
        _offers_nothing(draft)


def _offers_nothing(draft: Draft) -> None:
    """Who agreed to be kept in touch with did not agree to advertising, and its message has no label (I.3, I.4)."""
    try:
        refuse_advertising(draft.subject.vi, draft.subject.en, draft.text.vi, draft.text.en)
    except CarriesAdvertising:
        raise NotNow(_OFFERS) from None


def _either(words: Words, language: str) -> str:
    return words.spoken(language) or words.vi


def is_theirs(staff: int, purpose: str) -> None:
    """Raises NotNow for somebody whose role the purpose does not name."""
    try:
        role = hold_as_staff(staff, purpose).role
    except UnknownActor:
        role = ""
    if role not in rule_of(purpose).roles:
        raise NotNow(_ROLE)


def fingerprint(draft: Draft) -> str:
    """Equal for equal drafts: what was looked at is what is sent."""
    return hashlib.sha256(json.dumps(draft.plain(), sort_keys=True, default=str).encode()).hexdigest()[:32]


_NO_PURPOSE = Words(
    "Mục đích này không phải một mục đích phụ có chiến dịch trong chính sách.",
    "This is no side purpose with campaigns in the policy.",
)
_NO_CHANNEL = Words(
    "Chính sách không cho phép kênh này cho mục đích ấy (mục II.2).",
    "The policy does not allow this channel for that purpose (clause II.2).",
)
_NO_NAME = Words(
    "Hãy đặt tên cho chiến dịch, và cho tốc độ từ 1 tới 60.000 tin một phút.",
    "Give the campaign a name, and a rate from 1 to 60,000 messages a minute.",
)
_NO_SURVEY = Words(
    "Hỏi ý kiến có sự đồng ý riêng: hãy chọn mục đích giữ mối thân quen (mục I.4).",
    "Asking for opinions has a consent of its own: choose the purpose of keeping in touch (clause I.4).",
)
_OPINION = Words(
    "Khảo sát phải có {{y_kien}} trong nội dung, và tin thường thì không.",
    "A survey holds {{opinion}} in its text, and any other message does not.",
)
_OFFERS = Words(
    "Tin này chào hàng hoặc giới thiệu ưu đãi, mà mục đích đã chọn không phải quảng cáo: hãy gửi nó thành tin giới "
    "thiệu, tới những khách đã đồng ý nhận (mục I.3).",
    "This message advertises, and the purpose it was given is not advertising: send it as a promotion, to customers "
    "who agreed to those (clause I.3).",
)
_ROLE = Words(
    "Chỉ người làm tiếp thị mới làm chiến dịch cho mục đích này.",
    "Only those whose role is marketing make campaigns for this purpose.",
)
