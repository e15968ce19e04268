"""What the console calls the states of a campaign and of its messages, and the reasons against one."""

from __future__ import annotations

from collections.abc import Mapping

from giuloi.core.bilingual import Words
from giuloi.promises.use.outreach.calls import Outcome
from giuloi.promises.use.outreach.campaigns import State
from giuloi.promises.use.outreach.reasons import Reason
from giuloi.promises.use.outreach.sends import SendState

STATES: Mapping[State, Words] = {
    State.DRAFT: Words("bản nháp", "draft"),
    State.APPROVED: Words("đã duyệt", "approved"),
    State.RUNNING: Words("đang gửi", "running"),
    State.PAUSED: Words("tạm dừng", "paused"),
    State.STOPPED: Words("đã dừng", "stopped"),
    State.DONE: Words("đã xong", "done"),
}
TAGS: Mapping[State, str] = {State.RUNNING: "ok", State.PAUSED: "warn", State.STOPPED: "late"}

REASONS: Mapping[Reason, Words] = {
    Reason.MAY: Words("gửi được ngay", "may be written to now"),
    Reason.ALREADY: Words("đã có tin của chiến dịch này", "have this campaign's message already"),
    Reason.NEVER: Words("đã dặn đừng liên lạc nữa (VI.8)", "asked never to be contacted (VI.8)"),
    Reason.MINOR: Words("còn nhỏ tuổi (VII.1)", "are minors (VII.1)"),
    Reason.FROZEN: Words("thông tin đang đóng băng (VI.4)", "are frozen (VI.4)"),
    Reason.RESTRICTED: Words("đã yêu cầu hạn chế (VI.5)", "asked for restriction (VI.5)"),
    Reason.NO_CONSENT: Words(
        "không có sự đồng ý cho việc này qua kênh này", "gave no consent to this by this channel"
    ),
    Reason.REFUSED: Words("chính sách của họ không cho phép", "are protected by the policy they accepted"),
    Reason.ONLY_STORED: Words(
        "đã quá hạn dùng, chỉ còn cất (IV.1)", "are past their use, only stored (IV.1)"
    ),
    Reason.SUPPRESSED: Words("thư hoặc tin trước đây không tới nơi", "could not be reached before"),
    Reason.CAPPED: Words("đã nhận đủ trong 24 giờ (II.2)", "had their share of 24 hours (II.2)"),
    Reason.QUIET: Words("ngoài giờ được gửi (II.2)", "are in their quiet hours (II.2)"),
}

SENDS: Mapping[SendState, Words] = {
    SendState.CLAIMED: Words("đang chuẩn bị", "being prepared"),
    SendState.HANDED: Words("đang chuyển đi", "being handed over"),
    SendState.SENT: Words("đã gửi", "sent"),
    SendState.FAILED: Words("không gửi được", "failed"),
    SendState.UNCERTAIN: Words("không rõ đã tới chưa, không gửi lại", "uncertain, not sent again"),
    SendState.REFUSED: Words("bị từ chối lúc gửi", "refused when it came to it"),
    SendState.LATER: Words("gửi lại sau", "to be tried again"),
}
WHY: Mapping[str, Words] = {
    "withdrawn": Words("vừa rút lại sự đồng ý", "the consent had just been taken back"),
    "no_consent": Words("không còn sự đồng ý", "there was no consent any more"),
    "prohibited": Words("chính sách cấm", "the policy forbids it"),
    "no_case": Words("chiến dịch không còn chạy", "the campaign did not run any more"),
    "no_address": Words("không có địa chỉ", "there is no address"),
    "unreadable": Words("không mở được", "it did not open"),
    "never": Words("địa chỉ nằm trong danh sách không liên lạc", "the address is on the do-not-contact list"),
    "same_address": Words("địa chỉ ấy đã nhận tin trong 24 giờ", "that address had its share of 24 hours"),
    "not_taken": Words("máy chủ không nhận", "the server did not take it"),
    "unknown": Words("mất liên lạc khi đang gửi", "the answer got lost"),
    "ended": Words("chương trình dừng giữa chừng", "the program ended in the middle"),
    "delivered": Words("đã tới nơi", "delivered"),
    "bounced_for_good": Words("địa chỉ không còn, không gửi nữa", "no such address: never again"),
    "bounced_for_now": Words("tạm thời không tới nơi", "could not be reached for now"),
    "refused": Words("bên nhận từ chối", "they or their network refused it"),
    "not_ready": Words(
        "kênh gửi chưa sẵn sàng: xem lại cấu hình", "the channel is not ready: see its settings"
    ),
    "nobody": Words(
        "người chịu trách nhiệm đã nghỉ: người khác hãy gửi tiếp",
        "who answered for it left: let somebody else go on",
    ),
    "restored": Words("dữ liệu được phục hồi từ bản sao", "the data was restored from a backup"),
    "calling": Words("đang gọi", "being called"),
    "reached": Words("đã nói chuyện", "reached"),
    "no_answer": Words("không nghe máy", "no answer"),
    "wrong_number": Words("nhầm số", "wrong number"),
    "no_more": Words("không muốn được gọi nữa", "do not want to be called"),
}
OUTCOMES: Mapping[Outcome, Words] = {one: WHY[one.value] for one in Outcome}


def why(word: str) -> Words:
    """A reason as it is told; a word that is not known is shown as it is."""
    return WHY.get(word, Words(word, word))
