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


class Notice(StrEnum):
    """What is told without being asked."""

    ORDER_CONFIRMED = "order_confirmed"
    ORDER_ON_ITS_WAY = "order_on_its_way"
    ORDER_DELIVERED = "order_delivered"
    ORDER_CANCELLED = "order_cancelled"
    REQUEST_RECEIVED = "request_received"
    REQUEST_DONE = "request_done"
    REQUEST_REFUSED = "request_refused"
    POLICY_CHANGED = "policy_changed"
    RECALL = "recall"


# Each notice's code path (records/credentials.py): what it is grounded in.
PATH_OF: Mapping[Notice, str] = MappingProxyType(
    {
        **{one: "tell_of_order" for one in Notice if one.value.startswith("order_")},
        **{one: "tell_of_request" for one in Notice if one.value.startswith("request_")},
        Notice.POLICY_CHANGED: "tell_of_policy",
        Notice.RECALL: "tell_of_incident",
    }
)
SUBJECTS: Mapping[Notice, Words] = MappingProxyType(
    {
        Notice.ORDER_CONFIRMED: Words("Tiệm đã xác nhận đơn của quý khách", "Your order is confirmed"),
        Notice.ORDER_ON_ITS_WAY: Words("Đơn của quý khách đang trên đường", "Your order is on its way"),
        Notice.ORDER_DELIVERED: Words("Đơn của quý khách đã giao", "Your order was delivered"),
        Notice.ORDER_CANCELLED: Words("Đơn của quý khách đã hủy", "Your order is cancelled"),
        Notice.REQUEST_RECEIVED: Words("Tiệm đã nhận yêu cầu của quý khách", "We received your request"),
        Notice.REQUEST_DONE: Words("Yêu cầu của quý khách đã thực hiện", "Your request is done"),
        Notice.REQUEST_REFUSED: Words("Về yêu cầu của quý khách", "About your request"),
        Notice.POLICY_CHANGED: Words("Chính sách bảo mật sắp thay đổi", "Our privacy policy is about to change"),
        Notice.RECALL: Words("Thông báo thu hồi sản phẩm", "Product recall"),
    }
)
_TEXTS: Mapping[Notice, Words] = MappingProxyType(
    {
        Notice.ORDER_CONFIRMED: Words(
            "{shop} đã xác nhận đơn {number} và đang chuẩn bị hàng.",
            "{shop} has confirmed order {number} and is preparing it.",
        ),
        Notice.ORDER_ON_ITS_WAY: Words(
            "Đơn {number} của {shop} đã giao cho đơn vị vận chuyển.",
            "Order {number} of {shop} was handed to the carrier.",
        ),
        Notice.ORDER_DELIVERED: Words(
            "Đơn {number} của {shop} đã giao. Nếu quý khách chưa nhận được, xin báo cho tiệm.",
            "Order {number} of {shop} was delivered. If you did not receive it, please tell us.",
        ),
        Notice.ORDER_CANCELLED: Words(
            "Đơn {number} của {shop} đã hủy. Người của tiệm không mở được thông tin của đơn này nữa.",
            "Order {number} of {shop} is cancelled. Our people can no longer open its information.",
        ),
        Notice.REQUEST_RECEIVED: Words(
            "{shop} đã nhận yêu cầu của quý khách lúc {received} và thực hiện xong trước {due}. "
            "Quý khách theo dõi ở trang của mình.",
            "{shop} received your request at {received} and carries it out before {due}. "
            "You can follow it on your own page.",
        ),
        Notice.REQUEST_DONE: Words(
            "Yêu cầu quý khách gửi lúc {received} đã thực hiện xong. Chi tiết ở trang của quý khách. — {shop}",
            "The request you sent at {received} is done. Details are on your own page. — {shop}",
        ),
        Notice.REQUEST_REFUSED: Words(
            "Yêu cầu quý khách gửi lúc {received} không thực hiện được; lý do và quyền khiếu nại ở trang của quý "
            "khách. — {shop}",
            "The request you sent at {received} cannot be carried out; the reason and your right to complain are on "
            "your own page. — {shop}",
        ),
        Notice.POLICY_CHANGED: Words(
            "{shop} sẽ áp dụng bản chính sách bảo mật mới từ {effective}. Thông tin quý khách đã cung cấp trước đó "
            "chỉ theo bản mới khi quý khách đồng ý. Bản đang dùng, bản mới và chỗ thay đổi đều ở trang công khai "
            "của tiệm, mục “Các phiên bản”.",
            "{shop} puts a new version of its privacy policy in force on {effective}. What you gave before comes under "
            "it only once you accept it. The present version, the new one and what changed are on our public page, "
            "under “Versions”.",
        ),
        Notice.RECALL: Words("{vi}\n— {shop}", "{en}\n— {shop}"),
    }
)


def text_of(kind: str, about: Mapping[str, str], shop: str) -> tuple[Words, Words]:
    """(subject, text) of a notice; `about` are its slots. Times come as ISO text and are read in Viet Nam's time."""
    notice = Notice(kind)
    slots = {name: _spoken(value) for name, value in about.items()} | {"shop": shop}
    said = _TEXTS[notice]
    return SUBJECTS[notice], Words(_filled(said.vi, slots), _filled(said.en, slots))


def slots_of(notice: Notice) -> frozenset[str]:
    """What a notice has to be given."""
    every = ("number", "received", "due", "effective", "vi", "en")
    return frozenset(name for name in every if f"{{{name}}}" in _TEXTS[notice].vi + _TEXTS[notice].en)


def _filled(text: str, slots: Mapping[str, str]) -> str:
    # No str.format: a recall's text is somebody's own words, and braces in it mean nothing.
    for name in ("number", "received", "due", "effective", "shop"):
        text = text.replace(f"{{{name}}}", slots.get(name, ""))
    return text.replace("{vi}", slots.get("vi", "")).replace("{en}", slots.get("en", ""))


def _spoken(value: str) -> str:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return value if at.tzinfo is None else at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
