"""What a colleague has to see to because a partner has not erased: which tasks are open, what to send, how they close.

The names by which the partner knows the things are shown for as long as the task is open, and are destroyed with the
last one: they lead to somebody who is erased here, so they are for whoever works on the task and nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.keep.erasure import telling
from giuloi.promises.keep.erasure.telling import Unanswered
from giuloi.promises.share.erasing.recipients import text_for as letter
from giuloi.promises.share.paper_number import NotNoted, paper_number
from giuloi.records.credentials import hold_as_staff

__all__ = ["NotNoted", "Unanswered", "note_by_hand", "open_tasks", "text_for", "why"]


def open_tasks(limit: int = 100) -> Sequence[Unanswered]:
    """Every partner that has not erased yet, the oldest first."""
    return telling.open_exceptions(limit)


def text_for(task: Unanswered) -> Words:
    """What to send or to do; empty once the task is settled."""
    references = telling.references_for(task.task)
    if not references:
        return Words("", "")
    return _TEXTS.get(task.partner, _to_do)(references, f"{task.task:016x}")


def why(code: str) -> Words:
    """The one word a task stands under, as a sentence for the colleague; an unknown one as it is."""
    return _WHY.get(code, Words(code, code))


def note_by_hand(task: int, reference: str, staff: int, at: datetime) -> bool:
    """A colleague saw to it; `reference` is the number of the paper that says so. False if it was settled before.

    Raises NotNoted for what is no such number (it stands in clear, so it may hold nobody's), UnknownActor.
    """
    number = paper_number(reference)
    return telling.close_by_hand(task, at, hold_as_staff(staff, "rights").actor, number)


def _to_recipients(references: Sequence[str], key: str) -> Words:
    return letter(references, key, spoken_number)


def _to_do(references: Sequence[str], key: str) -> Words:
    """Partners that have an interface and did not erase by it: what to erase there by hand."""
    things = "\n".join(f"- {one}" for one in references)
    return Words(
        f"Hãy xóa tại nơi này, rồi ghi số biên nhận:\n{things}\n\nMã tham chiếu: {key}",
        f"Erase these there, then note the receipt:\n{things}\n\nReference: {key}",
    )


_TEXTS: Mapping[str, Callable[[Sequence[str], str], Words]] = {"recipients": _to_recipients}
_WHY: Mapping[str, Words] = {
    "": Words("đang chờ đến lượt", "waits for its turn"),
    "by_hand": Words(
        "cần người làm: gửi thư và ghi biên nhận", "by hand: send the text and note the receipt"
    ),
    "not_registered": Words("đối tác này không còn được nối", "this partner is not connected any more"),
    "no_way_in": Words(
        "chưa có khóa để xóa: chạy giuloi bridge erase-through",
        "no key to erase: run giuloi bridge erase-through",
    ),
    "no_such_address": Words("tên miền không dẫn tới đâu", "the shop's name leads nowhere"),
    "no_answer": Words("không trả lời", "gave no answer"),
    "not_let_in": Words(
        "khóa bị từ chối: cần khóa có quyền đọc và ghi",
        "the key was refused: it must be allowed to read and write",
    ),
    "later": Words("bảo hãy thử lại sau", "asks to be tried later"),
    "shop_error": Words("trang bán hàng báo lỗi", "the shop reports an error of its own"),
    "wrong_address": Words("sai địa chỉ REST", "not the address of the REST interface"),
    "not_understood": Words(
        "trả lời không phải dữ liệu (bảo trì?)", "answered something else (maintenance?)"
    ),
    "refused": Words("từ chối xóa: hãy xóa tay", "refused: erase it there by hand"),
    "kept": Words("nói đã xóa nhưng vẫn còn", "says erased, and keeps it"),
    "kept_contact": Words("vẫn còn tên, địa chỉ hoặc liên hệ", "still has names, addresses or contact data"),
    "kept_fields": Words("vẫn còn trường tùy biến", "still has custom fields"),
    "kept_notes": Words("vẫn còn ghi chú", "still has notes"),
    "kept_device": Words(
        "vẫn còn địa chỉ IP hoặc trình duyệt: chỉ xóa hẳn đơn mới hết",
        "still has an IP address or browser: only deleting the order removes them",
    ),
    "more_to_do": Words("đang làm tiếp", "goes on with the rest"),
    "not_taken": Words("webhook chưa nhận", "a webhook has not taken it"),
    "unknown_name": Words("không đọc được mã", "a name that cannot be read"),
}
