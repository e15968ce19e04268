"""What sentences of a Vietnamese shop's policy are usually about, and which rule blocks say such a thing.

A proposal is a block of the policy that ships with the package, taken as it stands there; it is never a rule before a
person confirmed it. A sentence that fits nothing here gets no proposal, and stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """`means` and `also` have to be in the sentence, `unless` must not. `timed`: it should say how long."""

    name: str
    means: str
    blocks: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    also: str = ""
    unless: str = ""
    timed: bool = False

    def fits(self, folded: str) -> bool:
        """Whether a sentence in small letters is about this."""
        held = re.search(self.means, folded) and re.search(self.also, folded)
        return bool(held) and not (self.unless and re.search(self.unless, folded))


_OTHERS = r"bên thứ (?:ba|3)|đối tác|bên khác|tổ chức khác|đơn vị khác|công ty khác"
_GIVE = r"chia sẻ|cung cấp|tiết lộ|chuyển giao|mua bán|trao đổi|bán\b|đưa cho"
_ADVERTISING = r"quảng cáo|tiếp thị|marketing"
_NOT = r"\bkhông\b|\bchưa\b|\bcấm\b"

TOPICS: tuple[Topic, ...] = (
    Topic(
        "supply",
        r"giao hàng|đơn (?:đặt )?hàng|đặt hàng|giao dịch|cung cấp (?:hàng|sản phẩm)",
        ("purpose.supply",),
        ("a",),
        also=r"mục đích|thu thập|sử dụng|nhằm|để |thực hiện|cung cấp",
        unless=rf"{_OTHERS}|trong vòng|lưu (?:trữ|giữ)|vận chuyển",
    ),
    Topic(
        "care",
        r"chăm sóc khách|hỗ trợ (?:kỹ thuật|khách)|giải đáp|tư vấn",
        ("purpose.care",),
        unless=r"trong vòng",
    ),
    Topic(
        "promotion",
        r"khuyến m[ãạ]i|ưu đãi|tiếp thị|bản tin|quảng cáo",
        ("purpose.promotion",),
        unless=rf"{_OTHERS}",
    ),
    Topic(
        "services",
        r"giới thiệu (?:các )?(?:sản phẩm|dịch vụ)|dịch vụ mới",
        ("purpose.services",),
        unless=_OTHERS,
    ),
    Topic("engagement", r"tương tác|gắn kết|mối quan hệ|khảo sát|xin đánh giá", ("purpose.engagement",)),
    Topic(
        "scope",
        r"chỉ (?:được )?(?:sử )?dụng|đúng mục đích|trong phạm vi",
        ("otherwise",),
        ("b",),
        also=r"mục đích|phạm vi|chính sách",
    ),
    Topic("email", r"e-?mail|thư điện tử", ("contact.email",), also=r"liên (?:hệ|lạc)|gửi|thông báo"),
    Topic("telephone", r"điện thoại|gọi", ("contact.phone",), also=r"liên (?:hệ|lạc)|gọi"),
    Topic("sms", r"tin nhắn|sms", ("contact.sms",), also=r"liên (?:hệ|lạc)|gửi|qua"),
    Topic(
        "social", r"mạng xã hội|zalo|facebook|messenger", ("contact.zalo",), also=r"liên (?:hệ|lạc)|gửi|qua"
    ),
    Topic(
        "third_parties",
        _OTHERS,
        ("purpose.advertising", "prohibit.third_party_advertising"),
        also=rf"(?:{_NOT}).*(?:{_GIVE})|(?:{_GIVE}).*(?:{_NOT})",
    ),
    Topic(
        "carrier",
        r"(?:đơn vị|đối tác|công ty|bên) (?:giao hàng|vận chuyển|giao nhận)|shipper",
        ("recipient.carrier", "permit.carrier"),
        ("d",),
    ),
    Topic(
        "authority",
        r"cơ quan (?:nhà nước|chức năng|có thẩm quyền|pháp luật|công an|điều tra)|tòa án|pháp luật yêu cầu",
        ("purpose.authority_request", "permit.authority", "promise.authority"),
        unless=r"tấn công|xâm nhập|khởi kiện|khiếu nại",
    ),
    Topic(
        "kept",
        r"lưu (?:trữ|giữ)|thời (?:gian|hạn) (?:lưu|giữ)|được giữ",
        ("retain.orders",),
        ("c",),
        unless=r"máy chủ",
        timed=True,
    ),
    Topic("sealed", r"mã hóa|mã hoá", ("require.sealed_fields",), ("đ",)),
    Topic(
        "measures",
        r"biện pháp|tường lửa|phân quyền|chứng chỉ ssl|giao thức ssl",
        (),
        ("đ",),
        unless=r"tấn công",
    ),
    Topic(
        "answer",
        r"yêu cầu|phản hồi|trả lời|giải quyết",
        ("promise.answer",),
        also=r"(?:trong vòng|trong thời gian|trong|chậm nhất|không quá)\s+[0-9]|sớm nhất|kịp thời|nhanh",
        unless=r"cơ quan|tấn công|hỏng|đổi trả",
        timed=True,
    ),
    Topic(
        "register",
        r"đăng ký|thành viên|tài khoản",
        ("purpose.account", "register"),
        also=r"đầy đủ|chính xác|trung thực|cung cấp",
        unless=r"\bkhông\b",
    ),
    Topic("consent", r"đồng ý|chấp thuận", ("require.consent",), unless=_OTHERS),
    Topic("withdrawal", r"rút lại|hủy đăng ký nhận|ngừng nhận", ("require.withdrawal",)),
    Topic(
        "correct",
        r"xem|kiểm tra|truy cập|tra cứu",
        (),
        ("e",),
        also=r"chỉnh sửa|cập nhật|sửa|điều chỉnh|thay đổi",
    ),
    Topic(
        "erase",
        r"(?:xóa|xoá|hủy bỏ|hủy|hạn chế)",
        (),
        ("g",),
        also=r"thông tin|dữ liệu",
        unless=r"đơn hàng|hủy đơn",
    ),
    Topic("complaint", r"khiếu nại|phản ánh|tố cáo", ("require.complaint_file",), ("h", "complaints")),
    Topic(
        "access",
        r"(?:nhân viên|bộ phận|người|ai) .*(?:tiếp cận|được xem|truy cập)|được (?:phép )?tiếp cận",
        (),
        ("d",),
    ),
    Topic(
        "operator",
        r"mã số (?:doanh nghiệp|thuế)|giấy (?:phép|chứng nhận) (?:đăng ký )?kinh doanh",
        (),
        ("operator",),
    ),
    Topic(
        "attack",
        r"tấn công|xâm nhập|hacker|sự cố an (?:ninh|toàn)|rò rỉ",
        ("report.investigators",),
        also=r"báo|thông báo|điều tra",
        timed=True,
    ),
    Topic("children", r"trẻ em|dưới 1[0-9] tuổi|vị thành niên", ("prohibit.minors",)),
    Topic("versions", r"thay đổi chính sách|sửa đổi chính sách|cập nhật chính sách", ("require.versions",)),
)


@dataclass(frozen=True, slots=True)
class Opposed:
    """Two sentences that cannot both be true: what the one denies and the other does."""

    name: str
    denies: str
    does: str
    spared: str = ""  # in the doing sentence: words that make it no contradiction


OPPOSED: tuple[Opposed, ...] = (
    Opposed(
        "sharing",
        rf"(?:{_NOT}|tuyệt đối không)[^.]{{0,60}}(?:{_GIVE})",
        rf"(?:{_GIVE})[^.]{{0,80}}(?:{_ADVERTISING})|(?:{_ADVERTISING})[^.]{{0,40}}(?:{_GIVE})",
        r"khi (?:quý khách|khách hàng|bạn|có sự)[^.]{0,20}đồng ý|nếu [^.]{0,30}đồng ý",
    ),
    Opposed(
        "mailing",
        rf"(?:{_NOT})[^.]{{0,30}}gửi[^.]{{0,40}}(?:quảng cáo|khuyến m[ãạ]i|thư rác|spam)",
        r"(?<!không )gửi[^.]{0,60}(?:quảng cáo|khuyến m[ãạ]i|ưu đãi)",
        r"đồng ý|đăng ký nhận",
    ),
    Opposed(
        "keeping",
        rf"(?:{_NOT})[^.]{{0,20}}lưu (?:trữ|giữ)",
        r"lưu (?:trữ|giữ)[^.]{0,60}(?:vĩnh viễn|vô thời hạn|lâu dài)",
    ),
)
