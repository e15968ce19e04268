"""What a recipient is sent: which consent ended, what it got under it, what to do, what to answer. No name in it."""

from __future__ import annotations

from collections.abc import Sequence

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.gate.words import Language, fields_named, purpose_by
from giuloi.core.terms import Channel
from giuloi.promises.share.stopping.finding import received
from giuloi.promises.share.stopping.rows import StopNotice
from giuloi.records.database import answering
from giuloi.records.uses.own import OwnUse


@answering()
def letter(number: int) -> Words:
    """The text in both languages; empty for a notice that is gone or confirmed."""
    row = StopNotice.objects.filter(id=number, stopped_at=None).first()
    if row is None:
        return Words("", "")
    uses = received(row)
    return Words(_written(row, uses, "vi", _VI), _written(row, uses, "en", _EN))


def _written(row: StopNotice, uses: Sequence[OwnUse], language: Language, text: str) -> str:
    mask = 0
    for one in uses:
        mask |= one.fields
    days = sorted({f"{one.at.astimezone(VIETNAM):%d/%m/%Y}" for one in uses}, key=_by_date)
    return text.format(
        recipient=row.recipient,
        purpose=purpose_by(row.purpose, Channel(row.channel), language),
        since=f"{row.refused_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
        days=", ".join(days) or "—",
        fields=fields_named(mask, language) or "—",
        key=f"{row.id:016x}",
    )


def _by_date(day: str) -> str:
    return day[6:] + day[3:5] + day[:2]


_VI = """Kính gửi {recipient},

Lúc {since}, một khách hàng đã rút lại sự đồng ý cho việc: {purpose}. Theo sự đồng ý ấy chúng tôi đã chuyển cho quý \
đơn vị dữ liệu của khách hàng này:
- ngày: {days}
- thông tin: {fields}

Theo Điều 10 Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và thỏa thuận giữa hai bên, đề nghị quý đơn vị ngừng xử lý dữ \
liệu ấy, xóa phần đã nhận trừ phần pháp luật buộc phải lưu, và yêu cầu như vậy với bên đã nhận lại từ quý đơn vị. Danh \
sách nhận trong các ngày trên không được dùng nữa: danh sách mới sẽ không còn khách hàng này.

Xin trả lời bằng văn bản: đã ngừng từ ngày nào, đã xóa gì, còn giữ gì và theo quy định nào.

Mã tham chiếu khi trả lời: {key}"""
_EN = """To {recipient},

At {since} a customer took back the consent to: {purpose}. Under that consent we passed data of this customer on to you:
- on: {days}
- data: {fields}

Under article 10 of the Law on Personal Data Protection (91/2025/QH15) and our agreement, please stop processing these \
data, erase what you received except what law obliges you to keep, and ask the same of whoever received it from you. \
Lists received on these days are not to be used any more: a new one will be without this customer.

Please answer in writing: since which day you have stopped, what you erased, what you keep and under which rule.

Please quote in your answer: {key}"""
