"""Care cases (I.2): what a customer asked and what was answered, sealed; shut to everybody when the case closes.

case = cases.begin(subject, at, order=order)
cases.came(case, "Bánh để được mấy ngày?", at, channel=Channel.EMAIL)
"""

from giuloi.promises.use.cases.attachments import (
    File,
    FileLine,
    NotTaken,
    attach,
    check,
    file_of,
    files_of,
    files_under,
)
from giuloi.promises.use.cases.case import (
    CareCase,
    adopt,
    begin,
    care_case,
    care_cases_of,
    case_of_token,
    close,
    reply_address,
)
from giuloi.promises.use.cases.language import language_of
from giuloi.promises.use.cases.messages import Direction, Line, came, noted, timeline, written

__all__ = [
    "CareCase",
    "Direction",
    "File",
    "FileLine",
    "Line",
    "NotTaken",
    "adopt",
    "attach",
    "begin",
    "came",
    "care_case",
    "care_cases_of",
    "case_of_token",
    "check",
    "close",
    "file_of",
    "files_of",
    "files_under",
    "language_of",
    "noted",
    "reply_address",
    "timeline",
    "written",
]
