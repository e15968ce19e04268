"""What can be asked, in the words of somebody who asks; and where it can be done at once without asking."""

from __future__ import annotations

from dataclasses import dataclass

from giuloi.core.bilingual import Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of request: what it says, what it means, and a page of one's own that does it at once ("" for none)."""

    kind: str
    says: Words
    means: Words
    at_once: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Some kinds under one heading."""

    title: Words
    choices: tuple[Choice, ...]


GROUPS = (
    Group(
        Words("Về đơn hàng", "About an order"),
        (
            Choice(
                "cancel",
                Words("Hủy đơn hàng", "Cancel an order"),
                Words("Đơn chưa giao thì hủy được.", "As long as it was not handed over."),
            ),
            Choice(
                "return",
                Words("Đổi hoặc trả hàng", "Exchange or return something"),
                Words(
                    "Xin chọn đơn, và món nếu chỉ đổi một món.", "Choose the order, and the item if only one."
                ),
            ),
            Choice(
                "support",
                Words("Hỗ trợ kỹ thuật, bảo hành", "Technical support, warranty"),
                Words("Kể giúp món nào, hỏng ra sao.", "Say which item, and what is wrong with it."),
            ),
        ),
    ),
    Group(
        Words("Hỏi hoặc góp ý", "Ask or tell us"),
        (
            Choice(
                "question", Words("Một câu hỏi", "A question"), Words("Về bất cứ điều gì.", "About anything.")
            ),
            Choice(
                "call_back",
                Words("Xin gọi lại cho tôi", "Please call me back"),
                Words("Chúng tôi gọi số đang giữ.", "We call the number that we hold."),
            ),
            Choice(
                "complain",
                Words("Khiếu nại", "A complaint"),
                Words("Cả khi thấy thông tin của mình bị dùng sai.", "Also if your data was misused."),
            ),
        ),
    ),
    Group(
        Words("Về dữ liệu cá nhân của tôi", "About my personal data"),
        (
            Choice(
                "rectify",
                Words("Sửa thông tin", "Correct something"),
                Words("Phần lớn tự sửa được ngay.", "Most of it you can correct at once."),
                "/me",
            ),
            Choice(
                "copy",
                Words("Nhận bản sao", "Receive a copy"),
                Words(
                    "Một tệp ZIP để đọc, in và mở bằng bảng tính; vài phút là có.",
                    "One ZIP to read, print and open as tables; ready in a few minutes.",
                ),
            ),
            Choice(
                "access",
                Words("Xem tiệm giữ gì, ai đã dùng", "See what is held and who used it"),
                Words("Xem ngay được.", "You can see it at once."),
                "/me/uses",
            ),
            Choice(
                "withdraw",
                Words("Rút lại sự đồng ý", "Take a consent back"),
                Words("Bấm một nút, có hiệu lực ngay.", "One button, effective at once."),
                "/me/choices",
            ),
            Choice(
                "restrict",
                Words("Hạn chế dùng dữ liệu", "Have the use restricted"),
                Words("Chỉ giữ, không dùng vào việc gì.", "It is kept and used for nothing."),
            ),
            Choice(
                "object",
                Words("Phản đối một cách dùng", "Object to a use"),
                Words(
                    "Mọi giới thiệu dừng ngay; nếu là việc khác, xin viết rõ.",
                    "What we offer stops at once; if you mean something else, write what.",
                ),
            ),
            Choice(
                "erase",
                Words("Xóa dữ liệu", "Have data erased"),
                Words("Trừ những gì luật buộc lưu.", "Except what the law obliges us to keep."),
            ),
        ),
    ),
)
CHOICES = {choice.kind: choice for group in GROUPS for choice in group.choices}
