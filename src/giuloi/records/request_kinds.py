"""What can be asked, how far it can be, and what can happen to it: the words of the one inbox (IV.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.core.policy.law import RIGHTS
from giuloi.core.policy.vocabulary import AUTHORITY_KINDS, REQUEST_KINDS

KINDS = tuple(kind for kind in REQUEST_KINDS if kind not in AUTHORITY_KINDS)
RIGHTS_KINDS = frozenset(RIGHTS)  # rights over personal data: the law's clocks run beside ours
# Asked once more while it is in hand, these are the same request: there is nothing new to carry out.
ONE_AT_A_TIME = frozenset(KINDS) - {"support", "question", "complain"}


class RequestState(StrEnum):
    """How far a request is. The last three are its ends; a refusal is told with its ground."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    WAITING = "waiting"  # for the customer; the promise's clock runs on
    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"


ENDS = (RequestState.DONE, RequestState.PARTLY, RequestState.REFUSED)
OPEN = tuple(state for state in RequestState if state not in ENDS)


class Happened(StrEnum):
    """What can stand in the timeline of a request."""

    RECEIVED = "received"
    REPEATED = "repeated"  # asked once more while it was in flight
    TAKEN = "taken"
    ASSIGNED = "assigned"
    HANDED_BACK = "handed_back"
    WAITING = "waiting"
    NOTED = "noted"  # a note among colleagues
    ANSWERED = "answered"  # the customer was written to or called
    HALF = "half"
    THREE_QUARTERS = "three_quarters"
    LAST_HOUR = "last_hour"
    MISSED = "missed"
    IDENTITY_ASKED = "identity_asked"  # the law's clock stands still meanwhile
    IDENTITY_ANSWERED = "identity_answered"
    EXTENDED = "extended"  # the law's clock, once, with a reason that was told
    ENDED = "ended"
    PROVEN_PORTAL = "proven_portal"  # whose request it is: the customer asked for the same themselves
    PROVEN_CODE = "proven_code"  # the same, having reached them where they were known before
    PROVEN_SEEN = "proven_seen"  # a colleague other than its writer made sure


_GROUND = re.compile(r"[a-z][a-z0-9_]{0,40}")
GROUNDS: Mapping[str, Words] = MappingProxyType(
    {
        "not_proven": Words(
            "chưa xác định được đúng là quý khách", "it could not be established that it is the customer"
        ),
        "law_keeps": Words("luật buộc phải lưu", "the law obliges us to keep it"),
        "too_late": Words(
            "không còn làm được nữa, hàng đã giao hoặc việc đã xong", "too late: it was delivered or done"
        ),
        "out_of_stock": Words("đã hết hàng", "out of stock"),
        "not_reached": Words("không liên lạc được với quý khách", "the customer could not be reached"),
        "taken_back": Words("quý khách đã rút lại yêu cầu", "the customer took the request back"),
        "already_done": Words("việc này đã làm rồi", "it had been done already"),
        "not_ours": Words("không thuộc việc của cửa hàng", "it is not ours to do"),
        "harms_others": Words("gây hại cho người khác", "it would harm somebody else"),
        "not_shown_wrong": Words("chưa có căn cứ là thông tin sai", "it was not shown to be wrong"),
        "law_forbids_change": Words("luật không cho sửa", "the law does not let it be changed"),
        "open_order": Words("còn đơn hàng chưa xong", "an order is still open"),
        "held": Words("đang được giữ theo yêu cầu hợp pháp", "it is lawfully held"),
        "beyond_warranty": Words("đã ngoài thời hạn bảo hành", "the warranty is over"),
    }
)


def is_ground(word: str) -> bool:
    """Whether this can stand as a ground, in clear: one word of lower-case letters, never a sentence."""
    return _GROUND.fullmatch(word) is not None


KIND_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "order": Words("đặt hàng", "an order"),
        "cancel": Words("hủy đơn", "cancelling an order"),
        "return": Words("đổi trả", "a return"),
        "call_back": Words("xin gọi lại", "a call back"),
        "support": Words("hỗ trợ kỹ thuật", "technical support"),
        "question": Words("hỏi đáp", "a question"),
        "complain": Words("khiếu nại", "a complaint"),
        "access": Words("xem dữ liệu", "access to data"),
        "copy": Words("bản sao dữ liệu", "a copy of data"),
        "rectify": Words("chỉnh sửa dữ liệu", "correcting data"),
        "erase": Words("xóa dữ liệu", "erasing data"),
        "restrict": Words("hạn chế dùng dữ liệu", "restricting data"),
        "object": Words("phản đối việc dùng dữ liệu", "objecting to a use"),
        "withdraw": Words("rút lại đồng ý", "withdrawing consent"),
    }
)
STATE_WORDS: Mapping[RequestState, Words] = MappingProxyType(
    {
        RequestState.RECEIVED: Words("đã nhận", "received"),
        RequestState.IN_HAND: Words("đang làm", "in hand"),
        RequestState.WAITING: Words("chờ quý khách", "waiting for the customer"),
        RequestState.DONE: Words("đã thực hiện", "done"),
        RequestState.PARTLY: Words("thực hiện một phần", "done in part"),
        RequestState.REFUSED: Words("không thực hiện được", "not carried out"),
    }
)
HAPPENED_WORDS: Mapping[Happened, Words] = MappingProxyType(
    {
        Happened.RECEIVED: Words("nhận yêu cầu", "received"),
        Happened.REPEATED: Words("quý khách nhắc lại", "asked once more"),
        Happened.TAKEN: Words("có người nhận làm", "taken in hand"),
        Happened.ASSIGNED: Words("giao cho một người", "given to somebody"),
        Happened.HANDED_BACK: Words("trả lại cho bộ phận", "handed back to the department"),
        Happened.WAITING: Words("chờ quý khách trả lời", "waiting for the customer"),
        Happened.NOTED: Words("ghi chú nội bộ", "a note among colleagues"),
        Happened.ANSWERED: Words("trả lời quý khách", "answered"),
        Happened.HALF: Words("đã qua nửa thời hạn", "half of the time is over"),
        Happened.THREE_QUARTERS: Words("đã qua ba phần tư thời hạn", "three quarters of the time are over"),
        Happened.LAST_HOUR: Words("còn không quá một giờ", "an hour is left at most"),
        Happened.MISSED: Words("lỡ hẹn", "the promise was missed"),
        Happened.IDENTITY_ASKED: Words("hỏi để biết đúng là quý khách", "asked who they are"),
        Happened.IDENTITY_ANSWERED: Words("đã trả lời để biết đúng là quý khách", "said who they are"),
        Happened.EXTENDED: Words("gia hạn theo luật", "extended under the law"),
        Happened.ENDED: Words("kết thúc", "ended"),
        Happened.PROVEN_PORTAL: Words(
            "quý khách tự xác nhận trên trang của tiệm", "confirmed by the customer on the shop's pages"
        ),
        Happened.PROVEN_CODE: Words(
            "đồng nghiệp đã gọi lại hoặc viết lại theo địa chỉ đã biết và xác nhận đúng là quý khách",
            "a colleague reached them at an address known before, and confirmed who asked",
        ),
        Happened.PROVEN_SEEN: Words(
            "đồng nghiệp xác nhận đúng là quý khách", "a colleague confirmed who asked"
        ),
    }
)
