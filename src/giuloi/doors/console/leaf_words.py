"""What a leaf tells of, in words."""

from __future__ import annotations

from collections.abc import Mapping

from giuloi.core.bilingual import Words
from giuloi.core.ledger.entry import Event, UseEntry
from giuloi.core.terms import Outcome

EVENTS: Mapping[str, Words] = {
    Event.REVEAL: Words("mở xem", "opened"),
    Event.REFUSE: Words("bị từ chối", "refused"),
    Event.NOT_OPENED: Words("được phép, không mở", "permitted, not opened"),
    Event.FIND: Words("tìm khách", "looked up"),
    Event.CONSENT_REQUESTED: Words("hỏi ý kiến", "consent asked"),
    Event.CONSENT_GIVEN: Words("khách đồng ý", "consent given"),
    Event.CONSENT_REFUSED: Words("khách từ chối", "consent refused"),
    Event.CONSENT_WITHDRAWN: Words("khách rút lại", "consent withdrawn"),
    Event.CONSENT_EXPIRED: Words("đồng ý hết hạn", "consent expired"),
    Event.REGISTER: Words("đăng ký", "registered"),
    Event.ACCEPT: Words("nhận bản chính sách", "policy version accepted"),
    Event.ORDER: Words("đơn hàng", "order"),
    Event.REQUEST: Words("yêu cầu", "request"),
    Event.EXPORT: Words("xuất bằng chứng", "evidence exported"),
    Event.DISCLOSE: Words("đưa ra ngoài", "disclosed"),
    Event.PRINT: Words("in ra giấy", "printed"),
    Event.ERASE_INTENT: Words("bắt đầu xóa", "erasure begun"),
    Event.ERASE_LIVE_DONE: Words("đã xóa", "erased"),
    Event.ERASE_BACKUPS_UNREADABLE: Words("bản sao hết đọc được", "backups unreadable"),
}
DECISIONS: Mapping[str, Words] = {
    Outcome.ALLOWED: Words("được phép", "allowed"),
    Outcome.DENIED: Words("không được", "denied"),
    Outcome.GAP: Words("chính sách không nói tới", "not spoken of"),
}


def tag_of(entry: UseEntry) -> str:
    """How the decision looks; the word stands beside it."""
    return {Outcome.ALLOWED: "ok", Outcome.DENIED: "late"}.get(entry.decision, "warn")
