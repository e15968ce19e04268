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
    "use_ledger": Words("sổ sử dụng", "the use ledger"),
    "sealed_fields": Words("niêm phong từng trường", "sealed fields"),
    "separate_key_store": Words("kho khóa tách riêng", "a separate key store"),
    "masked_by_default": Words("che sẵn với nhân viên", "masked by default"),
    "fail_closed": Words("hỏng thì đóng", "fail closed"),
    "withdrawal": Words("rút lại có hiệu lực ngay", "withdrawal at once"),
    "never_on_consent": Words("việc không dựa vào sự đồng ý", "never on consent"),
    "conformance": Words("công bố từng điều khoản", "every clause published"),
    "staff_second_factor": Words("nhân viên đăng nhập hai lớp", "staff sign in with two factors"),
}


@public
def measures(request: HttpRequest) -> HttpResponse:
    """Nothing is opened for it, and no evidence says anything about a person."""
    clauses = {one.name: one.clause for one in current().policy.requirements}
    told = [_shown(one, clauses[one.name]) for one in measured()]
    return render(request, "trust/measures.html", {"measures": told})


def _shown(measure: Measure, clause: ClauseRef) -> Shown:
    name = NAMES.get(measure.name, Words(measure.name, measure.name))
    return Shown(name, clause, measure.on, Words(measure.vi, measure.en))
