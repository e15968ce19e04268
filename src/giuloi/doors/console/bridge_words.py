"""What became of a delivery, in words, and what there is to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from giuloi.core.bilingual import Words


@dataclass(frozen=True, slots=True)
class Told:
    """One outcome: what it means; what to do (None: nothing); how the tag looks."""

    what: Words
    todo: Words | None = None
    tag: str = "ok"


# A body is never kept, so nothing can be sent again from here: the platform sends it again when it changes.
_SAVE_AGAIN = Words(
    "Mở đúng đơn (hoặc khách) ấy trong trang bán hàng rồi bấm Cập nhật: trang ấy gửi lại.",
    "Open that order (or customer) at the shop platform and press Update: it is sent again.",
)
OUTCOMES: Mapping[str, Told] = {
    "done": Told(Words("đã nhận", "taken in")),
    "repeat": Told(Words("gửi lặp, không đổi gì", "a repeat, nothing changed"), tag=""),
    "stale": Told(
        Words("cũ hơn điều đã biết, không đổi gì", "older than what we know, nothing changed"), tag=""
    ),
    "ours_stays": Told(
        Words("của thành viên: dữ liệu ở đây giữ nguyên", "about a member: what is here stays"), tag=""
    ),
    "erased_at_source": Told(Words("bên ấy đã xóa: ở đây đóng băng", "erased over there: frozen here")),
    "gone_at_source": Told(Words("bên ấy đã bỏ: ở đây đóng lại", "removed over there: closed here")),
    "nothing_held": Told(
        Words("bên ấy bỏ, ở đây chưa từng có", "removed over there, never known here"), tag=""
    ),
    "of_no_concern": Told(Words("không liên quan", "of no concern"), tag=""),
    "read_again": Told(
        Words("bên ấy gửi lỗi thay cho dữ liệu", "an error in place of data"), _SAVE_AGAIN, "warn"
    ),
    "malformed": Told(Words("không đọc được", "could not be read"), _SAVE_AGAIN, "late"),
    "not_understood": Told(
        Words("đọc được nhưng thiếu điều phải có", "readable, but not what its topic promises"),
        _SAVE_AGAIN,
        "late",
    ),
    "other_topic": Told(
        Words("webhook này từng mang chủ đề khác", "this webhook came under another topic before"),
        Words(
            "Nếu bạn đã sửa webhook bên ấy: cấp bí mật mới ở đây rồi dán lại.",
            "If you changed the webhook over there: make new secrets here and paste them again.",
        ),
        "late",
    ),
    "": Told(
        Words("đang làm dở; sẽ được gửi lại", "begun and not finished; it will be sent again"), tag="warn"
    ),
}
