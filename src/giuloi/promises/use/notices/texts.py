"""What each notice says, in both languages: fixed words, the number of what it is about, and times.

Nothing of what is held about a person is in a notice: whoever reads over a shoulder learns that an order exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.promises.use.notices.links import opened


class Notice(StrEnum):
    """What is told without being asked. The kinds of records/notices.py have the same names."""

    ORDER_CONFIRMED = "order_confirmed"
    ORDER_HANDED_OVER = "order_handed_over"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_RETURN_ACCEPTED = "order_return_accepted"
    ORDER_RETURNED = "order_returned"
    ORDER_REFUNDED = "order_refunded"
    ORDER_STOPPED = "order_stopped"
    CORRECTION_ASKED = "correction_asked"
    BUYING_SUSPENDED = "buying_suspended"
    BUYING_RESUMED = "buying_resumed"
    AUTHORITY_DISCLOSED = "authority_disclosed"
    REQUEST_RECEIVED = "request_received"
    REQUEST_DONE = "request_done"
    REQUEST_REFUSED = "request_refused"
    REQUEST_EXTENDED = "request_extended"
    ERASURE_BEGINS = "request_erasure_begins"
    COPY_READY = "request_copy_ready"
    POLICY_CHANGED = "policy_changed"
    RECALL = "recall"
    INCIDENT = "incident"


def path_of(notice: Notice) -> str:
    """Its code path (records/credentials.py), which says what it is grounded in."""
    if notice is Notice.POLICY_CHANGED:
        return "tell_of_policy"
    if notice in (Notice.RECALL, Notice.INCIDENT):
        return "tell_of_incident"
    if notice is Notice.AUTHORITY_DISCLOSED:
        return "tell_of_disclosure"
    if notice in (Notice.CORRECTION_ASKED, Notice.BUYING_SUSPENDED, Notice.BUYING_RESUMED):
        return "tell_of_correction"
    return "tell_of_request" if notice.value.startswith("request_") else "tell_of_order"


Said = tuple[Words, Words]  # subject, text
_SAID: Mapping[Notice, Said] = MappingProxyType(
    {
        Notice.ORDER_CONFIRMED: (
            Words("Tiệm đã xác nhận đơn của quý khách", "Your order is confirmed"),
            Words(
                "{shop} đã xác nhận đơn {number} và đang chuẩn bị hàng.",
                "{shop} has confirmed order {number} and is preparing it.",
            ),
        ),
        Notice.ORDER_HANDED_OVER: (
            Words("Đơn của quý khách đang trên đường", "Your order is on its way"),
            Words(
                "Đơn {number} của {shop} đã giao cho đơn vị vận chuyển.",
                "Order {number} of {shop} was handed to the carrier.",
            ),
        ),
        Notice.ORDER_CANCELLED: (
            Words("Đơn của quý khách đã hủy", "Your order is cancelled"),
            Words(
                "Đơn {number} của {shop} đã hủy. {reason_vi}Người của tiệm không mở được thông tin của đơn này nữa.",
                "Order {number} of {shop} is cancelled. {reason_en}Our people can no longer open its information.",
            ),
        ),
        Notice.ORDER_RETURN_ACCEPTED: (
            Words("Tiệm nhận đổi trả đơn của quý khách", "Your return is accepted"),
            Words(
                "{shop} nhận đổi trả đơn {number}. Cách gửi lại ở trang đơn hàng của quý khách.",
                "{shop} accepts the return of order {number}. How to send it back is on your page of orders.",
            ),
        ),
        Notice.ORDER_RETURNED: (
            Words("Tiệm đã nhận lại hàng", "We received what you returned"),
            Words(
                "{shop} đã nhận lại hàng của đơn {number}.",
                "{shop} received what you returned of order {number}.",
            ),
        ),
        Notice.ORDER_REFUNDED: (
            Words("Tiệm đã hoàn tiền cho quý khách", "You were refunded"),
            Words("{shop} đã hoàn tiền của đơn {number}.", "{shop} refunded order {number}."),
        ),
        Notice.ORDER_STOPPED: (
            Words("Đơn của quý khách đang dừng lại", "Your order has stopped"),
            Words(
                "Quý khách đã rút lại sự đồng ý nên đơn {number} dừng lại (mục VI.7). Trong vòng 24 giờ {shop} "
                "sẽ thu "
                "xếp: hủy, trả lại, hoặc quý khách đồng ý lại để giao nốt. Xin chọn ở trang đơn hàng của quý khách.",
                "You withdrew your consent, so order {number} has stopped (clause VI.7). Within 24 hours {shop} "
                "settles "
                "with you: cancel, return, or consent anew to finish the delivery. Please choose on your page "
                "of orders.",
            ),
        ),
        Notice.CORRECTION_ASKED: (
            Words("Xin quý khách xem lại thông tin của mình", "Please look at your information"),
            Words(
                "Có thông tin của quý khách ở {shop} dường như chưa đúng. Xin sửa lại ở trang của quý khách; nếu vẫn "
                "đúng, xin báo cho tiệm (mục IV.5).",
                "Something that {shop} holds about you seems not to be right. Please correct it on your own "
                "page; if it "
                "is right, please tell us (clause IV.5).",
            ),
        ),
        Notice.BUYING_SUSPENDED: (
            Words("Tài khoản của quý khách tạm dừng mua hàng", "Buying with your account is suspended"),
            Words(
                "{shop} tạm dừng việc mua hàng bằng tài khoản của quý khách cho tới khi thông tin được sửa (mục "
                "IV.5). "
                "Quý khách vẫn mua được như khách không có tài khoản.",
                "{shop} suspends buying with your account until the information is corrected (clause IV.5). You can "
                "still buy as a customer without an account.",
            ),
        ),
        Notice.BUYING_RESUMED: (
            Words("Tài khoản của quý khách mua hàng lại được", "You can buy with your account again"),
            Words(
                "Tài khoản của quý khách ở {shop} mua hàng lại được.", "Your account at {shop} can buy again."
            ),
        ),
        Notice.AUTHORITY_DISCLOSED: (
            Words(
                "Thông tin của quý khách đã được cung cấp cho cơ quan có thẩm quyền",
                "Information about you was given to a competent authority",
            ),
            Words(
                "Theo yêu cầu của cơ quan có thẩm quyền, {shop} đã cung cấp một phần thông tin của quý khách (mục "
                "III.2). Cơ quan nào, thông tin gì, lúc nào: xem “Ai đã dùng dữ liệu của tôi” ở trang của quý khách.",
                "At the request of a competent authority, {shop} has given it a part of the information about you "
                "(clause III.2). Which authority, which information and when: see “Who used my data” on your own "
                "page.",
            ),
        ),
        Notice.REQUEST_RECEIVED: (
            Words("Tiệm đã nhận yêu cầu của quý khách", "We received your request"),
            Words(
                "{shop} đã nhận yêu cầu của quý khách lúc {received} và thực hiện xong trước {due}. Quý khách "
                "theo dõi "
                "ở trang của mình.",
                "{shop} received your request at {received} and carries it out before {due}. You can follow it "
                "on your "
                "own page.",
            ),
        ),
        Notice.REQUEST_DONE: (
            Words("Yêu cầu của quý khách đã thực hiện", "Your request is done"),
            Words(
                "Yêu cầu quý khách gửi lúc {received} đã thực hiện xong. Chi tiết ở trang của quý khách. — {shop}",
                "The request you sent at {received} is done. Details are on your own page. — {shop}",
            ),
        ),
        Notice.REQUEST_REFUSED: (
            Words("Về yêu cầu của quý khách", "About your request"),
            Words(
                "Yêu cầu quý khách gửi lúc {received} không thực hiện được hoặc chỉ được một phần; lý do và "
                "quyền khiếu "
                "nại ở trang của quý khách. — {shop}",
                "The request you sent at {received} could not be carried out, or only in part; the reason and "
                "your right "
                "to complain are on your own page. — {shop}",
            ),
        ),
        Notice.REQUEST_EXTENDED: (
            Words("Yêu cầu của quý khách cần thêm thời gian", "Your request takes longer"),
            Words(
                "Hạn của luật cho yêu cầu của quý khách được gia hạn một lần, đến {due}. Lý do: {reason_vi}. Quý khách "
                "có quyền khiếu nại (mục VIII.2). — {shop}",
                "The law's term for your request is extended, once, until {due}. The reason: {reason_en}. You may "
                "complain (clause VIII.2). — {shop}",
            ),
        ),
        Notice.ERASURE_BEGINS: (
            Words("Yêu cầu xóa thông tin của quý khách", "Your information is about to be erased"),
            Words(
                "{shop} đã nhận yêu cầu xóa thông tin của quý khách và xóa sau {due}. Nếu không phải quý khách yêu "
                "cầu, hoặc quý khách đổi ý, xin hủy trước giờ đó. Hủy, theo dõi và giấy chứng nhận, cả sau khi đã "
                "xóa: {link}",
                "{shop} was asked to erase your information and does so after {due}. If it was not you, or you changed "
                "your mind, cancel it before then. To cancel, to follow, and for the certificate, also afterwards: "
                "{link}",
            ),
        ),
        Notice.COPY_READY: (
            Words("Bản sao thông tin của quý khách", "The copy of your information"),
            Words(
                "Bản sao thông tin của quý khách ở {shop} đã sẵn sàng ở trang của quý khách, đến {due}. Nếu không phải "
                "quý khách yêu cầu, xin báo ngay cho tiệm.",
                "The copy of your information at {shop} is ready on your own page until {due}. If it was not you who "
                "asked, please tell us at once.",
            ),
        ),
        Notice.POLICY_CHANGED: (
            Words("Chính sách bảo mật có bản mới", "There is a new version of our privacy policy"),
            Words(
                "{shop} có bản chính sách bảo mật mới, áp dụng từ {effective}. Thông tin quý khách đã cung cấp trước "
                "đó vẫn theo bản quý khách đã đồng ý, và chỉ theo bản mới khi quý khách đồng ý bản mới. Cả bản mới, "
                "bản cũ và chỗ thay đổi: {link}",
                "{shop} has a new version of its privacy policy, in force from {effective}. What you gave before stays "
                "under the version you accepted, and comes under the new one only once you accept that. The new "
                "version, the old one and what changed: {link}",
            ),
        ),
        Notice.RECALL: (
            Words("Thông báo thu hồi sản phẩm", "Product recall"),
            Words("{vi}\n— {shop}", "{en}\n— {shop}"),
        ),
        Notice.INCIDENT: (
            Words("Thông báo về một sự cố dữ liệu", "About an incident with your data"),
            Words("{vi}\n— {shop}", "{en}\n— {shop}"),
        ),
    }
)
# The last two are somebody's own words and are filled in last: braces in them mean nothing.
_SLOTS = ("number", "reason_vi", "reason_en", "received", "due", "effective", "link", "vi", "en")


def text_of(kind: str, about: Mapping[str, str], shop: str) -> Said:
    """(subject, text) of a notice; `about` are its slots. Times come as ISO text and are read in Viet Nam's time."""
    subject, text = _SAID[Notice(kind)]
    slots = {"shop": shop} | {name: _spoken(opened(about.get(name, ""))) for name in _SLOTS}
    return subject, Words(_filled(text.vi, slots), _filled(text.en, slots))


def notice_words(kind: str) -> Words | None:
    """What a notice of this kind is called; None for a reply."""
    return _SAID[Notice(kind)][0] if kind in set(Notice) else None


def slots_of(notice: Notice) -> frozenset[str]:
    """What a notice has to be given."""
    _, text = _SAID[notice]
    return frozenset(name for name in _SLOTS if f"{{{name}}}" in text.vi + text.en)


def _filled(text: str, slots: Mapping[str, str]) -> str:
    for name, value in slots.items():  # no str.format: it would read what was filled in
        text = text.replace(f"{{{name}}}", value)
    return text


def _spoken(value: str) -> str:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return value if at.tzinfo is None else at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
