"""The demo's first page, and the guided scene: each step takes the right person to the right place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from giuloi.core.bilingual import Words
from giuloi.doors.demo.inbox import shown
from giuloi.doors.demo.people import Customer, certificate_of_somebody, colleagues, customers, enter
from giuloi.doors.demo.storefront import storefront


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try: who does it ("" for nobody in particular), where, and what is to be seen there."""

    who: str
    where: Callable[[Customer], str]
    title: Words
    see: Words


STEPS = (
    Step(
        "khoa",
        lambda an: f"/console/orders/{an.order}",
        Words("Khoa (giao hàng) mở thông tin của một đơn đang mở", "Khoa (fulfilment) opens an open order"),
        Words(
            "Bấm “Hiện”: chỉ những gì đơn này cần, theo điều I.1, và lần xem ấy vào sổ.",
            "Press “Show”: only what this order needs, by clause I.1, and the look goes into the ledger.",
        ),
    ),
    Step(
        "lan",
        lambda an: f"/console/orders/{an.order}",
        Words("Lan (tiếp thị) thử mở cùng đơn ấy", "Lan (marketing) tries the same order"),
        Words(
            "Bị từ chối: trang nói điều khoản nào, và điều gì sẽ làm việc ấy được phép.",
            "Refused: the page says by which clause, and what would make it allowed.",
        ),
    ),
    Step(
        "an",
        lambda an: "/me/uses",
        Words("An xem ai đã dùng dữ liệu của mình", "An sees who used her data"),
        Words(
            "Cả lần Khoa mở lẫn lần Lan bị từ chối đều ở đó, bằng lời dễ hiểu.",
            "Khoa's look and Lan's refused attempt are both there, in plain words.",
        ),
    ),
    Step(
        "an",
        lambda an: "/me/choices",
        Words("An rút lại sự đồng ý nhận khuyến mãi", "An withdraws her consent to promotions"),
        Words(
            "Một lần bấm, có hiệu lực ngay, có biên nhận để tải về.",
            "One click, in force at once, with a receipt to keep.",
        ),
    ),
    Step(
        "an",
        lambda an: "/me/uses/proofs",
        Words("An tự kiểm chứng, không cần tin tiệm", "An checks for herself, without trusting the shop"),
        Words(
            "Tải bằng chứng và trang kiểm chứng; mở trang ấy khi đã ngắt mạng cũng được.",
            "Download the proof and the verifier; it works with the network cut.",
        ),
    ),
    Step(
        "",
        lambda an: "/guest",
        Words(
            "Bình mua không cần tài khoản, và vẫn xem được dữ liệu của mình",
            "Bình, a guest, reaches his data",
        ),
        Words(
            "Nhập số đơn của Bình (ở bảng dưới), rồi mã gửi tới hộp thư trên trang này.",
            "Enter Bình's order number (below), then the code that arrives in the inbox on this page.",
        ),
    ),
    Step(
        "",
        lambda an: "/trust/policy",
        Words(
            "Ai cũng xem được: chính sách, từng điều kèm bằng chứng",
            "Anybody: each clause with evidence",
        ),
        Words(
            "Điều gì được bảo đảm bằng phần mềm, điều gì do người làm, điều gì chưa giữ được.",
            "What software enforces, what people do, and what is not kept yet.",
        ),
    ),
    Step(
        "ha",
        lambda an: "/console/policy",
        Words("Hà (quản trị) thử đổi một lời hứa", "Hà (administrator) tries to change a promise"),
        Words(
            "Sửa bằng biểu mẫu, xem bản mới cho phép thêm gì, rồi mới công bố.",
            "Edit by form, see what the new version newly allows, then publish.",
        ),
    ),
)


AT_WORK = (
    Step(
        "an",
        lambda an: "/me/ask",
        Words("An hỏi tiệm một câu, hay xin hủy đơn", "An asks the shop something, or cancels her order"),
        Words(
            "Trang nói hạn trả lời đến từng phút; Hà thấy đúng chiếc đồng hồ ấy.",
            "The page says by which minute it is answered; Hà sees the very same clock.",
        ),
    ),
    Step(
        "ha",
        lambda an: "/console/inbox",
        Words("Hà làm hộp yêu cầu: nhận, trả lời, kết thúc", "Hà works the inbox: take, answer, finish"),
        Words(
            "Trả lời mà không thấy địa chỉ: thư hiện ở hộp thư dưới đây.",
            "Answered without seeing the address: the letter arrives in the inbox below.",
        ),
    ),
    Step(
        "khoa",
        lambda an: "/console/fulfilment",
        Words(
            "Khoa xác nhận, soạn hàng, in nhãn, giao đi", "Khoa confirms, packs, prints a label, hands over"
        ),
        Words(
            "Nhãn là một lần dùng có ghi sổ; đơn đóng rồi thì không in được nữa.",
            "A label is a use in the ledger; once the order is closed none is printed.",
        ),
    ),
    Step(
        "lan",
        lambda an: "/console/campaigns",
        Words("Lan soạn một đợt khuyến mãi", "Lan prepares a promotion"),
        Words(
            "Xem trước như An và như Chi; đếm trước ai được gửi, ai không và vì sao.",
            "A preview as An and as Chi; who may be written to, who may not, and why, counted beforehand.",
        ),
    ),
    Step(
        "",
        lambda an: "/trust/numbers",
        Words(
            "Ai cũng xem được: lời hứa 24 giờ giữ được bao nhiêu", "Anybody: how far the 24 hours are kept"
        ),
        Words(
            "Kể cả một lần tiệm trả lời muộn: không giấu được.",
            "With the one answer that came late: it cannot be hidden.",
        ),
    ),
)
KEPT = (
    Step(
        "an",
        lambda an: "/me/ask?kind=copy",
        Words("An xin một bản sao mọi thông tin của mình", "An asks for a copy of all that is held of her"),
        Words(
            "Có mã xác nhận, rồi một tệp ZIP: trang đọc được, CSV, JSON, cả ai đã dùng.",
            "A code first, then one ZIP: a page to read, CSV, JSON, and who used it.",
        ),
    ),
    Step(
        "an",
        lambda an: "/me/ask?kind=erase",
        Words(
            "An xem nếu xóa thì điều gì mất, điều gì phải giữ", "An sees what erasing takes, and what stays"
        ),
        Words(
            "Luật nào bắt giữ, đến ngày nào; yêu cầu rồi vẫn hủy được trong sáu giờ.",
            "Under which law and until when; once asked it can be cancelled for six hours.",
        ),
    ),
    Step(
        "",
        lambda an: certificate_of_somebody(),
        Words("Dũng đã được xóa: giấy chứng nhận của anh", "Dũng was erased: his certificate"),
        Words(
            "Không còn gì mở được; còn gì phải cất, vì sao; đến ngày nào bản sao lưu cũng không đọc được.",
            "Nothing opens any more; what has to be stored and why; from which day no backup can be read.",
        ),
    ),
    Step(
        "ha",
        lambda an: "/console/retention",
        Words("Hà xem điều gì sắp hết hạn giữ", "Hà sees what is kept no longer"),
        Words(
            "Từng thời hạn của chính sách, tuần tới điều gì đi; giữ lại thì ghi rõ ai, vì sao, đến khi nào.",
            "Each term of the policy, what goes next week; whatever is held says who, why and until when.",
        ),
    ),
)
SHARED = (
    Step(
        "ha",
        lambda an: "/console/authority/new",
        Words("Hà nhận một công văn đòi thông tin", "Hà takes a letter in that asks for information"),
        Words(
            "Số ghi trên công văn không xác minh được gì; nhận hồ sơ rồi thì không tự duyệt được.",
            "The number on the letter verifies nothing; and who took it in does not approve it.",
        ),
    ),
    Step(
        "ha",
        lambda an: "/console/recipients",
        Words("Hà xem bên ngoài ai được nhận gì", "Hà sees who outside may receive what"),
        Words(
            "Bên nào cũng tắt cho tới khi có thỏa thuận đủ bảy nội dung và văn bản đã ký.",
            "Each is off until an agreement with its seven contents and the signed document is there.",
        ),
    ),
    Step(
        "ha",
        lambda an: "/console/incidents/open",
        Words("Hà mở hồ sơ một sự cố", "Hà opens a file about an attack"),
        Words(
            "Hai đồng hồ 24 và 72 giờ chạy; tin báo, Mẫu số 08 và biên bản được soạn sẵn.",
            "Two clocks of 24 and 72 hours run; the police report, form 08 and the minutes are drafted.",
        ),
    ),
    Step(
        "an",
        lambda an: "/me/recipients",
        Words("An xem dữ liệu của mình đã rời tiệm tới đâu", "An sees where her data went outside the shop"),
        Words(
            "Cho ai, lúc nào, những gì; và bên nhận đã được báo ngừng hay chưa.",
            "To whom, when and what; and whether the recipient was told to stop.",
        ),
    ),
)
TO_TRY = (*STEPS, *AT_WORK, *KEPT, *SHARED)


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Things to try, who is who, and the inbox."""
    told = {
        "steps": list(enumerate(TO_TRY)),
        "colleagues": colleagues(),
        "customers": customers(),
        "messages_sent": shown(),
        "storefront": storefront(),
    }
    return render(request, "demo/overview.html", told)


@require_POST
def play(request: HttpRequest) -> HttpResponse:
    """Go to a step as the one who does it."""
    number, cast = request.POST.get("step", ""), customers()
    if not (number.isascii() and number.isdigit()) or int(number) >= len(TO_TRY) or not cast:
        raise Http404
    step = TO_TRY[int(number)]
    where = step.where(cast[0])
    return enter(step.who, where) if step.who else redirect(where)
