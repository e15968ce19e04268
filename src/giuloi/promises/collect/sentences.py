"""What the registration form says when something is not right: Vietnamese, then English; each says what to do."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "missing": (
        "Xin điền mục này: đăng ký thành viên cần đủ họ tên, địa chỉ, điện thoại và email.",
        "please fill this in: a member gives name, address, phone and e-mail",
    ),
    "too_long": (
        "Nội dung quá dài: xin viết ngắn lại.",
        "this is too long: please shorten it",
    ),
    "foreign": (
        "Hiện cửa hàng chỉ mở tài khoản cho địa chỉ tại: {countries}. Quý khách vẫn mua được không cần tài khoản.",
        "accounts are open to addresses in {countries}; you can still order as a guest",
    ),
    "not_accepted": (
        "Xin đọc chính sách bảo mật và đồng ý trước khi mở tài khoản.",
        "please read the privacy policy and accept it before the account opens",
    ),
    "old_version": (
        "Chính sách bảo mật vừa có bản mới: xin đọc lại và đồng ý với bản mới.",
        "the privacy policy has a newer version: please read it and accept that one",
    ),
    "not_declared": (
        "Xin xác nhận lời cam đoan này.",
        "please confirm this declaration",
    ),
    "no_year": (
        "Năm sinh gồm bốn chữ số, ví dụ 1990; hoặc để trống.",
        "a year of birth has four digits, such as 1990; or leave it empty",
    ),
    "guardian_needed": (
        "Người dưới {least} tuổi cần cha mẹ hoặc người giám hộ đăng ký thay.",
        "somebody under {least} is registered by a parent or guardian",
    ),
    "unknown_choice": (
        "Có một lựa chọn mà chính sách không nói tới: xin tải lại trang.",
        "one choice is about something the policy does not speak of: reload the page",
    ),
    "asked_twice": (
        "Có một lựa chọn được trả lời hai lần: xin tải lại trang.",
        "one choice was answered twice: reload the page",
    ),
    "no_wording": (
        "Có một lựa chọn thiếu câu hỏi đã hiển thị: xin tải lại trang.",
        "one choice lacks the words it was asked with: reload the page",
    ),
    "taken": (
        "Đã có thành viên dùng thông tin này. Nếu là quý khách, xin đăng nhập; nếu không, xin báo bộ phận chăm sóc"
        " khách hàng.",
        "a member has this already: if that is you, please sign in; if not, tell customer care",
    ),
    "not_a_guest": (
        "Khách này đã là thành viên, hoặc dữ liệu đang được đóng băng: xin báo bộ phận chăm sóc khách hàng.",
        "this customer is a member already, or their data is frozen: please tell customer care",
    ),
    "no_registration": (
        "Chính sách đang áp dụng không nói tới việc đăng ký thành viên.",
        "the published policy does not speak of registration",
    ),
}
