"""The closed lists of an authority's file, in both languages: what was asked, how it came, how it went, why not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.promises.share.authority.steps import Action, Stage, Why


class Kind(StrEnum):
    """What an authority asks for."""

    USER_INFO = "user_info"
    TAKEDOWN = "takedown"
    SEIZURE = "seizure"
    INSPECTION = "inspection"


class Came(StrEnum):
    """How the request arrived."""

    PAPER = "paper"
    EMAIL = "email"
    PHONE = "phone"
    IN_PERSON = "in_person"
    PORTAL = "portal"


class Called(StrEnum):
    """What the call back brought."""

    CONFIRMED = "confirmed"
    DENIED = "denied"
    NO_ANSWER = "no_answer"


class Ground(StrEnum):
    """Why a request is refused."""

    UNKNOWN_UNIT = "unknown_unit"
    NO_NUMBER = "no_number"
    NOT_CONFIRMED = "not_confirmed"
    FORGED = "forged"
    TOO_WIDE = "too_wide"
    NO_LEGAL_BASIS = "no_legal_basis"
    NOT_PERMITTED = "not_permitted"
    NOTHING_HELD = "nothing_held"
    WITHDRAWN = "withdrawn"


class Late(StrEnum):
    """Why something was released after its hour."""

    CALL_BACK = "call_back"
    SCOPE = "scope"
    APPROVERS = "approvers"
    SOFTWARE = "software"
    OTHER = "other"


KIND_WORDS: Mapping[Kind, Words] = MappingProxyType(
    {
        Kind.USER_INFO: Words("cung cấp thông tin khách hàng", "information about customers"),
        Kind.TAKEDOWN: Words("gỡ thông tin", "taking something down"),
        Kind.SEIZURE: Words("thu giữ dữ liệu, thiết bị", "seizure of data or devices"),
        Kind.INSPECTION: Words("thanh tra, kiểm tra", "an inspection"),
    }
)
CAME_WORDS: Mapping[Came, Words] = MappingProxyType(
    {
        Came.PAPER: Words("công văn giấy", "a letter on paper"),
        Came.EMAIL: Words("email", "e-mail"),
        Came.PHONE: Words("điện thoại", "telephone"),
        Came.IN_PERSON: Words("trực tiếp tại tiệm", "in person, in the shop"),
        Came.PORTAL: Words("cổng của cơ quan nhà nước", "a government portal"),
    }
)
CALLED_WORDS: Mapping[Called, Words] = MappingProxyType(
    {
        Called.CONFIRMED: Words(
            "cơ quan xác nhận đã gửi yêu cầu này", "the authority confirms that it sent this"
        ),
        Called.DENIED: Words(
            "cơ quan nói không gửi yêu cầu này", "the authority says that it did not send this"
        ),
        Called.NO_ANSWER: Words("không ai nghe máy", "nobody answered"),
    }
)
GROUND_WORDS: Mapping[Ground, Words] = MappingProxyType(
    {
        Ground.UNKNOWN_UNIT: Words(
            "không xác định được đơn vị gửi yêu cầu", "the unit that sent the request is not known"
        ),
        Ground.NO_NUMBER: Words(
            "không có số điện thoại chính thức đã biết từ trước để gọi lại xác minh",
            "no official telephone number was known beforehand to verify the request by",
        ),
        Ground.NOT_CONFIRMED: Words(
            "gọi lại số chính thức mà chưa xác minh được yêu cầu",
            "the request could not be verified by calling the official number back",
        ),
        Ground.FORGED: Words(
            "cơ quan được nêu tên cho biết không gửi yêu cầu này",
            "the authority named says that it did not send this request",
        ),
        Ground.TOO_WIDE: Words(
            "yêu cầu không nêu đích danh khách hàng và loại thông tin cần thiết",
            "the request does not name the customers and the information that is needed",
        ),
        Ground.NO_LEGAL_BASIS: Words(
            "yêu cầu không nêu căn cứ pháp luật", "the request cites no provision of law"
        ),
        Ground.NOT_PERMITTED: Words(
            "thông tin được yêu cầu nằm ngoài phần được phép cung cấp",
            "the information asked for is not of the kind that may be provided",
        ),
        Ground.NOTHING_HELD: Words(
            "cửa hàng không lưu thông tin về người được nêu tên",
            "the shop holds no information about the persons named",
        ),
        Ground.WITHDRAWN: Words("cơ quan đã rút yêu cầu", "the authority has withdrawn the request"),
    }
)
LATE_WORDS: Mapping[Late, Words] = MappingProxyType(
    {
        Late.CALL_BACK: Words("chưa gọi lại xác minh được sớm hơn", "the call back succeeded no sooner"),
        Late.SCOPE: Words("phải hỏi lại cơ quan về phạm vi", "the authority had to be asked about the scope"),
        Late.APPROVERS: Words("chưa đủ hai người duyệt", "two approvers were not there"),
        Late.SOFTWARE: Words("phần mềm hoặc máy chủ bị ngừng", "the software or its server was down"),
        Late.OTHER: Words("lý do khác, ghi trong hồ sơ giấy", "another reason, noted on paper"),
    }
)
STAGE_WORDS: Mapping[Stage, Words] = MappingProxyType(
    {
        Stage.RECEIVED: Words("chờ gọi lại xác minh", "waits for the call back"),
        Stage.VERIFIED: Words("đã xác minh, chờ cắt phạm vi", "verified, the scope is to be cut"),
        Stage.DENIED: Words("giả mạo: cơ quan phủ nhận", "forged: the authority denies it"),
        Stage.PREPARED: Words("chờ hai người duyệt", "waits for two approvers"),
        Stage.HALF: Words("một người đã duyệt", "one has approved"),
        Stage.APPROVED: Words("đã duyệt, chờ cung cấp", "approved, to be released"),
        Stage.RELEASING: Words("đang đóng gói", "being packed"),
        Stage.RELEASED: Words("đã cung cấp, chờ biên nhận", "released, waits for the receipt"),
        Stage.CLOSED: Words("xong, đã có biên nhận", "done, with a receipt"),
        Stage.REFUSED: Words("đã từ chối", "refused"),
    }
)
WHY_WORDS: Mapping[Why, Words] = MappingProxyType(
    {
        Why.NOT_NOW: Words("Bước này chưa tới, hoặc đã qua.", "This step does not follow now, or is over."),
        Why.OWN_WORK: Words(
            "Người nhận hồ sơ, hoặc từng cắt phạm vi, không được tự duyệt. Cần đồng nghiệp khác.",
            "Whoever took the file in, or ever cut its scope, does not approve it. Another colleague must.",
        ),
        Why.TWICE: Words(
            "Bạn đã duyệt rồi; phải là hai người khác nhau.",
            "You approved it already; it takes two different people.",
        ),
        Why.STALE: Words(
            "Phạm vi đã thay đổi từ lúc bạn mở trang: lượt duyệt cũ không còn giá trị. Xin xem lại từ đầu.",
            "The scope has changed since you opened the page: earlier approvals are void. Please look again.",
        ),
        Why.GONE: Words(
            "Người đã duyệt không còn làm việc với loại hồ sơ này: hãy cắt lại phạm vi để người khác duyệt.",
            "One who approved works on such files no more: cut the scope again, for others to approve.",
        ),
        Why.NO_SCOPE: Words(
            "Phạm vi phải nêu đích danh ít nhất một khách hàng và một loại thông tin.",
            "The scope must name at least one customer and one kind of information.",
        ),
    }
)
# What else is noted in a file beside its steps.
NOTED: Mapping[str, Words] = MappingProxyType(
    {
        "received": Words("Nhận yêu cầu", "Request received"),
        "taken_in": Words("Ghi hồ sơ, niêm phong văn bản", "Taken in, the document sealed"),
        Action.CONFIRM.value: Words("Gọi lại: cơ quan xác nhận", "Called back: confirmed"),
        Action.DENY.value: Words("Gọi lại: cơ quan phủ nhận", "Called back: denied"),
        Action.NO_ANSWER.value: Words("Gọi lại: không ai nghe", "Called back: no answer"),
        Action.NAME.value: Words("Xác định khách hàng được nêu tên", "Customers named in it were found"),
        Action.PREPARE.value: Words("Cắt phạm vi", "The scope was cut"),
        Action.SEND_BACK.value: Words("Người duyệt trả lại", "Sent back by an approver"),
        Action.APPROVE.value: Words("Duyệt", "Approved"),
        Action.RELEASE.value: Words("Bắt đầu đóng gói", "Packing began"),
        Action.SEALED.value: Words("Cung cấp: gói đã niêm phong", "Released: the package is sealed"),
        Action.RECEIPT.value: Words("Ghi biên nhận", "Receipt noted"),
        Action.REFUSE.value: Words("Từ chối", "Refused"),
        "stopped": Words("Bị chặn", "Stopped"),
        "secrecy": Words("Ghi yêu cầu giữ bí mật", "Secrecy was noted"),
        "told": Words("Báo cho khách hàng", "The customers were told"),
        "looks_told": Words(
            "Hết bí mật: khách xem được là đã bị tra",
            "Secrecy is over: customers read that they were looked up",
        ),
        "opened": Words("Mở văn bản gốc", "The document was opened"),
        "fetched": Words(
            "Gói được lấy qua đường dẫn một lần", "The package was fetched by its one-time link"
        ),
        "handed": Words(
            "Người duyệt tải gói để giao tận tay", "An approver took the package to hand it over"
        ),
        "over": Words("Đường dẫn hết hạn, gói đã hủy", "The link is over, the package is gone"),
        "exported": Words("Xuất hồ sơ", "The file was exported"),
        "half_time": Words("Nửa thời hạn đã qua", "Half of the time is over"),
        "three_quarters": Words("Ba phần tư thời hạn đã qua", "Three quarters of the time are over"),
        "last_hour": Words("Còn một giờ", "One hour is left"),
        "missed": Words("Quá hạn", "The hour is missed"),
    }
)
