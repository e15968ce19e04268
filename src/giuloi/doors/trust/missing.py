"""What is still missing of a promise, in Vietnamese beside the English of `records.keepers`, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping

from giuloi.core.bilingual import Words
from giuloi.records.keepers import FEATURES

IN_VIETNAMESE: Mapping[str, str] = {
    "the page to register on": "trang để đăng ký",
    "a correction that somebody has to judge is made by hand, and so is a right about one order alone": (
        "việc chỉnh sửa cần người xem xét, và quyền chỉ về một đơn hàng, còn do người làm"
    ),
    "incident files, their clocks and reports": "hồ sơ sự cố, đồng hồ và báo cáo",
    "the reports to the authorities are filled in by software and handed in by people": (
        "báo cáo cho cơ quan nhà nước do phần mềm điền sẵn, người nộp"
    ),
    "the code behind this measure, and a look whether it is on": "mã của biện pháp này, và cách nhìn xem nó bật chưa",
    "the pages on which consents are asked for": "các trang hỏi sự đồng ý",
    "codes that verify telephone and e-mail": "mã xác minh điện thoại và email",
    "files on information that turns out untrue": "hồ sơ về thông tin không đúng sự thật",
    "a look at where the machine stands; its operator knows": "cách nhìn xem máy đặt ở đâu; người vận hành biết",
}


def missing_words(keeper: str) -> Words:
    """What is missing of a keeper's work; where nobody has said it in Vietnamese, the English stands for both."""
    english = FEATURES[keeper].missing
    return Words(IN_VIETNAMESE.get(english, english), english)
