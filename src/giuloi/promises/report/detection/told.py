"""What an alarm says, and what to do about it first: in two languages, with nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.records.keyring.alarms import BURST, HONEY, MISMATCH, READ_RATE, TAMPERED, Alarm

DO: Mapping[str, Words] = MappingProxyType(
    {
        HONEY: Words(
            "Tạm khóa người hoặc khóa máy này trong hồ sơ sự cố, rồi lập danh sách mọi khách họ đã mở.",
            "Freeze this person or key in the incident file, then list every customer they opened.",
        ),
        READ_RATE: Words(
            "Hỏi người ấy đang làm gì. Việc thật: nâng mức. Không phải: tạm khóa họ trong hồ sơ sự cố.",
            "Ask what they are doing. Real work: raise the budget. If not: freeze them in the incident file.",
        ),
        MISMATCH: Words(
            "Có khóa được lấy mà sổ không ghi: đình chỉ xuất dữ liệu, niêm giữ bằng chứng, coi mọi khách "
            "là bị ảnh hưởng cho đến khi biết rõ.",
            "Keys went out that the ledger has no use for: stop exports, freeze evidence, take everybody as affected "
            "until more is known.",
        ),
        BURST: Words(
            "Các lần thử đã bị chặn. Xem có ai đăng nhập được không; đổi mật khẩu và đăng xuất người bị dò.",
            "The tries are held. See whether anybody got in; change the password and end the sessions of who is tried.",
        ),
        TAMPERED: Words(
            "Niêm giữ bằng chứng trước khi sửa gì; đặt lại bản mới nhất; so với mốc đã công bố.",
            "Freeze evidence before mending anything; put the newest copy back; compare with the published heads.",
        ),
    }
)
_FAULTS: Mapping[str, Words] = MappingProxyType(
    {
        "no_ledger": Words("sổ không còn", "the ledger is gone"),
        "no_head": Words("mốc cạnh khóa gốc không còn", "the head beside the root key is gone"),
        "old_head": Words("mốc cạnh khóa gốc lùi lại", "the head beside the root key went back"),
        "other_root": Words("sổ không dẫn tới mốc đã ký", "the ledger does not lead to its signed head"),
        "behind": Words(
            "dữ liệu biết nhiều dòng hơn sổ đã ký", "the data knows more leaves than were signed"
        ),
        "broken": Words("một dòng bị sửa, hoặc đuôi sổ bị cắt", "a leaf was altered, or the tail was cut"),
    }
)


def said(alarm: Alarm) -> Words:
    """One sentence from the words and numbers that the alarm kept."""
    what, known = str(alarm.said.get("what", "")), alarm.said
    if alarm.kind == READ_RATE:
        hourly, daily = known.get("hourly", "?"), known.get("daily", "?")
        return Words(
            f"xin mở {known.get('people', '?')} khách khi mức {hourly} một giờ, {daily} một ngày đã hết",
            f"asked for {known.get('people', '?')} people with {hourly} an hour, {daily} a day used up",
        )
    if alarm.kind == HONEY:
        return _of_honey(what, str(known.get("how", "")))
    if alarm.kind == MISMATCH:
        number = known.get("keys", "?")
        return Words(
            f"{number} lần lấy khóa không có trong sổ", f"{number} key hand-outs are not in the ledger"
        )
    if alarm.kind == BURST:
        tries, minutes = known.get("tries", "?"), int(known.get("seconds", 0)) // 60
        return Words(f"{tries} lần thử trong {minutes} phút", f"{tries} tries within {minutes} minutes")
    if what == "backup":
        return Words(
            f"bản sao lưu {known.get('name')} không đọc lại được",
            f"backup {known.get('name')} does not read back",
        )
    if what == "incidents":
        return Words("nhật ký sự cố bị sửa hoặc bị cắt", "the incident timeline was altered or cut")
    if what == "watch_book":
        return Words(
            "sổ canh keys.db.watch bị lấy đi: báo động và số đếm trong đó đã mất",
            "the watch book keys.db.watch was taken away: its alarms and counts are gone",
        )
    return _FAULTS.get(str(known.get("fault", "")), Words("không rõ", "unknown"))


def _of_honey(what: str, how: str) -> Words:
    if what == "api_key":
        return Words("dùng một khóa máy bẫy", "used a honey API key")
    if how == "refused":
        return Words("hỏi một khách bẫy, bị từ chối", "asked for a honey customer and was refused")
    return Words("mở một khách bẫy", "opened a honey customer")
