"""By which ways a customer may be reached for a case, and of the others why not, and what would help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD
from giuloi.core.gate import explain
from giuloi.core.gate.request import Decision, Reason, UseRequest
from giuloi.core.terms import Channel
from giuloi.promises.use.cases.case import CareCase
from giuloi.promises.use.channels.adapter import adapter_of
from giuloi.promises.use.channels.message import NotReady
from giuloi.records.credentials import hold_as_staff
from giuloi.records.facts import Ask
from giuloi.records.foretold import would_say
from giuloi.records.published import by_hash, current
from giuloi.records.vault import PERSON, fields_held

FIELD_OF: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.EMAIL: "email",
        Channel.PHONE: "phone",
        Channel.SMS: "phone",
        Channel.ZALO: "zalo",
        Channel.MESSENGER: "messenger",
    }
)
_NOTHING = {
    "email": Words("Tiệm không có email của khách.", "The shop has no e-mail address of theirs."),
    "phone": Words("Tiệm không có số điện thoại của khách.", "The shop has no telephone number of theirs."),
    "zalo": Words("Khách chưa từng nhắn cho tiệm qua Zalo.", "They never wrote to the shop on Zalo."),
    "messenger": Words(
        "Khách chưa từng nhắn cho tiệm qua Messenger.", "They never wrote to the shop on Messenger."
    ),
}
_REMEDY = {
    Reason.NO_CONSENT: Words(
        "Mời khách đồng ý ở trang Lựa chọn, hoặc ghi sự đồng ý khi khách nói.",
        "Invite them to agree on the page of choices, or write down their consent when they say so.",
    ),
    Reason.NO_CASE: Words("Vụ việc đã đóng: mở vụ việc mới.", "The case is closed: open a new one."),
    Reason.CHANNEL: Words(
        "Chính sách không nói tới kênh này cho việc chăm sóc: chọn kênh khác.",
        "The policy does not speak of this channel for care: choose another.",
    ),
    Reason.ROLE: Words("Đây là việc của bộ phận chăm sóc khách hàng.", "This is customer care's work."),
}
_ELSEWHERE = Words("Chọn kênh khác.", "Choose another channel.")
_HELP = {
    "email": Words("Khách thêm được ở trang của mình.", "They can add one on their own page."),
    "phone": Words("Khách thêm được ở trang của mình.", "They can add one on their own page."),
    "zalo": Words("Khách nhắn trước thì trả lời được.", "Once they write, they can be answered there."),
    "messenger": Words("Khách nhắn trước thì trả lời được.", "Once they write, they can be answered there."),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One channel. Not allowed: `why`, by which clause if the policy says so, and the remedy."""

    channel: Channel
    allowed: bool
    why: Words | None = None
    remedy: Words | None = None
    clause: str = ""


def ways(case: CareCase, staff: int, at: datetime) -> list[Way]:
    """Every channel there is, in the order a clerk would try them. Nothing is opened for it."""
    held = fields_held(case.subject).get(PERSON, 0)
    return [way_of(case, channel, staff, at, held) for channel in FIELD_OF]


def way_of(case: CareCase, channel: Channel, staff: int, at: datetime, held: int | None = None) -> Way:
    """One channel for this case. Raises UnknownActor for a clerk who left."""
    held = fields_held(case.subject).get(PERSON, 0) if held is None else held
    name = FIELD_OF[channel]
    request, decision = would_say(
        hold_as_staff(staff, case.purpose, case.id), [name, "care_note"], Ask(case.subject), at, channel
    )
    if not decision.allowed:
        return _refused(channel, request, decision)
    if not held & FIELD[name].mask:
        return Way(channel, False, _NOTHING[name], _HELP[name])
    if channel is Channel.PHONE:
        return Way(channel, True, clause=str(decision.clause))
    try:
        adapter_of(channel).ready()
    except NotReady as error:
        return Way(channel, False, error.words)
    return Way(channel, True, clause=str(decision.clause))


def _refused(channel: Channel, request: UseRequest, decision: Decision) -> Way:
    policy = (by_hash(decision.policy) or current()).policy
    why = Words(
        explain.sentence(decision, request, policy, "vi"), explain.sentence(decision, request, policy, "en")
    )
    consent = any(need.kind == "consent" for need in decision.needed)
    remedy = _REMEDY[Reason.NO_CONSENT] if consent else _REMEDY.get(decision.reason, _ELSEWHERE)
    return Way(channel, False, why, remedy, str(decision.clause))
