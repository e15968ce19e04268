"""What is changed about a colleague. What cannot be undone is asked once more on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.doors.console.form import Form
from giuloi.doors.console.guard import administrator, proven_now
from giuloi.doors.console.staff import found, invitation, roles
from giuloi.doors.console.tongue import tell
from giuloi.records.access.colleagues import (
    AtWork,
    LastAdministrator,
    administer,
    give_role,
    part,
    renew_second_factor,
)
from giuloi.records.access.staff_accounts import LoginTaken, invite


@dataclass(frozen=True, slots=True)
class _Asked:
    """A change that is asked for once more: what it means, and what the button says."""

    title: Words
    meaning: Words
    button: Words
    done: Words
    do: Callable[[int], object]


CONFIRMED = {
    "leave": _Asked(
        Words("Cho thôi việc?", "Let them go?"),
        Words(
            "Mọi phiên đăng nhập của họ kết thúc ngay, và họ không giữ quyền gì nữa. Những gì họ đã làm vẫn ở trong "
            "sổ sử dụng. Việc này không lùi lại được: người quay lại làm sẽ được thêm như người mới.",
            "Every session of theirs ends at once and they hold nothing any more. What they did stays in the use "
            "ledger. This cannot be undone: whoever comes back is added as somebody new.",
        ),
        Words("Cho thôi việc", "Let them go"),
        Words("Đã cho thôi việc; mọi phiên đã kết thúc.", "They are gone; every session has ended."),
        lambda staff: part(staff, datetime.now(UTC)),
    ),
    "second": _Asked(
        Words("Đặt lại lớp xác thực thứ hai?", "Reset the second factor?"),
        Words(
            "Mật khẩu, ứng dụng tạo mã, khóa truy cập và mã khôi phục cũ đều mất tác dụng, mọi phiên kết thúc. Sau đó "
            "hãy gửi cho họ một lời mời mới. Hãy chắc rằng chính người ấy nhờ, không phải ai khác.",
            "The password, the app, passkeys and recovery codes stop working and every session ends. Then send them "
            "a new invitation. Make sure that it is they who ask, and nobody else.",
        ),
        Words("Đặt lại", "Reset"),
        Words(
            "Đã đặt lại. Bây giờ hãy gửi lời mời mới, để họ vào được.",
            "It is reset. Now send a new invitation, so that they can come in.",
        ),
        renew_second_factor,
    ),
    "administrator": _Asked(
        Words("Giao quyền quản trị?", "Make them an administrator?"),
        Words(
            "Người quản trị thêm và cho thôi nhân viên, cấp khóa máy, kết nối trang bán hàng, sửa và công bố chính "
            "sách. Quyền xem thông tin khách không đổi: vai trò quyết định.",
            "An administrator adds staff and lets them go, gives out keys, connects shops, edits and publishes the "
            "policy. What they may see of customers does not change: that is the role's.",
        ),
        Words("Giao quyền", "Make them one"),
        Words("Đã giao quyền quản trị.", "They are an administrator."),
        lambda staff: administer(staff, True),
    ),
    "not-administrator": _Asked(
        Words("Thôi quyền quản trị?", "Take the administration away?"),
        Words(
            "Họ vẫn làm việc trong vai trò của mình, chỉ không quản trị nữa.",
            "They go on in their role, without the administration.",
        ),
        Words("Thôi quyền", "Take it away"),
        Words("Đã thôi quyền quản trị.", "They are no administrator any more."),
        lambda staff: administer(staff, False),
    ),
}


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def change(request: HttpRequest, staff: int, change: str) -> HttpResponse:
    """One change of one colleague; those that cannot be undone show a page first and want a second click."""
    someone = found(staff)
    if request.method == "POST" and change == "role":
        return _role(request, someone)
    if request.method == "POST" and change == "invite":
        return _invite(request, someone)
    if change not in CONFIRMED:
        raise Http404
    asked = CONFIRMED[change]
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        return _done(request, someone, asked)
    return render(request, "console/staff_confirm.html", {"one": someone, "asked": asked, "change": change})


def _done(request: HttpRequest, someone: AtWork, asked: _Asked) -> HttpResponse:
    try:
        asked.do(someone.id)
    except LastAdministrator as last:
        tell(request, last.words, messages.ERROR)
        return HttpResponseRedirect(f"/console/staff/{someone.id}")
    tell(request, asked.done)
    gone = asked is CONFIRMED["leave"]
    return HttpResponseRedirect("/console/staff" if gone else f"/console/staff/{someone.id}")


def _role(request: HttpRequest, someone: AtWork) -> HttpResponse:
    form = Form.of(request)
    role = form.one_of("role", roles())
    if form.good:
        give_role(someone.id, role)
        tell(request, Words("Đã đổi vai trò.", "The role is changed."))
        return HttpResponseRedirect(f"/console/staff/{someone.id}")
    page = {"one": someone, "roles": roles(), "form": form}
    return render(request, "console/staff_one.html", page, status=400)


def _invite(request: HttpRequest, someone: AtWork) -> HttpResponse:
    form = Form.of(request)
    login = form.text("login", 60)
    if form.good:
        try:
            return invitation(request, someone.id, invite(someone.id, login, datetime.now(UTC)))
        except LoginTaken as taken:
            form.problems["login"] = taken.words
        except ValueError:
            form.problems["login"] = Words("Một từ viết liền.", "One word.")
    page = {"one": someone, "roles": roles(), "form": form}
    return render(request, "console/staff_one.html", page, status=400)
