"""What the register of recipients says, as people read it (Decree 356/2025 art. 7.1)."""

from __future__ import annotations

from giuloi.core.bilingual import Words

# What an agreement lacks, as records/recipients.py names it: the seven contents, then what makes one count.
LACKING = {
    "purpose": Words("mục đích", "the purpose"),
    "people_and_data": Words("nhóm người và loại dữ liệu", "whose data and which"),
    "term_and_deletion": Words("thời hạn xử lý và xóa khi xong", "the term, and deletion after it"),
    "legal_basis": Words("căn cứ pháp lý", "the legal basis"),
    "protection": Words("nghĩa vụ bảo vệ", "the duty to protect"),
    "rights": Words("ai thực hiện quyền của khách", "who serves the customers' rights"),
    "cooperation": Words("phối hợp khi có vi phạm", "cooperation on violations"),
    "agreement": Words("thỏa thuận và văn bản đã ký", "the agreement and its signed document"),
    "not_yet_valid": Words("ngày hiệu lực (chưa tới)", "its first day, which is still to come"),
    "expired": Words("hiệu lực (đã hết hạn)", "validity: it has expired"),
}
CHANGES = {
    "added": Words("ghi vào sổ", "written down"),
    "agreed": Words("ghi thỏa thuận", "agreement recorded"),
    "enabled": Words("bật", "enabled"),
    "disabled": Words("tắt", "disabled"),
}
