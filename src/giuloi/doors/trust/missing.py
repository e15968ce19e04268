"""What is still missing of a promise, in Vietnamese beside the English of `records.keepers`; a test has both."""

from __future__ import annotations

from collections.abc import Mapping

from giuloi.core.bilingual import Words
from giuloi.records.keepers import FEATURES

IN_VIETNAMESE: Mapping[str, str] = {
    "registration": "trang để đăng ký",
    "answer_clock": "hộp thư yêu cầu và đồng hồ 24 giờ của nó",
    "retention": "việc chạy hằng ngày để hạn chế và xóa những gì đến hạn",
    "contact_rules": "việc gửi tin: bản này chưa tự gửi tin nào",
    "incident_clock": "hồ sơ sự cố, đồng hồ và báo cáo",
    "authority": "hồ sơ của cơ quan có thẩm quyền, đồng hồ và hai người duyệt",
    "recipients": "sổ các bên nhận cùng thỏa thuận của họ",
    "measures": "mã thực hiện biện pháp này, và cách nhìn xem nó có bật không",
    "require.withdrawal": "trang để khách tự rút lại",
    "require.consent": "các trang hỏi sự đồng ý",
    "require.versions": "việc báo trước cho thành viên",
    "require.own_history": "cách để khách tự lấy bộ bằng chứng của mình",
    "require.verified_contact": "mã xác minh điện thoại và email",
    "require.untrue_information": "hồ sơ về thông tin không đúng sự thật",
    "require.complaint_file": "khiếu nại thành hồ sơ có đồng hồ",
    "require.erasure": "việc xóa: hủy khóa và bản ghi, cùng giấy chứng nhận",
    "require.open_orders_settled": "việc chuyển các đơn ấy cho chăm sóc khách hàng, kịp giờ",
    "require.do_not_contact": "danh sách không liên hệ",
    "require.no_tracking": "việc gửi tin, và cùng với nó là thứ có thể theo dõi",
    "require.authority_release": "hồ sơ của cơ quan có thẩm quyền với việc gọi lại và hai người duyệt",
    "require.stored_in": "cách nhìn xem máy đặt ở đâu; người vận hành biết",
}


def missing_words(keeper: str) -> Words:
    """What is missing of a keeper's work; where nobody has said it in Vietnamese, the English stands for both."""
    english = FEATURES[keeper].missing
    return Words(IN_VIETNAMESE.get(keeper, english), english)
