"""The words of an incident file: what happened, how far it is, what a line of its timeline tells, what is reported."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from giuloi.core.bilingual import Words


class IncidentKind(StrEnum):
    """What happened."""

    HONEY = "honey"  # somebody read a customer who does not exist
    READ_RATE = "read_rate"
    LEDGER_MISMATCH = "ledger_mismatch"
    LOGIN_BURST = "login_burst"
    TAMPERED = "tampered"  # the ledger, a backup or this very file was altered
    SHOP_SERVER = "shop_server"  # the shop's own server was attacked: somebody says so by hand
    STOLEN = "stolen"  # a device, a backup or a key was lost or stolen
    MISUSE = "misuse"  # somebody of the shop looked without need
    OTHER = "other"


KIND_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        IncidentKind.HONEY: Words("có người đọc hồ sơ bẫy", "a honey record was read"),
        IncidentKind.READ_RATE: Words("đọc dữ liệu nhiều bất thường", "data was read unusually often"),
        IncidentKind.LEDGER_MISMATCH: Words("sổ và kho khóa không khớp", "ledger and key store do not match"),
        IncidentKind.LOGIN_BURST: Words("dồn dập đăng nhập sai", "a burst of failed sign-ins"),
        IncidentKind.TAMPERED: Words("sổ hoặc bản sao lưu bị sửa", "the ledger or a backup was altered"),
        IncidentKind.SHOP_SERVER: Words("máy chủ bán hàng bị tấn công", "the shop's own server was attacked"),
        IncidentKind.STOLEN: Words(
            "mất thiết bị, bản sao lưu hoặc khóa", "a device, backup or key was lost or stolen"
        ),
        IncidentKind.MISUSE: Words(
            "người của tiệm xem không đúng việc", "one of the shop looked without need"
        ),
        IncidentKind.OTHER: Words("sự cố khác", "another incident"),
    }
)


class What(StrEnum):
    """What one line of the timeline tells."""

    OPENED = "opened"
    JOINED = "joined"  # the same alarm again
    DATA_KNOWN = "data_known"  # from now on it is known that personal data is affected
    WRITTEN = "written"  # a part of the file was written or rewritten
    ASSESSED = "assessed"
    FROZEN = "frozen"  # evidence
    CONTAINED = "contained"
    LIFTED = "lifted"
    AFFECTED = "affected"
    ALERTED = "alerted"
    MISSED = "missed"
    DOCUMENT = "document"
    REPORTED = "reported"
    RECEIPT = "receipt"
    NOT_NEEDED = "not_needed"
    TELLING = "telling"
    EXPORTED = "exported"
    CLOSED = "closed"
    GAP = "gap"  # lines are missing before this one
    GLASS = "glass"  # break-glass access


WHAT_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        What.OPENED: Words("mở hồ sơ", "file opened"),
        What.JOINED: Words("cùng báo động ấy lần nữa", "the same alarm again"),
        What.DATA_KNOWN: Words("biết dữ liệu cá nhân bị ảnh hưởng", "personal data is known to be affected"),
        What.WRITTEN: Words("ghi vào hồ sơ", "written into the file"),
        What.ASSESSED: Words("đánh giá rủi ro", "risk assessed"),
        What.FROZEN: Words("niêm giữ bằng chứng", "evidence frozen"),
        What.CONTAINED: Words("ngăn chặn", "contained"),
        What.LIFTED: Words("gỡ ngăn chặn", "containment lifted"),
        What.AFFECTED: Words("lập danh sách khách bị ảnh hưởng", "affected customers listed"),
        What.ALERTED: Words("nhắc gần đến hạn", "reminded before the hour"),
        What.MISSED: Words("đã lỡ hạn", "the hour was missed"),
        What.DOCUMENT: Words("lập văn bản", "document made"),
        What.REPORTED: Words("đã báo", "reported"),
        What.RECEIPT: Words("số tiếp nhận", "receipt number"),
        What.NOT_NEEDED: Words("không phải báo", "no report needed"),
        What.TELLING: Words("báo cho khách", "customers are told"),
        What.EXPORTED: Words("xuất hồ sơ", "file exported"),
        What.CLOSED: Words("đóng hồ sơ", "file closed"),
        What.GAP: Words("thiếu dòng trước dòng này", "lines are missing before this one"),
        What.GLASS: Words("mở khẩn cấp", "emergency access"),
    }
)


class Stage(StrEnum):
    """Which of the reports to one receiver."""

    INITIAL = "initial"
    FULL = "full"
    FINAL = "final"


STAGE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        Stage.INITIAL: Words("báo cáo ban đầu", "initial report"),
        Stage.FULL: Words("báo cáo đầy đủ", "full report"),
        Stage.FINAL: Words("báo cáo kết thúc", "final report"),
    }
)
POLICE, BODY, CUSTOMERS = "investigating_authority", "data_protection_body", "affected_customers"
TO_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        POLICE: Words("cơ quan điều tra", "the police"),
        BODY: Words("cơ quan bảo vệ dữ liệu cá nhân", "the data protection body"),
        CUSTOMERS: Words("khách bị ảnh hưởng", "the customers affected"),
    }
)

# What is written in the file, each sealed on its own; the documents and the notices are filled in from these.
TEXTS: Mapping[str, Words] = MappingProxyType(
    {
        "place": Words("Nơi xảy ra", "Where it happened"),
        "act": Words("Diễn biến, hành vi", "What happened, the act"),
        "involved": Words("Tổ chức, cá nhân liên quan", "Organisations and persons involved"),
        "cause": Words("Nguyên nhân", "Cause"),
        "data": Words("Loại dữ liệu và số lượng", "Kinds of data, and how much"),
        "consequences": Words("Hậu quả, thiệt hại", "Consequences, damage"),
        "measures": Words("Biện pháp đã, đang và sẽ áp dụng", "Measures: done, under way and to come"),
        "risk": Words("Lý do đánh giá rủi ro", "Reasons of the risk assessment"),
        "advice": Words("Khách nên làm gì", "What customers should do"),
        "measures_en": Words("Biện pháp (tiếng Anh, gửi khách)", "Measures, in English, for customers"),
        "act_en": Words("Sự việc (tiếng Anh, gửi khách)", "What happened, in English, for customers"),
        "risk_en": Words("Rủi ro (tiếng Anh, gửi khách)", "The risks, in English, for customers"),
        "advice_en": Words("Khách nên làm gì (tiếng Anh)", "What customers should do, in English"),
    }
)
LONGEST = 4000  # characters of one part
