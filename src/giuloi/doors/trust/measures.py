"""/trust/measures: the measures that the policy promises, looked at this moment: on or not, and by what evidence."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giuloi.core.bilingual import Words
from giuloi.core.terms import ClauseRef
from giuloi.doors.trust.served import public
from giuloi.records.measures import Measure, measured
from giuloi.records.published import current


@dataclass(frozen=True, slots=True)
class Shown:
    """A measure, under which clause it is promised, and what was seen."""

    name: Words
    clause: ClauseRef
    on: bool
    seen: Words


NAMES = {
    "authority_release": Words(
        "Cung cấp cho cơ quan: gọi lại, hai người duyệt", "Releases: called back, approved by two"
    ),
    "complaint_file": Words("Hồ sơ khiếu nại", "Complaint files"),
    "use_ledger": Words("Sổ sử dụng", "The use ledger"),
    "sealed_fields": Words("Niêm phong từng trường", "Sealed fields"),
    "separate_key_store": Words("Kho khóa tách riêng", "A separate key store"),
    "masked_by_default": Words("Che sẵn với nhân viên", "Masked by default"),
    "fail_closed": Words("Hỏng thì đóng", "Fail closed"),
    "withdrawal": Words("Rút lại có hiệu lực ngay", "Withdrawal at once"),
    "never_on_consent": Words("Việc không dựa vào sự đồng ý", "Never on consent"),
    "own_history": Words("Lịch sử của chính quý khách", "Your own history"),
    "conformance": Words("Công bố từng điều khoản", "Every clause published"),
    "consent": Words("Hỏi riêng từng việc, không đánh dấu sẵn", "Consent asked singly, never ticked before"),
    "erasure": Words("Xóa cho hết, cả ở bản sao lưu", "Erased for good, backups too"),
    "versions": Words("Báo trước khi đổi chính sách", "Told before the policy changes"),
    "verified_contact": Words("Điện thoại và email đã xác minh", "Telephone and e-mail verified"),
    "open_orders_settled": Words("Đơn dừng vì rút đồng ý được giải quyết", "Stopped orders settled"),
    "untrue_information": Words("Mời sửa trước khi tạm dừng mua", "Asked to correct before suspending"),
    "do_not_contact": Words("Danh sách không liên lạc", "The do-not-contact list"),
    "no_tracking": Words("Không theo dõi mở thư, bấm liên kết", "No tracking of opened letters or links"),
    "staff_second_factor": Words("Nhân viên đăng nhập hai lớp", "Staff sign in with two factors"),
}


# Whether it is on is everybody's business; how many accounts still lack it is a burglar's. A release counted to the
# minute would tell that somebody is being asked about: those counts are published by whole months (numbers.py).
_IN_HOUSE = {"staff_second_factor", "authority_release"}
_NOT_SHOWN = Words("con số chỉ chủ tiệm xem", "the figures are for the shop's owner")


@public
def measures(request: HttpRequest) -> HttpResponse:
    """Nothing is opened for it, and no evidence says anything about a person."""
    clauses = {one.name: one.clause for one in current().policy.requirements}
    told = [_shown(one, clauses[one.name]) for one in measured()]
    return render(request, "trust/measures.html", {"measures": told})


def _shown(measure: Measure, clause: ClauseRef) -> Shown:
    name = NAMES.get(measure.name, Words(measure.name, measure.name))
    seen = _NOT_SHOWN if measure.name in _IN_HOUSE else Words(measure.vi, measure.en)
    return Shown(name, clause, measure.on, seen)
